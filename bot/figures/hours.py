"""When people ask, against when helpers are there: hours of the week in one time zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.figures.covered import Coverage
from bot.figures.weeks import micros, moment, starts_at

Hours = list[list[float]]  # [weekday from Monday][hour of the day]
HOUR_MICROS = 3_600_000_000


def asked_by_hour(opened: Iterable[int], zone: ZoneInfo) -> Hours:
    """How many questions were opened (micros) in each hour of the week."""
    hours: Hours = [[0.0] * 24 for _ in range(7)]
    for at in opened:
        local = datetime.fromtimestamp(at // 1_000_000, zone)
        hours[local.weekday()][local.hour] += 1
    return hours


def helpers_by_hour(coverage: Coverage, since: int, until: int, zone: ZoneInfo) -> Hours:
    """The share of each hour of the week in which helpers worked, over [since, until) (micros).

    An average over the days there were, so that holidays and a change of the clocks show.
    """
    covered: Hours = [[0.0] * 24 for _ in range(7)]
    seen = [0] * 7
    day, last = (moment(at).astimezone(zone).date() for at in (since, until))
    while day <= last:
        seen[day.weekday()] += 1
        midnight = micros(starts_at(day, zone))
        tomorrow = micros(starts_at(day + timedelta(days=1), zone))
        for start in range(midnight, tomorrow, HOUR_MICROS):
            hour = datetime.fromtimestamp(start // 1_000_000, zone).hour
            passed = coverage.between(start, min(start + HOUR_MICROS, tomorrow))
            covered[day.weekday()][hour] += passed / HOUR_MICROS
        day += timedelta(days=1)
    return [
        [min(1.0, hour / days) if days else 0.0 for hour in hours]
        for hours, days in zip(covered, seen, strict=True)
    ]
