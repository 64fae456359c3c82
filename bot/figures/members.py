"""Who posts: new, returning, gone quiet, and who stays.

Weeks are places in a calendar; only those that are over tell that somebody was silent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from storage.counted import Posted

SILENT_WEEKS = 4
RETENTION_WEEKS = (1, 4, 12)
# Who asks once and has the answer has not "gone quiet": only people who posted in this many
# of the twelve weeks up to their last one are missed.
REGULAR_WEEKS = 2
REGULAR_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who posted in one week."""

    messages: int = 0
    posting: int = 0
    new: int = 0
    returning: int = 0
    gone_quiet: int | None = None
    # Share of the new members who post again after so many weeks; None where it is not yet
    # known, or nobody was new.
    retention: dict[int, float | None] = field(default_factory=dict)


def attendance(posted: Iterable[Posted], weeks: int, finished: int) -> list[Attendance]:
    """Every week's attendance; the first `finished` of the `weeks` are over.

    - *new*: the first post ever. Of a history that starts half-way everybody is new at first.
    - *returning*: posted before, then silent for at least four whole weeks.
    - *gone quiet*: a regular's fourth silent week in a row.
    - *retention*: of the members new in a week, the share who post in the first, fourth and
      twelfth week after it.
    """
    messages: Counter[int] = Counter()
    posted_in: defaultdict[str, set[int]] = defaultdict(set)
    for week, member, number in posted:
        messages[week] += number
        posted_in[member].add(week)
    posting, new, returning, quiet = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    stayed: Counter[tuple[int, int]] = Counter()
    for present in posted_in.values():
        first, *_ = in_order = sorted(present)
        posting.update(in_order)
        new[first] += 1
        stayed.update((first, after) for after in RETENTION_WEEKS if first + after in present)
        for last, back in zip(in_order, (*in_order[1:], None), strict=True):
            if back is not None and back - last <= SILENT_WEEKS:
                continue
            if back is not None:
                returning[back] += 1
            if _regular(present, last):
                quiet[last + SILENT_WEEKS] += 1
    return [
        Attendance(
            messages=messages[week],
            posting=posting[week],
            new=new[week],
            returning=returning[week],
            gone_quiet=quiet[week] if week < finished else None,
            retention={
                after: stayed[week, after] / new[week]
                if new[week] and week + after < finished
                else None
                for after in RETENTION_WEEKS
            },
        )
        for week in range(weeks)
    ]


def _regular(present: Set[int], last: int) -> bool:
    """Whether somebody who now falls silent used to be there."""
    recent = range(last - REGULAR_WITHIN + 1, last + 1)
    return sum(week in present for week in recent) >= REGULAR_WEEKS
