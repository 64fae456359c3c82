"""What people see when something does not work, and what Slack is told."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot import logs
from bot.errors import InDoubt, Refused, TellUser, TryAgain
from handlers.slack import replies
from handlers.slack.features import Features

log = logs.get("slack")


def register(app: AsyncApp, features: Features) -> None:
    @app.error
    async def failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
        final = isinstance(error, (TellUser, Refused))
        if isinstance(error, Refused):
            log.warning("refused", kind=_kind(body), why=str(error))
        elif not final:
            log.error("a listener failed", kind=_kind(body), exc_info=error)
        if body.get("type") == "event_callback":
            # Not acknowledged, so that Slack sends the event again, unless it is in vain.
            return BoltResponse(status=200 if final else 500)
        text = str(error) if isinstance(error, TellUser) else replies.out_of_order()
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        await _whisper(features, body, text)
        return BoltResponse(status=200, body="")


async def _whisper(features: Features, body: dict[str, Any], text: str) -> None:
    channel, user = _place(body)
    if channel is None:
        log.warning("nowhere to say it", kind=_kind(body))
        return
    try:
        await features.slack.whisper(channel, user, text)
    except (Refused, TryAgain, InDoubt) as problem:
        log.warning("could not tell the person", why=str(problem))


def _place(body: dict[str, Any]) -> tuple[str | None, str]:
    """The channel and the person to tell; a dialog carries its channel along."""
    user = str((body.get("user") or {}).get("id") or "")
    channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get(
        "channel_id"
    )
    if channel is None and "view" in body:
        try:
            channel = json.loads(body["view"].get("private_metadata") or "{}").get("channel")
        except json.JSONDecodeError:
            channel = None
    return channel, user


def _kind(body: dict[str, Any]) -> str:
    event = body.get("event")
    if isinstance(event, dict):
        return str(event.get("type"))
    return str(body.get("command") or body.get("type") or "request")
