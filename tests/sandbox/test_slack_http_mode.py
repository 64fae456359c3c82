"""HTTP mode: signed requests, as Slack's verifier and Bolt's adapter take them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.slack import SIGNING_SECRET, ActFailed


class Server:
    """An app's web server; `answers` are the statuses it gives first, then 200."""

    def __init__(self) -> None:
        self.verifier = SignatureVerifier(SIGNING_SECRET)
        self.answers: list[web.Response] = []
        self.bolt: AsyncApp | None = None
        self.held: asyncio.Event | None = None
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []

    async def hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        assert self.verifier.is_valid_request(body, dict(request.headers))
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.bodies.append(body)
        if self.held is not None:
            await self.held.wait()
        if self.answers:
            return self.answers.pop(0)
        if self.bolt is None:
            return web.Response()
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await self.bolt.async_dispatch(bolt_request))


@pytest_asyncio.fixture
async def server(sandbox: Sandbox) -> AsyncIterator[Server]:
    server = Server()
    application = web.Application()
    application.router.add_post("/slack/events", server.hear)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    sandbox.slack.http_url = f"http://127.0.0.1:{port}/slack/events"
    yield server
    await runner.cleanup()


async def test_events_are_signed_and_sent_again(sandbox: Sandbox, server: Server) -> None:
    server.answers = [web.Response(status=500), web.Response(status=404)]
    await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.settled(5)
    retries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in server.headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len(set(server.bodies)) == 1
    assert json.loads(server.bodies[0])["event"]["text"] == "Why?"


async def test_an_app_may_forbid_retries(sandbox: Sandbox, server: Server) -> None:
    server.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.settled(5)
    assert len(server.bodies) == 1


async def test_a_server_that_is_slow_or_away(sandbox: Sandbox, server: Server) -> None:
    sandbox.slack.delivery.ack_seconds = 0.05
    server.held = asyncio.Event()
    await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.settled(5)
    server.held.set()
    assert server.headers[1]["x-slack-retry-reason"] == "http_timeout"
    sandbox.slack.http_url = "http://127.0.0.1:9/slack/events"
    await sandbox.slack.say("asha", "openebs", "And now?")
    await sandbox.slack.settled(5)
    assert len(sandbox.slack.delivery.lost) == 2


async def test_bolt_takes_commands_and_clicks_by_form(
    sandbox: Sandbox, server: Server, client: AsyncWebClient, openebs: str
) -> None:
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET, process_before_response=True)
    clicks: list[dict[str, Any]] = []

    @app.command("/burley")
    async def burley(ack: AsyncAck) -> None:
        await ack("Here I am")

    @app.action("file")
    async def file(ack: AsyncAck, body: dict[str, Any]) -> None:
        clicks.append(body)
        await ack()

    server.bolt = app
    await sandbox.slack.command("asha", "openebs", "/burley help")
    assert [e["text"] for e in sandbox.slack.ephemerals("asha")] == ["Here I am"]
    assert parse_qs(server.bodies[0].decode())["user_name"] == ["asha"]
    button = {
        "type": "button", "action_id": "file", "text": {"type": "plain_text", "text": "File it"},
    }  # fmt: skip
    blocks = [{"type": "actions", "elements": [button]}]
    ts = (await client.chat_postMessage(channel=openebs, text="?", blocks=blocks))["ts"]
    await sandbox.slack.press("asha", "file", channel="openebs", ts=ts)
    assert clicks[0]["actions"][0]["action_id"] == "file"


async def test_a_command_that_fails_says_so(sandbox: Sandbox, server: Server) -> None:
    server.answers = [web.Response(status=500)]
    with pytest.raises(ActFailed, match="dispatch_failed"):
        await sandbox.slack.command("asha", "openebs", "/burley help")
    assert "dispatch_failed" in sandbox.slack.ephemerals("asha")[0]["text"]
    assert len(server.bodies) == 1
