"""ISO weeks in a community's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures.weeks import Calendar, micros, moment, monday_of, starts_at, week_name

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2018-12-31", "2019-W01"),  # a Monday of the old year
        ("2021-01-03", "2020-W53"),  # a Sunday of the new one
        ("2020-12-28", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("2019-03-04", "2019-W10"),
    ],
)
def test_a_week_is_named_by_its_iso_year(day: str, name: str) -> None:
    assert week_name(date.fromisoformat(day)) == name


def test_a_week_begins_on_its_monday() -> None:
    assert monday_of("2020-W53") == date(2020, 12, 28)
    assert monday_of("2019-W01") == date(2018, 12, 31)


@pytest.mark.parametrize("name", ["2019-W54", "2019-10", "W10", "2019-W1", "2019-W00", ""])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"week|Week"):
        monday_of(name)


@pytest.mark.parametrize(
    ("zone", "monday", "hours"),
    [
        ("Europe/Berlin", date(2019, 3, 25), 167),  # the clocks go forward on its Sunday
        ("Europe/Berlin", date(2019, 10, 21), 169),
        ("America/Los_Angeles", date(2019, 3, 4), 167),
        ("UTC", date(2019, 3, 25), 168),
        ("Pacific/Apia", date(2011, 12, 26), 144),  # the 30th of December did not happen
    ],
)
def test_a_week_is_as_long_as_its_clocks_say(zone: str, monday: date, hours: int) -> None:
    calendar = Calendar(ZoneInfo(zone), monday, 1)
    begin, end = calendar.starts
    assert moment(end) - moment(begin) == timedelta(hours=hours)


def test_a_day_without_midnight_begins_when_the_clock_jumps() -> None:
    # In 2018 the clocks of São Paulo went from 00:00 to 01:00 on the 4th of November.
    begins = starts_at(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))
    assert begins == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_the_last_moment_of_a_week_is_in_it_and_the_next_is_not() -> None:
    zone = ZoneInfo("Europe/Berlin")
    calendar = Calendar(zone, date(2019, 3, 25), 2)
    midnight = micros(datetime(2019, 4, 1, tzinfo=zone))
    assert calendar.place(midnight - 1) == 0
    assert calendar.place(midnight) == 1
    assert calendar.finished(midnight - 1) == 0
    assert calendar.finished(midnight) == 1


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)),
    st.sampled_from(ZONES),
    st.integers(0, 200),
)
def test_every_moment_lies_in_the_week_of_its_local_day(
    when: datetime, zone_name: str, before: int
) -> None:
    zone = ZoneInfo(zone_name)
    at = when.replace(tzinfo=UTC)
    calendar = Calendar.spanning(at - timedelta(days=before), at, zone)
    place = calendar.place(micros(at))
    assert place == calendar.length - 1
    assert calendar.names[place] == week_name(at.astimezone(zone).date())
    assert moment(micros(at)) == at
