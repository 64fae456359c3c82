"""chat.*: what the app posts, changes and deletes, and how Slack shows it."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.slack import BOT_ID, BOT_USER_ID


async def error(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


async def test_a_post_carries_what_real_ones_do(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}]
    answer = await client.chat_postMessage(channel=openebs, text="hello", blocks=blocks)
    [message] = sandbox.slack.messages("openebs")
    assert answer["message"] == message
    assert (message["bot_id"], message["user"]) == (BOT_ID, BOT_USER_ID)
    assert message["bot_profile"]["app_id"] == message["app_id"]
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"] == {"type": "mrkdwn", "text": "*hello*", "verbatim": False}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a & b", "a &amp; b"),
        ("a &amp; b &lt;", "a &amp; b &lt;"),
        ("a < b > c", "a &lt; b &gt; c"),
        ("<@U123> <#C1|x> <!channel> <!date^1^{date}|d>",) * 2,
        ("<https://a.b/c|label> & co", "<https://a.b/c|label> &amp; co"),
        ("see https://a.b/c?x=1&y=2.", "see <https://a.b/c?x=1&amp;y=2>."),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
    ],
)
async def test_text_is_kept_as_slack_keeps_it(
    client: AsyncWebClient, openebs: str, sent: str, kept: str
) -> None:
    assert (await client.chat_postMessage(channel=openebs, text=sent))["message"]["text"] == kept


async def test_a_post_that_cannot_be_made_is_refused(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    sandbox.slack.add_channel({"id": "C0ELSE", "name": "elsewhere"}, with_bot=False)
    sandbox.slack.add_channel({"id": "C0OLD", "name": "old", "is_archived": True})
    post = client.chat_postMessage
    ts = await sandbox.slack.say("asha", "openebs", "hello")
    reply = await sandbox.slack.say("kofi", "openebs", "hi", thread_ts=ts)
    assert await error(post(channel="C0NONE", text="x")) == "channel_not_found"
    assert await error(post(channel="C0ELSE", text="x")) == "not_in_channel"
    assert await error(post(channel="C0OLD", text="x")) == "is_archived"
    assert (
        await error(client.api_call("chat.postMessage", params={"channel": openebs})) == "no_text"
    )
    assert await error(post(channel=openebs, text="x" * 40_001)) == "msg_too_long"
    assert await error(post(channel=openebs, text="x", thread_ts="1.000001")) == "thread_not_found"
    assert await error(post(channel=openebs, text="x", thread_ts=reply)) == "thread_not_found"
    assert await error(post(channel=openebs, text="x", thread_ts="soon")) == "invalid_thread_ts"
    assert await error(post(channel=openebs, text="x", username="Mule")) == "missing_scope"
    assert await error(post(channel=openebs, text="x", blocks="[")) == "invalid_blocks_format"
    half: Any = {"event_type": "x"}
    refused = post(channel=openebs, text="x", metadata=half)
    assert await error(refused) == "invalid_metadata_format"
    assert len(sandbox.slack.messages("openebs")) == 2
    assert (await post(channel="#openebs", text="x" * 40_000))["ok"]


async def test_a_reply_goes_to_its_thread(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    await client.chat_postMessage(channel=openebs, text="Because.", thread_ts=ts)
    await client.chat_postMessage(
        channel=openebs, text="All: because.", thread_ts=ts, reply_broadcast=True
    )
    root, quiet, loud = sandbox.slack.thread("openebs", ts)
    assert (root["reply_count"], root["latest_reply"]) == (2, loud["ts"])
    assert root["reply_users"] == [BOT_USER_ID]
    assert quiet["parent_user_id"] == root["user"]
    assert loud["subtype"] == "thread_broadcast"
    assert loud["root"]["ts"] == ts


async def test_the_app_changes_and_deletes_only_its_own(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    theirs = await sandbox.slack.say("asha", "openebs", "mine")
    ours = (await client.chat_postMessage(channel=openebs, text="one"))["ts"]
    changed = await client.chat_update(channel=openebs, ts=ours, text="two")
    assert (changed["ts"], changed["text"]) == (ours, "two")
    assert sandbox.slack.messages("openebs")[1]["edited"]["user"] == BOT_USER_ID
    update, delete = client.chat_update, client.chat_delete
    assert await error(update(channel=openebs, ts=theirs, text="x")) == "cant_update_message"
    assert await error(update(channel=openebs, ts="1.000001", text="x")) == "message_not_found"
    assert await error(delete(channel=openebs, ts=theirs)) == "cant_delete_message"
    await client.chat_delete(channel=openebs, ts=ours)
    assert await error(delete(channel=openebs, ts=ours)) == "message_not_found"
    assert [m["text"] for m in sandbox.slack.messages("openebs")] == ["mine"]


async def test_an_update_keeps_blocks_and_metadata_it_does_not_name(
    client: AsyncWebClient, openebs: str
) -> None:
    metadata = {"event_type": "report", "event_payload": {"id": 7}}
    posted = await client.chat_postMessage(
        channel=openebs, text="one", blocks=[{"type": "divider"}], metadata=metadata
    )
    changed = await client.chat_update(channel=openebs, ts=posted["ts"], text="two")
    assert changed["message"]["blocks"] == posted["message"]["blocks"]
    assert changed["message"]["metadata"] == metadata
    bare = await client.chat_update(channel=openebs, ts=posted["ts"], text="three", blocks=[])
    assert bare["message"]["blocks"] == []


async def test_an_ephemeral_is_seen_by_one_person_and_not_in_the_history(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    asha = sandbox.slack.user_id("asha")
    await client.chat_postEphemeral(channel=openebs, user=asha, text="psst")
    [seen] = sandbox.slack.ephemerals("asha")
    assert (seen["text"], seen["bot_id"]) == ("psst", BOT_ID)
    assert sandbox.slack.ephemerals("kofi") == []
    assert (await client.conversations_history(channel=openebs))["messages"] == []
    refused = client.chat_postEphemeral(channel=openebs, user="U0", text="psst")
    assert await error(refused) == "user_not_in_channel"


async def test_a_permalink_leads_to_the_page(
    client: AsyncWebClient, sandbox: Sandbox, openebs: str
) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    reply = await sandbox.slack.say("kofi", "openebs", "Because.", thread_ts=ts)
    link = (await client.chat_getPermalink(channel=openebs, message_ts=reply))["permalink"]
    digits = reply.replace(".", "")
    assert link == f"{sandbox.url}/archives/{openebs}/p{digits}?thread_ts={ts}&cid={openebs}"
    async with (
        aiohttp.ClientSession() as session,
        session.get(link, allow_redirects=False) as response,
    ):
        where = f"/#/c/{openebs}/t/{ts}"
        assert (response.status, response.headers["Location"]) == (302, where)
    refused = client.chat_getPermalink(channel=openebs, message_ts="1.000001")
    assert await error(refused) == "message_not_found"


async def test_reactions_by_the_app(client: AsyncWebClient, sandbox: Sandbox, openebs: str) -> None:
    ts = await sandbox.slack.say("asha", "openebs", "Why?")
    await sandbox.slack.react("kofi", "openebs", ts, "eyes")
    here = {"channel": openebs, "timestamp": ts}
    await client.reactions_add(name="eyes", **here)
    assert await error(client.reactions_add(name="eyes", **here)) == "already_reacted"
    assert await error(client.reactions_add(name="No Such", **here)) == "invalid_name"
    kofi = sandbox.slack.user_id("kofi")
    [seen] = (await client.reactions_get(channel=openebs, timestamp=ts))["message"]["reactions"]
    assert seen == {"name": "eyes", "users": [kofi, BOT_USER_ID], "count": 2}
    await client.reactions_remove(name="eyes", **here)
    assert await error(client.reactions_remove(name="eyes", **here)) == "no_reaction"
    assert sandbox.slack.messages("openebs")[0]["reactions"][0]["users"] == [kofi]


async def test_a_post_to_a_person_is_a_direct_message(
    client: AsyncWebClient, sandbox: Sandbox
) -> None:
    asha = sandbox.slack.user_id("asha")
    answer = await client.chat_postMessage(channel=asha, text="hello")
    assert answer["channel"].startswith("D")
    assert [m["text"] for m in sandbox.slack.messages(answer["channel"])] == ["hello"]
