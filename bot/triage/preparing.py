"""Reports come into being here: because a message is recognised, or because somebody asks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from bot.judging import Judged, opted_out
from bot.triage import replies
from bot.triage.drafting import Drafting
from storage import links, messages, posts, reports
from storage.database import Transaction
from storage.records import Kind, Message, MessageKey, Report, micros_of

SURE_ENOUGH = 0.6


class Preparing:
    """Within a transaction; nothing here is seen by anybody yet."""

    def __init__(
        self,
        drafting: Drafting,
        judge: Callable[[str, str], Judged],
        report_kind: Callable[[str], Kind],
        helpers: frozenset[str],
        is_quiet: Callable[[str], bool],
    ) -> None:
        self.drafting = drafting
        self._judge = judge
        self._report_kind = report_kind
        self._helpers = helpers
        self._is_quiet = is_quiet

    def recognise(self, tx: Transaction, message: Message) -> None:
        """Prepare what a person's message reports, if it reports anything.

        It is judged by itself: a report that follows a question of the same author continues
        that burst, and is a report all the same. What continues an open report of the burst
        belongs to it.
        """
        if message.author is None:
            return
        if self._continues(tx, message):
            return
        judged = self._judge(message.channel, message.text)
        if judged.kind in ("bug", "feature") and judged.confidence >= SURE_ENOUGH:
            quiet = self._is_quiet(message.channel)
            self.prepare(tx, message, judged.kind, message.author, queued=quiet)

    def on_request(
        self,
        tx: Transaction,
        key: MessageKey,
        by: str,
        kind: Kind | None = None,
        *,
        as_issue: bool = True,
    ) -> tuple[Report | None, str]:
        """The report that a message is, or becomes because this person asks; or why not.

        It is drafted anew from what stands in the thread now; only what a person confirmed
        and GitHub refused keeps its words.
        """
        message = self._meant(tx, key, kind)
        if message is None:
            return None, replies.unknown_message()
        if message.author is None or message.by_bot:
            return None, replies.not_a_persons()
        report = reports.of_message(tx, message.key)
        decides = by == message.author or not self._helpers or by in self._helpers
        if not decides and opted_out(message.text):
            return None, replies.opted_out()
        if report is None:
            wanted = kind or self._report_kind(message.text)
            report = self.prepare(tx, message, wanted, message.author)
        elif report.state == "failed":
            report = _take_up(tx, report)
            if as_issue and report.joins is not None and report.doubt_since is None:
                # It could not be added to another: it can be one of its own.
                report = self.redraft(tx, replace(report, joins=None))
        elif report.state == "declined" and not self.may_decide(report, by):
            return None, replies.set_aside()
        elif report.state in ("offered", "declined", "withdrawn", "policy"):
            report = self.redraft(tx, replace(report, kind=kind or report.kind))
        if report is None or report.state == "withdrawn":
            return None, replies.nothing_to_file()
        if report.state == "policy":
            return None, self.drafting.route(tx, report).notice
        return report, replies.already(report)

    def may_decide(self, report: Report, by: str) -> bool:
        """Its reporter and the helpers may; anybody where no helpers are named."""
        return by == report.reporter or not self._helpers or by in self._helpers

    def prepare(
        self,
        tx: Transaction,
        message: Message,
        kind: Kind,
        reporter: str,
        *,
        queued: bool = False,
    ) -> Report | None:
        """Write down what would be filed; None when there are no words, or it is known."""
        empty = Report(
            id=uuid.uuid4().hex,
            channel=message.channel,
            ts=message.ts,
            thread_ts=message.thread_ts or message.ts,
            reporter=reporter,
            kind=kind,
            repository="",
            title="",
            body="",
            queued=queued,
        )
        report = self.drafting.write(tx, empty)
        if report.state == "withdrawn":
            return None
        return report if reports.add(tx, report) else None

    def redraft(self, tx: Transaction, report: Report, repository: str | None = None) -> Report:
        """Draft a report anew from what the message and its thread say now."""
        held = reports.hold(tx, report.id)
        if held is None or held.state != report.state:
            return held or report
        anew = self.drafting.write(tx, report, repository)
        # What failed stays so until somebody takes it up.
        state = "failed" if (report.state, anew.state) == ("failed", "offered") else anew.state
        wording = replies.worded_no_more(report.wording)
        reports.move(
            tx, report.id, (report.state,), state, repository=anew.repository, why=anew.why,
            title=anew.title, body=anew.body, labels=anew.labels, missing=anew.missing,
            kind=anew.kind, joins=anew.joins, wording=wording,
        )  # fmt: skip
        return replace(anew, state=state, wording=wording)

    def answer(self, tx: Transaction, reply: Message, filed: Report) -> None:
        """Prepare to add a reply to the reporter's issue, after its maintainers had a word."""
        if reply.author != filed.reporter or not posts.asked_of(tx, filed.id):
            return
        empty = replace(
            filed, id=uuid.uuid4().hex, ts=reply.ts, state="offered", joins=filed.issue_number,
            body="", labels=(), missing=(), asked=None, attempt=1, confirmed_by=None,
            confirmed_hash=None, issue_number=None, issue_url=None,
        )  # fmt: skip
        report = self.drafting.write(tx, empty)
        if report.state == "offered":
            reports.add(tx, report)

    def _continues(self, tx: Transaction, message: Message) -> bool:
        """Whether this is more of a report of the same burst that nobody has decided yet."""
        before = self._open_before(tx, message)
        if before is None:
            return False
        self.redraft(tx, before)
        return True

    def _open_before(self, tx: Transaction, message: Message) -> Report | None:
        """The open report of the same burst that this message is more of."""
        parts = [one for one in links.burst(tx, message.key) if one != message.ts]
        found = reports.of_messages(tx, message.channel, parts)
        before = [one for one in found if micros_of(one.ts) < micros_of(message.ts)]
        if not before or before[-1].state != "offered":
            return None
        router = self.drafting.drafter.router
        there = router.route(message.text, self.drafting.channel_name(message.channel))
        same = there.repository in (before[-1].repository, router.fallback)
        return before[-1] if same and there.policy is None else None

    def _meant(self, tx: Transaction, key: MessageKey, kind: Kind | None) -> Message | None:
        """The message that reports what somebody points at.

        Of a reply that is the first message of its thread, unless somebody else reports a
        matter of their own in the reply; of a part of a burst, what is reported of it already.
        """
        message = messages.get(tx, key)
        if message is None:
            return None
        if message.in_thread and message.thread_ts is not None:
            first = messages.get(tx, (message.channel, message.thread_ts))
            if first is None or not first.is_talk:
                return message
            if first.author != message.author and self._reports_something(message, kind):
                return message
            message = first
        if reports.of_message(tx, message.key) is None:
            before = self._open_before(tx, message)
            return messages.get(tx, before.key) if before is not None else message
        return message

    def _reports_something(self, message: Message, kind: Kind | None) -> bool:
        judged = self._judge(message.channel, message.text)
        return kind is not None or judged.kind in ("bug", "feature")


def _take_up(tx: Transaction, report: Report) -> Report:
    """Offer again what could not be filed, as a new attempt; a doubt goes along."""
    reports.move(
        tx, report.id, ("failed",), "offered", attempt=report.attempt + 1,
        failure=None, confirmed_by=None, confirmed_hash=None,
    )  # fmt: skip
    now = reports.get(tx, report.id)
    assert now is not None
    return now
