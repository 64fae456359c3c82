"""How a bot lives and dies in the kill tests: what is asked of it, what goes wrong, its end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot import failpoints

Way = Literal["issue", "comment", "asked first"]
Trouble = Literal["", "archived", "issues off", "renamed", "token revoked", "labels left out"]
Fault = tuple[str, str, dict[str, Any]]

FILING = "github:POST /repos/{owner}/{repo}/issues"
COMMENTING = "github:POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
LISTING = "github:GET /repos/{owner}/{repo}/issues"
POSTING = "slack:chat.postMessage"

# What can go wrong with each call, and leaves nobody waiting for minutes.
KINDS: Sequence[tuple[str, dict[str, Any]]] = (
    ("drop_before", {}),
    ("drop_after", {}),
    ("drop_after", {}),
    ("server_error", {}),
    ("server_error", {"status": 502}),
    ("rate_limited", {}),
    ("slow", {"delay": 0.4}),
)
TARGETS = (
    FILING, FILING, COMMENTING, LISTING, POSTING, POSTING,
    "github:GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    "slack:chat.getPermalink", "slack:conversations.replies", "slack:chat.update",
)  # fmt: skip
TROUBLES: Sequence[Trouble] = (
    "archived", "issues off", "renamed", "token revoked", "labels left out",
)  # fmt: skip

# A wait of 15 minutes becomes 0.45 seconds: lags of 0, 2, 30 and 480 seconds at that scale, and
# one that is longer than the wait.
WAIT_SECONDS = 0.45
LAGS = (0, 0.001, 0.015, 0.24, 0.8)


@dataclass(frozen=True)
class Life:
    """How one life of the bot goes: a report is made in it, or not, and something ends it."""

    report: str = ""
    way: Way = "issue"
    killed_at: str = ""  # a failpoint
    killed_after: float | None = None  # seconds
    faults: Sequence[Fault] = ()
    trouble: Trouble = ""
    closes: bool = False  # an issue that was filed before is closed on GitHub

    @property
    def is_last(self) -> bool:
        return not self.killed_at and self.killed_after is None


@dataclass(frozen=True)
class Story:
    lives: Sequence[Life]
    lag_seconds: float = 0
    webhooks: bool = False
    on_postgres: bool = False
    kills: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kills", sum(not life.is_last for life in self.lives))


def each_point_once() -> Iterator[Life]:
    """A report dies at every point, the last point first: none reaches another's point later."""
    for name in reversed(failpoints.NAMES):
        way: Way = "comment" if name.startswith("comment") else "issue"
        lost: Sequence[Fault] = [(FILING, "drop_after", {})] if name == "answer lost" else []
        yield Life(f"killed at {name}", way, name, faults=lost)
    both: Sequence[Fault] = [(FILING, "drop_after", {}), (POSTING, "drop_after", {})]
    yield Life("answers lost", faults=both)


def again_and_again(*points: str, way: Way = "issue") -> Iterator[Life]:
    """One report dies at one point after the other."""
    for number, name in enumerate(points):
        yield Life("" if number else f"killed again and again, {way}", way, name)
    yield Life()


def at_random(seed: int, kills: int) -> Story:
    """Reports, faults, troubles and deaths as they come."""
    chosen = random.Random(seed)

    def lives() -> Iterator[Life]:
        for number in range(kills):
            at = chosen.random() < 0.4
            way: Way = chosen.choice(("issue", "issue", "comment", "asked first"))
            faults = [
                (target, *chosen.choice(KINDS))
                for target in chosen.sample(TARGETS, chosen.randrange(4))
            ]
            yield Life(
                report=f"story {seed}, life {number}" if chosen.random() < 0.8 else "",
                way=way,
                killed_at=chosen.choice(failpoints.NAMES) if at else "",
                killed_after=None if at else round(chosen.uniform(0, 1.2), 3),
                faults=faults,
                trouble=chosen.choice(TROUBLES) if chosen.random() < 0.2 else "",
                closes=chosen.random() < 0.2,
            )
        yield Life()

    return Story([*lives()], LAGS[seed % len(LAGS)], webhooks=seed % 2 == 1)
