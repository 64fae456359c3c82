"""The dialogs of a report: looked through, moved to another repository, confirmed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import logs
from bot.errors import TellUser
from bot.triage import dialogs, replies
from bot.triage.draft import fingerprint
from bot.triage.known import Seen
from bot.triage.pieces import join
from bot.triage.replies import NOTHING
from bot.triage.secrets import removals
from handlers.slack.features import Features
from storage.records import Report

ISSUE = re.compile(
    r"(?:https?://[^\s/]+/)?(?P<repository>[\w.-]+/[\w.-]+)?(?:#|/issues/)(?P<number>\d{1,9})"
    r"(?:[/?#]\S*)?"
)

log = logs.get("dialogs")

Values = Mapping[str, Mapping[str, Any]]


def register(app: AsyncApp, features: Features) -> None:
    deciding = features.deciding

    @app.action(dialogs.MOVE)
    async def moved(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        view = body["view"]
        repository = body["actions"][0]["selected_option"]["value"]
        before = await deciding.read(_report_id(view))
        values: Values = view["state"]["values"]
        typed = _title(values), _text(values)
        after = await deciding.move(before.id, repository, _user(body))
        if after.state != "offered":
            raise TellUser(replies.already(after))
        if typed != (before.title, before.body):  # what was typed is worth more than a draft
            after = replace(after, title=typed[0], body=typed[1])
        shown = await _review(features, after, _user(body))
        await features.slack.update_view(view["id"], view["hash"], shown)

    @app.view(dialogs.REVIEW)
    async def reviewed(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        values: Values = view["state"]["values"]
        title, text = _title(values).strip(), _text(values)
        if not title or not text.strip():
            empty = min(block for block in values if block.startswith("body"))
            await ack(
                response_action="errors",
                errors={empty if title else "title": replies.a_few_words()},
            )
            return
        repository = _of(values, "repository")["selected_option"]["value"]
        named = bool(_of(values, "named").get("selected_options"))
        try:
            now = await deciding.read(_report_id(view))
            if again := await _look_again(features, now, _private_of(view), title, text):
                shown = await _review(features, again[0], _user(body), again[1])
                await ack(response_action="update", view=shown)
                return
            report = await deciding.confirm(
                now.id, _user(body), repository, title, text, named=named
            )
        except TellUser as problem:
            # Beside the title and not elsewhere, so that the dialog keeps what was typed.
            await ack(response_action="errors", errors={"title": str(problem)})
            return
        await ack()
        await _thank(features, report, _user(body))

    @app.view(dialogs.JOIN)
    async def joined(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        values: Values = view["state"]["values"]
        place = "other" if "other" in values else "issue"
        try:
            report = await deciding.read(_report_id(view))
            repository, number = _issue(values, report, deciding.repositories)
            typed = _text(values)
            if (clean := deciding.cleaned(typed)) != typed:
                chosen, why = f"{repository}#{number}", replies.taken_out()
                shown = dialogs.joining(
                    report, [], chosen, clean, removals(clean), _private(report), why
                )
                await ack(response_action="update", view=shown)
                return
            report = await deciding.join(report.id, _user(body), repository, number, typed)
        except TellUser as problem:
            await ack(response_action="errors", errors={place: str(problem)})
            return
        await ack()
        await _thank(features, report, _user(body))


async def open_review(features: Features, report: Report, user: str, trigger: str) -> None:
    if report.state != "offered":
        raise TellUser(replies.already(report))
    await features.slack.open_view(trigger, await _review(features, report, user))


async def open_joining(
    features: Features, report: Report, trigger: str, chosen: str | None = None
) -> None:
    if report.state != "offered":
        raise TellUser(replies.already(report))
    search = features.known.search
    if report.joins is not None:  # a reply to the issue that it became, or one that failed
        chosen, text = f"{report.repository}#{report.joins}", report.body
        issues = await search(text, report.title) if report.attempt > 1 else []
    else:
        text = await features.deciding.comment(report)
        issues = await search(text, report.title)
    view = dialogs.joining(report, issues, chosen, text, removals(text), _private(report))
    await features.slack.open_view(trigger, view)


async def _look_again(
    features: Features, now: Report, shown: Mapping[str, str], title: str, text: str
) -> tuple[Report, str] | None:
    """What a person should see before it is filed, and why; None when they saw it.

    `shown` is what the dialog keeps of what it was opened with.
    """
    if now.state != "offered":
        return None  # which says so by itself
    typed = replace(now, title=title, body=text)
    clean = replace(
        now, title=features.deciding.cleaned(title), body=features.deciding.cleaned(text)
    )
    if (clean.title, clean.body) != (title, text):
        return clean, replies.taken_out()
    if shown.get("draft") != replies.mark(now):
        untouched = shown.get("words") == _mark(typed)
        return (now if untouched else typed), replies.moved_on(untouched)
    if replies.is_new(await features.known.likely(now), shown.get("issues", "")):
        return typed, replies.perhaps_known()
    return None


async def _review(features: Features, report: Report, user: str, again: str = "") -> dict[str, Any]:
    deciding = features.deciding
    name = await deciding.reporter_name(report) if user == report.reporter else None
    seen = await features.known.likely(report)
    draft = replies.mark(await deciding.read(report.id))
    return dialogs.review(
        report,
        deciding.repositories,
        removals(report.body, report.title),
        await deciding.runner_up(report),
        seen.issues,
        name,
        _private(report, draft, seen),
        again,
    )


async def _thank(features: Features, report: Report, user: str) -> None:
    thread = report.thread_ts if report.thread_ts != report.ts else None
    try:
        ahead = await features.deciding.ahead_of(report)
        text = replies.on_its_way(report, ahead.reports, ahead.takes)
        await features.slack.whisper(report.channel, user, text, thread_ts=thread)
    except Exception:  # it is on its way all the same
        log.exception("the person was not told", report=report.id)


def _issue(values: Values, report: Report, repositories: Mapping[str, str]) -> tuple[str, int]:
    """The issue that was typed, else the one that was chosen."""
    option = _of(values, "issue").get("selected_option") or {}
    said = _input(values, "other").strip() or str(option.get("value") or "")
    found = ISSUE.fullmatch(said.rstrip("/"))
    if found is None:
        raise TellUser(replies.no_issue())
    named = found["repository"] or report.repository
    ours = {one.casefold(): one for one in repositories}
    if named.casefold() not in ours:
        raise TellUser(replies.not_ours(named))
    return ours[named.casefold()], int(found["number"])


def _private(report: Report, draft: str = "", seen: Seen = NOTHING) -> str:
    """What the dialog remembers: whose it is, and what it showed."""
    return json.dumps(
        {
            "report": report.id,
            "channel": report.channel,
            "draft": draft,
            "words": _mark(report),
            "issues": replies.names(seen),
        }
    )


def _private_of(view: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = json.loads(view["private_metadata"])
    return found


def _mark(report: Report) -> str:
    """By this title and text are known again."""
    return fingerprint("", report.title.strip(), report.body, ())[:12]


def _report_id(view: Mapping[str, Any]) -> str:
    return _private_of(view)["report"]


def _title(values: Values) -> str:
    return _input(values, "title")


def _text(values: Values) -> str:
    return join({block: _input(values, block) for block in values if block.startswith("body")})


def _input(values: Values, block: str) -> str:
    return str(_of(values, block).get("value") or "")


def _of(values: Values, block: str) -> Mapping[str, Any]:
    """What stands in a block's one element."""
    return next(iter(values.get(block, {}).values()), {})


def _user(body: Mapping[str, Any]) -> str:
    return str(body["user"]["id"])
