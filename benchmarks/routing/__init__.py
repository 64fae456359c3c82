"""Where reports belong, decided by hand, and how often the router says the same.

`decisions.jsonl` decides about real issues by their ids (the texts are not the project's);
`made_up.jsonl` has texts written for this measurement, about what is easily confused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.triage.router import Route

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its place: a repository, or the policy that stands."""

    id: str
    text: str
    place: str


def real(data: Path) -> list[Case]:
    """The issues of the folder of real data that were decided about."""
    places = {one["id"]: one["place"] for one in _lines(HERE / "decisions.jsonl")}
    issues = _lines(data / "openebs" / "issues_dev.jsonl")
    return [
        Case(one["id"], one["text"], places[one["id"]]) for one in issues if one.get("id") in places
    ]


def made_up() -> list[Case]:
    return [
        Case(f"made up {number}", one["text"], one["place"])
        for number, one in enumerate(_lines(HERE / "made_up.jsonl"), 1)
    ]


def place(route: Route) -> str:
    return route.policy or route.repository or ""


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)
