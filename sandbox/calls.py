"""Every API call the sandbox received, for tests to look at; the oldest are forgotten."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

CALLS_KEPT = 20_000
# What a handler tells the middleware about the request it answers.
ARGUMENTS = web.RequestKey("arguments", dict[str, Any])
OUTCOME = web.RequestKey("outcome", str)


@dataclass(frozen=True)
class Call:
    """One call. `outcome` is "ok", Slack's error code, GitHub's status or the fault's kind."""

    time: datetime
    target: str
    arguments: dict[str, Any]
    outcome: str


class CallLog:
    def __init__(self, kept: int = CALLS_KEPT) -> None:
        self._calls: deque[Call] = deque(maxlen=kept)

    def note(self, call: Call) -> None:
        self._calls.append(call)

    def all(self) -> list[Call]:
        return list(self._calls)
