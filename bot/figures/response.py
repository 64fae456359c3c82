"""How long people wait for a human: shares answered in time, Kaplan-Meier quantiles.

Waits are seconds. `waited` are the waits of answered questions, `waiting` the ages of those
still open when the data end: each says "at least this long" (right-censored).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

HOUR = 3_600.0
WINDOWS = (HOUR, 24 * HOUR, 7 * 24 * HOUR)
# Below this many questions the slowest tenth is one or two of them: a story, not a figure.
LEAST_FOR_P90 = 20
EPSILON = 1e-9


class Step(NamedTuple):
    """A step of the survival curve: the share still waiting from `seconds` on."""

    seconds: float
    waiting: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True)
class InTime:
    """How many of the questions opened were answered within a window.

    A question younger than the window, answered or not, has had no fair chance to show how
    it ends: counting it as unanswered is too harsh, counting it only once it is answered too
    kind. So shares are of those `old_enough`; `answered` alone counts all.
    """

    answered: int
    old_enough: int
    answered_of_old_enough: int

    @property
    def share(self) -> float | None:
        """None while no question is as old as the window."""
        if not self.old_enough:
            return None
        return self.answered_of_old_enough / self.old_enough


def survival(waited: Sequence[float], waiting: Sequence[float]) -> Iterator[Step]:
    """The Kaplan-Meier curve: at each wait that occurs, the share not answered by then.

    S(t) = Π (1 − dᵢ/nᵢ) over the waits up to t, dᵢ answered after exactly that wait of the nᵢ
    that had waited so long (Kaplan & Meier 1958); who is answered and who leaves view at the
    same moment count in that order. The 95 % band is the log-log one on Greenwood's variance,
    which stays within 0 and 1 (Kalbfleisch & Prentice 1980).
    """
    events, open_ = sorted(waited), sorted(waiting)
    place, left = 0, 0
    share, variance = 1.0, 0.0
    while place < len(events):
        seconds = events[place]
        while left < len(open_) and open_[left] < seconds:
            left += 1
        same = place
        while same < len(events) and events[same] == seconds:
            same += 1
        at_risk = len(events) - place + len(open_) - left
        answered = same - place
        share *= 1 - answered / at_risk
        if at_risk > answered:
            variance += answered / (at_risk * (at_risk - answered))
        yield Step(seconds, share, *_band(share, variance), at_risk)
        place = same


def quantiles(
    waited: Sequence[float], waiting: Sequence[float], shares: Sequence[float] = (0.5, 0.9)
) -> list[float | None]:
    """After how many seconds each share was answered: the first t with S(t) ≤ 1 − share.

    None where so many still wait that the data do not tell.
    """
    events, open_ = sorted(waited), sorted(waiting)
    return [_quantile(events, open_, share) for share in shares]


def _quantile(events: Sequence[float], open_: Sequence[float], share: float) -> float | None:
    total = len(events) + len(open_)
    rank = math.ceil(share * total - EPSILON)
    # As long as nobody has left view, S(t) is simply the share not answered by t. That holds
    # for all but the latest weeks, and spares walking through every wait of every year.
    last = events[min(rank, len(events)) - 1] if events else 0.0
    if not open_ or open_[0] >= last:
        return last if 0 < rank <= len(events) else None
    left, waiting = 0, 1.0
    for place, seconds in enumerate(events):
        while left < len(open_) and open_[left] < seconds:
            left += 1
        waiting *= 1 - 1 / (total - place - left)
        if waiting <= 1 - share + EPSILON:
            return seconds
    return None


def in_time(
    waited: Sequence[float],
    waiting: int,
    young: Iterable[tuple[float, float | None]],
    window: float,
) -> InTime:
    """Of the questions opened, those answered within `window` seconds.

    `waited` is in rising order; `waiting` of them are open; `young` are (age, wait) of those
    that may be younger than the window.
    """
    answered = bisect_right(waited, window)
    too_young = [wait for age, wait in young if age < window]
    of_those = sum(1 for wait in too_young if wait is not None and wait <= window)
    return InTime(
        answered=answered,
        old_enough=len(waited) + waiting - len(too_young),
        answered_of_old_enough=answered - of_those,
    )


def _band(share: float, variance: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return share, share
    spread = 1.959964 * math.sqrt(variance) / abs(math.log(share))
    return share ** math.exp(spread), share ** math.exp(-spread)
