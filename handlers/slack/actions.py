"""Buttons, the message shortcut and the dialog of a report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot import logs
from bot.errors import TellUser
from bot.triage import replies
from bot.triage.secrets import removals
from handlers.slack.features import Features
from storage.records import Report

SHORTCUT = "file_as_issue"

log = logs.get("actions")


def register(app: AsyncApp, features: Features) -> None:
    offers = features.offers

    @app.action(replies.FILE_IT)
    async def file_it(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        report_id, shown = _offer(body)
        report = await offers.accept(report_id, shown, _user(body))
        if report.state == "offered":
            text, blocks = replies.changed(report)
            await respond(text=text, blocks=blocks, replace_original=True)
            return
        try:
            await respond(text=replies.on_its_way(report), replace_original=True)
        except Exception:  # it is on its way all the same
            log.exception("the person was not told", report=report.id)

    @app.action(replies.EDIT)
    async def edit(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        report = await offers.read(_offer(body)[0])
        await _open_review(features, report, body)

    @app.action(replies.NOT_A_REPORT)
    async def not_a_report(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        declined = await offers.read(_offer(body)[0])
        await offers.decline(declined.id)
        await features.corrections.not_a_report(declined.key, _user(body))
        await respond(text=replies.left_alone(), replace_original=True)

    @app.shortcut(SHORTCUT)
    async def file_as_issue(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        key = (str(body["channel"]["id"]), str(body["message"]["ts"]))
        try:
            if not features.directory.listens_to(key[0]):
                raise TellUser(replies.not_listening())
            report = await offers.report_of(key, _user(body))
        except TellUser as problem:
            # Not by a whisper: Burley may be no member of this channel.
            await respond(text=str(problem), response_type="ephemeral", replace_original=False)
            return
        await _open_review(features, report, body)

    @app.view(replies.REVIEW)
    async def reviewed(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        values = view["state"]["values"]
        title = _input(values, "title").strip()
        fields = [block for block in values if block.startswith("body")]
        text = replies.join({block: _input(values, block) for block in fields})
        if not title or not text.strip():
            empty = min(fields) if title else "title"
            await ack(response_action="errors", errors={empty: replies.a_few_words()})
            return
        repository = values["repository"]["value"]["selected_option"]["value"]
        report_id = json.loads(view["private_metadata"])["report"]
        try:
            offered = await offers.read(report_id)
            report = await offers.confirm(report_id, _user(body), repository, title, text)
        except TellUser as problem:
            # Beside the title and not elsewhere, so that the dialog keeps what was typed.
            await ack(response_action="errors", errors={"title": str(problem)})
            return
        await ack()
        try:
            if repository != offered.repository:
                await features.corrections.belongs_to(report.key, repository, _user(body))
            await features.slack.whisper(
                report.channel, _user(body), replies.on_its_way(report), thread_ts=_thread(report)
            )
        except Exception:  # it is on its way all the same
            log.exception("not everything after the confirmation worked", report=report.id)


async def _open_review(features: Features, report: Report, body: Mapping[str, Any]) -> None:
    if report.state != "offered":
        raise TellUser(replies.already(report))
    private = json.dumps({"report": report.id, "channel": report.channel})
    view = replies.review(
        report,
        features.offers.repositories,
        _removed(report),
        await features.offers.runner_up(report),
        private,
    )
    await features.slack.open_view(str(body["trigger_id"]), view)


def _removed(report: Report) -> dict[str, int]:
    """What is not in the issue; the title repeats words of the body, which count once."""
    body, title = removals(report.body), removals(report.title)
    return {kind: max(body.get(kind, 0), title.get(kind, 0)) for kind in {*body, *title}}


def _offer(body: Mapping[str, Any]) -> tuple[str, str]:
    """The report of the offer whose button was pressed, and the mark of the draft it showed."""
    report_id, _, shown = str(body["actions"][0].get("value") or "").partition(":")
    return report_id, shown


def _user(body: Mapping[str, Any]) -> str:
    return str(body["user"]["id"])


def _input(values: Mapping[str, Any], block: str) -> str:
    return str(values[block]["value"].get("value") or "")


def _thread(report: Report) -> str | None:
    return report.thread_ts if report.thread_ts != report.ts else None
