"""People and channels coming and changing, and the events that tell of it."""

from collections.abc import Sequence

from sandbox.slack import messages
from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.ids import BOT_USER_ID, TEAM_ID
from sandbox.slack.json_types import Json


def add_channel(
    core: Core, channel: Json, members: Sequence[str] | None = None, *, with_bot: bool = True
) -> Conversation:
    """Take in a channel object, of an export for instance; without `members` its own count.

    A channel that is there already keeps its messages.
    """
    given = channel.get("members") or [] if members is None else members
    ids = [core.directory.find_id(member) or member for member in given]
    if with_bot and BOT_USER_ID not in ids:
        ids.append(BOT_USER_ID)
    empty = {"value": "", "creator": "", "last_set": 0}
    info = {
        "is_channel": not channel.get("is_private", False),
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": False,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "created": core.seconds(),
        "creator": ids[0] if ids else "",
        "topic": empty,
        "purpose": empty,
        "context_team_id": TEAM_ID,
        "name_normalized": channel.get("name", channel["id"]),
        **{k: v for k, v in channel.items() if k != "members"},
    }
    conversation = core.conversations.setdefault(info["id"], Conversation(info, ids))
    conversation.info, conversation.members = info, ids
    core.notify("state")
    return conversation


async def join(core: Core, user: str, conversation: Conversation) -> None:
    """A person joins a channel: a channel_join message and member_joined_channel."""
    if user in conversation.members:
        return
    conversation.members.append(user)
    said = f"<@{user}> has joined the channel"
    await messages.post(
        core, conversation, {"type": "message", "subtype": "channel_join", "user": user,
                             "text": said}
    )  # fmt: skip
    await _tell_member(core, conversation, user, "member_joined_channel")


async def leave(core: Core, user: str, conversation: Conversation) -> None:
    if user not in conversation.members:
        return
    conversation.members.remove(user)
    await _tell_member(core, conversation, user, "member_left_channel")


async def change_user(core: Core, user: str, changes: Json) -> None:
    """Change a person's object or, under `profile`, parts of the profile; sends user_change."""
    old = core.directory.get(user) or {}
    profile = old.get("profile", {}) | changes.get("profile", {})
    new = old | changes | {"profile": profile, "updated": core.seconds()}
    core.directory.add(new)
    core.notify("state")
    await core.emit(
        {"type": "user_change", "user": new, "cache_ts": core.seconds(), "event_ts": core.ts.new()}
    )


async def tell_joined_team(core: Core, user: str) -> None:
    await core.emit(
        {"type": "team_join", "user": core.directory.get(user), "event_ts": core.ts.new()}
    )


async def _tell_member(core: Core, conversation: Conversation, user: str, kind: str) -> None:
    event: Json = {
        "type": kind,
        "user": user,
        "channel": conversation.id,
        "channel_type": "C" if conversation.kind == "channel" else "G",
        "team": TEAM_ID,
        "event_ts": core.ts.new(),
    }
    await core.emit(event, conversation)
