"""The act by which a confirmed report becomes an issue, and what it shares with a comment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import Renamed, TryAgain
from bot.issues import outcomes, replies
from bot.repositories import dropped_labels
from storage import members, messages, reports, trackers
from storage.database import Database, Transaction
from storage.records import Comment, Issue, Report, ReportState

UNDER_WAY: tuple[ReportState, ...] = ("confirmed", "in_doubt")

# How long before the last doubt a look begins: clocks differ, and what an earlier try made may
# have come to light only now.
LOOKED_BACK = timedelta(days=1)
AT_ONCE = timedelta(milliseconds=100)


class WritesIssues(Protocol):
    async def open_issue(
        self, repository: str, title: str, body: str, labels: Sequence[str]
    ) -> Issue: ...

    async def issue(self, repository: str, number: int) -> Issue: ...

    async def find_issue(self, repository: str, marker: str, since: datetime) -> Issue | None: ...

    async def comment(self, repository: str, number: int, body: str) -> Comment: ...

    async def find_comment(
        self, repository: str, number: int, marker: str, since: datetime
    ) -> Comment | None: ...


class Permalinks(Protocol):
    async def permalink(self, channel: str, ts: str) -> str: ...


def is_gone(tx: Transaction, report: Report) -> bool:
    """Whether the message was deleted in Slack: then nothing new is made of it."""
    return messages.get(tx, report.key) is None


@dataclass(frozen=True, slots=True)
class Carrying:
    """What both acts share: their marks in our database, and what they say below the text."""

    report: Report
    slack: Permalinks
    database: Database
    github: WritesIssues
    repositories: Collection[str]

    @property
    def done(self) -> bool:
        return self.report.state not in UNDER_WAY

    @property
    def doubt_since(self) -> datetime | None:
        return self.report.doubt_since

    async def mark(self, now: datetime) -> None:
        report = self.report

        def unit(tx: Transaction) -> bool:
            if is_gone(tx, report):
                reports.move(tx, report.id, UNDER_WAY, "withdrawn")
                return False
            return reports.claim(tx, report, now)

        if not await self.database.write(unit):
            # Not to be filed as it was read; the next try reads what it is now.
            raise TryAgain("the report is not what it was", AT_ONCE)

    async def unmark(self) -> None:
        report = self.report
        await self.database.write(
            lambda tx: reports.move(
                tx, report.id, ("in_doubt",), "confirmed", doubt_since=report.doubt_since
            )
        )

    async def _place(self) -> str:
        """What GitHub calls the repository now."""
        known = await self.database.read(lambda tx: trackers.get(tx, self.report.repository))
        return known.full_name

    async def _renamed(self, to: str) -> TryAgain:
        await self.database.write(
            lambda tx: trackers.learn(tx, self.report.repository, full_name=to)
        )
        return TryAgain(f"{self.report.repository} is called {to} now", AT_ONCE)

    async def _text(self) -> str:
        report = self.report
        permalink = await self.slack.permalink(report.channel, report.ts)
        name = None
        if report.named:
            known = await self.database.read(lambda tx: members.get(tx, [report.reporter]))
            name = known[report.reporter].name if report.reporter in known else None
        return replies.body(report, permalink, name)


@dataclass(frozen=True, slots=True)
class Opening(Carrying):
    """An issue of its own."""

    name: str = "issue"

    async def do(self) -> Issue:
        report = self.report
        place, text = await self._place(), await self._text()
        try:
            return await self.github.open_issue(place, report.title, text, report.labels)
        except Renamed as moved:
            raise await self._renamed(moved.to) from moved

    async def look(self) -> Issue | None:
        report = self.report
        assert report.doubt_since is not None
        return await self.github.find_issue(
            await self._place(), replies.marker(report), report.doubt_since - LOOKED_BACK
        )

    async def record(self, made: Issue) -> None:
        report = self.report

        def unit(tx: Transaction) -> None:
            # Under the name that the settings give its repository.
            outcomes.opened(tx, report, replace(made, repository=report.repository))
            dropped = ", ".join(dropped_labels(report.labels, made)) or None
            trackers.learn(tx, report.repository, dropped=dropped)

        await self.database.write(unit)
