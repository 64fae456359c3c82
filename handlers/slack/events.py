"""Slack's events: one listener a type, because Bolt runs only the first that matches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot import logs
from bot.clients.slack_objects import NotAMessage, id_from, is_ts, member_from, message_from
from handlers.slack.features import Features
from storage.records import MessageKey

log = logs.get("events")


def register(app: AsyncApp, features: Features) -> None:
    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        await _message(event, features)

    @app.event("reaction_added")
    async def reaction_added(event: dict[str, Any]) -> None:
        if reaction := _reaction(event):
            at = event.get("event_ts")
            key, user, emoji = reaction
            await features.intake.reacted(key, user, emoji, at if is_ts(at) else key[1])

    @app.event("reaction_removed")
    async def reaction_removed(event: dict[str, Any]) -> None:
        if reaction := _reaction(event):
            await features.intake.unreacted(*reaction)

    @app.event("user_change")
    async def user_change(event: dict[str, Any]) -> None:
        user = event.get("user")
        if isinstance(user, Mapping) and (member := member_from(user)):
            await features.directory.learn(member)

    # Anything else is answered 200 too: Slack repeats what it gets a 404 for, and
    # switches an app's events off when most of them fail.
    @app.event(re.compile(".*"))
    async def anything_else() -> None:
        return


async def _message(event: Mapping[str, Any], features: Features) -> None:
    channel = event.get("channel")
    if not isinstance(channel, str):
        return
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        ts = event.get("deleted_ts")
        if is_ts(ts):
            await features.intake.deleted((channel, ts))
        return
    said: Any = event.get("message") if subtype in ("message_changed", "message_replied") else event
    if not isinstance(said, Mapping):
        return
    if said.get("subtype") == "tombstone":  # deleted, but its replies stay
        if is_ts(said.get("ts")):
            await features.intake.deleted((channel, said["ts"]))
        return
    try:
        message = message_from(channel, said)
    except NotAMessage as problem:
        log.info("not a message", channel=channel, why=str(problem))
        return
    await features.intake.said(message)


def _reaction(event: Mapping[str, Any]) -> tuple[MessageKey, str, str] | None:
    """The message, who reacted to it, and with which emoji."""
    item = event.get("item")
    if not isinstance(item, Mapping) or item.get("type") != "message":
        return None
    channel, ts = item.get("channel"), item.get("ts")
    if not isinstance(channel, str) or not is_ts(ts):
        return None
    user, emoji = id_from(event.get("user")), id_from(event.get("reaction"))
    return ((channel, ts), user, emoji) if user and emoji else None
