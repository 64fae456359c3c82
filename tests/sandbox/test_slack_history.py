"""conversations.history and replies: what was said, page by page; and replaying an export."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox


async def replayed(sandbox: Sandbox, *seconds: int) -> list[str]:
    all_ts = [f"{1_600_000_000 + s}.000100" for s in seconds]
    for ts in all_ts:
        assert await sandbox.slack.replay("openebs", {"ts": ts, "user": "U1", "text": ts})
    return all_ts


async def error(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


async def test_history_comes_newest_first_and_in_pages(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    all_ts = await replayed(sandbox, 5, 1, 4, 2, 3)  # out of order, as an export may be read
    seen: list[list[str]] = []
    cursor: str | None = None
    while True:
        answer = await client.conversations_history(channel=openebs, limit=2, cursor=cursor)
        seen.append([message["ts"] for message in answer["messages"]])
        if not answer["has_more"]:
            break
        cursor = answer["response_metadata"]["next_cursor"]
        await sandbox.slack.say("asha", "openebs", "meanwhile")  # does not shift the pages
    newest_first = sorted(all_ts, reverse=True)
    assert seen == [newest_first[:2], newest_first[2:4], newest_first[4:]]


async def test_history_between_two_times(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    one, two, three = await replayed(sandbox, 1, 2, 3)

    async def between(**bounds: Any) -> list[str]:
        answer = await client.conversations_history(channel=openebs, **bounds)
        return [message["ts"] for message in answer["messages"]]

    assert await between(oldest=one, latest=three) == [two]
    assert await between(oldest=one, latest=three, inclusive=True) == [three, two, one]
    assert await between(oldest=two) == [three]
    assert await between(oldest="0") == [three, two, one]
    assert await between(latest=two, inclusive=True, limit=1) == [two]
    refused = client.conversations_history(channel=openebs, oldest="yesterday")
    assert await error(refused) == "invalid_ts_oldest"


async def test_history_shows_roots_and_broadcasts_replies_show_the_thread(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    root = await sandbox.slack.say("asha", "openebs", "Why?")
    quiet = await sandbox.slack.say("kofi", "openebs", "Because.", thread_ts=root)
    loud = await sandbox.slack.say("ines", "openebs", "!", thread_ts=root, broadcast=True)
    history = await client.conversations_history(channel=openebs)
    assert [message["ts"] for message in history["messages"]] == [loud, root]
    assert history["messages"][1]["reply_count"] == 2
    first = await client.conversations_replies(channel=openebs, ts=root, limit=2)
    assert [message["ts"] for message in first["messages"]] == [root, quiet]
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_replies(channel=openebs, ts=root, limit=2, cursor=cursor)
    assert [message["ts"] for message in second["messages"]] == [root, loud]
    assert second["has_more"] is False
    later = await client.conversations_replies(channel=openebs, ts=root, oldest=quiet)
    assert [message["ts"] for message in later["messages"]] == [root, loud]
    refused = client.conversations_replies(channel=openebs, ts="1.000001")
    assert await error(refused) == "thread_not_found"


async def test_a_channel_the_app_is_not_in_keeps_its_history(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    sandbox.slack.add_channel({"id": "C0ELSE", "name": "elsewhere"}, with_bot=False)
    assert await error(client.conversations_history(channel="C0ELSE")) == "not_in_channel"
    assert await error(client.conversations_history(channel="C0NONE")) == "channel_not_found"


async def test_metadata_is_shown_when_asked_for(client: AsyncWebClient, openebs: str) -> None:
    metadata = {"event_type": "report", "event_payload": {"id": 7}}
    await client.chat_postMessage(channel=openebs, text="x", metadata=metadata)
    plain = await client.conversations_history(channel=openebs)
    assert "metadata" not in plain["messages"][0]
    told = await client.conversations_history(channel=openebs, include_all_metadata=True)
    assert told["messages"][0]["metadata"] == metadata


ODD: list[dict[str, Any]] = [
    {"type": "message", "text": "no user", "ts": "1600000000.000100", "attachments": None},
    {"subtype": "bot_message", "bot_id": "B9", "username": "rss", "ts": "1600000001.000100",
     "text": "", "blocks": None},
    {"subtype": "channel_join", "user": "U9", "ts": "1600000002.000100", "inviter": "U8"},
    {"subtype": "tombstone", "user": "USLACKBOT", "ts": "1600000003.000100", "hidden": True,
     "text": "This message was deleted.", "thread_ts": "1600000003.000100"},
    {"user": "U9", "ts": "1600000004.000100", "thread_ts": "1500000000.000100", "text": "orphan"},
    {"subtype": "file_comment", "comment": {"user": "U9"}, "ts": "1600000005.000100"},
    {"user": None, "text": None, "ts": "1600000006"},
]  # fmt: skip


async def test_odd_messages_of_real_exports_are_taken(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    for message in ODD:
        assert await sandbox.slack.replay("openebs", message) is True
        assert await sandbox.slack.replay("openebs", message) is False
    bad: dict[str, Any]
    for bad in ({}, {"ts": None}, {"ts": 1.5}, {"ts": "noon"}, {"ts": "1.2.3"}):
        assert await sandbox.slack.replay("openebs", bad) is False
    assert len(sandbox.slack.messages("openebs")) == len(ODD)
    assert len((await client.conversations_history(channel=openebs))["messages"]) == len(ODD) - 1
    orphan = await client.conversations_replies(channel=openebs, ts="1500000000.000100")
    assert [message["text"] for message in orphan["messages"]] == ["orphan"]
