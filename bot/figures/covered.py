"""The helpers' clock: time that passes only while somebody is there to answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.figures.weeks import micros, moment


@dataclass(frozen=True)
class Shift:
    """Working hours of some helpers in their own time zone, Monday being day 0.

    `holidays` are dates there without work: 2026-12-25, or 12-25 for every year.
    """

    zone: ZoneInfo
    days: frozenset[int]
    start: time
    end: time
    holidays: frozenset[str] = frozenset()

    def between(self, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """The working times (micros) of every day that touches [since, until]."""
        day = since.astimezone(self.zone).date()
        last = until.astimezone(self.zone).date()
        while day <= last:
            if self._works_on(day):
                yield self._at(day, self.start), self._at(day, self.end)
            day += timedelta(days=1)

    def _works_on(self, day: date) -> bool:
        return (
            day.weekday() in self.days
            and day.isoformat() not in self.holidays
            and f"{day:%m-%d}" not in self.holidays
        )

    def _at(self, day: date, at: time) -> int:
        return micros(datetime.combine(day, at, self.zone))


class Coverage:
    """When at least one helper works, over all shifts; two at once do not count twice."""

    def __init__(self, shifts: Iterable[Shift], since: int, until: int) -> None:
        spans = sorted(
            span for shift in shifts for span in shift.between(moment(since), moment(until))
        )
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)
        self._before = _running_total(self._starts, self._ends)

    def __bool__(self) -> bool:
        return bool(self._starts)

    def between(self, since: int, until: int) -> int:
        """How many micros of the time between two moments were covered."""
        place = bisect_right(self._starts, since) - 1
        if place >= 0 and until <= self._ends[place]:  # asked and answered in one shift
            return until - since
        return self._until(until, bisect_right(self._starts, until) - 1) - self._until(since, place)

    def _until(self, at: int, place: int) -> int:
        """Covered micros from the beginning to a moment in, or after, the span at a place."""
        if place < 0:
            return 0
        return self._before[place] + min(at, self._ends[place]) - self._starts[place]


def _running_total(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    totals, total = [], 0
    for start, end in zip(starts, ends, strict=True):
        totals.append(total)
        total += end - start
    return totals
