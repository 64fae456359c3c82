"""A week's record, put together from facts."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.figures.covered import Coverage, Shift
from bot.figures.report import as_json
from bot.figures.weekly import Facts, People, Week, between, weekly
from bot.figures.weeks import Calendar, micros
from storage.counted import Asked, Posted

MONDAY = datetime(2019, 3, 4, tzinfo=UTC)
PEOPLE = People(helpers={"HELPER"}, burley={"BURLEY"})
HOUR = timedelta(hours=1)


def asked(after: timedelta, wait: timedelta | None, asker: str = "ann", by: str = "bob") -> Asked:
    opened = micros(MONDAY + after)
    if wait is None:
        return Asked(opened, None, asker, None)
    return Asked(opened, micros(MONDAY + after + wait), asker, by)


def facts(questions: list[Asked], as_of: timedelta = timedelta(days=60)) -> Facts:
    end = MONDAY + as_of
    calendar = Calendar.spanning(MONDAY, end, ZoneInfo("UTC"))
    return Facts(calendar, micros(end), [Posted(0, "ann", 3), Posted(0, "bob", 1)], questions)


def first_week(questions: list[Asked], as_of: timedelta = timedelta(days=60)) -> Week:
    return weekly(facts(questions, as_of), PEOPLE)[0]


def test_unanswered_questions_stay_in_the_denominator() -> None:
    week = first_week(
        [
            asked(HOUR, HOUR / 2),
            asked(2 * HOUR, 5 * HOUR),
            asked(3 * HOUR, timedelta(days=3)),
            asked(4 * HOUR, None),
        ]
    )
    found = week.questions
    assert (found.opened, found.unanswered) == (4, 1)
    assert [one.answered for one in (found.answered_1h, found.answered_24h, found.answered_7d)] == [
        1, 2, 3,
    ]  # fmt: skip
    assert found.answered_24h.share == 0.5
    assert found.median_s == 5 * 3600


def test_the_slowest_tenth_is_shown_from_twenty_questions_on() -> None:
    many = [asked(HOUR, timedelta(minutes=minute)) for minute in range(1, 20)]
    assert first_week(many).questions.p90_s is None
    assert first_week([*many, asked(HOUR, HOUR)]).questions.p90_s == 18 * 60


def test_what_happens_after_the_end_of_the_data_is_not_known_yet() -> None:
    questions = [asked(HOUR, 2 * HOUR), asked(5 * HOUR, HOUR)]
    week = first_week(questions, as_of=2 * HOUR)
    assert week.questions.opened == 1
    assert week.questions.unanswered == 1
    assert not week.finished


def test_burleys_own_answer_stands_apart_and_stops_no_clock() -> None:
    week = first_week(
        [
            asked(HOUR, HOUR, by="HELPER"),
            asked(HOUR, HOUR, by="bob"),
            asked(HOUR, HOUR, by="BURLEY"),
        ]
    )
    assert week.by_responder == {"helper": 1, "community": 1, "burley": 1}
    assert week.questions.unanswered == 1
    assert week.questions.answered_24h.answered == 2


def test_first_questions_and_known_askers_apart() -> None:
    week = first_week([asked(3 * HOUR, None), asked(HOUR, HOUR), asked(HOUR, None, asker="cid")])
    assert week.by_asker["first_question"].opened == 2
    assert week.by_asker["known"].opened == 1
    assert week.by_asker["known"].unanswered == 1


def test_the_helpers_clock_stands_beside_the_wall_clock() -> None:
    office = Shift(ZoneInfo("UTC"), frozenset({0, 1}), time(9), time(17))
    known = facts([asked(16 * HOUR, 18 * HOUR)])  # Monday 16:00 to Tuesday 10:00
    coverage = Coverage([office], known.calendar.starts[0], known.as_of)
    found = weekly(known, PEOPLE, coverage)[0].questions
    assert found.median_s == 18 * 3600
    assert found.covered_median_s == 2 * 3600
    assert weekly(known, PEOPLE)[0].questions.covered_median_s is None


def test_weeks_without_anything_are_zeros() -> None:
    weeks = weekly(facts([]), PEOPLE)
    assert [week.name for week in weeks[:2]] == ["2019-W10", "2019-W11"]
    assert weeks[1].members.posting == 0
    assert weeks[1].questions.opened == 0
    assert weeks[1].questions.median_s is None


def test_weeks_are_never_cut_by_the_days_asked_for() -> None:
    weeks = weekly(facts([]), PEOPLE)
    names = [one.name for one in between(weeks, date(2019, 3, 13), date(2019, 3, 18))]
    assert names == ["2019-W11", "2019-W12"]
    assert between(weeks, None, None) == weeks
    assert [one.name for one in between(weeks, None, date(2019, 3, 10))] == ["2019-W10"]
    assert between(weeks, date(2030, 1, 1), None) == []


def test_json_has_the_promised_keys() -> None:
    [week, *_] = as_json(weekly(facts([asked(HOUR, HOUR / 2), asked(HOUR, None)]), PEOPLE))
    assert week["week"] == "2019-W10"
    assert (week["posting_members"], week["new_members"], week["messages"]) == (2, 2, 4)
    questions = week["questions"]
    assert isinstance(questions, dict)
    promised = (
        "opened", "answered_1h", "answered_24h", "answered_7d", "unanswered", "median_s", "p90_s",
    )  # fmt: skip
    assert [questions[key] for key in promised] == [2, 1, 1, 1, 1, 1800, None]
    assert questions["shares"]["1h"] == {"share": 0.5, "n": 2}


questions_at = st.builds(
    lambda after, wait, asker, by: asked(
        timedelta(minutes=after), None if wait is None else timedelta(minutes=wait), asker, by
    ),
    st.integers(0, 50 * 24 * 60),
    st.none() | st.integers(0, 20 * 24 * 60),
    st.sampled_from(["ann", "cid"]),
    st.sampled_from(["HELPER", "bob", "BURLEY"]),
)


@given(st.lists(questions_at, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(
    questions: list[Asked], shuffling: random.Random
) -> None:
    shuffled = list(questions)
    shuffling.shuffle(shuffled)
    assert weekly(facts(questions), PEOPLE) == weekly(facts(shuffled), PEOPLE)


@given(st.lists(questions_at, max_size=40))
def test_every_question_is_counted_in_one_way(questions: list[Asked]) -> None:
    weeks = weekly(facts(questions), PEOPLE)
    assert sum(week.questions.opened for week in weeks) == len(questions)
    for week in weeks:
        found = week.questions
        assert found.opened == sum(one.opened for one in week.by_asker.values())
        people = week.by_responder["helper"] + week.by_responder["community"]
        assert found.opened == people + found.unanswered
        counts = [found.answered_1h, found.answered_24h, found.answered_7d]
        assert counts == sorted(counts, key=lambda one: one.answered)
        for one in counts:
            assert one.answered_of_old_enough <= one.answered <= found.opened
            assert one.old_enough <= found.opened
