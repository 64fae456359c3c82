"""App Home: who is waiting, and for helpers the reports to look at."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.clients.slack_objects import id_from
from bot.issues import standing_replies
from bot.questions import replies
from bot.triage import replies as triage_replies
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
    if features.directory.is_helper(user):
        queued = await features.offers.queue()
        view["blocks"] = [
            *standing_replies.troubles(await features.standing.troubled()),
            *triage_replies.queue(queued, features.directory.link_to),
            *view["blocks"],
        ]
    await features.slack.publish_home(user, view)
