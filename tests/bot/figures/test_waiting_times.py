"""How long people wait: against worked examples, and against the definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures.response import HOUR, InTime, in_time, quantiles, survival

# Remission of leukaemia in weeks, the 6-MP arm (Freireich et al. 1963), the textbooks' example
# (Kalbfleisch & Prentice; Kleinbaum & Klein, chapter 2): relapses, and ends of observation.
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
# Time, survival, at risk, as printed there; the log-log band as R's survfit prints it.
PRINTED = [
    (6, 0.857, 21),
    (7, 0.807, 17),
    (10, 0.753, 15),
    (13, 0.690, 12),
    (16, 0.627, 11),
    (22, 0.538, 7),
    (23, 0.448, 6),
]

waits = st.lists(st.integers(1, 40).map(float), max_size=30)


def test_kaplan_meier_is_the_textbooks() -> None:
    steps = list(survival(RELAPSED, STILL_WELL))
    assert [(step.seconds, round(step.waiting, 3), step.at_risk) for step in steps] == PRINTED
    assert (round(steps[0].low, 3), round(steps[0].high, 3)) == (0.620, 0.952)
    assert (round(steps[-1].low, 3), round(steps[-1].high, 3)) == (0.188, 0.680)
    assert quantiles(RELAPSED, STILL_WELL) == [23, None]


def test_without_unanswered_questions_quantiles_are_ranks() -> None:
    assert quantiles([5, 1, 4, 2, 3], []) == [3, 5]
    assert quantiles([1, 2, 3, 4], []) == [2, 4]


def test_unanswered_questions_make_the_median_later_or_unknown() -> None:
    assert quantiles([1, 2, 3], [100, 100]) == [3, None]
    assert quantiles([1, 2], [100, 100, 100]) == [None, None]
    # Those two were seen for a moment only, and say next to nothing.
    assert quantiles([1, 2, 3], [0.1, 0.1]) == [2, 3]
    assert quantiles([], []) == [None, None]
    assert quantiles([], [5]) == [None, None]


@given(waits, waits, st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_a_quantile_is_where_the_curve_crosses_it(
    waited: list[float], waiting: list[float], share: float
) -> None:
    steps = survival(waited, waiting)
    crossed = next((one.seconds for one in steps if one.waiting <= 1 - share + 1e-9), None)
    assert quantiles(waited, waiting, [share]) == [crossed]


@given(waits, waits)
def test_the_curve_falls_within_its_band(waited: list[float], waiting: list[float]) -> None:
    before = 1.0
    for step in survival(waited, waiting):
        assert 0 <= step.waiting < before + 1e-12
        assert step.low <= step.waiting + 1e-9
        assert step.waiting <= step.high + 1e-9
        assert math.isfinite(step.low)
        assert math.isfinite(step.high)
        before = step.waiting


@given(waits, st.lists(st.integers(50, 60).map(float), max_size=10))
def test_the_curve_is_the_share_still_open_when_nobody_leaves_early(
    waited: list[float], waiting: list[float]
) -> None:
    total = len(waited) + len(waiting)
    for step in survival(waited, waiting):
        open_then = sum(1 for wait in waited if wait > step.seconds) + len(waiting)
        assert step.waiting == pytest.approx(open_then / total)


def test_a_question_too_young_for_a_window_is_in_no_share_of_it() -> None:
    # Answered after 30 min and 3 h, both long ago; open for two days; asked 3 h ago and open;
    # asked 3 h ago and answered after a minute.
    waited = [60.0, HOUR / 2, 3 * HOUR]
    young = [(3 * HOUR, None), (3 * HOUR, 60.0)]
    assert in_time(waited, 2, young, HOUR) == InTime(2, 5, 2)
    assert in_time(waited, 2, young, 24 * HOUR) == InTime(3, 3, 2)
    assert in_time(waited, 2, young, 24 * HOUR).share == pytest.approx(2 / 3)


def test_no_share_before_any_question_is_old_enough() -> None:
    assert in_time([60.0], 0, [(HOUR / 2, 60.0)], HOUR).share is None
    assert in_time([], 0, [], HOUR).share is None
