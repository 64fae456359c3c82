"""Events: what the app hears of, and in Slack's shapes. A Bolt app listens at the other end."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.slack import BOT_ID, BOT_USER_ID, TEAM_ID, ActFailed

Connect = Callable[[AsyncApp], Awaitable[Any]]
Json = dict[str, Any]
KINDS = ("message", "app_mention", "reaction_added", "reaction_removed", "app_home_opened",
         "user_change", "member_joined_channel")  # fmt: skip


@pytest_asyncio.fixture
async def heard(app: AsyncApp, connect: Connect) -> list[Json]:
    """The bodies of all events that reach the app, its own messages included."""
    bodies: list[Json] = []

    @app.middleware
    async def listen(body: Json, next: Any) -> None:
        bodies.append(body)
        await next()

    async def nothing() -> None: ...

    for kind in KINDS:
        app.event(kind)(nothing)
    await connect(app)
    return bodies


def events(heard: list[Json]) -> list[Json]:
    return [body["event"] for body in heard]


async def test_a_message_in_the_shape_of_the_events_api(
    sandbox: Sandbox, heard: list[Json], openebs: str
) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.settled()
    [body] = heard
    assert (body["type"], body["team_id"]) == ("event_callback", TEAM_ID)
    assert body["event_id"].startswith("Ev")
    assert body["event_time"] == int(float(ts))
    assert body["authorizations"][0]["user_id"] == BOT_USER_ID
    event = dict(body["event"])
    assert event.pop("client_msg_id")
    assert event == {
        "type": "message",
        "user": sandbox.slack.user_id("asha"),
        "text": "Why?",
        "team": TEAM_ID,
        "ts": ts,
        "channel": openebs,
        "event_ts": ts,
        "channel_type": "channel",
    }


async def test_thread_replies_and_broadcasts(sandbox: Sandbox, heard: list[Json]) -> None:
    root = await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.say("kofi", "openebs", "Because.", thread_ts=root)
    await sandbox.slack.say("kofi", "openebs", "All!", thread_ts=root, broadcast=True)
    await sandbox.slack.settled()
    question, reply, loud = events(heard)
    assert "thread_ts" not in question
    assert (reply["thread_ts"], reply["parent_user_id"]) == (root, question["user"])
    assert (loud["subtype"], loud["thread_ts"]) == ("thread_broadcast", root)
    assert (loud["root"]["text"], loud["root"]["reply_count"]) == ("Why?", 1)
    with pytest.raises(ActFailed, match="thread_not_found"):
        await sandbox.slack.say("kofi", "openebs", "?", thread_ts="1.000001")


async def test_edits_and_deletions_carry_what_was_before(
    sandbox: Sandbox, heard: list[Json]
) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Wy?")
    await sandbox.slack.edit("asha", "openebs", ts, "Why?")
    await sandbox.slack.delete("asha", "openebs", ts)
    await sandbox.slack.settled()
    _, changed, deleted = events(heard)
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["message"]["text"], changed["message"]["ts"]) == ("Why?", ts)
    assert changed["message"]["edited"]["user"] == sandbox.slack.user_id("asha")
    assert changed["previous_message"]["text"] == "Wy?"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "Why?"
    assert sandbox.slack.messages("openebs") == []


async def test_a_deleted_root_stays_as_a_tombstone(sandbox: Sandbox, heard: list[Json]) -> None:
    root = await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.say("kofi", "openebs", "Because.", thread_ts=root)
    await sandbox.slack.delete("asha", "openebs", root)
    await sandbox.slack.settled()
    changed = events(heard)[-1]
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["subtype"] == "tombstone"
    assert changed["previous_message"]["text"] == "Why?"
    assert len(sandbox.slack.thread("openebs", root)) == 2


async def test_nobody_changes_what_others_said(sandbox: Sandbox) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    with pytest.raises(ActFailed, match="cant_update_message"):
        await sandbox.slack.edit("kofi", "openebs", ts, "x")
    with pytest.raises(ActFailed, match="cant_delete_message"):
        await sandbox.slack.delete("kofi", "openebs", ts)


async def test_the_apps_own_messages_come_back_as_events(
    sandbox: Sandbox, heard: list[Json], client: AsyncWebClient, openebs: str
) -> None:
    ts = (await client.chat_postMessage(channel=openebs, text="hello"))["ts"]
    await sandbox.slack.settled()
    [event] = events(heard)
    assert (event["bot_id"], event["user"], event["ts"]) == (BOT_ID, BOT_USER_ID, ts)
    assert "subtype" not in event


async def test_a_mention_comes_twice(sandbox: Sandbox, heard: list[Json]) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "@burley help")
    await sandbox.slack.settled()
    assert [event["type"] for event in events(heard)] == ["message", "app_mention"]
    assert {event["ts"] for event in events(heard)} == {ts}
    assert events(heard)[1]["text"] == f"<@{BOT_USER_ID}> help"


async def test_reactions(sandbox: Sandbox, heard: list[Json], openebs: str) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.react("kofi", "openebs", ts, "eyes")
    await sandbox.slack.unreact("kofi", "openebs", ts, "eyes")
    await sandbox.slack.settled()
    _, added, removed = events(heard)
    assert added["item"] == {"type": "message", "channel": openebs, "ts": ts}
    assert (added["user"], added["reaction"], added["item_user"]) == (
        sandbox.slack.user_id("kofi"),
        "eyes",
        sandbox.slack.user_id("asha"),
    )
    assert removed["type"] == "reaction_removed"
    with pytest.raises(ActFailed, match="no_reaction"):
        await sandbox.slack.unreact("kofi", "openebs", ts, "eyes")


async def test_people_come_and_change(sandbox: Sandbox, heard: list[Json], openebs: str) -> None:
    sandbox.slack.add_user({"id": "U0MIA", "name": "mia", "profile": {"display_name": "mia"}})
    await sandbox.slack.join("mia", "openebs")
    await sandbox.slack.change_user("mia", deleted=True, profile={"display_name": "Mia"})
    await sandbox.slack.settled()
    joined, member, changed = events(heard)
    assert (joined["subtype"], joined["user"]) == ("channel_join", "U0MIA")
    assert (member["type"], member["user"], member["channel"]) == (
        "member_joined_channel",
        "U0MIA",
        openebs,
    )
    assert changed["type"] == "user_change"
    assert (changed["user"]["deleted"], changed["user"]["profile"]["display_name"]) == (True, "Mia")


async def test_only_what_was_subscribed_to_and_can_be_seen_is_sent(
    manifest: Json, client: AsyncWebClient, app: AsyncApp, sandbox: Sandbox, heard: list[Json]
) -> None:
    sandbox.slack.add_channel({"id": "C0ELSE", "name": "elsewhere"}, ["asha"], with_bot=False)
    ts = await sandbox.slack.say("asha", "elsewhere", "not for the app")
    await sandbox.slack.react("asha", "elsewhere", ts, "eyes")
    await sandbox.slack.leave("asha", "openebs")  # member_left_channel is not subscribed to
    await client.chat_postMessage(channel="U0ASHA0001", text="message.im neither")
    await sandbox.slack.settled()
    assert heard == []


async def test_a_replayed_message_comes_as_it_was_sent(
    sandbox: Sandbox, heard: list[Json], openebs: str
) -> None:
    ts = "1552000000.000200"
    exported = {
        "type": "message", "user": "U9", "text": "Why?", "ts": ts, "thread_ts": ts,
        "reply_count": 2, "replies": [], "latest_reply": "1552000100.000200",
        "reactions": [{"name": "eyes", "users": ["U8"], "count": 1}],
        "edited": {"user": "U9", "ts": "1552000050.000000"},
        "attachments": None, "blocks": None, "client_msg_id": "x",
    }  # fmt: skip
    await sandbox.slack.replay("openebs", exported)
    await sandbox.slack.replay("openebs", exported)
    await sandbox.slack.settled()
    [body] = heard
    assert body["event_time"] == 1552000000
    assert body["event"] == {
        "type": "message", "user": "U9", "text": "Why?", "ts": ts, "attachments": None,
        "blocks": None, "client_msg_id": "x", "channel": openebs, "event_ts": ts,
        "channel_type": "channel",
    }  # fmt: skip
    assert sandbox.slack.messages("openebs")[0]["edited"] == exported["edited"]


async def test_a_replay_is_fast_and_in_order(sandbox: Sandbox, heard: list[Json]) -> None:
    for second in range(2000):
        message = {"user": "U9", "text": "x" * 200, "ts": f"{1552000000 + second}.000100"}
        await sandbox.slack.replay("openebs", message)
    await sandbox.slack.settled(10)
    all_ts = [event["ts"] for event in events(heard)]
    assert len(all_ts) == 2000
    assert all_ts == sorted(all_ts)
