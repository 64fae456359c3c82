"""chat.*: posting, changing and deleting what the app says."""

from urllib.parse import urlencode

from sandbox.slack import ephemerals, messages
from sandbox.slack.app_messages import contents, new_message_contents
from sandbox.slack.conversation import Conversation
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.faces import bot_message
from sandbox.slack.ids import BOT_ID, BOT_USER_ID
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments, Method, channel_of, joined_channel_of

_CUSTOM_FACE = ("username", "icon_emoji", "icon_url")


async def post_message(core: Core, arguments: Arguments) -> Json:
    conversation = _place(core, arguments)
    given = dict(arguments.given)
    message = _author(core, given) | new_message_contents(core, given)
    thread_ts = arguments.ts("thread_ts", "invalid_thread_ts")
    broadcast = arguments.flag("reply_broadcast") and thread_ts is not None
    kept = await messages.post(core, conversation, message, thread_ts, broadcast)
    return {"channel": conversation.id, "ts": kept["ts"], "message": kept}


async def post_ephemeral(core: Core, arguments: Arguments) -> Json:
    conversation = joined_channel_of(core, arguments)
    user = arguments.text("user")
    if core.directory.get(user) is None or user not in conversation.members:
        raise SlackError("user_not_in_channel")
    given = dict(arguments.given)
    message = _author(core, given) | new_message_contents(core, given)
    shown = ephemerals.show(core, conversation, user, message, arguments.maybe("thread_ts"))
    return {"message_ts": shown["ts"]}


async def update(core: Core, arguments: Arguments) -> Json:
    conversation = joined_channel_of(core, arguments)
    ts = _own_message(conversation, arguments, "cant_update_message")
    changes = contents(core, dict(arguments.given))
    if not any(name in changes for name in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    message = await messages.edit(core, conversation, ts, changes, BOT_USER_ID)
    return {"channel": conversation.id, "ts": ts, "text": message["text"], "message": message}


async def delete(core: Core, arguments: Arguments) -> Json:
    conversation = joined_channel_of(core, arguments)
    ts = _own_message(conversation, arguments, "cant_delete_message")
    await messages.delete(core, conversation, ts)
    return {"channel": conversation.id, "ts": ts}


async def get_permalink(core: Core, arguments: Arguments) -> Json:
    conversation = channel_of(core, arguments)
    message = conversation.get(arguments.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"{core.base_url()}/archives/{conversation.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts"):
        where = {"thread_ts": message["thread_ts"], "cid": conversation.id}
        link += "?" + urlencode(where)
    return {"channel": conversation.id, "permalink": link}


def _place(core: Core, arguments: Arguments) -> Conversation:
    """Where to post: a channel by id or name, or a person, which means a direct message."""
    wanted = arguments.text("channel")
    if core.directory.get(wanted) is not None:
        return core.direct_messages(wanted)
    conversation = channel_of(core, arguments, by_name=True)
    if conversation.info.get("is_archived"):
        raise SlackError("is_archived")
    public = conversation.kind == "channel" and "chat:write.public" in core.app.scopes
    if BOT_USER_ID not in conversation.members and not public:
        raise SlackError("not_in_channel")
    return conversation


def _author(core: Core, given: Json) -> Json:
    if not any(given.get(name) for name in _CUSTOM_FACE):
        return bot_message(core.app)
    if "chat:write.customize" not in core.app.scopes:
        provided = core.app.provided_scopes
        raise SlackError("missing_scope", needed="chat:write.customize", provided=provided)
    return bot_message(core.app, username=given.get("username") or core.app.bot_name)


def _own_message(conversation: Conversation, arguments: Arguments, refusal: str) -> str:
    ts = arguments.text("ts")
    message = conversation.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != BOT_ID:
        raise SlackError(refusal)
    return ts


METHODS = (
    Method("chat.postMessage", post_message, "chat:write"),
    Method("chat.postEphemeral", post_ephemeral, "chat:write"),
    Method("chat.update", update, "chat:write"),
    Method("chat.delete", delete, "chat:write"),
    Method("chat.getPermalink", get_permalink),
)
