"""How long something took, as people say it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.durations import spoken

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=-5), "0 s"),  # two clocks may differ a little
        (timedelta(microseconds=999_999), "0 s"),
        (timedelta(seconds=45.9), "45 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=3, minutes=20, seconds=59), "3 h 20 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (DAY, "1 day"),
        (DAY + timedelta(minutes=59), "1 day"),
        (DAY + timedelta(hours=1), "1 day 1 h"),
        (2 * DAY + timedelta(hours=4, minutes=30), "2 days 4 h"),
        (7 * DAY - timedelta(seconds=1), "6 days 23 h"),
        (7 * DAY + timedelta(hours=23), "7 days"),
        (2_000 * DAY, "2000 days"),
    ],
)
def test_a_wait_is_said_in_its_two_largest_units(wait: timedelta, said: str) -> None:
    assert spoken(wait) == said
