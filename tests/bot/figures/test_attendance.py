"""Who posts: new, returning, gone quiet, staying."""

from __future__ import annotations

import pytest

from bot.figures.members import Attendance, attendance
from storage.counted import Posted


def weeks_of(finished: int | None = None, **present: str) -> list[Attendance]:
    """Attendance of members given as a string of weeks: x for posting, anything else for not."""
    length = max(map(len, present.values()))
    posted = [
        Posted(week, member, 2)
        for member, weeks in present.items()
        for week, mark in enumerate(weeks)
        if mark == "x"
    ]
    return attendance(posted, length, length if finished is None else finished)


def test_the_first_post_ever_is_new_and_nothing_else() -> None:
    found = weeks_of(ann="x..x", bob=".x.x")
    assert [week.posting for week in found] == [1, 1, 0, 2]
    assert [week.new for week in found] == [1, 1, 0, 0]
    assert [week.messages for week in found] == [2, 2, 0, 4]


@pytest.mark.parametrize(
    ("present", "returning"),
    [("x...x", []), ("x....x", [5]), ("xx....x....x", [6, 11])],
)
def test_returning_means_silent_for_four_whole_weeks(present: str, returning: list[int]) -> None:
    found = weeks_of(ann=present)
    assert [week for week, one in enumerate(found) if one.returning] == returning


@pytest.mark.parametrize(
    ("present", "quiet"),
    [
        ("xx....", [5]),  # the fourth silent week
        ("xx...", []),
        ("xx...x", []),
        ("x.....", []),  # posted in one week only: nobody to miss
        ("x...........x....", []),  # the week before lies twelve back
        ("x..........x....", [15]),
        ("xx.......xx....", [5, 14]),
    ],
)
def test_gone_quiet_is_a_regulars_fourth_silent_week(present: str, quiet: list[int]) -> None:
    found = weeks_of(ann=present)
    assert [week for week, one in enumerate(found) if one.gone_quiet] == quiet


def test_a_week_that_is_not_over_does_not_tell_who_is_silent() -> None:
    found = weeks_of(ann="xx....", bob=".....x", finished=5)
    assert [week.gone_quiet for week in found] == [0, 0, 0, 0, 0, None]


def test_retention_is_of_the_members_new_in_a_week() -> None:
    #                        0123456789012
    found = weeks_of(
        ann="xx..x.......x",
        bob="x...x........",
        cid=".x...........",
    )
    assert found[0].retention == {1: 0.5, 4: 1.0, 12: 0.5}
    assert found[1].retention == {1: 0.0, 4: 0.0, 12: None}
    assert found[2].retention == {1: None, 4: None, 12: None}


def test_retention_waits_for_the_week_to_end() -> None:
    assert weeks_of(ann="xx", finished=1)[0].retention[1] is None
    assert weeks_of(ann="xx", finished=2)[0].retention[1] == 1.0
