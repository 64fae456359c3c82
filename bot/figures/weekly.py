"""One record of figures for each ISO week."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.figures.covered import Coverage
from bot.figures.members import Attendance, attendance
from bot.figures.response import LEAST_FOR_P90, WINDOWS, InTime, in_time, quantiles
from bot.figures.weeks import Calendar
from storage.counted import Asked, Posted

Responder = Literal["helper", "community", "burley"]
RESPONDERS: Sequence[Responder] = ("helper", "community", "burley")
Asker = Literal["first_question", "known"]
MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Cohort:
    """How questions of one kind, opened in one week, fared until the data end.

    `median_s` and `p90_s` are None where so many still wait that nobody can know, p90 also
    below twenty questions. Covered ones count the helpers' hours only, None without hours.
    """

    opened: int
    answered_1h: InTime
    answered_24h: InTime
    answered_7d: InTime
    unanswered: int
    median_s: float | None
    p90_s: float | None
    covered_median_s: float | None = None
    covered_p90_s: float | None = None


@dataclass(frozen=True, slots=True)
class Week:
    name: str
    monday: date
    finished: bool
    members: Attendance
    questions: Cohort
    by_responder: dict[Responder, int] = field(default_factory=dict)
    by_asker: dict[Asker, Cohort] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class People:
    """Whose answer is whose: everybody who is neither a helper nor Burley is community."""

    helpers: Set[str] = frozenset()
    burley: Set[str] = frozenset()

    def responder(self, member: str) -> Responder:
        if member in self.burley:
            return "burley"
        return "helper" if member in self.helpers else "community"


@dataclass(frozen=True)
class Facts:
    """All that the figures rest on, as of a moment (micros): nothing later counts."""

    calendar: Calendar
    as_of: int
    posted: Sequence[Posted]
    asked: Sequence[Asked]


@dataclass(slots=True)
class Waits:
    """The waits of a cohort's questions, in seconds."""

    waited: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)
    # (age, wait) of those younger than the longest window
    young: list[tuple[float, float | None]] = field(default_factory=list)

    @property
    def opened(self) -> int:
        return len(self.waited) + len(self.waiting)

    def add(self, wait: float | None, age: float) -> None:
        if wait is None:
            self.waiting.append(age)
        else:
            self.waited.append(wait)
        if age < WINDOWS[-1]:
            self.young.append((age, wait))

    def cohort(self, covered: Waits | None = None) -> Cohort:
        self.waited.sort()
        hour, day, week = (
            in_time(self.waited, len(self.waiting), self.young, window) for window in WINDOWS
        )
        median, p90 = self.quantiles()
        covered_median, covered_p90 = covered.quantiles() if covered else (None, None)
        return Cohort(
            opened=self.opened,
            answered_1h=hour,
            answered_24h=day,
            answered_7d=week,
            unanswered=len(self.waiting),
            median_s=median,
            p90_s=p90,
            covered_median_s=covered_median,
            covered_p90_s=covered_p90,
        )

    def quantiles(self) -> tuple[float | None, float | None]:
        median, p90 = quantiles(self.waited, self.waiting)
        return median, p90 if self.opened >= LEAST_FOR_P90 else None


@dataclass(slots=True)
class _Sorting:
    """One week's questions, as they are sorted into it."""

    first: Waits = field(default_factory=Waits)
    known: Waits = field(default_factory=Waits)
    covered: Waits = field(default_factory=Waits)
    responders: Counter[Responder] = field(default_factory=Counter)


def weekly(facts: Facts, people: People, coverage: Coverage | None = None) -> list[Week]:
    """Every week's figures, oldest first; weeks in which nothing happened are zeros."""
    calendar = facts.calendar
    present = attendance(facts.posted, calendar.length, calendar.finished(facts.as_of))
    asked = _sorted_into_weeks(facts, people, coverage)
    weeks = []
    for place, (members, questions) in enumerate(zip(present, asked, strict=True)):
        first = questions.first.cohort()
        known = questions.known.cohort()
        everybody = _joined((questions.first, questions.known))
        weeks.append(
            Week(
                name=calendar.names[place],
                monday=calendar.mondays[place],
                finished=calendar.starts[place + 1] <= facts.as_of,
                members=members,
                questions=everybody.cohort(questions.covered if coverage else None),
                by_responder={who: questions.responders[who] for who in RESPONDERS},
                by_asker={"first_question": first, "known": known},
            )
        )
    return weeks


@dataclass(frozen=True, slots=True)
class AllWaits:
    """The waits of all questions of some weeks, not week by week."""

    everybody: Waits
    first_question: Waits
    known: Waits
    covered: Waits


def all_waits(
    facts: Facts, people: People, coverage: Coverage | None, weeks: Iterable[Week]
) -> AllWaits:
    wanted = {week.name for week in weeks}
    sorted_into = zip(
        facts.calendar.names, _sorted_into_weeks(facts, people, coverage), strict=True
    )
    found = [week for name, week in sorted_into if name in wanted]
    return AllWaits(
        everybody=_joined(waits for week in found for waits in (week.first, week.known)),
        first_question=_joined(week.first for week in found),
        known=_joined(week.known for week in found),
        covered=_joined(week.covered for week in found),
    )


def _sorted_into_weeks(facts: Facts, people: People, coverage: Coverage | None) -> list[_Sorting]:
    weeks = [_Sorting() for _ in range(facts.calendar.length)]
    first_asked = _first_asked(facts.asked)
    as_of, starts = facts.as_of, facts.calendar.starts
    for opened, answered, asker, responder in facts.asked:
        if not starts[0] <= opened <= as_of:
            continue
        week = weeks[bisect_right(starts, opened) - 1]
        if answered is not None and answered > as_of:
            answered = None
        if answered is not None and responder is not None:
            who = people.responder(responder)
            week.responders[who] += 1
            if who == "burley":  # counted apart: it never stops the clock
                answered = None
        wait = None if answered is None else (answered - opened) / MICROS
        into = week.known if first_asked[asker] < opened else week.first
        into.add(wait, (as_of - opened) / MICROS)
        if coverage:
            if answered is None:
                week.covered.waiting.append(coverage.between(opened, as_of) / MICROS)
            else:
                week.covered.waited.append(coverage.between(opened, answered) / MICROS)
    return weeks


def between(weeks: Iterable[Week], since: date | None, until: date | None) -> list[Week]:
    """The weeks from the one that holds `since` to the one that holds `until`.

    Weeks are never cut: a share of half a week's questions compares with nothing.
    """
    return [
        week
        for week in weeks
        if (since is None or (since - week.monday).days < 7)
        and (until is None or week.monday <= until)
    ]


def _first_asked(asked: Iterable[Asked]) -> dict[str, int]:
    first: dict[str, int] = {}
    for opened, _, asker, _ in asked:
        if opened < first.get(asker, opened + 1):
            first[asker] = opened
    return first


def _joined(some: Iterable[Waits]) -> Waits:
    joined = Waits()
    for waits in some:
        joined.waited.extend(waits.waited)
        joined.waiting.extend(waits.waiting)
        joined.young.extend(waits.young)
    return joined
