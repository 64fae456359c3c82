"""The page's side of the Slack half: what it reads, what it does, what it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox

Json = dict[str, Any]
Connect = Callable[[AsyncApp], Awaitable[Any]]
ASHA = "U0ASHA0001"


class Page:
    """What the browser sees and does, as Asha."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def get(self, path: str, **query: str) -> Json:
        query["as"] = ASHA
        async with self._session.get(f"{self._url}{path}", params=query) as response:
            body: Json = await response.json()
            return body

    async def post(self, path: str, **body: Any) -> Json:
        body["as"] = ASHA
        async with self._session.post(f"{self._url}{path}", json=body) as response:
            answer: Json = await response.json()
            return answer


@pytest_asyncio.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as session:
        yield Page(session, sandbox.url)


async def test_the_state_has_everything_for_the_frame(page: Page, sandbox: Sandbox) -> None:
    async def digest() -> None:
        """Post the digest now."""

    sandbox.moments["digest"] = digest
    state = await page.get("/sandbox/state")
    assert state["team"] == {"id": "T0SANDBOX1", "name": "OpenEBS sandbox"}
    assert state["as"] == ASHA
    people = [user["name"] for user in state["users"] if not user["is_bot"]]
    assert people == ["asha", "noor", "kofi", "ines"]
    assert set(state["users"][0]) == {
        "id", "name", "real_name", "display_name", "is_bot", "color", "title",
    }  # fmt: skip
    assert [c["name"] for c in state["channels"]] == ["openebs", "openebs-dev", "community-digest"]
    assert set(state["channels"][0]) == {"id", "name", "topic", "purpose", "is_member_bot"}
    app = state["app"]
    assert (app["name"], app["command"], app["usage_hint"]) == ("Burley", "/burley", "help")
    assert app["shortcuts"][0] == {
        "name": "File as issue", "callback_id": "file_as_issue", "type": "message",
    }  # fmt: skip
    assert (app["home"], app["connected"], app["bot_user"]) == (True, False, "U0BURLEY01")
    assert state["clock"]["speed"] == 1.0
    assert (state["views"], state["moments"]) == (
        [],
        [{"name": "digest", "label": "Post the digest now"}],
    )


async def test_messages_are_said_edited_reacted_to_and_deleted(
    page: Page, client: AsyncWebClient, openebs: str
) -> None:
    here = {"channel": openebs}
    ts = (await page.post("/sandbox/messages", text="hi @kofi", **here))["ts"]
    reply = await page.post("/sandbox/messages", text="again", thread_ts=ts, broadcast=True, **here)
    await client.chat_postMessage(channel=openebs, text="from the app")
    await client.chat_postEphemeral(channel=openebs, text="psst", user=ASHA)
    await page.post("/sandbox/messages/edit", ts=ts, text="hello @kofi", **here)
    await page.post("/sandbox/reactions", ts=ts, name="eyes", **here)
    seen = await page.get("/sandbox/messages", **here)
    root, again, app, psst = seen["messages"]
    assert seen["has_more"] is False
    assert (root["text"], root["reply_count"]) == ("hello <@U0KOFI0001>", 1)
    assert root["reactions"][0]["name"] == "eyes"
    assert (again["ts"], again["subtype"]) == (reply["ts"], "thread_broadcast")
    assert (app["username"], psst["ephemeral"], psst["text"]) == ("burley", True, "psst")
    assert len({message["id"] for message in seen["messages"]}) == 4
    await page.post("/sandbox/reactions", ts=ts, name="eyes", remove=True, **here)
    assert (await page.post("/sandbox/messages/delete", ts=app["ts"], **here)) == {
        "ok": False, "error": "cant_delete_message",
    }  # fmt: skip
    assert (await page.post("/sandbox/messages/delete", ts=reply["ts"], **here))["ok"]
    last = await page.get("/sandbox/messages", limit="2", **here)
    assert [m["text"] for m in last["messages"]] == ["hello <@U0KOFI0001>", "from the app", "psst"]
    assert (await page.get("/sandbox/messages", limit="1", **here))["has_more"] is True
    first = await page.get("/sandbox/messages", before=app["ts"], **here)
    assert [m["text"] for m in first["messages"]] == ["hello <@U0KOFI0001>"]


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/sandbox/messages", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("/sandbox/messages", {"channel": "openebs", "text": "  "}, "no_text"),
        ("/sandbox/messages", {"channel": "openebs"}, "invalid_arguments"),
        ("/sandbox/commands", {"channel": "openebs", "text": "/nope"}, "unknown_command"),
        ("/sandbox/commands", {"channel": "openebs", "text": "/burley"}, "dispatch_failed"),
        ("/sandbox/views/close", {"view_id": "V0"}, "view_not_found"),
        ("/sandbox/actions", {"container": {"type": "x"}, "action": {}}, "invalid_container"),
        ("/sandbox/moments/none", {}, "unknown_moment"),
        ("/sandbox/clock", {"to": "tomorrow"}, "Invalid isoformat string: 'tomorrow'"),
    ],
)
async def test_what_cannot_be_done_is_said(page: Page, path: str, body: Json, error: str) -> None:
    assert await page.post(path, **body) == {"ok": False, "error": error}


async def test_a_person_clicks_through_a_modal(
    page: Page, app: AsyncApp, connect: Connect, openebs: str
) -> None:
    label = {"type": "plain_text", "text": "Title"}
    element = {"type": "plain_text_input", "action_id": "text"}
    button = {"type": "button", "action_id": "open", "text": label}
    view = {
        "type": "modal",
        "title": label,
        "submit": label,
        "blocks": [{"type": "input", "block_id": "b", "label": label, "element": element}],
    }

    @app.command("/burley")
    async def command(ack: AsyncAck) -> None:
        await ack(text="Open it", blocks=[{"type": "actions", "elements": [button]}])

    @app.action("open")
    async def open_form(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("")
    async def submitted(ack: AsyncAck, view: Json) -> None:
        await ack()

    await connect(app)
    assert (await page.get("/sandbox/state"))["app"]["connected"] is True
    assert await page.post("/sandbox/commands", channel=openebs, text="/burley go") == {"ok": True}
    [offer] = (await page.get("/sandbox/messages", channel=openebs))["messages"]
    container = {"type": "ephemeral", "id": offer["id"]}
    action = {"action_id": "open", "block_id": offer["blocks"][0]["block_id"], "type": "button"}
    assert (await page.post("/sandbox/actions", container=container, action=action))["ok"]
    [opened] = (await page.get("/sandbox/state"))["views"]
    empty = await page.post("/sandbox/views/submit", view_id=opened["id"], values={})
    assert empty == {"ok": False, "errors": {"b": "Please complete this required field."}}
    values = {"b": {"text": {"type": "plain_text_input", "value": "It breaks"}}}
    assert await page.post("/sandbox/views/submit", view_id=opened["id"], values=values) == {
        "ok": True
    }
    assert (await page.get("/sandbox/state"))["views"] == []


async def test_the_home_tab(page: Page, app: AsyncApp, connect: Connect, sandbox: Sandbox) -> None:
    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": []})

    await connect(app)
    assert await page.get("/sandbox/home") == {"view": None}
    assert (await page.post("/sandbox/home"))["ok"]
    await sandbox.slack.settled()
    assert (await page.get("/sandbox/home"))["view"]["type"] == "home"


async def test_the_stream_tells_each_viewer_what_changed(
    sandbox: Sandbox, client: AsyncWebClient, openebs: str
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/sandbox/stream", params={"as": ASHA}) as stream,
    ):
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b": hello\n"
        kofi = sandbox.slack.user_id("kofi")
        await client.chat_postEphemeral(channel=openebs, user=kofi, text="not for Asha")
        for _ in range(50):
            await sandbox.slack.say("asha", "openebs", "busy")
        sandbox.notify("notice", text="Hello")
        heard: list[Json] = []
        async with asyncio.timeout(5):
            while not heard or heard[-1]["kind"] != "notice":
                line = (await stream.content.readline()).decode()
                if line.startswith("data: "):
                    heard.append(json.loads(line.removeprefix("data: ")))
    assert heard == [
        {"kind": "messages", "channel": openebs},
        {"kind": "notice", "text": "Hello"},
    ]
