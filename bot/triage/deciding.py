"""A person decides about a report: exactly these words, that issue, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot import failpoints
from bot.clock import Clock
from bot.durable import Durable, Limit, Work
from bot.errors import TellUser
from bot.markup import inert, inert_title
from bot.triage import replies
from bot.triage.draft import words_of
from bot.triage.preparing import Preparing
from bot.triage.router import lesson
from bot.triage.secrets import redact
from storage import messages, questions, reports, trackers
from storage.database import Database, Transaction
from storage.records import Decision, Report, ReportState

ON_ITS_WAY: tuple[ReportState, ...] = ("confirmed", "in_doubt")


def filing(report: Report) -> Work:
    """The work of filing a confirmed report, after those that were confirmed before."""
    return Work("file", f"{report.id}:{report.attempt}")


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many reports go to GitHub before another, and how long that takes."""

    reports: int
    takes: timedelta


class Deciding:
    def __init__(
        self,
        database: Database,
        work: Durable,
        clock: Clock,
        preparing: Preparing,
        pace: Limit,
    ) -> None:
        self._database = database
        self._work = work
        self._clock = clock
        self._preparing = preparing
        self._pace = pace

    @property
    def repositories(self) -> dict[str, str]:
        return self._preparing.drafting.repositories

    async def read(self, report_id: str) -> Report:
        report = await self._database.read(lambda tx: reports.get(tx, report_id))
        if report is None:
            raise TellUser(replies.forgotten())
        return report

    async def runner_up(self, report: Report) -> str | None:
        """The other repository that the reporter's words point to."""
        drafting = self._preparing.drafting
        route = await self._database.read(lambda tx: drafting.route(tx, report))
        return route.runner_up if route.repository == report.repository else route.repository

    async def reporter_name(self, report: Report) -> str:
        return await self._database.read(lambda tx: self._preparing.drafting.name_of(tx, report))

    async def accept(self, report_id: str, shown: str, by: str) -> Report:
        """A person pressed *File it* on the draft of which `shown` is the mark.

        When it was drafted anew since, nothing is filed and the report comes back still
        offered, to be shown as it is now.
        """

        def unit(tx: Transaction) -> tuple[Report | None, str]:
            report = self._held(tx, report_id, by)
            if report is None or replies.mark(report) != shown:
                return report, ""
            return self._freeze(tx, report, by), words_of(report)

        report, words = await self._database.write(unit)
        if report is not None and report.state == "offered":
            return report
        return await self._start(report, by, words)

    async def move(self, report_id: str, repository: str, by: str) -> Report:
        """A person chose another repository: the report is drafted for it."""

        def unit(tx: Transaction) -> Report | None:
            report = self._held(tx, report_id, by)
            if report is None or report.state != "offered":
                return report
            self._check_place(report, repository)
            self._teach(tx, report, repository, by)
            return self._preparing.redraft(tx, report, repository)

        report = await self._database.write(unit)
        await self._database.read(self._preparing.drafting.load)
        if report is None:
            raise TellUser(replies.forgotten())
        return report

    async def confirm(
        self,
        report_id: str,
        by: str,
        repository: str,
        title: str,
        body: str,
        *,
        named: bool = False,
    ) -> Report:
        """A person pressed the button on exactly these words: they are frozen, and filed.

        Raises TellUser when they must not be public; `cleaned` sees to secrets before.
        """

        def unit(tx: Transaction) -> tuple[Report | None, str]:
            report = self._held(tx, report_id, by)
            if report is None:
                return None, ""
            self._check_words(report, title, body)
            labels = report.labels
            if repository != report.repository:
                if report.state == "offered":
                    self._check_place(report, repository)
                    self._teach(tx, report, repository, by)
                labels = self._preparing.drafting.labels(tx, report, repository)
            wanted = replace(
                report, repository=repository, title=inert_title(title), body=inert(body),
                labels=labels, named=named and by == report.reporter,
            )  # fmt: skip
            frozen = self._freeze(tx, wanted, by) if report.state == "offered" else report
            return frozen, words_of(wanted)

        report, words = await self._database.write(unit)
        await self._database.read(self._preparing.drafting.load)
        return await self._start(report, by, words)

    async def join(
        self, report_id: str, by: str, repository: str, number: int, text: str
    ) -> Report:
        """It is that issue: these words are added to it, and who wants it is counted.

        Without words nothing is written there, and it is counted all the same.
        """
        clean = inert(text).strip()

        def unit(tx: Transaction) -> tuple[Report | None, str]:
            report = self._held(tx, report_id, by)
            if report is None:
                return None, ""
            self._check_words(report, "", clean)
            again = clean and (repository, number) == (report.repository, report.joins)
            if report.doubt_since is not None and report.state == "offered" and not again:
                raise TellUser(replies.perhaps_there(report))
            wanted = replace(
                report,
                repository=repository,
                joins=number,
                body=clean,
                labels=(),
                title=report.title,
            )
            if report.state != "offered":
                return report, words_of(wanted)
            if clean:
                return self._freeze(tx, wanted, by), words_of(wanted)
            return self._count(tx, wanted, by), words_of(wanted)

        report, words = await self._database.write(unit)
        if report is not None and report.state == "filed" and report.confirmed_by == by:
            return report
        return await self._start(report, by, words)

    def cleaned(self, text: str) -> str:
        """What was typed, without what can be secret in it as well as in what was said."""
        return redact(text, self._preparing.drafting.drafter.privacy).text

    async def decline(self, report_id: str, by: str) -> None:
        """Not a report: nothing of it goes anywhere."""

        def unit(tx: Transaction) -> bool:
            self._held(tx, report_id, by)
            return reports.move(tx, report_id, ("offered",), "declined")

        if not await self._database.write(unit):
            report = await self.read(report_id)
            if report.state != "declined":
                raise TellUser(replies.already(report))

    async def comment(self, report: Report) -> str:
        """What would be added to an issue that is known already."""
        drafting = self._preparing.drafting
        return await self._database.read(lambda tx: drafting.comment(tx, report))

    async def ahead_of(self, report: Report) -> Ahead:
        """What goes to GitHub before a report that was confirmed just now."""
        waiting = await self._database.read(lambda tx: reports.count(tx, "confirmed", report.id))
        return Ahead(waiting, self._pace.period / self._pace.number * waiting)

    async def sweep(self) -> None:
        """Start what a crash left between the confirmation and the start."""
        left = await self._database.read(lambda tx: reports.in_state(tx, ON_ITS_WAY))
        for report in left:
            await self._work.start(filing(report))

    def _held(self, tx: Transaction, report_id: str, by: str) -> Report | None:
        """The report, which nobody else changes meanwhile, for one who may decide about it."""
        report = reports.hold(tx, report_id)
        if report is not None and not self._preparing.may_decide(report, by):
            raise TellUser(replies.not_yours())
        return report

    def _check_words(self, report: Report, title: str, body: str) -> None:
        """What was typed can tell of a security matter, too."""
        if (title, body) == (report.title, report.body):
            return
        route = self._preparing.drafting.drafter.router.route(f"{title}\n{body}")
        if route.policy == "security":
            raise TellUser(route.notice)

    def _check_place(self, report: Report, repository: str) -> None:
        if repository not in self.repositories:
            raise TellUser(replies.not_ours(repository))
        if report.doubt_since is not None and repository != report.repository:
            raise TellUser(replies.perhaps_there(report))

    def _teach(self, tx: Transaction, report: Report, repository: str, by: str) -> None:
        questions.decide(
            tx,
            Decision(report.channel, report.ts, "repository", repository, by, self._clock.now()),
        )
        message = messages.get(tx, report.key)
        if message is not None and self._preparing.may_decide(report, by):
            taught = lesson(message.text, repository)
            trackers.teach(tx, report.key, trackers.Moved(repository, taught.features))

    def _freeze(self, tx: Transaction, report: Report, by: str) -> Report:
        """Confirm an offered report with these words; as it was, if it is not offered."""
        if report.state != "offered":
            return report
        frozen = words_of(report)
        reports.move(
            tx, report.id, ("offered",), "confirmed", confirmed_by=by, confirmed_hash=frozen,
            repository=report.repository, title=report.title, body=report.body,
            labels=report.labels, named=report.named, joins=report.joins,
        )  # fmt: skip
        return replace(report, state="confirmed", confirmed_by=by, confirmed_hash=frozen)

    def _count(self, tx: Transaction, report: Report, by: str) -> Report:
        """Nothing is written on GitHub, but the thread hears what becomes of the issue."""
        known = reports.issue(tx, report.repository, report.joins or 0)
        if known is None or known.moved is not None:
            raise TellUser(replies.unknown_issue(report))
        url = known.url
        frozen = words_of(report)
        reports.move(
            tx, report.id, ("offered",), "filed", confirmed_by=by, confirmed_hash=frozen,
            repository=report.repository, joins=report.joins, body="",
            issue_number=report.joins, issue_url=url,
        )  # fmt: skip
        trackers.want(tx, report.repository, report.joins or 0, report.reporter, self._clock.now())
        return replace(
            report, state="filed", confirmed_by=by, issue_number=report.joins, issue_url=url
        )

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
