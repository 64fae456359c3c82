"""The slash command, with sub-commands that read like speech."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import TellUser
from bot.questions import replies as question_replies
from handlers.slack import replies
from handlers.slack.features import Features

COMMAND = "/burley"

Answer = tuple[str, list[dict[str, Any]] | None]
SubCommand = Callable[[Features], Awaitable[Answer]]


def register(app: AsyncApp, features: Features) -> None:
    @app.command(COMMAND)
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        text, blocks = await answer(str(command.get("text") or ""), features)
        await ack(text=text, blocks=blocks, response_type="ephemeral")


async def answer(said: str, features: Features) -> Answer:
    """What a sub-command shows; TellUser when there is none of that name."""
    name = " ".join(said.split()).lower() or "help"
    run = SUB_COMMANDS.get(name)
    if run is None:
        near = difflib.get_close_matches(name, SUB_COMMANDS, 1, 0.5)
        raise TellUser(replies.not_understood(said, near[0] if near else None))
    return await run(features)


async def _questions(features: Features) -> Answer:
    found = await features.waiting.look()
    now = features.waiting.clock.now()
    return question_replies.waiting(found, now, features.directory.link_to)


async def _digest_preview(features: Features) -> Answer:
    return await features.digests.preview()


async def _help(features: Features) -> Answer:
    return replies.HELP, None


SUB_COMMANDS: dict[str, SubCommand] = {
    "questions": _questions,
    "digest preview": _digest_preview,
    "help": _help,
}
