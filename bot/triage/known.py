"""Is it known already? The likely issues for a report, and the same report told elsewhere."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot import logs
from bot.clock import Clock
from bot.triage.similar import LIKELY, Index, same_report
from storage import reports
from storage.database import Database, Transaction
from storage.records import Issue, Report

# A reader takes in three at a glance; what was closed long ago is another story.
SHOWN = 3
LISTED = 10
RECENTLY_CLOSED = timedelta(days=180)
# As long as the same fault is talked about in several channels.
TOLD_LATELY = timedelta(days=14)
MOST_COMPARED = 50

log = logs.get("known")


@dataclass(frozen=True, slots=True)
class Likely:
    """An issue that may be the same, how sure (0 to 1), and why in words."""

    issue: Issue
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a report is known already: issues, and open reports of the same."""

    issues: tuple[Likely, ...] = ()
    elsewhere: tuple[Report, ...] = ()


class Known:
    """The index is in memory, made of the issues at hand at the start and then kept fresh."""

    def __init__(
        self, database: Database, clock: Clock, words_of: Callable[[Transaction, Report], str]
    ) -> None:
        """`words_of` tells what a reporter said, without the form that a draft puts it in."""
        self._database = database
        self._words_of = words_of
        self._clock = clock
        self._index = Index()
        self._lock = threading.Lock()

    async def load(self) -> None:
        """Index every issue at hand; searches before the end find what is in it by then."""

        def read(tx: Transaction) -> int:
            count = 0
            for issue in reports.all_issues(tx):
                self._put([issue])
                count += 1
            return count

        count = await self._database.read(read)
        log.info("issues indexed", count=count)

    async def keep(self, issue: Issue) -> None:
        """An issue is new, has changed, or has gone."""
        await asyncio.to_thread(self._put, [issue])

    async def likely(self, report: Report) -> Seen:
        """What may be the same as this report, best first."""
        words = await self._database.read(lambda tx: self._words_of(tx, report))
        found = await self.search(words, report.title)
        sure = [one for one in found if one.score >= LIKELY]
        elsewhere = await self._database.read(lambda tx: self._told_elsewhere(tx, report, words))
        return Seen(tuple(sure[:SHOWN]), elsewhere)

    async def search(self, text: str, title: str = "") -> list[Likely]:
        """Issues like this text, best first, at most ten: open, or closed lately."""
        found = await asyncio.to_thread(self._search, text, title)

        def read(tx: Transaction) -> list[Likely]:
            known = []
            for one in found:
                repository, _, number = one.id.rpartition("#")
                issue = reports.issue(tx, repository, int(number))
                if issue is not None and self._is_of_interest(issue):
                    known.append(Likely(issue, one.score, one.why))
            return known

        return (await self._database.read(read))[:LISTED]

    def _is_of_interest(self, issue: Issue) -> bool:
        if issue.moved is not None:
            return False
        if issue.state == "open":
            return True
        closed = issue.closed_at or issue.updated_at
        return self._clock.now() - closed <= RECENTLY_CLOSED

    def _told_elsewhere(self, tx: Transaction, report: Report, words: str) -> tuple[Report, ...]:
        since = self._clock.now() - TOLD_LATELY
        found: list[Report] = []
        for one in reports.undecided(tx, since, MOST_COMPARED):
            if one.reporter == report.reporter or one.kind != report.kind or len(found) == SHOWN:
                continue
            if same_report(words, self._words_of(tx, one)) >= LIKELY:
                found.append(one)
        return tuple(found)

    def _search(self, text: str, title: str) -> list:  # type: ignore[type-arg]
        with self._lock:
            return self._index.search(text, most=2 * LISTED, title=title)

    def _put(self, issues: Iterable[Issue]) -> None:
        with self._lock:
            for issue in issues:
                if issue.moved is not None:
                    self._index.remove(issue.name)
                else:
                    self._index.put(issue.name, issue.title, issue.body)
