"""Slack's `ts`: ten digits, a point, six digits; an identifier that also tells the time."""

import re
from collections.abc import Callable
from datetime import datetime

_TS = re.compile(r"\d{1,12}(\.\d{1,6})?\Z")


def is_ts(value: object) -> bool:
    return isinstance(value, str) and _TS.match(value) is not None


def ts_key(ts: str) -> int:
    """The microseconds a ts stands for: the order of messages in a channel."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0") or 0)


def ts_of(microseconds: int) -> str:
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


class TsMaker:
    """Gives out ts values that strictly increase, whatever the clock does."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = 0

    def new(self) -> str:
        # Slack's fraction is unique in a channel; ours is unique in the workspace.
        self._last = max(self._last + 1, int(self._now().timestamp() * 1_000_000))
        return ts_of(self._last)
