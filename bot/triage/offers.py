"""From a recognised message to a confirmed report."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from bot import durable, failpoints, logs
from bot.clock import Clock
from bot.durable import Durable, Limit, Work
from bot.errors import InDoubt, Refused, TellUser
from bot.judging import Judged
from bot.settings import Settings
from bot.triage import replies
from bot.triage.draft import Draft, draft, words_of
from bot.triage.markup import MENTIONED
from bot.triage.router import Router
from bot.triage.secrets import redact
from storage import members, messages, reports
from storage.database import Database, Transaction
from storage.records import Kind, Message, MessageKey, Report, ReportState, time_of

# Whoever reads history after an outage must not start talking about last week.
STILL_FRESH = timedelta(minutes=10)
SURE_ENOUGH = 0.6
OFFERS_PACE = Limit(60, timedelta(minutes=1))

ON_ITS_WAY: tuple[ReportState, ...] = ("confirmed", "in_doubt")

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


def filing(report: Report) -> Work:
    """The work of filing a confirmed report; repositories do not wait for each other."""
    return Work("file", f"{report.id}:{report.attempt}", partition=report.repository)


class Offers:
    def __init__(
        self,
        database: Database,
        slack: Whispers,
        work: Durable,
        clock: Clock,
        settings: Settings,
        judge: Callable[[str, str], Judged],
    ) -> None:
        self._database = database
        self._judge = judge
        self._slack = slack
        self._work = work
        self._clock = clock
        self._router = Router(settings)
        self._helpers = frozenset(settings.helpers)
        self._repositories = {one.name: one for one in settings.repositories}
        work.add("offer", self.offer, OFFERS_PACE)

    @property
    def repositories(self) -> list[tuple[str, str]]:
        return [(name, one.title) for name, one in self._repositories.items()]

    def consider(self, tx: Transaction, message: Message) -> None:
        """Prepare to file a person's fresh message that reports a bug or wishes for a feature.

        The message is judged by itself: a report that follows a question of the same author
        continues that burst, and is a report all the same. When a message was edited, what
        was drafted of it is drafted anew.
        """
        if message.edited_ts is not None and self._follow_edit(tx, message):
            return
        if message.in_thread or message.author is None or not self._is_fresh(message.ts):
            return
        judged = self._judge(message.channel, message.text)
        if judged.kind in ("bug", "feature") and judged.confidence >= SURE_ENOUGH:
            self._prepare(tx, message, judged.kind, message.author)

    def unshown(self, tx: Transaction, message: Message) -> list[Work]:
        """The work of showing what becomes of this message, if anything; harmless to repeat."""
        if not self._is_fresh(message.ts) and not self._is_fresh(message.edited_ts):
            return []
        report = reports.of_message(tx, message.key)
        if report is None or report.state not in ("offered", "policy"):
            return []
        # An edit can turn an offer into something else to be told.
        of = report.id if report.state == "offered" else f"{report.id}:policy"
        return [Work("offer", of, partition=report.channel)]

    def withdraw(self, tx: Transaction, key: MessageKey, gone: Message | None) -> None:
        """A message was deleted: nothing is filed of it any more, and no words are kept."""
        reports.withdraw(tx, key)
        if gone is not None and gone.in_thread:
            self._follow_thread(tx, gone)

    def _follow_edit(self, tx: Transaction, message: Message) -> bool:
        """Draft anew what was drafted of an edited message; False if it was no report."""
        if message.in_thread:
            self._follow_thread(tx, message)
        report = reports.of_message(tx, message.key)
        if report is None:
            return False
        if report.state in ("offered", "failed"):
            self._redraft(tx, report, message)
        return True

    def _follow_thread(self, tx: Transaction, reply: Message) -> None:
        """Draft an offer anew when a reply that it quotes was edited or deleted."""
        first = messages.get(tx, (reply.channel, reply.thread_ts or reply.ts))
        report = reports.of_message(tx, first.key) if first is not None else None
        if first is None or report is None or report.state != "offered":
            return
        alone = self._draft(tx, [first], report.kind, report.repository, report.reporter)
        if alone.body != report.body:
            self._redraft(tx, report, first)

    def _is_fresh(self, ts: str | None) -> bool:
        return ts is not None and self._clock.now() - time_of(ts) <= STILL_FRESH

    async def offer(self, what: str) -> None:
        """The workflow: show the reporter what would be filed, or why nothing will be.

        Shown twice after a crash at the worst moment: better than never, as only the
        reporter sees it and it is gone when they reload.
        """
        report_id, _, about = what.partition(":")
        show = self._show_policy if about == "policy" else self._show
        try:
            await durable.step("offer", lambda: show(report_id))
        except (Refused, InDoubt) as problem:
            log.warning("offer not shown", report=report_id, why=str(problem))

    async def report_of(self, key: MessageKey, by: str) -> Report:
        """The report that a message is, or becomes because somebody asks for it.

        It is drafted anew from what stands in the thread now; only what a person confirmed
        and GitHub refused keeps its words. Raises TellUser when it cannot become one.
        """

        def unit(tx: Transaction) -> tuple[Report | None, str]:
            message = messages.get(tx, key)
            if message is None:
                return None, replies.unknown_message()
            if message.author is None:
                return None, replies.not_a_persons()
            report = reports.of_message(tx, key)
            if report is None:
                kind: Kind = "feature" if "feature" in message.text.lower() else "bug"
                report = self._prepare(tx, message, kind, message.author)
            elif report.state == "failed":
                report = self._take_up(tx, report)
            elif report.state == "declined" and not self._may_revive(report, by):
                return None, replies.set_aside()
            elif report.state in ("offered", "declined", "withdrawn", "policy"):
                report = self._redraft(tx, report, message)
            if report is None or report.state == "withdrawn":
                return None, replies.nothing_to_file()
            if report.state == "policy":
                return None, self._router.route(message.text).notice
            return report, replies.already(report)

        report, otherwise = await self._database.write(unit)
        if report is None or report.state != "offered":
            raise TellUser(otherwise)
        return report

    def _may_revive(self, report: Report, by: str) -> bool:
        return by == report.reporter or not self._helpers or by in self._helpers

    def _take_up(self, tx: Transaction, report: Report) -> Report:
        """Offer again what could not be filed, as a new attempt; a doubt goes along."""
        reports.move(
            tx, report.id, ("failed",), "offered", attempt=report.attempt + 1,
            failure=None, confirmed_by=None, confirmed_hash=None,
        )  # fmt: skip
        now = reports.get(tx, report.id)
        assert now is not None
        return now

    async def read(self, report_id: str) -> Report:
        report = await self._database.read(lambda tx: reports.get(tx, report_id))
        if report is None:
            raise TellUser(replies.forgotten())
        return report

    async def runner_up(self, report: Report) -> str | None:
        """The repository that the message points to, too."""
        message = await self._database.read(lambda tx: messages.get(tx, report.key))
        return self._router.route(message.text).runner_up if message is not None else None

    async def accept(self, report_id: str, shown: str, by: str) -> Report:
        """A person pressed *File it* on the draft of which `shown` is the mark.

        When it was drafted anew since, nothing is filed and the report comes back still
        offered, to be shown as it is now.
        """

        def unit(tx: Transaction) -> tuple[Report | None, str]:
            report = reports.hold(tx, report_id)
            if report is None or replies.mark(report) != shown:
                return report, ""
            return self._freeze(tx, report, by), words_of(report)

        report, words = await self._database.write(unit)
        if report is not None and report.state == "offered":
            return report
        return await self._start(report, by, words)

    async def confirm(
        self, report_id: str, by: str, repository: str, title: str, body: str
    ) -> Report:
        """A person pressed the button on exactly these words: they are frozen, and filed."""
        if repository not in self._repositories:
            raise TellUser(replies.not_ours(repository))
        # What was typed into the dialog can hold a secret as well as what was said.
        clean_title, clean_body = redact(title).text, redact(body).text

        def unit(tx: Transaction) -> tuple[Report | None, str]:
            report = reports.hold(tx, report_id)
            if report is None:
                return None, ""
            labels = report.labels
            if repository != report.repository:
                if report.doubt_since is not None and report.state == "offered":
                    raise TellUser(replies.perhaps_there(report))
                labels = self._labels(report, repository)
            wanted = replace(
                report, repository=repository, title=clean_title, body=clean_body, labels=labels
            )
            frozen = self._freeze(tx, wanted, by) if report.state == "offered" else report
            return frozen, words_of(wanted)

        report, words = await self._database.write(unit)
        return await self._start(report, by, words)

    def _freeze(self, tx: Transaction, report: Report, by: str) -> Report:
        """Confirm an offered report with these words; as it was, if it is not offered."""
        if report.state != "offered":
            return report
        frozen = words_of(report)
        reports.move(
            tx, report.id, ("offered",), "confirmed", confirmed_by=by, confirmed_hash=frozen,
            repository=report.repository, title=report.title, body=report.body,
            labels=report.labels,
        )  # fmt: skip
        return replace(report, state="confirmed", confirmed_by=by, confirmed_hash=frozen)

    async def _start(self, report: Report | None, by: str, words: str) -> Report:
        """Start to file what this person confirmed with these words (their fingerprint).

        Raises TellUser when it is not that: somebody else was first, or it is decided.
        """
        if report is None:
            raise TellUser(replies.forgotten())
        theirs = report.confirmed_by == by and report.confirmed_hash == words
        if report.state not in ON_ITS_WAY or not theirs:
            raise TellUser(replies.already(report))
        failpoints.reached("report confirmed")
        await self._work.start(filing(report))
        return report

    async def decline(self, report_id: str) -> None:
        """Not a report: nothing of it goes anywhere."""
        moved = await self._database.write(
            lambda tx: reports.move(tx, report_id, ("offered",), "declined")
        )
        if not moved:
            report = await self.read(report_id)
            if report.state != "declined":
                raise TellUser(replies.already(report))

    async def sweep(self) -> None:
        """Start what a crash left between the confirmation and the start."""
        left = await self._database.read(lambda tx: reports.in_state(tx, ON_ITS_WAY))
        for report in left:
            await self._work.start(filing(report))

    def _labels(self, report: Report, repository: str) -> tuple[str, ...]:
        return tuple(getattr(self._repositories[repository].labels, report.kind, ()))

    async def _show(self, report_id: str) -> None:
        report = await self._database.read(lambda tx: reports.get(tx, report_id))
        if report is not None and report.state == "offered":
            await self._whisper(report, *replies.offer(report))

    async def _show_policy(self, report_id: str) -> None:
        def query(tx: Transaction) -> tuple[Report, Message] | None:
            report = reports.get(tx, report_id)
            message = messages.get(tx, report.key) if report is not None else None
            return (report, message) if report is not None and message is not None else None

        found = await self._database.read(query)
        if found is None or found[0].state != "policy":
            return
        report, message = found
        notice = self._router.route(message.text).notice
        if notice:
            await self._whisper(report, *replies.policy(notice))

    async def _whisper(self, report: Report, text: str, blocks: list[dict[str, Any]]) -> None:
        thread = report.thread_ts if report.thread_ts != report.ts else None
        await self._slack.whisper(
            report.channel, report.reporter, text, thread_ts=thread, blocks=blocks
        )

    def _prepare(
        self, tx: Transaction, message: Message, kind: Kind, reporter: str
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
        )
        report = self._drafted(tx, empty, message)
        if report.state == "withdrawn":
            return None
        return report if reports.add(tx, report) else None

    def _redraft(self, tx: Transaction, report: Report, message: Message) -> Report:
        """Draft a report anew from what the message and its thread say now."""
        held = reports.hold(tx, report.id)
        if held is None or held.state != report.state:
            return held or report
        anew = self._drafted(tx, report, message)
        # What failed stays so until somebody takes it up.
        state = "failed" if (report.state, anew.state) == ("failed", "offered") else anew.state
        reports.move(
            tx, report.id, (report.state,), state, repository=anew.repository, why=anew.why,
            title=anew.title, body=anew.body, labels=anew.labels,
        )  # fmt: skip
        return replace(anew, state=state)

    def _drafted(self, tx: Transaction, report: Report, message: Message) -> Report:
        """The report as it would be offered; without words if a policy stands against it."""
        route = self._router.route(message.text)
        nothing = replace(report, title="", body="", why="", labels=())
        if route.repository is None:
            return replace(nothing, state="policy")
        # What is perhaps on GitHub already is looked for there.
        repository = report.repository if report.doubt_since is not None else route.repository
        thread = [message] if message.in_thread else messages.thread(tx, *message.key)
        drafted = self._draft(tx, thread, report.kind, repository, report.reporter)
        if not drafted.body:
            return replace(nothing, state="withdrawn")
        return replace(
            report, state="offered", repository=repository, why=route.why,
            title=drafted.title, body=drafted.body, labels=drafted.labels,
        )  # fmt: skip

    def _draft(
        self, tx: Transaction, thread: Sequence[Message], kind: Kind, repository: str, reporter: str
    ) -> Draft:
        said = [one for one in thread if one.is_talk]
        people = {one for each in said for one in MENTIONED.findall(each.text)}
        names = {id: member.name for id, member in members.get(tx, people).items()}
        return draft(said, kind, self._repositories.get(repository), names, reporter)
