"""Commands, buttons, modals, shortcuts and App Home, with a Bolt app at the other end."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox import Sandbox
from sandbox.slack import BOT_ID, TEAM_ID, ActFailed

Connect = Callable[[AsyncApp], Awaitable[Any]]
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: str = "Report", **parts: Any) -> Json:
    field = {"type": "plain_text_input", "action_id": "text", "initial_value": "as it was"}
    kinds = [{"text": plain(kind), "value": kind.lower()} for kind in ("Bug", "Feature")]
    return {
        "type": "modal",
        "callback_id": "report",
        "title": plain(title),
        "submit": plain("File it"),
        "private_metadata": "42",
        "blocks": [
            {"type": "input", "block_id": "title", "label": plain("Title"), "element": field},
            {
                "type": "input",
                "block_id": "kind",
                "optional": True,
                "label": plain("Kind"),
                "element": {
                    "type": "static_select",
                    "action_id": "kind",
                    "placeholder": plain("Pick"),
                    "options": kinds,
                },
            },
            {
                "type": "actions",
                "block_id": "more",
                "elements": [{"type": "button", "action_id": "preview", "text": plain("Preview")}],
            },
        ],
        **parts,
    }


BUTTONS = [
    {
        "type": "actions",
        "block_id": "offer",
        "elements": [
            {"type": "button", "action_id": "file", "text": plain("File it"), "value": "7"},
            {
                "type": "static_select",
                "action_id": "where",
                "placeholder": plain("Where"),
                "options": [{"text": plain("ZFS"), "value": "zfs"}],
            },
        ],
    }
]


async def error(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


@pytest.fixture
def bodies(app: AsyncApp) -> list[Json]:
    """The bodies of everything that reaches the app."""
    kept: list[Json] = []

    @app.middleware
    async def keep(body: Json, next: Any) -> None:
        kept.append(body)
        await next()

    return kept


async def acknowledge(ack: AsyncAck) -> None:
    await ack()


async def test_a_command_comes_with_everything_and_its_answer_is_shown(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json], openebs: str
) -> None:
    @app.command("/burley")
    async def burley(ack: AsyncAck, command: Json) -> None:
        await ack(f"You said {command['text']}")

    await connect(app)
    await sandbox.slack.command("asha", "#openebs", "/burley  ask @kofi in #openebs-dev <now>")
    [body] = bodies
    kofi, dev = sandbox.slack.user_id("kofi"), sandbox.slack.channel_id("openebs-dev")
    assert body["text"] == f"ask <@{kofi}|kofi> in <#{dev}|openebs-dev> &lt;now&gt;"
    assert (body["command"], body["user_name"], body["channel_name"]) == (
        "/burley",
        "asha",
        "openebs",
    )
    assert (body["team_id"], body["channel_id"]) == (TEAM_ID, openebs)
    assert body["response_url"].startswith(f"{sandbox.url}/hooks/commands/")
    [answer] = sandbox.slack.ephemerals("asha")
    assert answer["text"].startswith("You said ask <@")
    assert sandbox.slack.messages("openebs") == []


async def test_a_command_may_answer_the_whole_channel(
    sandbox: Sandbox, app: AsyncApp, connect: Connect
) -> None:
    @app.command("/plain")
    async def command(ack: AsyncAck, command: Json) -> None:
        await ack(command["text"], response_type="in_channel")

    await connect(app)
    await sandbox.slack.command("asha", "openebs", "/plain @kofi")
    [message] = sandbox.slack.messages("openebs")
    assert (message["text"], message["bot_id"]) == ("@kofi", BOT_ID)


async def test_commands_that_cannot_be_used(sandbox: Sandbox) -> None:
    with pytest.raises(ActFailed, match="unknown_command"):
        await sandbox.slack.command("asha", "openebs", "/burly help")
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    with pytest.raises(ActFailed, match="not_supported_in_threads"):
        await sandbox.slack.command("asha", "openebs", "/burley help", thread_ts=ts)
    said = sandbox.slack.ephemerals("asha")[0]["text"]
    assert said == "/burley is not supported in threads. Sorry!"


async def test_a_button_under_a_message(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json], client: AsyncWebClient,
    openebs: str,
) -> None:  # fmt: skip
    app.action("file")(acknowledge)
    app.action("where")(acknowledge)
    await connect(app)
    root = await sandbox.slack.say("asha", "openebs", "It breaks")
    ts = (
        await client.chat_postMessage(channel=openebs, text="File?", blocks=BUTTONS, thread_ts=root)
    )["ts"]
    bodies.clear()
    await sandbox.slack.press("asha", "file", channel="openebs", ts=ts)
    await sandbox.slack.press("asha", "where", channel="openebs", ts=ts, selected_option="zfs")
    clicks = [body for body in bodies if body.get("type") == "block_actions"]
    button, menu = clicks
    assert button["user"] == {
        "id": sandbox.slack.user_id("asha"), "username": "asha", "name": "asha",
        "team_id": TEAM_ID,
    }  # fmt: skip
    assert button["container"] == {
        "type": "message", "message_ts": ts, "channel_id": openebs, "is_ephemeral": False,
        "thread_ts": root,
    }  # fmt: skip
    assert button["channel"] == {"id": openebs, "name": "openebs"}
    assert (button["message"]["ts"], button["message"]["bot_id"]) == (ts, BOT_ID)
    assert "where" in button["state"]["values"]["offer"]
    [action] = button["actions"]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == (
        "file", "offer", "7", "button",
    )  # fmt: skip
    assert action["action_ts"]
    assert menu["actions"][0]["selected_option"]["value"] == "zfs"
    with pytest.raises(ActFailed, match="action_not_found"):
        await sandbox.slack.press("asha", "other", channel="openebs", ts=ts)


async def test_an_ephemeral_is_replaced_and_deleted_by_its_response_url(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json], client: AsyncWebClient,
    openebs: str,
) -> None:  # fmt: skip
    @app.action("file")
    async def file(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("Filed.", replace_original=True)
        await respond("By the way", replace_original=False)

    @app.action("where")
    async def where(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(delete_original=True)

    await connect(app)
    asha = sandbox.slack.user_id("asha")
    for _ in range(2):
        await client.chat_postEphemeral(channel=openebs, user=asha, text="File?", blocks=BUTTONS)
    first, second = (seen["id"] for seen in sandbox.slack.ephemerals("asha"))
    await sandbox.slack.press("asha", "file", ephemeral=first)
    await sandbox.slack.press("asha", "where", ephemeral=second, selected_option="zfs")
    seen = sandbox.slack.ephemerals("asha")
    assert [(e["text"], e.get("blocks")) for e in seen] == [("Filed.", []), ("By the way", None)]
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]
    with pytest.raises(ActFailed, match="message_not_found"):
        await sandbox.slack.press("kofi", "file", ephemeral=first)


async def test_a_response_url_works_five_times_and_half_an_hour(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json]
) -> None:
    app.command("/burley")(acknowledge)
    await connect(app)
    await sandbox.slack.command("asha", "openebs", "/burley")
    hook = AsyncWebhookClient(bodies[0]["response_url"])
    statuses = [(await hook.send(text=str(i), response_type="in_channel")) for i in range(6)]
    assert [(s.status_code, s.body) for s in statuses] == [*[(200, "ok")] * 5, (404, "used_url")]
    assert len(sandbox.slack.messages("openebs")) == 5
    await sandbox.slack.command("asha", "openebs", "/burley")
    hook = AsyncWebhookClient(bodies[-1]["response_url"])
    assert (await hook.send(text="")).body == "no_text"
    assert (await hook.send(text="x", blocks=[{"type": "x"}])).body == "invalid_blocks"
    sandbox.slack.core.response_urls.seconds = 0
    assert (await hook.send(text="x")).body == "expired_url"


async def test_a_modal_is_opened_filled_and_sent(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json]
) -> None:
    @app.shortcut("file_as_issue")
    async def open_form(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("report")
    async def report(ack: AsyncAck, view: Json) -> None:
        title = view["state"]["values"]["title"]["text"]["value"]
        await ack() if title == "Good" else await ack(
            response_action="errors", errors={"title": "Say more."}
        )

    await connect(app)
    ts = await sandbox.slack.say("asha", "openebs", "It breaks")
    await sandbox.slack.shortcut("asha", "file_as_issue", "openebs", ts)
    [shortcut] = [body for body in bodies if body["type"] == "message_action"]
    assert shortcut["callback_id"] == "file_as_issue"
    assert (shortcut["message"]["text"], shortcut["message_ts"]) == ("It breaks", ts)
    [view] = sandbox.slack.open_views("asha")
    given = {"title": {"text": ""}}
    assert await sandbox.slack.submit_view("asha", view["id"], given) == {
        "title": "Please complete this required field."
    }
    assert await sandbox.slack.submit_view("asha", view["id"]) == {"title": "Say more."}
    assert bodies[-1]["view"]["state"]["values"] == {
        "title": {"text": {"type": "plain_text_input", "value": "as it was"}},
        "kind": {"kind": {"type": "static_select", "selected_option": None}},
    }
    assert (bodies[-1]["type"], bodies[-1]["view"]["private_metadata"]) == (
        "view_submission",
        "42",
    )
    assert sandbox.slack.open_views("asha") == [view]
    full = {"title": {"text": {"type": "plain_text_input", "value": "Good"}}}
    assert await sandbox.slack.submit_view("asha", view["id"], full) == {}
    assert sandbox.slack.open_views("asha") == []


async def test_modals_are_updated_pushed_and_cleared(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json], client: AsyncWebClient
) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": modal("Second", notify_on_close=True)},
        {"response_action": "push", "view": modal("Third", notify_on_close=True)},
        {"response_action": "clear"},
    ]

    @app.shortcut("look_around")
    async def open_form(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("First"))

    @app.view("report")
    async def report(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    @app.action("preview")
    async def preview(ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        old = body["view"]
        assert body["container"] == {"type": "view", "view_id": old["id"]}
        await client.views_update(view_id=old["id"], hash=old["hash"], view=modal("Preview"))
        refused = client.views_update(view_id=old["id"], hash=old["hash"], view=modal())
        assert await error(refused) == "hash_conflict"
        pushed = await client.views_push(trigger_id=body["trigger_id"], view=modal("Over"))
        assert pushed["view"]["previous_view_id"] == old["id"]

    app.view_closed("report")(acknowledge)
    await connect(app)

    def titles() -> list[str]:
        return [view["title"]["text"] for view in sandbox.slack.open_views("asha")]

    async def submit_top() -> None:
        await sandbox.slack.submit_view("asha", sandbox.slack.open_views("asha")[-1]["id"])

    await sandbox.slack.shortcut("asha", "look_around")
    assert bodies[-1]["type"] == "shortcut"
    await submit_top()
    assert titles() == ["Second"]
    await submit_top()
    assert titles() == ["Second", "Third"]
    await sandbox.slack.close_view("asha", sandbox.slack.open_views("asha")[-1]["id"])
    assert (bodies[-1]["type"], bodies[-1]["is_cleared"]) == ("view_closed", False)
    assert titles() == ["Second"]
    await submit_top()
    assert titles() == []
    assert (bodies[-1]["type"], bodies[-1]["is_cleared"]) == ("view_closed", True)
    await sandbox.slack.shortcut("asha", "look_around")
    view = sandbox.slack.open_views("asha")[0]["id"]
    await sandbox.slack.press("asha", "preview", view=view)
    assert titles() == ["Preview", "Over"]
    assert await error(client.views_update(view_id="V0", view=modal())) == "not_found"


async def test_a_trigger_works_once_and_for_three_seconds(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json], client: AsyncWebClient
) -> None:
    app.command("/burley")(acknowledge)
    await connect(app)
    assert sandbox.slack.core.triggers.seconds == 3.0
    await sandbox.slack.command("asha", "openebs", "/burley")
    trigger = bodies[-1]["trigger_id"]
    # A view that Slack refuses does not use the trigger up.
    assert await error(client.views_open(trigger_id=trigger, view=modal("x" * 25))) == (
        "invalid_arguments"
    )
    await client.views_open(trigger_id=trigger, view=modal())
    assert await error(client.views_open(trigger_id=trigger, view=modal())) == (
        "exchanged_trigger_id"
    )
    assert await error(client.views_open(trigger_id="1.2", view=modal())) == "invalid_trigger_id"
    sandbox.slack.core.triggers.seconds = 0
    await sandbox.slack.command("asha", "openebs", "/burley")
    late = client.views_open(trigger_id=bodies[-1]["trigger_id"], view=modal())
    assert await error(late) == "expired_trigger_id"


async def test_app_home_is_published_and_pressed(
    sandbox: Sandbox, app: AsyncApp, connect: Connect, bodies: list[Json], client: AsyncWebClient
) -> None:
    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": BUTTONS})

    app.action("file")(acknowledge)
    await connect(app)
    assert sandbox.slack.home("asha") is None
    await sandbox.slack.open_home("asha")
    await sandbox.slack.settled()
    home = sandbox.slack.home("asha")
    assert home is not None
    assert bodies[0]["event"]["tab"] == "home"
    assert "view" not in bodies[0]["event"]
    await sandbox.slack.press("asha", "file", home=True)
    assert bodies[-1]["container"] == {"type": "view", "view_id": home["id"]}
    assert bodies[-1]["view"]["type"] == "home"
    assert "response_url" not in bodies[-1]
    await sandbox.slack.open_home("asha")
    await sandbox.slack.settled()
    assert bodies[-1]["event"]["view"]["id"] == home["id"]


async def test_shortcuts_that_are_not_there(sandbox: Sandbox) -> None:
    with pytest.raises(ActFailed, match="unknown_shortcut"):
        await sandbox.slack.shortcut("asha", "file_as_issue")  # this one is for messages
    with pytest.raises(ActFailed, match="message_not_found"):
        await sandbox.slack.shortcut("asha", "file_as_issue", "openebs", "1.000001")
