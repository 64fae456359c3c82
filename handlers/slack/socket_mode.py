"""The socket to Slack, put together the way it stays open and answers everything."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.socket_mode.websockets import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.errors import Refused, TryAgain

# The usual limit is 1 MiB, and one message beyond it closes the socket, each time Slack sends
# it. An edited message of 40,000 emoji comes with the text twice, as blocks twice, and in
# twelve bytes each: 2 MB.
LONGEST = 32 * 1024 * 1024

# How long what is under way may take when Burley stops.
PATIENCE_SECONDS = 3

log = logs.get("slack")


class Socket(AsyncBaseSocketModeHandler):
    """The SDK's `websockets` client: after a failed handshake the aiohttp one retries a dead
    ticket for ever."""

    def __init__(self, app: AsyncApp, app_token: str, web: AsyncWebClient) -> None:
        self._app = app
        self.client = _Client(app_token, app.logger, web)
        self.client.socket_mode_request_listeners.append(self.handle)
        self._under_way: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Connect; in words when Slack does not let us."""
        try:
            await self.client.connect()  # type: ignore[no-untyped-call]
        except SlackApiError as problem:
            answer: Any = problem.response
            why = answer.get("error") if hasattr(answer, "get") else None
            raise Refused(f"Slack refused SLACK_APP_TOKEN: {why or 'no readable answer'}") from None
        except (aiohttp.ClientError, OSError) as problem:
            what = type(problem).__name__
            raise TryAgain(f"Slack's socket cannot be opened ({what})") from problem

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        task = asyncio.create_task(self._answer(client, req))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.shield(task)

    async def _answer(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        began = time.time()
        try:
            answer = await run_async_bolt_app(self._app, req)
        except (TypeError, AttributeError, LookupError, ValueError) as problem:
            # What Bolt cannot read it cannot read the next time either; so it is acknowledged.
            log.warning("a request of Slack's that nobody can read", why=repr(problem))
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        await send_async_response(client, req, answer, began)

    async def is_connected(self) -> bool:
        return bool(await self.client.is_connected())

    async def close(self) -> None:
        """Hear nothing more, and let what was heard come to its end."""
        await self.client.close()  # type: ignore[no-untyped-call]
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)


class _Client(SocketModeClient):
    async def connect(self) -> None:
        await super().connect()  # type: ignore[no-untyped-call]
        if self.current_session is not None:
            self.current_session.protocol.max_message_size = LONGEST
