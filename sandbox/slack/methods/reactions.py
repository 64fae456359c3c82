"""reactions.*: emoji under messages."""

import re

from sandbox.slack import reactions
from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.ids import BOT_USER_ID
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments, Method, joined_channel_of

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?\Z")


async def add(core: Core, arguments: Arguments) -> Json:
    conversation, ts, name = _target(core, arguments)
    if not await reactions.react(core, conversation, ts, name, BOT_USER_ID):
        raise SlackError("already_reacted")
    return {}


async def remove(core: Core, arguments: Arguments) -> Json:
    conversation, ts, name = _target(core, arguments)
    if not await reactions.unreact(core, conversation, ts, name, BOT_USER_ID):
        raise SlackError("no_reaction")
    return {}


async def get(core: Core, arguments: Arguments) -> Json:
    conversation = joined_channel_of(core, arguments)
    ts = arguments.text("timestamp")
    if ts not in conversation:
        raise SlackError("message_not_found")
    message = conversation.shown(ts)
    return {"type": "message", "channel": conversation.id, "message": message}


def _target(core: Core, arguments: Arguments) -> tuple[Conversation, str, str]:
    conversation = joined_channel_of(core, arguments)
    name, ts = arguments.text("name").strip(":"), arguments.text("timestamp")
    if not _NAME.match(name):
        raise SlackError("invalid_name")
    if ts not in conversation:
        raise SlackError("message_not_found")
    return conversation, ts, name


METHODS = (
    Method("reactions.add", add, "reactions:write"),
    Method("reactions.remove", remove, "reactions:write"),
    Method("reactions.get", get, "reactions:read"),
)
