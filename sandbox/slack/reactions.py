"""Emoji under messages: putting them there, taking them away, telling the app."""

from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.json_types import Json


async def react(core: Core, conversation: Conversation, ts: str, name: str, user: str) -> bool:
    """False if the person had reacted so already."""
    reactions = [dict(r) for r in _reactions(conversation, ts)]
    entry = next((r for r in reactions if r["name"] == name), None)
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        reactions.append(entry)
    if user in entry["users"]:
        return False
    entry["users"] = [*entry["users"], user]
    entry["count"] = len(entry["users"])
    await _keep(core, conversation, ts, reactions)
    await _tell(core, conversation, ts, name, user, "reaction_added")
    return True


async def unreact(core: Core, conversation: Conversation, ts: str, name: str, user: str) -> bool:
    """False if there was no such reaction of this person."""
    reactions = [dict(r) for r in _reactions(conversation, ts)]
    entry = next((r for r in reactions if r["name"] == name and user in r["users"]), None)
    if entry is None:
        return False
    entry["users"] = [u for u in entry["users"] if u != user]
    entry["count"] = len(entry["users"])
    await _keep(core, conversation, ts, [r for r in reactions if r["users"]])
    await _tell(core, conversation, ts, name, user, "reaction_removed")
    return True


def _reactions(conversation: Conversation, ts: str) -> list[Json]:
    return (conversation.get(ts) or {}).get("reactions") or []


async def _keep(core: Core, conversation: Conversation, ts: str, reactions: list[Json]) -> None:
    message = {k: v for k, v in (conversation.get(ts) or {}).items() if k != "reactions"}
    conversation.change(ts, message | ({"reactions": reactions} if reactions else {}))
    core.changed(conversation)


async def _tell(
    core: Core, conversation: Conversation, ts: str, name: str, user: str, kind: str
) -> None:
    event: Json = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": conversation.id, "ts": ts},
        "event_ts": core.ts.new(),
    }
    author = (conversation.get(ts) or {}).get("user")
    await core.emit(event | ({"item_user": author} if author else {}), conversation)
