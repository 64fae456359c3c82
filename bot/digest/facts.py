"""What a week's digest rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.figures.response import InTime
from bot.figures.weekly import Waits
from bot.figures.weeks import micros, starts_at
from bot.settings import Settings
from storage import figures, questions, reports
from storage.database import Transaction
from storage.records import Question, Report

# As many as anybody reads; the rest is in App Home.
MOST_WAITING = 3


@dataclass(frozen=True, slots=True)
class WeekFacts:
    community: str
    number: int  # the ISO week's
    now: datetime
    so_far: bool
    posting: int
    posting_before: int | None  # None when Burley did not listen yet
    new: int
    opened: int
    answered_day: InTime
    unanswered: int
    median: timedelta | None
    waiting: list[Question]
    filed: list[Report]


def facts_of(tx: Transaction, monday: date, settings: Settings, now: datetime) -> WeekFacts:
    """The facts of the week that begins on `monday` in the community's zone, as of `now`."""
    before, starts, ends = (
        starts_at(monday + timedelta(weeks=place), settings.zone) for place in (-1, 0, 1)
    )
    people: list[set[str]] = [set(), set()]
    for posted in figures.posted(tx, [micros(before), micros(starts), micros(ends)]):
        people[posted.week].add(posted.member)
    first = figures.first_post(tx)
    opened = questions.opened(tx, starts, ends)
    waits = Waits()
    for one in opened:
        waited = None if one.waited is None else one.waited.total_seconds()
        waits.add(waited, (now - one.opened_at).total_seconds())
    cohort = waits.cohort()
    open_now = [one for one in questions.waiting(tx) if one.opened_at < ends]
    return WeekFacts(
        community=settings.community,
        number=monday.isocalendar().week,
        now=now.astimezone(UTC),
        so_far=now < ends,
        posting=len(people[1]),
        posting_before=None if first is None or first >= micros(starts) else len(people[0]),
        new=len(people[1] - figures.posted_before(tx, people[1], micros(starts))),
        opened=cohort.opened,
        answered_day=cohort.answered_24h,
        unanswered=cohort.unanswered,
        median=None if cohort.median_s is None else timedelta(seconds=cohort.median_s),
        waiting=open_now[:MOST_WAITING],
        filed=reports.filed_between(tx, starts, ends),
    )
