"""Faults on demand, for both halves: too many requests, server errors, lost connections, slowness.

A rule's target is `slack:chat.postMessage` or `github:POST /repos/{owner}/{repo}/issues`
(the route's pattern); `*` stands for anything.
"""

import asyncio
import json
import random
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

from aiohttp import web

from sandbox.calls import OUTCOME, Call, CallLog
from sandbox.slack.errors import SlackError
from sandbox.slack.web_api import read_arguments

Kind = Literal["rate_limited", "server_error", "drop_before", "drop_after", "slow", "error"]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Rule:
    """What goes wrong, how often (`times`, None for ever) and how likely (`probability`)."""

    target: str
    kind: Kind
    times: int | None = 1
    probability: float = 1.0
    retry_after: int = 1
    delay: float = 0.0
    error: str = ""
    status: int = 0

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"no such fault: {self.kind}")


class Faults:
    """The rules in force. The first that fits a call is applied and used up by one."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[Rule] = []
        self._random = random.Random(seed)

    def add(self, target: str, kind: Kind, **details: Any) -> Rule:
        rule = Rule(target, kind, **details)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def take(self, target: str) -> Rule | None:
        for rule in self.rules:
            if not fnmatchcase(target, rule.target) or self._random.random() >= rule.probability:
                continue
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self.rules.remove(rule)
            return rule
        return None

    def routes(self) -> list[web.RouteDef]:
        known = {field.name for field in fields(Rule)}

        async def add(request: web.Request) -> web.Response:
            try:
                given = await request.json()
                self.add(**{name: value for name, value in given.items() if name in known})
            except (TypeError, ValueError, AttributeError) as error:
                return web.json_response({"ok": False, "error": str(error)}, status=400)
            return web.json_response({"ok": True})

        async def clear(request: web.Request) -> web.Response:
            self.clear()
            return web.json_response({"ok": True})

        return [web.post("/sandbox/faults", add), web.delete("/sandbox/faults", clear)]


def target_of(request: web.Request) -> str | None:
    """The name of an API call; None for the page and for sockets."""
    if request.path.startswith("/api/"):
        return f"slack:{request.path.removeprefix('/api/')}"
    if request.path.startswith("/hooks/"):
        return "slack:response_url"
    if request.path.startswith("/github/"):
        resource = request.match_info.route.resource
        pattern = resource.canonical if resource else request.path
        return f"github:{request.method} {pattern.removeprefix('/github')}"
    return None


def middleware(faults: Faults, calls: CallLog, now: Callable[[], datetime]) -> Any:
    """Applies the rules to both halves and notes every call."""

    @web.middleware
    async def with_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
        target = target_of(request)
        if target is None:
            return await handler(request)
        arguments = await _arguments(request)
        rule = faults.take(target)
        outcome = "unfinished"
        try:
            response = await _answer(request, handler, rule)
            outcome = str(request.get(OUTCOME) or response.status)
            return response
        except web.HTTPException as refused:
            outcome = str(refused.status)
            raise
        finally:
            if rule is not None and rule.kind != "slow":
                outcome = rule.kind
            calls.note(Call(now(), target, arguments, outcome))

    return with_faults


async def _answer(request: web.Request, handler: Handler, rule: Rule | None) -> web.StreamResponse:
    match rule:
        case None:
            return await handler(request)
        case Rule(kind="slow"):
            await asyncio.sleep(rule.delay)
            return await handler(request)
        case Rule(kind="drop_before"):
            return _cut_off(request)
        case Rule(kind="drop_after"):
            await handler(request)
            return _cut_off(request)
    if rule.kind == "rate_limited":
        headers = {"Retry-After": str(rule.retry_after)}
        return _failure(request, rule.status or 429, rule.error, "ratelimited", headers)
    if rule.kind == "server_error":
        return web.Response(status=rule.status or 500, text="Internal Server Error")
    return _failure(request, rule.status, rule.error, "fatal_error", {})


def _failure(
    request: web.Request, status: int, error: str, slack_error: str, headers: dict[str, str]
) -> web.Response:
    if request.path.startswith("/github/"):
        limited = "You have exceeded a secondary rate limit. Please wait a few minutes."
        message = error or (limited if headers else "Validation Failed")
        body = {"message": message, "documentation_url": "https://docs.github.com/rest"}
        return web.json_response(body, status=status or 422, headers=headers)
    refusal = {"ok": False, "error": error or slack_error}
    return web.json_response(refusal, status=status or 200, headers=headers)


def _cut_off(request: web.Request) -> web.Response:
    """Reset the connection: the client sees it break without an answer."""
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


async def _arguments(request: web.Request) -> dict[str, Any]:
    """The call's arguments without tokens, parsed where that is possible."""
    if request.path.startswith("/github/"):
        given: dict[str, Any] = {**request.query, **request.match_info}
        body = await request.read()
        try:
            parsed = json.loads(body) if body else {}
        except ValueError:
            parsed = {}
        return given | (parsed if isinstance(parsed, dict) else {"body": parsed})
    try:
        read = await read_arguments(request)
    except SlackError:
        return {}
    return {name: value for name, value in read.items() if name != "token"}
