"""Puts messages of a real Slack export into a channel, as if they were being said now."""

from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.json_types import Json
from sandbox.slack.timestamps import is_ts

# What an export tells of a message and nobody could know when it was sent.
_LATER = frozenset({
    "reply_count", "reply_users", "reply_users_count", "latest_reply", "replies", "is_locked",
    "subscribed", "last_read", "unread_count", "reactions", "edited", "pinned_to", "pinned_info",
    "is_starred",
})  # fmt: skip


async def replay(core: Core, conversation: Conversation, message: Json) -> bool:
    """Keep the message under its own ts and send its event.

    False, and nothing done, for one whose ts is missing, malformed or already there.
    """
    ts = message.get("ts")
    if not isinstance(ts, str) or not is_ts(ts) or ts in conversation:
        return False
    conversation.keep({"type": "message", **message})
    core.changed(conversation)
    await core.emit_in(conversation, as_sent(message))
    return True


def as_sent(message: Json) -> Json:
    """The event Slack sent when the message was new."""
    event = {k: v for k, v in message.items() if k not in _LATER}
    # A message becomes a thread's root by its first reply, and got its thread_ts then.
    if event.get("thread_ts") == event["ts"]:
        del event["thread_ts"]
    return {"type": "message", **event, "event_ts": event["ts"]}
