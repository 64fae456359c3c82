"""Socket Mode: one-use tickets, connections, envelopes out and acknowledgements in.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.slack.delivery import Envelope, NotAcked
from sandbox.slack.ids import APP_ID, new_uuid
from sandbox.slack.json_types import Json

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 3600  # what hello announces; the sandbox itself never ends a connection


class Connection:
    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.request = request
        self.awaited: dict[str, asyncio.Future[Json]] = {}

    def acknowledged(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if not isinstance(answer, dict):
            return
        future = self.awaited.get(str(answer.get("envelope_id")))
        if future is not None and not future.done():
            payload = answer.get("payload")
            future.set_result(payload if isinstance(payload, dict) else {"text": payload or ""})

    def give_up(self) -> None:
        for future in self.awaited.values():
            if not future.done():
                future.set_exception(NotAcked("connection_failed"))


class Sockets:
    """The app's open connections; each envelope goes to one of them in turn."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.connections: list[Connection] = []
        self._changed = changed
        self._tickets: set[str] = set()
        self._turn = 0
        self._connected = asyncio.Event()

    @property
    def connected(self) -> bool:
        return bool(self.connections)

    async def wait_connected(self, within_seconds: float | None = None) -> None:
        async with asyncio.timeout(within_seconds):
            await self._connected.wait()

    def new_ticket(self) -> str:
        ticket = new_uuid()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            # What clients have been seen to get for a ticket that was used or has expired.
            return web.Response(status=408, text="ticket is not valid")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30, compress=False, max_msg_size=16 * 2**20)
        await socket.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = Connection(socket, request)
        await socket.send_json(self._hello())
        self._add(connection)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    connection.acknowledged(message.data)
        finally:
            self._remove(connection)
        return socket

    async def attempt(
        self, envelope: Envelope, retry: int, reason: str, ack_seconds: float
    ) -> Json:
        if not self.connections:
            raise NotAcked("connection_failed")
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.awaited[envelope.id] = future
        try:
            async with asyncio.timeout(ack_seconds):
                await connection.socket.send_str(_wire(envelope, retry, reason))
                return await future
        except TimeoutError:
            raise NotAcked("timeout") from None
        except ConnectionResetError:
            raise NotAcked("connection_failed") from None
        finally:
            connection.awaited.pop(envelope.id, None)

    async def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Ask every connected client to come back on a new connection.

        Slack sends `warning` some seconds before it closes and `refresh_requested` at the time;
        with close=False the client is left to do it.
        """
        for connection in list(self.connections):
            await connection.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
            )
            if close:
                self._remove(connection)
                await connection.socket.close()

    def drop(self) -> None:
        """Cut every connection off without a word, as a broken network does."""
        for connection in list(self.connections):
            self._remove(connection)
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def stop(self) -> None:
        for connection in list(self.connections):
            self._remove(connection)
            await connection.socket.close(code=1001)

    def _add(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._connected.set()
        self._changed()

    def _remove(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self._changed()
        if not self.connections:
            self._connected.clear()
        connection.give_up()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": APP_ID},
        }


def _wire(envelope: Envelope, retry: int, reason: str) -> str:
    message: Json = {
        "envelope_id": envelope.id,
        "payload": envelope.payload,
        "type": envelope.type,
        "accepts_response_payload": envelope.accepts_response_payload,
    }
    if envelope.type == "events_api":
        message |= {"retry_attempt": retry, "retry_reason": reason}
    return json.dumps(message)
