"""When a digest is due, and which week it speaks of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.settings import WEEKDAYS, Weekday

# A digest that is later than this says nothing that anybody still needs.
LATEST = timedelta(hours=48)


def last_due(now: datetime, day: Weekday, at: time, zone: ZoneInfo) -> datetime:
    """The latest scheduled moment that is not after now, in UTC.

    An hour that daylight saving skips or repeats is read with the offset before the
    change (fold=0), so there is exactly one moment every week.
    """
    return _moment(_last_day(now, day, at, zone), at, zone)


def next_due(now: datetime, day: Weekday, at: time, zone: ZoneInfo) -> datetime:
    """The first scheduled moment after now, in UTC."""
    return _moment(_last_day(now, day, at, zone) + timedelta(days=7), at, zone)


def week_before(moment: datetime, zone: ZoneInfo) -> date:
    """The Monday of the last whole ISO week before this moment."""
    local = moment.astimezone(zone).date()
    return local - timedelta(days=local.weekday() + 7)


def _last_day(now: datetime, day: Weekday, at: time, zone: ZoneInfo) -> date:
    """The scheduled day of the latest moment; a skipped hour may lie past its midnight."""
    local = now.astimezone(zone)
    last = local.date() - timedelta(days=(local.weekday() - WEEKDAYS.index(day)) % 7)
    return last if _moment(last, at, zone) <= now else last - timedelta(days=7)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
