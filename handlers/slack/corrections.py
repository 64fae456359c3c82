"""Correcting Burley: what a question is, and which question a message answers."""

from __future__ import annotations

import json
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.questions import replies
from handlers.slack import home
from handlers.slack.features import Features
from storage.records import Kind

SHORTCUT = "this_answers"


def register(app: AsyncApp, features: Features) -> None:
    corrections = features.corrections

    @app.action(replies.IT_IS)
    async def it_is(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        kind, channel, ts = body["actions"][0]["selected_option"]["value"].split("|")
        user = str(body["user"]["id"])
        await corrections.set_kind((channel, ts), cast(Kind, kind), user)
        await home.publish(user, features)

    @app.shortcut(SHORTCUT)
    async def this_answers(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        key = (str(body["channel"]["id"]), str(body["message"]["ts"]))
        choices, linked = await corrections.choices(key)
        private = json.dumps({"channel": key[0], "ts": key[1]})
        view = replies.which_question(choices, linked, private)
        await features.slack.open_view(str(body["trigger_id"]), view)

    @app.view(replies.WHICH_QUESTION)
    async def chosen(ack: AsyncAck, body: dict[str, Any]) -> None:
        place = json.loads(body["view"]["private_metadata"])
        values = body["view"]["state"]["values"]
        value = values["question"]["value"]["selected_option"]["value"]
        question = None if value == replies.NO_QUESTION else value
        user = str(body["user"]["id"])
        await corrections.answers((place["channel"], place["ts"]), question, user)
        await ack()
        await features.slack.whisper(place["channel"], user, replies.linked(question is not None))
