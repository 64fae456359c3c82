"""The buttons of an offer, and the message shortcuts that make one."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot import logs
from bot.errors import TellUser
from bot.triage import replies
from handlers.slack import dialogs, home
from handlers.slack.features import Features
from storage.records import Report

FILE_AS_ISSUE, ADD_TO_ISSUE = "file_as_issue", "add_to_issue"

log = logs.get("actions")


def register(app: AsyncApp, features: Features) -> None:
    deciding = features.deciding

    @app.action(replies.FILE_IT)
    async def file_it(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        report_id, shown = _value(body)
        mark, _, issues = shown.partition(":")
        before = await deciding.read(report_id)
        if before.joins is None and before.state == "offered":
            seen = await features.known.likely(before)
            if replies.is_new(seen, issues):  # filed by somebody else meanwhile, say
                mark = ""
        report = await deciding.accept(report_id, mark, _user(body))
        if report.state == "offered":
            if report.joins is None:
                text, blocks = replies.changed(report, await features.known.likely(report))
            else:
                text, blocks = replies.addition(report)
            await respond(text=text, blocks=blocks, replace_original=True)
            return
        try:
            ahead = await deciding.ahead_of(report)
            text = replies.on_its_way(report, ahead.reports, ahead.takes)
            await respond(text=text, replace_original=True)
        except Exception:  # it is on its way all the same
            log.exception("the person was not told", report=report.id)

    @app.action(replies.EDIT)
    async def edit(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        report = await deciding.read(_value(body)[0])
        trigger = str(body["trigger_id"])
        if report.joins is None:
            await dialogs.open_review(features, report, _user(body), trigger)
        else:
            await dialogs.open_joining(features, report, trigger)

    @app.action(replies.SAME)
    async def same(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        report_id, issue = _value(body)
        report = await deciding.read(report_id)
        await dialogs.open_joining(features, report, str(body["trigger_id"]), issue)

    @app.action(replies.ASK)
    async def ask(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        report = await features.asking.ask(_value(body)[0])
        text, blocks = replies.asked(report, await features.known.likely(report))
        await respond(text=text, blocks=blocks, replace_original=True)

    @app.action(replies.NOT_A_REPORT)
    async def not_a_report(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        user = _user(body)
        declined = await deciding.read(_value(body)[0])
        await deciding.decline(declined.id, user)
        if declined.joins is None:
            await features.corrections.not_a_report(declined.key, user)
        if "response_url" in body:
            await respond(text=replies.left_alone(), replace_original=True)
        else:  # pressed in App Home
            await home.publish(user, features)

    @app.shortcut(FILE_AS_ISSUE)
    async def file_as_issue(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        report = await _of_shortcut(features, body, respond)
        if report is not None and report.joins is not None:  # it was to be added, and failed
            await dialogs.open_joining(features, report, str(body["trigger_id"]))
        elif report is not None:
            await dialogs.open_review(features, report, _user(body), str(body["trigger_id"]))

    @app.shortcut(ADD_TO_ISSUE)
    async def add_to_issue(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        report = await _of_shortcut(features, body, respond, as_issue=False)
        if report is not None:
            await dialogs.open_joining(features, report, str(body["trigger_id"]))


async def _of_shortcut(
    features: Features, body: dict[str, Any], respond: AsyncRespond, *, as_issue: bool = True
) -> Report | None:
    """The report of the message; None after telling why there is none."""
    key = (str(body["channel"]["id"]), str(body["message"]["ts"]))
    try:
        if not features.directory.listens_to(key[0]):
            raise TellUser(replies.not_listening())
        return await features.offers.report_of(key, _user(body), as_issue=as_issue)
    except TellUser as problem:
        # Not by a whisper: Burley may be no member of this channel.
        await respond(text=str(problem), response_type="ephemeral", replace_original=False)
        return None


def _value(body: dict[str, Any]) -> tuple[str, str]:
    """The report whose button was pressed, and what else the button knows.

    That is the mark of the draft it was shown with, or an issue.
    """
    report_id, _, more = str(body["actions"][0].get("value") or "").partition(":")
    return report_id, more


def _user(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])
