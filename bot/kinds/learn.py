"""Learns from a community's corrections: a small adjustment on top of the shipped weights.

The training data does not ship, so nothing is refitted from scratch. What is
learned is a difference to the shipped scores, pulled towards zero; with few
corrections it stays small, without any it is nothing. It is judged on
corrections that it has not seen and kept only if it is better there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from bot.kinds.features import Features, extract
from bot.kinds.model import KINDS, Model, shipped, softmax

ROUNDS = 30
STEP = 0.3
PULL = 0.02  # towards the shipped weights
NAMED_SHARE = 0.4
LEAST = 8  # fewer corrections than this teach nothing that could be checked
HELD_FOLDS = 4

Delta = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a community taught; plain numbers, to be kept in its own database."""

    delta: Delta

    def adjust(
        self, features: Features, scores: Mapping[str, float], needs: float
    ) -> tuple[dict[str, float], float]:
        shifts = {kind: _dot(self.delta.get(kind, {}), inputs(features)) for kind in KINDS}
        adjusted = softmax([math.log(max(scores[kind], 1e-6)) + shifts[kind] for kind in KINDS])
        found = dict(zip(KINDS, adjusted, strict=True))
        # What moved to or from chatter moved to or from needing an answer.
        was, now = 1 - scores["chatter"], 1 - found["chatter"]
        needs = (
            needs * now / was if now <= was else 1 - (1 - needs) * (1 - now) / max(1 - was, 1e-6)
        )
        return found, min(1.0, max(0.0, needs))


@dataclass(frozen=True, slots=True)
class Refit:
    """The outcome: `learned` is None when nothing better was found, and then nothing changes."""

    learned: Learned | None
    corrections: int
    right_before: int
    right_after: int

    @property
    def better(self) -> bool:
        return self.learned is not None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A corrected text as numbers: hashed features, the shipped scores, and the right kind."""

    found: dict[str, float]
    base: list[float]
    kind: str

    def as_numbers(self) -> dict[str, object]:
        """What a database keeps of it: nobody's words."""
        return {"found": self.found, "base": self.base}


def lesson(text: str, kind: str, *, model: Model | None = None) -> Lesson:
    """What a text teaches whose kind a person gave; ValueError for no kind."""
    if kind not in KINDS:
        raise ValueError(f"not a kind: {kind}")
    features = extract(text)
    scores = (model or shipped()).weigh(features).kinds
    base = [math.log(max(scores[one], 1e-6)) for one in KINDS]
    return Lesson(inputs(features), base, kind)


def refit(lessons: Sequence[Lesson]) -> Refit:
    """Learn from corrections; each is judged by what the others taught. Takes seconds."""
    # Ordered by content, so that the outcome does not depend on the order they came in.
    rows: list[Row] = sorted(
        ((one.found, one.base, one.kind) for one in lessons),
        key=lambda row: (crc32(repr(sorted(row[0].items())).encode()), row[2]),
    )
    before = sum(_said(row, {}) == row[2] for row in rows)
    if len(rows) < LEAST:
        return Refit(None, len(rows), before, before)
    after = 0
    for fold in range(HELD_FOLDS):
        delta = _fit([row for n, row in enumerate(rows) if n % HELD_FOLDS != fold])
        held = [row for n, row in enumerate(rows) if n % HELD_FOLDS == fold]
        after += sum(_said(row, delta) == row[2] for row in held)
    learned = Learned(_fit(rows)) if after > before else None
    return Refit(learned, len(rows), before, after)


Row = tuple[dict[str, float], list[float], str]


def inputs(features: Features) -> dict[str, float]:
    """Named features, and word sequences as buckets, scaled to about one in all."""
    found = {name: value * NAMED_SHARE for name, value in features.chat.items() if ": " not in name}
    buckets = features.grams["chat"]
    share = 1 / math.sqrt(len(buckets) or 1)
    found.update((f"#{bucket}", share) for bucket in buckets)
    found["always"] = NAMED_SHARE
    return found


def _fit(rows: Sequence[Row]) -> Delta:
    delta: Delta = {kind: {} for kind in KINDS}
    pull = 1 - STEP * PULL
    for _ in range(ROUNDS):
        for found, base, right in rows:
            said = softmax(
                [b + _dot(delta[kind], found) for b, kind in zip(base, KINDS, strict=True)]
            )
            for kind, p in zip(KINDS, said, strict=True):
                weights = delta[kind]
                error = STEP * ((kind == right) - p)
                for name, value in found.items():
                    weights[name] = weights.get(name, 0.0) * pull + error * value
    return {
        kind: {n: round(w, 4) for n, w in weights.items() if abs(w) > 1e-3}
        for kind, weights in delta.items()
    }


def _said(row: Row, delta: Delta) -> str:
    found, base, _ = row
    scores = {
        kind: b + _dot(delta.get(kind, {}), found) for kind, b in zip(KINDS, base, strict=True)
    }
    return max(scores, key=lambda kind: (scores[kind], kind))


def _dot(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    return sum(value * weights[name] for name, value in found.items() if name in weights)
