"""ISO weeks in a community's time zone: from Monday 00:00 there to the next, whatever DST does."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

WEEK = timedelta(weeks=1)


def micros(at: datetime) -> int:
    """Microseconds since 1970, exact."""
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(micros: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def week_name(day: date) -> str:
    """2019-W10. The year is the ISO year: 2018-12-31 lies in 2019-W01."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(name: str) -> date:
    """The first day of a week given as 2019-W10; ValueError for anything else."""
    year, sign, week = name.partition("-W")
    if not (sign and len(year) == 4 and len(week) == 2 and (year + week).isdecimal()):
        raise ValueError(f"{name!r} is no week; write one as 2019-W10")
    return date.fromisocalendar(int(year), int(week), 1)


def starts_at(day: date, zone: ZoneInfo) -> datetime:
    """The moment a day begins in a zone.

    Where the clock jumps over midnight, that is the moment of the jump (PEP 495: a time
    in a gap is read with the offset before it).
    """
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Calendar:
    """Weeks in a row, from the Monday `first` on; messages find their week by its place."""

    zone: ZoneInfo
    first: date
    length: int

    @classmethod
    def spanning(cls, since: datetime, until: datetime, zone: ZoneInfo) -> Calendar:
        """The weeks from the one `since` lies in to the one `until` lies in."""
        first, last = (_monday(at.astimezone(zone).date()) for at in (since, until))
        return cls(zone, first, (last - first) // WEEK + 1)

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        return tuple(self.first + WEEK * place for place in range(self.length))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(week_name(monday) for monday in self.mondays)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """When each week begins (micros), and when the last one ends."""
        after = self.first + WEEK * self.length
        return tuple(micros(starts_at(day, self.zone)) for day in (*self.mondays, after))

    def place(self, at: int) -> int:
        """Which week a moment (micros) lies in."""
        return bisect_right(self.starts, at) - 1

    def finished(self, at: int) -> int:
        """How many weeks, from the first on, are over by a moment (micros)."""
        return max(0, bisect_right(self.starts, at) - 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
