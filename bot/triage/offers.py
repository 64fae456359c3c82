"""A report is offered: its author, or who asked for it, is shown what would be filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

from bot import durable, logs
from bot.clock import Clock
from bot.durable import Durable, Limit, Work
from bot.errors import InDoubt, Refused, TellUser
from bot.judging import opted_out
from bot.triage import replies
from bot.triage.known import Known
from bot.triage.phrasing import Phrasing
from bot.triage.preparing import Preparing
from storage import messages, reports
from storage.database import Database, Transaction
from storage.records import Kind, Message, MessageKey, Report, time_of

# Whoever reads history after an outage must not start talking about last week.
STILL_FRESH = timedelta(minutes=10)
OFFERS_PACE = Limit(60, timedelta(minutes=1))

# By these reactions somebody asks for an offer: of that kind, or of what it looks like.
EMOJI: dict[str, Kind | None] = {
    "bug": "bug",
    "bulb": "feature",
    "ticket": None,
    "admission_tickets": None,
}
QUEUE = 5
# Messages further apart belong to no common report.
BURST = timedelta(hours=1)
# What `/burley file` takes for the message that is meant.
LATEST = timedelta(days=1)

log = logs.get("offers")


class Whispers(Protocol):
    async def whisper(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        thread_ts: str | None = None,
        blocks: Sequence[dict[str, Any]] | None = None,
    ) -> None: ...


class Offers:
    def __init__(
        self,
        database: Database,
        slack: Whispers,
        work: Durable,
        clock: Clock,
        preparing: Preparing,
        known: Known,
        phrasing: Phrasing,
    ) -> None:
        self._database = database
        self._slack = slack
        self._work = work
        self._clock = clock
        self._preparing = preparing
        self._known = known
        self._phrasing = phrasing
        work.add("offer", self.offer, OFFERS_PACE)

    def consider(self, tx: Transaction, message: Message) -> None:
        """Prepare what a person's fresh message reports; follow what was said before.

        When a message was edited, or a reply adds to it, what was drafted is drafted anew.
        """
        if message.edited_ts is not None and self._follow_edit(tx, message):
            return
        if message.in_thread:
            self._follow_thread(tx, message)
            return
        if self._is_fresh(message.ts):
            self._preparing.recognise(tx, message)

    def unshown(self, tx: Transaction, message: Message) -> list[Work]:
        """The work of showing what becomes of this message, if anything; harmless to repeat."""
        if not self._is_fresh(message.ts) and not self._is_fresh(message.edited_ts):
            return []
        if message.in_thread:
            return self._answered(tx, message)
        report = reports.of_message(tx, message.key)
        if report is None or report.state not in ("offered", "policy"):
            return []
        if report.queued and report.state == "offered":
            return []
        # An edit can turn an offer into something else to be told.
        of = report.id if report.state == "offered" else f"{report.id}:policy"
        return [Work("offer", of, partition=report.channel)]

    def pointed_at(
        self, tx: Transaction, key: MessageKey, by: str, emoji: str, ts: str
    ) -> list[Work]:
        """Somebody reacted with one of EMOJI: whoever may decide is shown an offer.

        A bystander's reaction is shown to the author; in a quiet channel, to the helpers.
        """
        report, _ = self._preparing.on_request(tx, key, by, EMOJI[emoji])
        report = report or _policy(tx, key)
        if report is None or report.state not in ("offered", "policy"):
            return []
        if self._preparing.may_decide(report, by):
            return [Work("offer", f"{report.id}:for:{by}:{ts}", partition=report.channel)]
        return self._for_author(report)

    def withdraw(self, tx: Transaction, key: MessageKey, gone: Message | None) -> None:
        """A message was deleted: nothing is filed of it any more, and no words are kept."""
        reports.withdraw(tx, key)
        if gone is not None:
            self._follow_thread(tx, gone)
            self._follow_author(tx, gone)

    async def offer(self, what: str) -> None:
        """The workflow: show what would be filed, or why nothing will be.

        `what` is the report's id, and after a colon the reason to show it again. Shown twice
        after a crash at the worst moment: better than never, as only one person sees it and
        it is gone when they reload.
        """
        report_id, *again = what.split(":")
        to = again[1] if again[:1] == ["for"] else None
        try:
            if self._phrasing.on:
                await durable.step("word", lambda: self._phrasing.phrase(report_id))
            await durable.step("offer", lambda: self._show(report_id, to))
        except (Refused, InDoubt) as problem:
            log.warning("offer not shown", report=report_id, why=str(problem))

    async def report_of(self, key: MessageKey, by: str, *, as_issue: bool = True) -> Report:
        """The report of a message, because this person asks for it: as an issue of its own, or
        to add it to another.

        Raises TellUser when it cannot become one, or when it is for its author to decide.
        """
        report, otherwise = await self._database.write(
            lambda tx: self._preparing.on_request(tx, key, by, as_issue=as_issue)
        )
        if report is None or report.state != "offered":
            raise TellUser(otherwise)
        if self._preparing.may_decide(report, by):
            return self._phrasing.noted(report)
        for work in self._for_author(report):
            await self._work.start(work)
        raise TellUser(replies.for_its_author(report))

    async def latest_of(self, user: str, channel: str) -> MessageKey | None:
        """The last thing that somebody said in a channel, of the last day."""
        since = self._clock.now() - LATEST
        return await self._database.read(lambda tx: messages.latest_of(tx, channel, user, since))

    async def queue(self) -> list[Report]:
        """The oldest reports that wait for a helper to look at them."""
        return await self._database.read(lambda tx: reports.queue(tx, QUEUE))

    def _follow_edit(self, tx: Transaction, message: Message) -> bool:
        """Draft anew what was drafted of an edited message; False if it was no report."""
        if message.in_thread:
            self._follow_thread(tx, message)
        report = reports.of_message(tx, message.key)
        if report is None:
            self._follow_author(tx, message)
            return False
        if report.state == "offered" and opted_out(message.text):
            reports.move(tx, report.id, ("offered",), "declined")
        elif report.state in ("offered", "failed"):
            self._preparing.redraft(tx, report)
        return True

    def _follow_author(self, tx: Transaction, message: Message) -> None:
        """Draft anew what may hold words of a message that was edited or deleted."""
        if message.author is not None:
            for report in reports.open_of(tx, message.channel, message.author):
                if abs(time_of(report.ts) - time_of(message.ts)) <= BURST:
                    self._preparing.redraft(tx, report)

    def _for_author(self, report: Report) -> list[Work]:
        """Show it to its author because others ask: once for every draft, and not where all
        is quiet."""
        if report.queued:
            return []
        of = f"{report.id}:for:{report.reporter}:{replies.mark(report)}"
        return [Work("offer", of, partition=report.channel)]

    def _follow_thread(self, tx: Transaction, reply: Message) -> None:
        """Draft an offer anew when something in its thread was said, edited or deleted."""
        report = _of_thread(tx, reply)
        if report is not None and report.state == "offered":
            self._preparing.redraft(tx, report)
        elif report is not None and report.state == "filed" and self._is_fresh(reply.ts):
            self._preparing.answer(tx, reply, report)

    def _answered(self, tx: Transaction, reply: Message) -> list[Work]:
        """The reporter, who was asked for more, has added to the draft: it is shown again."""
        sent = reports.of_message(tx, reply.key)
        if sent is not None and sent.state == "offered" and sent.joins is not None:
            return [Work("offer", sent.id, partition=sent.channel)]
        report = _of_thread(tx, reply)
        if report is None or report.state != "offered" or report.asked is None:
            return []
        if reply.author != report.reporter or replies.mark(report) == report.asked:
            return []
        # Shown again when something less is missing, not after every word.
        of = f"{report.id}:as:{replies.mark_of_missing(report)}"
        return [Work("offer", of, partition=report.channel)]

    def _is_fresh(self, ts: str | None) -> bool:
        return ts is not None and self._clock.now() - time_of(ts) <= STILL_FRESH

    async def _show(self, report_id: str, to: str | None) -> None:
        report = await self._database.read(lambda tx: reports.get(tx, report_id))
        if report is None or report.state not in ("offered", "policy"):
            return
        if report.state == "policy":
            route = await self._database.read(lambda tx: self._preparing.drafting.route(tx, report))
            if not route.notice or (report.queued and route.policy != "security"):
                return
            text, blocks = replies.policy(route.notice)
        elif report.joins is not None:
            text, blocks = replies.addition(report)
        else:
            text, blocks = replies.offer(report, await self._known.likely(report))
        thread = report.thread_ts if report.thread_ts != report.ts else None
        await self._slack.whisper(
            report.channel, to or report.reporter, text, thread_ts=thread, blocks=blocks
        )


def _policy(tx: Transaction, key: MessageKey) -> Report | None:
    report = reports.of_message(tx, key)
    return report if report is not None and report.state == "policy" else None


def _of_thread(tx: Transaction, reply: Message) -> Report | None:
    first = messages.get(tx, (reply.channel, reply.thread_ts or reply.ts))
    return reports.of_message(tx, first.key) if first is not None else None
