"""Messages that one person sees: kept apart from the channel's history."""

from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.ids import SLACKBOT
from sandbox.slack.json_types import Json


def show(
    core: Core, conversation: Conversation, user: str, message: Json, thread_ts: str | None = None
) -> Json:
    """Show a message to one person only."""
    ephemeral = {
        **message,
        "id": core.ids.new("E"),
        "ephemeral": True,
        "is_ephemeral": True,
        "channel": conversation.id,
        "ts": core.new_ts(conversation),
    }
    if thread_ts:
        ephemeral["thread_ts"] = thread_ts
    core.ephemerals[user].append(ephemeral)
    core.notify("messages", channel=conversation.id, user=user)
    return ephemeral


def find(core: Core, user: str, ephemeral_id: str) -> Json | None:
    return next((e for e in core.ephemerals[user] if e["id"] == ephemeral_id), None)


def replace(core: Core, user: str, ephemeral_id: str, changes: Json) -> None:
    for i, ephemeral in enumerate(core.ephemerals[user]):
        if ephemeral["id"] == ephemeral_id:
            core.ephemerals[user][i] = ephemeral | changes
            core.notify("messages", channel=ephemeral["channel"], user=user)


def remove(core: Core, user: str, ephemeral_id: str) -> None:
    gone = find(core, user, ephemeral_id)
    if gone is not None:
        core.ephemerals[user].remove(gone)
        core.notify("messages", channel=gone["channel"], user=user)


def by_slackbot(text: str) -> Json:
    return {"type": "message", "user": SLACKBOT, "username": "Slackbot", "text": text}
