"""What an app answers to a command or a click: in the acknowledgement or by response_url."""

import json

from aiohttp import web

from sandbox.slack import ephemerals, messages
from sandbox.slack.app_messages import contents, new_message_contents
from sandbox.slack.core import Core
from sandbox.slack.errors import ActFailed, SlackError
from sandbox.slack.faces import bot_message
from sandbox.slack.json_types import Json
from sandbox.slack.response_urls import ResponseUrl


async def show_answer(
    core: Core, answer: Json, user: str, channel: str, thread_ts: str | None = None
) -> None:
    """Show a new message: to the person alone, unless it says `in_channel`."""
    conversation = core.conversation(channel)
    message = bot_message(core.app) | new_message_contents(core, answer)
    thread_ts = answer.get("thread_ts") or thread_ts
    if answer.get("response_type") == "in_channel":
        await messages.post(core, conversation, message, thread_ts)
        return
    ephemerals.show(core, conversation, user, message, thread_ts)


async def use_response_url(core: Core, url: ResponseUrl, answer: Json) -> None:
    conversation = core.conversation(url.channel)
    if answer.get("delete_original"):
        if url.ephemeral_id:
            ephemerals.remove(core, url.user, url.ephemeral_id)
        elif url.ts and url.ts in conversation:
            await messages.delete(core, conversation, url.ts)
        return
    if not answer.get("replace_original"):
        await show_answer(core, answer, url.user, url.channel, url.thread_ts)
        return
    new_message_contents(core, answer)
    changes: Json = {"blocks": [], "attachments": []} | contents(core, answer)
    if url.ephemeral_id:
        ephemerals.replace(core, url.user, url.ephemeral_id, changes)
    elif url.ts and url.ts in conversation:
        author = str((conversation.get(url.ts) or {}).get("user") or "")
        await messages.edit(core, conversation, url.ts, changes, author)


def routes(core: Core) -> list[web.RouteDef]:
    async def respond(request: web.Request) -> web.Response:
        url = core.response_urls.use(request.match_info["key"])
        if isinstance(url, str):
            return web.Response(status=404, text=url)
        try:
            answer = json.loads(await request.text())
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            return web.Response(status=400, text="invalid_payload")
        try:
            await use_response_url(core, url, answer)
        except (SlackError, ActFailed) as error:
            return web.Response(status=400, text=error.code)
        return web.Response(text="ok")

    return [web.post("/hooks/{key:.+}", respond)]
