"""How the community's reports stand: one's own, those that wait, and what is wanted most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from storage import reports, trackers
from storage.database import Database, Transaction
from storage.records import Issue, Report, Tracker

SHOWN = 10
MOST_WANTED = 5
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An open issue, how many members want it solved, and how many of them said so this week."""

    issue: Issue
    members: int
    lately: int


@dataclass(frozen=True, slots=True)
class Counts:
    open: int = 0
    closed: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    mine: tuple[tuple[Report, Issue | None], ...] = ()
    waiting: tuple[Report, ...] = ()  # confirmed and not filed yet, or refused
    more: int = 0  # that wait, and are not shown
    repositories: Mapping[str, Counts] = field(default_factory=dict)
    wanted: tuple[Wanted, ...] = ()
    learned: int = 0  # corrections of the week: kinds, and repositories
    total: int = 0


class StandingOf:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def look(self, user: str) -> Standing:
        now = self._clock.now()
        return await self._database.read(lambda tx: _standing(tx, user, now))

    async def troubled(self) -> list[Tracker]:
        """The repositories that do not get issues as they should."""
        return await self._database.read(trackers.troubled)


def _standing(tx: Transaction, user: str, now: datetime) -> Standing:
    filed = reports.in_state(tx, ("filed",))
    known = {(one.repository, one.number): one for one in reports.linked_issues(tx)}
    counts: dict[str, list[Issue | None]] = {}
    for place in {(one.repository, one.issue_number or 0) for one in filed}:
        counts.setdefault(place[0], []).append(known.get(place))
    waiting = reports.in_state(tx, ("confirmed", "in_doubt", "failed"))
    waiting.sort(key=lambda one: one.reporter != user)  # one's own first, else as they are
    mine = [one for one in filed if one.reporter == user][-SHOWN:]
    return Standing(
        mine=tuple(
            (one, known.get((one.repository, one.issue_number or 0))) for one in reversed(mine)
        ),
        waiting=tuple(waiting[:SHOWN]),
        more=max(0, len(waiting) - SHOWN),
        repositories={name: _counts(found) for name, found in sorted(counts.items())},
        wanted=_wanted(tx, known, now),
        learned=reports.corrections_since(tx, now - LATELY),
        total=len(filed),
    )


def _counts(found: list[Issue | None]) -> Counts:
    closed = sum(one is not None and one.state == "closed" for one in found)
    released = sum(one is not None and one.released is not None for one in found)
    return Counts(len(found) - closed, closed, released)


def _wanted(
    tx: Transaction, known: Mapping[tuple[str, int], Issue], now: datetime
) -> tuple[Wanted, ...]:
    ever, lately = trackers.wanted(tx), trackers.wanted(tx, now - LATELY)
    found = [
        Wanted(issue, members, lately.get(place, 0))
        for place, members in ever.items()
        if members > 1 and (issue := known.get(place)) is not None and issue.state == "open"
    ]
    found.sort(key=lambda one: (-one.members, -one.lately, one.issue.name))
    return tuple(found[:MOST_WANTED])
