"""Slash commands: what a person typed, sent to the app, and its answer shown.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from sandbox.slack import ephemerals
from sandbox.slack.answers import show_answer
from sandbox.slack.core import TEAM_DOMAIN, Core
from sandbox.slack.errors import ActFailed, SlackError
from sandbox.slack.ids import APP_ID, TEAM_ID, VERIFICATION_TOKEN
from sandbox.slack.json_types import Json
from sandbox.slack.typed_text import typed_command


async def command(
    core: Core, user: str, channel: str, typed: str, thread_ts: str | None = None
) -> None:
    """A person sends a command such as `/burley questions`; returns when it is acknowledged."""
    conversation = core.conversation(channel)
    user_id = core.directory.id_of(user)
    name, _, text = typed.strip().partition(" ")
    known = core.app.commands.get(name)
    if known is None:
        raise ActFailed("unknown_command")

    def tell(said: str) -> None:
        ephemerals.show(core, conversation, user_id, ephemerals.by_slackbot(said), thread_ts)

    if thread_ts:
        tell(f"{name} is not supported in threads. Sorry!")
        raise ActFailed("not_supported_in_threads")
    escape = bool(known.get("should_escape"))
    payload: Json = {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": conversation.id,
        "channel_name": conversation.name,
        "user_id": user_id,
        "user_name": core.directory.name_of(user_id),
        "command": name,
        "text": typed_command(text.strip(), core.directory.find_id, core.channel_id_of, escape),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": core.response_urls.new("commands", user_id, conversation.id),
        "trigger_id": core.triggers.new(user_id),
    }
    try:
        answer = await core.delivery.ask("slash_commands", payload)
        if answer.get("text") or answer.get("blocks") or answer.get("attachments"):
            await show_answer(core, answer, user_id, conversation.id)
    except (ActFailed, SlackError) as failure:
        tell(f'{name} failed with the error "{failure.code}"')
        raise ActFailed(failure.code) from failure
