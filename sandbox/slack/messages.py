"""Posting, editing and deleting messages, and the events each of these sends."""

from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import BOT_USER_ID, SLACKBOT, TEAM_ID, new_uuid
from sandbox.slack.json_types import Json
from sandbox.slack.typed_text import typed_message


async def say(
    core: Core,
    user: str,
    channel: str,
    text: str,
    thread_ts: str | None = None,
    broadcast: bool = False,
) -> str:
    """A person types a message and sends it; who is not in the channel yet joins silently."""
    conversation = core.conversation(channel)
    user_id = core.directory.id_of(user)
    if not text.strip():
        raise ActFailed("no_text")
    if user_id not in conversation.members:
        conversation.members.append(user_id)
    message: Json = {
        "type": "message",
        "user": user_id,
        "client_msg_id": new_uuid(),
        "text": typed_message(text, core.directory.find_id, core.channel_id_of),
        "team": TEAM_ID,
    }
    kept = await post(core, conversation, message, thread_ts, broadcast)
    return str(kept["ts"])


async def post(
    core: Core,
    conversation: Conversation,
    message: Json,
    thread_ts: str | None = None,
    broadcast: bool = False,
) -> Json:
    """Put a message into the channel or a thread and tell the app."""
    message = {**message, "ts": core.new_ts(conversation)}
    if thread_ts:
        message |= _in_thread(conversation, thread_ts, broadcast)
    conversation.keep(message)
    core.changed(conversation)
    await core.emit_in(conversation, message | {"event_ts": message["ts"]})
    if conversation.kind != "im":
        await _mention(core, conversation, message)
    return message


def _in_thread(conversation: Conversation, thread_ts: str, broadcast: bool) -> Json:
    root = conversation.get(thread_ts)
    if root is None or root.get("thread_ts", thread_ts) != thread_ts:
        raise ActFailed("thread_not_found")
    place: Json = {"thread_ts": thread_ts}
    if broadcast:
        return place | {"subtype": "thread_broadcast", "root": conversation.shown(thread_ts)}
    return place | ({"parent_user_id": root["user"]} if root.get("user") else {})


async def _mention(core: Core, conversation: Conversation, message: Json) -> None:
    """A message that names the app comes a second time, as app_mention."""
    text = message.get("text") or ""
    if f"<@{BOT_USER_ID}" not in text or message.get("user") == BOT_USER_ID:
        return
    wanted = ("user", "text", "ts", "team", "thread_ts", "client_msg_id", "blocks", "bot_id")
    event = {name: message[name] for name in wanted if name in message}
    await core.emit(
        {"type": "app_mention", **event, "channel": conversation.id, "event_ts": message["ts"]},
        conversation,
    )


async def edit(core: Core, conversation: Conversation, ts: str, changes: Json, editor: str) -> Json:
    """Change a message and tell the app; its ts stays."""
    old = conversation.shown(ts)
    edited_at = core.new_ts(conversation)
    kept = {**(conversation.get(ts) or {}), **changes}
    conversation.change(ts, kept | {"edited": {"user": editor, "ts": edited_at}})
    core.changed(conversation)
    await _changed_event(core, conversation, edited_at, conversation.shown(ts), old)
    return conversation.shown(ts)


async def delete(core: Core, conversation: Conversation, ts: str) -> None:
    """Delete a message; a root that has replies stays as a tombstone."""
    old = conversation.shown(ts)
    deleted_at = core.new_ts(conversation)
    if conversation.has_thread(ts):
        conversation.change(ts, _tombstone(ts))
        core.changed(conversation)
        await _changed_event(core, conversation, deleted_at, conversation.shown(ts), old)
        return
    conversation.remove(ts)
    core.changed(conversation)
    await core.emit_in(
        conversation,
        {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": old,
            "hidden": True,
            "deleted_ts": ts,
            "ts": deleted_at,
            "event_ts": deleted_at,
        },
    )


async def _changed_event(
    core: Core, conversation: Conversation, at: str, new: Json, old: Json
) -> None:
    await core.emit_in(
        conversation,
        {
            "type": "message",
            "subtype": "message_changed",
            "message": new,
            "previous_message": old,
            "hidden": True,
            "ts": at,
            "event_ts": at,
        },
    )


def _tombstone(ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": SLACKBOT,
        "hidden": True,
        "ts": ts,
        "thread_ts": ts,
    }
