"""App Home: who is waiting, for whoever opens it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.clients.slack_objects import id_from
from bot.questions import replies
from handlers.slack.features import Features


def register(app: AsyncApp, features: Features) -> None:
    @app.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        user = id_from(event.get("user"))
        if user and event.get("tab") == "home":
            await publish(user, features)


async def publish(user: str, features: Features) -> None:
    found = await features.waiting.look()
    view = replies.home(
        found, features.waiting.clock.now(), features.directory.link_to, features.community
    )
    await features.slack.publish_home(user, view)
