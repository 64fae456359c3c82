"""A language model's endpoint over real HTTP that answers, or fails, as it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Literal

from aiohttp import web

How = Literal[
    "answer", "lost", "slow", "drip", "not json", "cut", "declines", "array", "not chat", "too long"
]  # fmt: skip
Reaction = Mapping[str, Any] | str | int  # the answer's object, its text as it is, or a status


class ModelServer:
    """Takes the next reaction for each question; after the last the same again for ever."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self._next: deque[tuple[How, Reaction]] = deque([("answer", {"word": "yes"})])
        self._refuses: Callable[[dict[str, Any]], str | None] = lambda _question: None
        self._closing = asyncio.Event()

    def will(self, *reactions: Reaction, how: How = "answer") -> None:
        """React so from now on: an object or a text is answered, a number is an HTTP status."""
        self._next = deque((how, reaction) for reaction in reactions or [{"word": "yes"}])

    def refuses(self, complaint: Callable[[dict[str, Any]], str | None]) -> None:
        """Answer 400 with these words to such questions; None lets one pass."""
        self._refuses = complaint

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[ModelServer]:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/v1/chat/completions", self._completions)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        try:
            yield self
        finally:
            self._closing.set()
            await runner.cleanup()

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        question = await request.json()
        self.asked.append(question)
        self.headers.append(dict(request.headers))
        if complaint := self._refuses(question):
            return web.json_response({"error": {"message": complaint}}, status=400)
        how, reaction = self._next.popleft() if len(self._next) > 1 else self._next[0]
        if how == "slow":
            await self._closing.wait()
        if how == "lost":
            assert request.transport is not None
            request.transport.abort()
        if isinstance(reaction, int):
            headers = {"Location": self.url + "/elsewhere"} if 300 <= reaction < 400 else {}
            return web.json_response({"error": "no"}, status=reaction, headers=headers)
        if how == "not chat":
            return web.json_response({"hello": "world"})
        text = reaction if isinstance(reaction, str) else json.dumps(reaction)
        text = {"not json": "Certainly! Here you are.", "array": "[1, 2]"}.get(how, text)
        if how == "too long":
            text = "x" * 2_000_000
        message = {"role": "assistant", "content": None if how == "declines" else text}
        choice = {"finish_reason": "length" if how == "cut" else "stop", "message": message}
        body = json.dumps({"choices": [choice]}).encode()
        if how == "drip":
            return await self._dripped(request, body)
        return web.Response(body=body, content_type="application/json")

    async def _dripped(self, request: web.Request, body: bytes) -> web.StreamResponse:
        """The answer's beginning, at once, and its end only when the server closes."""
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(body[:10])
        await self._closing.wait()
        return response


def knows_no_schemas(question: dict[str, Any]) -> str | None:
    if question["response_format"]["type"] == "json_schema":
        return "This response_format type is unavailable now"
    return None


def thinks_first(question: dict[str, Any]) -> str | None:
    if "max_tokens" in question:
        return "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    return None
