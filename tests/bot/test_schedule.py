"""When a digest is due: one moment a week, whatever clocks do in between."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digest.schedule import last_due, next_due, week_before
from bot.settings import WEEKDAYS, Weekday

TICK = timedelta(microseconds=1)
YEARS = range(2016, 2026)
# Odd offsets, half-hour and midnight changes of the clock, and zones that changed their rules.
ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Nuuk",
    "America/Caracas",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Amman",
    "Asia/Pyongyang",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)


@pytest.mark.parametrize("zone_name", ZONES)
@pytest.mark.parametrize(
    ("day", "at"), [("monday", time(9)), ("sunday", time(2, 30)), ("saturday", time(0))]
)
def test_there_is_exactly_one_moment_every_week(zone_name: str, day: Weekday, at: time) -> None:
    zone = ZoneInfo(zone_name)
    moment = next_due(datetime(YEARS[0], 1, 1, tzinfo=UTC), day, at, zone)
    weeks: Counter[tuple[int, int]] = Counter()
    while moment.year in YEARS:
        local = moment.astimezone(zone)
        assert WEEKDAYS[local.weekday()] == day
        weeks[local.isocalendar()[:2]] += 1
        following = next_due(moment, day, at, zone)
        assert timedelta(days=6, hours=22) < following - moment < timedelta(days=7, hours=2)
        # It is due from its moment on until the next one, and not a tick earlier.
        assert next_due(moment - TICK, day, at, zone) == moment
        assert last_due(moment, day, at, zone) == moment
        assert last_due(following - TICK, day, at, zone) == moment
        assert next_due(following - TICK, day, at, zone) == following
        moment = following
    assert set(weeks.values()) == {1}
    assert len(weeks) in (521, 522)


@pytest.mark.parametrize(
    ("zone_name", "at", "due"),
    [
        # 02:30 does not exist: read with the offset of the hour before, it is 03:30 there.
        ("Europe/Berlin", datetime(2025, 3, 30, 2, 30), datetime(2025, 3, 30, 1, 30)),
        # 02:30 comes twice: the first counts.
        ("Europe/Berlin", datetime(2025, 10, 26, 2, 30), datetime(2025, 10, 26, 0, 30)),
        ("America/Sao_Paulo", datetime(2018, 11, 4), datetime(2018, 11, 4, 3)),
        # The skipped hour ends at midnight, so that the moment lies in the day after.
        ("America/Nuuk", datetime(2024, 3, 30, 23, 30), datetime(2024, 3, 31, 1, 30)),
        # Samoa had no 30 December 2011 at all.
        ("Pacific/Apia", datetime(2011, 12, 30, 9), datetime(2011, 12, 30, 19)),
    ],
)
def test_a_skipped_or_repeated_hour_is_due_once_and_moves_no_later_week(
    zone_name: str, at: datetime, due: datetime
) -> None:
    zone = ZoneInfo(zone_name)
    day = WEEKDAYS[at.weekday()]
    found = due.replace(tzinfo=UTC)
    assert last_due(found, day, at.time(), zone) == found
    assert next_due(found - TICK, day, at.time(), zone) == found
    following = next_due(found, day, at.time(), zone).astimezone(zone)
    assert following.replace(tzinfo=None) == at + timedelta(days=7)
    assert last_due(found + timedelta(days=1), day, at.time(), zone) == found


@pytest.mark.parametrize(
    ("zone_name", "moment", "monday"),
    [
        ("UTC", "2025-06-09T09:00", "2025-06-02"),
        ("UTC", "2025-06-08T23:59", "2025-05-26"),
        ("UTC", "2025-06-11T12:00", "2025-06-02"),
        ("Asia/Kolkata", "2025-06-08T18:30", "2025-06-02"),  # Monday there already
        ("America/Los_Angeles", "2025-06-09T06:59", "2025-05-26"),  # still Sunday there
        ("UTC", "2025-01-01T09:00", "2024-12-23"),
    ],
)
def test_a_digest_speaks_of_the_last_whole_week(zone_name: str, moment: str, monday: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert week_before(at, ZoneInfo(zone_name)).isoformat() == monday
