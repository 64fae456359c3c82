"""The helpers' clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures.covered import Coverage, Shift
from bot.figures.hours import asked_by_hour, helpers_by_hour
from bot.figures.weeks import micros

WORKDAYS = frozenset(range(5))
LONDON = Shift(ZoneInfo("Europe/London"), WORKDAYS, time(9), time(17), frozenset({"12-25"}))
BENGALURU = Shift(ZoneInfo("Asia/Kolkata"), WORKDAYS, time(10), time(18))


def at(text: str) -> int:
    return micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


def hours(shifts: list[Shift], since: str, until: str) -> float:
    coverage = Coverage(shifts, at("2019-01-01T00:00"), at("2020-01-01T00:00"))
    return coverage.between(at(since), at(until)) / timedelta(hours=1).total_seconds() / 1e6


@pytest.mark.parametrize(
    ("since", "until", "covered"),
    [
        ("2019-01-08T10:00", "2019-01-08T11:30", 1.5),  # within one day's hours
        ("2019-01-08T16:00", "2019-01-09T10:00", 2),  # overnight
        ("2019-01-11T16:00", "2019-01-14T09:30", 1.5),  # over a weekend
        ("2019-01-12T10:00", "2019-01-13T10:00", 0),  # asked and answered at the weekend
        ("2019-01-08T05:00", "2019-01-08T23:00", 8),
        ("2019-12-24T16:00", "2019-12-26T10:00", 2),  # over a holiday
        ("2019-03-29T16:00", "2019-04-01T09:00", 2),  # the clocks went forward: 09:00 is 08:00 UTC
    ],
)
def test_only_working_hours_pass(since: str, until: str, covered: float) -> None:
    assert hours([LONDON], since, until) == covered


def test_two_helpers_at_once_do_not_count_twice() -> None:
    # 04:30 to 12:30 and 09:00 to 17:00, in UTC.
    assert hours([LONDON, BENGALURU], "2019-01-08T00:00", "2019-01-09T00:00") == 12.5


def test_a_holiday_can_be_of_one_year() -> None:
    once = Shift(ZoneInfo("UTC"), WORKDAYS, time(9), time(17), frozenset({"2019-01-08"}))
    assert hours([once], "2019-01-08T00:00", "2019-01-10T00:00") == 8


@given(st.lists(st.integers(0, 364 * 24 * 60), min_size=3, max_size=3))
def test_covered_time_adds_up_and_never_exceeds_the_wall_clock(minutes: list[int]) -> None:
    coverage = Coverage([LONDON, BENGALURU], at("2019-01-01T00:00"), at("2020-01-01T00:00"))
    start = at("2019-01-01T00:00")
    first, middle, last = (start + minute * 60_000_000 for minute in sorted(minutes))
    parts = coverage.between(first, middle) + coverage.between(middle, last)
    assert coverage.between(first, last) == parts
    assert 0 <= parts <= last - first


def test_hours_of_the_week_follow_the_communitys_clock() -> None:
    zone = ZoneInfo("Europe/Berlin")
    asked = asked_by_hour([at("2019-01-06T23:30"), at("2019-07-01T10:00")], zone)
    assert asked[0][0] == 1  # Monday 00:30 in winter
    assert asked[0][12] == 1  # Monday 12:00 in summer


def test_the_share_of_an_hour_in_which_helpers_work() -> None:
    coverage = Coverage([BENGALURU], at("2019-01-07T00:00"), at("2019-01-21T00:00"))
    there = helpers_by_hour(
        coverage, at("2019-01-07T00:00"), at("2019-01-20T23:00"), ZoneInfo("UTC")
    )
    assert there[0][3:6] == [0, 0.5, 1]  # from 10:00, which is 04:30
    assert there[6] == [0] * 24
