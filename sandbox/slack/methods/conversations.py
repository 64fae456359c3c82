"""conversations.*: channels, their members, and what was said in them."""

from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.ids import BOT_USER_ID
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments, Method, channel_of, joined_channel_of
from sandbox.slack.methods.paging import decode, encode, page
from sandbox.slack.timestamps import is_ts, ts_key

_TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}
MOST_MESSAGES = 999


async def history(core: Core, arguments: Arguments) -> Json:
    conversation = joined_channel_of(core, arguments)
    limit = arguments.number("limit", 100, 1, MOST_MESSAGES)
    latest = arguments.ts("latest", "invalid_ts_latest")
    found = conversation.span(
        arguments.ts("oldest", "invalid_ts_oldest"), latest, arguments.flag("inclusive")
    )
    if (position := _position(arguments, "next_ts")) is not None:
        found = [ts for ts in found if ts_key(ts) <= ts_key(position)]
    newest_first = found[::-1][: limit + 1]
    shown, following = newest_first[:limit], newest_first[limit:]
    return {
        "messages": [_message(conversation.shown(ts), arguments) for ts in shown],
        "has_more": bool(following),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    } | _metadata(following)


async def replies(core: Core, arguments: Arguments) -> Json:
    """A thread: the root on every page, then the replies, oldest first."""
    conversation = joined_channel_of(core, arguments)
    ts = arguments.text("ts")
    limit = arguments.number("limit", 1000, 1, 1000)
    thread = conversation.thread(ts)
    if not thread:
        raise SlackError("thread_not_found")
    root = [message for message in thread if message["ts"] == ts]
    rest = [m["ts"] for m in thread if m["ts"] != ts and _is_between(m["ts"], arguments)]
    if (position := _position(arguments, "next_ts")) is not None:
        rest = [reply for reply in rest if ts_key(reply) >= ts_key(position)]
    room = max(1, limit - len(root))
    shown, following = rest[:room], rest[room:]
    messages = [*root, *(conversation.shown(reply) for reply in shown)]
    return {
        "messages": [_message(message, arguments) for message in messages],
        "has_more": bool(following),
    } | _metadata(following)


async def list_conversations(core: Core, arguments: Arguments) -> Json:
    types = (arguments.maybe("types") or "public_channel").replace(" ", "").split(",")
    archived_too = not arguments.flag("exclude_archived")
    found = [
        c
        for c in core.conversations.values()
        if _TYPES[c.kind] in types
        and (archived_too or not c.info.get("is_archived"))
        and (c.kind == "channel" or BOT_USER_ID in c.members)
    ]
    shown, metadata = page(found, arguments, 100, 1000)
    return {"channels": [_info(c, True) for c in shown], "response_metadata": metadata}


async def info(core: Core, arguments: Arguments) -> Json:
    conversation = channel_of(core, arguments)
    return {"channel": _info(conversation, arguments.flag("include_num_members"))}


async def members(core: Core, arguments: Arguments) -> Json:
    shown, metadata = page(channel_of(core, arguments).members, arguments, 100, 1000)
    return {"members": shown, "response_metadata": metadata}


def _info(conversation: Conversation, with_number: bool) -> Json:
    shown = conversation.info | {"is_member": BOT_USER_ID in conversation.members}
    return shown | ({"num_members": len(conversation.members)} if with_number else {})


def _is_between(ts: str, arguments: Arguments) -> bool:
    oldest = arguments.ts("oldest", "invalid_ts_oldest")
    latest = arguments.ts("latest", "invalid_ts_latest")
    if arguments.flag("inclusive") and ts in (oldest, latest):
        return True
    return (not oldest or ts_key(ts) > ts_key(oldest)) and (
        not latest or ts_key(ts) < ts_key(latest)
    )


def _position(arguments: Arguments, kind: str) -> str | None:
    position = decode(kind, arguments.maybe("cursor"))
    if position is not None and not is_ts(position):
        raise SlackError("invalid_cursor")
    return position


def _message(message: Json, arguments: Arguments) -> Json:
    if "metadata" not in message or arguments.flag("include_all_metadata"):
        return message
    return {name: part for name, part in message.items() if name != "metadata"}


def _metadata(following: list[str]) -> Json:
    if not following:
        return {}
    return {"response_metadata": {"next_cursor": encode("next_ts", following[0])}}


METHODS = (
    Method("conversations.history", history, "channels:history"),
    Method("conversations.replies", replies, "channels:history"),
    Method("conversations.list", list_conversations, "channels:read"),
    Method("conversations.info", info, "channels:read"),
    Method("conversations.members", members, "channels:read"),
)
