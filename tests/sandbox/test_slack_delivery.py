"""Delivery: acknowledgements, retries, tickets, lost connections; Slack's own socket client."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.socket_mode.websockets import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.slack import APP_TOKEN, ActFailed


class App:
    """Slack's socket client with a switch: it acknowledges, or it does not."""

    def __init__(self, web: AsyncWebClient) -> None:
        self.client = SocketModeClient(APP_TOKEN, web_client=web, ping_interval=0.05)
        self.client.socket_mode_request_listeners.append(self._hear)  # type: ignore[arg-type]
        self.client.message_listeners.append(self._keep)
        self.requests: list[SocketModeRequest] = []
        self.messages: list[dict[str, Any]] = []
        self.unanswered = 0

    async def connect(self) -> None:
        await self.client.connect()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]

    async def _keep(self, client: Any, message: dict[str, Any], raw: str | None) -> None:
        self.messages.append(message)

    async def _hear(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)
        if self.unanswered > 0:
            self.unanswered -= 1
            return
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))


@pytest_asyncio.fixture
async def socket_app(sandbox: Sandbox, client: AsyncWebClient) -> AsyncIterator[App]:
    sandbox.slack.delivery.ack_seconds = 0.15
    app = App(client)
    await app.connect()
    await sandbox.slack.connected(5)
    yield app
    await app.close()


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


async def test_the_server_says_hello(sandbox: Sandbox, socket_app: App) -> None:
    await until(lambda: socket_app.messages)
    [hello] = socket_app.messages
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["debug_info"]["approximate_connection_time"] > 0
    assert hello["connection_info"]["app_id"].startswith("A")


async def test_an_unacknowledged_event_comes_again_with_the_same_event_id(
    sandbox: Sandbox, socket_app: App
) -> None:
    socket_app.unanswered = 2
    await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.settled(5)
    tries = socket_app.requests
    assert [(t.retry_attempt, t.retry_reason) for t in tries] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
    ]
    assert len({t.payload["event_id"] for t in tries}) == 1
    assert sandbox.slack.delivery.lost == []


async def test_after_the_third_retry_an_event_is_lost(sandbox: Sandbox, socket_app: App) -> None:
    sandbox.slack.delivery.ack_seconds = 0.05
    socket_app.unanswered = 99
    await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.settled(5)
    assert len(socket_app.requests) == 4
    assert len(sandbox.slack.delivery.lost) == 1


async def test_the_times_of_the_retries_are_slacks(manifest: dict[str, Any]) -> None:
    delivery = Sandbox(manifest).slack.delivery
    assert (delivery.ack_seconds, delivery.retry_seconds) == (3.0, (0.0, 60.0, 300.0))


async def test_one_slow_event_does_not_hold_up_the_next(sandbox: Sandbox, socket_app: App) -> None:
    socket_app.unanswered = 1
    await sandbox.slack.say("asha", "openebs", "one")
    await sandbox.slack.say("asha", "openebs", "two")
    await until(lambda: len(socket_app.requests) == 2)
    await sandbox.slack.settled(5)
    texts = [r.payload["event"]["text"] for r in socket_app.requests]
    assert texts == ["one", "two", "one"]


async def test_a_window_limits_what_is_under_way(sandbox: Sandbox, socket_app: App) -> None:
    sandbox.slack.delivery.set_window(1)
    socket_app.unanswered = 1
    await sandbox.slack.say("asha", "openebs", "one")
    await sandbox.slack.say("asha", "openebs", "two")  # waits for the first to time out
    assert [r.payload["event"]["text"] for r in socket_app.requests][:1] == ["one"]
    await sandbox.slack.settled(5)
    assert len(socket_app.requests) == 3


async def test_commands_are_sent_once_only(sandbox: Sandbox, socket_app: App) -> None:
    socket_app.unanswered = 1
    with pytest.raises(ActFailed, match="operation_timeout"):
        await sandbox.slack.command("asha", "openebs", "/burley help")
    assert [r.type for r in socket_app.requests] == ["slash_commands"]
    assert socket_app.requests[0].accepts_response_payload is True
    said = sandbox.slack.ephemerals("asha")[-1]["text"]
    assert said == '/burley failed with the error "operation_timeout"'


async def test_without_a_connection_commands_fail_and_events_are_tried_again(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.slack.delivery.retry_seconds = (0.0, 0.3)
    with pytest.raises(ActFailed, match="dispatch_failed"):
        await sandbox.slack.command("asha", "openebs", "/burley help")
    await sandbox.slack.say("asha", "openebs", "Why?")
    app = App(client)
    await app.connect()
    await sandbox.slack.settled(5)
    assert [r.retry_attempt for r in app.requests] == [2]
    await app.close()


async def test_a_ticket_works_once(sandbox: Sandbox, client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        for dead in (url, f"{sandbox.url.replace('http', 'ws')}/socket/made-up"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(dead)
            assert refused.value.status == 408


async def test_without_socket_mode_there_is_no_ticket(
    manifest: dict[str, Any], client: AsyncWebClient
) -> None:
    manifest["settings"]["socket_mode_enabled"] = False
    http_only = Sandbox(manifest)
    await http_only.start()
    client.base_url = f"{http_only.url}/api/"
    with pytest.raises(SlackApiError, match="forbidden_team"):
        await client.apps_connections_open(app_token=APP_TOKEN)
    await http_only.stop()


async def test_the_eleventh_connection_is_one_too_many(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            url = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
            sockets.append(await session.ws_connect(url))
        assert (await sockets[9].receive_json())["num_connections"] == 10
        refused = await sockets[10].receive_json()
        assert refused == {"type": "disconnect", "reason": "too_many_websockets"}
        await asyncio.gather(*(socket.close() for socket in sockets))


@pytest.mark.parametrize(
    ("reason", "close"), [("refresh_requested", True), ("warning", False), ("warning", True)]
)
async def test_after_a_disconnect_message_the_client_comes_back(
    sandbox: Sandbox, socket_app: App, reason: str, close: bool
) -> None:
    await sandbox.slack.sockets.disconnect(reason, close=close)
    await until(lambda: len([m for m in socket_app.messages if m["type"] == "hello"]) == 2)
    await until(lambda: len(sandbox.slack.sockets.connections) == 1)
    await sandbox.slack.say("asha", "openebs", "Still there?")
    await sandbox.slack.settled(5)
    assert len(socket_app.requests) == 1
    opened = [call for call in sandbox.calls if call.target == "slack:apps.connections.open"]
    assert len(opened) == 2


async def test_after_a_cut_connection_the_client_comes_back(
    sandbox: Sandbox, socket_app: App
) -> None:
    sandbox.slack.delivery.retry_seconds = (0.0, 0.5, 0.5)
    sandbox.slack.sockets.drop()
    await sandbox.slack.say("asha", "openebs", "Still there?")
    await sandbox.slack.settled(5)
    assert socket_app.requests[-1].payload["event"]["text"] == "Still there?"


async def test_an_event_under_way_when_the_connection_breaks_is_sent_again(
    sandbox: Sandbox, socket_app: App
) -> None:
    sandbox.slack.delivery.retry_seconds = (0.0, 0.5, 0.5)
    socket_app.unanswered = 1
    await sandbox.slack.say("asha", "openebs", "Why?")
    await until(lambda: socket_app.requests)
    sandbox.slack.sockets.drop()
    await sandbox.slack.settled(5)
    assert len(socket_app.requests) == 2
    assert socket_app.requests[1].retry_attempt in (1, 2, 3)


async def test_envelopes_go_to_the_connections_in_turn(
    sandbox: Sandbox, socket_app: App, client: AsyncWebClient
) -> None:
    other = App(client)
    await other.connect()
    await until(lambda: len(sandbox.slack.sockets.connections) == 2)
    for text in "abcd":
        await sandbox.slack.say("asha", "openebs", text)
    await sandbox.slack.settled(5)
    assert (len(socket_app.requests), len(other.requests)) == (2, 2)
    await other.close()
