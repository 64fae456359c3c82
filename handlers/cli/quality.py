"""`burley quality`: precision, recall and F1 against a labelled file."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.errors import TellUser
from bot.judging import Judged
from bot.triage.router import Router

KINDS = ("question", "bug", "feature", "chatter")


@dataclass
class Tally:
    """Pairs of (right kind, kind said), and how many repositories were right."""

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    routed: int = 0
    routed_right: int = 0

    @property
    def n(self) -> int:
        return self.kinds.total()

    def of(self, kind: str) -> dict[str, float | int]:
        """Precision, recall, their harmonic mean F1, and how many there are (support)."""
        hit = self.kinds[kind, kind]
        said = sum(number for (_, one), number in self.kinds.items() if one == kind)
        there = sum(number for (one, _), number in self.kinds.items() if one == kind)
        precision = hit / said if said else 0.0
        recall = hit / there if there else 0.0
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        return {"precision": precision, "recall": recall, "f1": f1, "n": there}

    def as_json(self) -> dict[str, Any]:
        """Macro F1 is the plain mean over the kinds that the file has."""
        there = [kind for kind in KINDS if any(one == kind for one, _ in self.kinds)]
        figures = {kind: self.of(kind) for kind in there}
        return {
            "kinds": {
                kind: {name: round(value, 4) for name, value in one.items()}
                for kind, one in figures.items()
            },
            "macro_f1": round(sum(one["f1"] for one in figures.values()) / len(there), 4),
            "router_accuracy": round(self.routed_right / self.routed, 4) if self.routed else None,
            "n": self.n,
        }


def measure(
    path: Path, judge: Callable[[str, str], Judged], router: Router, *, as_json: bool
) -> None:
    tally = Tally()
    for text, kind, place in _labelled(path):
        tally.kinds[kind, judge("", text).kind] += 1
        if place is not None:
            route = router.route(text)
            tally.routed += 1
            tally.routed_right += place == (route.policy or route.repository)
    if not tally.n:
        raise TellUser(f"{path} has no labelled texts.")
    found = tally.as_json()
    if as_json:
        print(json.dumps(found))
        return
    table = Table("kind", "precision", "recall", "F1", "n", box=None)
    for kind, one in found["kinds"].items():
        table.add_row(
            kind, *(f"{one[name]:.3f}" for name in ("precision", "recall", "f1")), str(one["n"])
        )
    Console().print(table)
    print(f"macro F1 {found['macro_f1']:.3f} over {found['n']} texts")
    if found["router_accuracy"] is not None:
        print(f"right repository {found['router_accuracy']:.3f} of {tally.routed}")


def _labelled(path: Path) -> Iterator[tuple[str, str, str | None]]:
    """(text, kind, place): JSON lines with "text", or "title" and "body", and "kind" or "label".

    The place is the line's "policy", else its "repository", else None. Gzip is read too. A first
    line {"_about": …} is a note.
    """
    for place, line in enumerate(_lines(path), 1):
        try:
            given = json.loads(line)
        except json.JSONDecodeError as problem:
            raise TellUser(f"{path}, line {place} is no JSON: {problem.msg}.") from None
        if not isinstance(given, dict):
            raise TellUser(f"{path}, line {place} is no JSON object.")
        if "_about" in given:
            continue
        kind = given.get("kind", given.get("label"))
        text = given.get("text")
        if text is None and ("title" in given or "body" in given):
            text = f"{given.get('title') or ''}\n\n{given.get('body') or ''}"
        if kind not in KINDS or not isinstance(text, str):
            raise TellUser(
                f'{path}, line {place} needs a "text" and a "kind" of {", ".join(KINDS)}.'
            )
        yield text, kind, given.get("policy") or given.get("repository")


def _lines(path: Path) -> Iterator[str]:
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield from (line for line in file if line.strip())
    except (OSError, UnicodeDecodeError, EOFError) as problem:
        raise TellUser(f"{path} cannot be read: {problem}") from None
