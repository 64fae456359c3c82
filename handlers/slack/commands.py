"""The slash command, with sub-commands that read like speech."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import TellUser
from bot.issues import standing_replies
from bot.questions import replies as question_replies
from bot.triage import replies as triage_replies
from handlers.slack import dialogs, replies
from handlers.slack.features import Features

COMMAND = "/burley"

Answer = tuple[str, list[dict[str, Any]] | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who typed the command where, and what they wrote behind the sub-command's name."""

    user: str
    channel: str
    trigger: str
    more: str = ""


SubCommand = Callable[[Features, Asked], Awaitable[Answer]]


def register(app: AsyncApp, features: Features) -> None:
    @app.command(COMMAND)
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        said = str(command.get("text") or "")
        asked = Asked(
            str(command["user_id"]), str(command["channel_id"]), str(command["trigger_id"])
        )
        text, blocks = await answer(said, features, asked)
        if text:
            await ack(text=text, blocks=blocks, response_type="ephemeral")
        else:  # a dialog has opened
            await ack()


async def answer(said: str, features: Features, asked: Asked) -> Answer:
    """What a sub-command shows; TellUser when there is none of that name."""
    words = said.split()
    name = " ".join(words).lower() or "help"
    if run := SUB_COMMANDS.get(name):
        return await run(features, asked)
    if words and (with_more := WITH_MORE.get(words[0].lower())):
        return await with_more(
            features, Asked(asked.user, asked.channel, asked.trigger, " ".join(words[1:]))
        )
    near = difflib.get_close_matches(name, [*SUB_COMMANDS, *WITH_MORE], 1, 0.5)
    raise TellUser(replies.not_understood(said, near[0] if near else None))


async def _questions(features: Features, _asked: Asked) -> Answer:
    found = await features.waiting.look()
    now = features.waiting.clock.now()
    return question_replies.waiting(found, now, features.directory.link_to)


async def _reports(features: Features, asked: Asked) -> Answer:
    return standing_replies.reports(await features.standing.look(asked.user))


async def _digest_preview(features: Features, _asked: Asked) -> Answer:
    return await features.digests.preview()


async def _file(features: Features, asked: Asked) -> Answer:
    """The message whose link was given, else one's own latest in the channel."""
    if asked.more:
        key = features.directory.key_of(asked.more)
        if key is None:
            raise TellUser(triage_replies.no_link())
    else:
        latest = await features.offers.latest_of(asked.user, asked.channel)
        if latest is None:
            raise TellUser(triage_replies.nothing_said())
        key = latest
    if not features.directory.listens_to(key[0]):
        raise TellUser(triage_replies.not_listening())
    report = await features.offers.report_of(key, asked.user)
    await dialogs.open_review(features, report, asked.user, asked.trigger)
    return "", None


async def _help(_features: Features, _asked: Asked) -> Answer:
    return replies.HELP, None


SUB_COMMANDS: dict[str, SubCommand] = {
    "questions": _questions,
    "reports": _reports,
    "digest preview": _digest_preview,
    "help": _help,
}
WITH_MORE: dict[str, SubCommand] = {"file": _file}
