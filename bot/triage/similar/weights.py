"""What each term of a report weighs, alone and beside its neighbour."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.triage.similar.stems import stem
from bot.triage.similar.terms import GAP, Reading
from bot.triage.similar.words import COMMON

# What a term counts by where it stands; and what is left of a word that every report has.
TITLE, PROSE, ASIDE = 2.0, 1.0, 0.5
EVERYDAY = 0.5
# BM25's k1 and b, and in place of the mean length a usual report's: with the mean of what
# happens to be at hand, every stored weight would change with every issue.
SATURATION, SLOPE, USUAL_LENGTH = 1.2, 0.6, 80

Rarity = Callable[[str], float]
_COMMON = frozenset(stem(word) for word in COMMON)


@dataclass(frozen=True)
class Weighed:
    """A report by its terms: how often, how heavy; norms as in a cosine."""

    counts: dict[str, float]
    weights: dict[str, float]
    phrases: dict[tuple[str, str], float]
    length: int

    @cached_property
    def norm(self) -> float:
        return _norm(self.weights.values())

    @cached_property
    def phrases_norm(self) -> float:
        return _norm(self.phrases.values())

    @cached_property
    def heaviest_first(self) -> list[str]:
        return sorted(self.weights, key=lambda term: (-self.weights[term], term))


def weigh(reading: Reading, rarity: Rarity) -> Weighed:
    counts = counted(reading)
    worth = {term: rarity(term) * (EVERYDAY if _is_everyday(term) else 1.0) for term in counts}
    weights = {
        term: worth[term] * (1 + SATURATION) * count / (count + SATURATION)
        for term, count in counts.items()
    }
    phrases = {
        (one, two): min(worth[one], worth[two])
        for one, two in pairwise((*reading.title, GAP, *reading.prose))
        if one != GAP != two
    }
    return Weighed(counts, weights, phrases, length(reading))


def counted(reading: Reading) -> dict[str, float]:
    """How often each term is there; title, text and what stands aside in one count (BM25F)."""
    counts: dict[str, float] = {}
    for terms, worth in ((reading.title, TITLE), (reading.prose, PROSE), (reading.aside, ASIDE)):
        for term in terms:
            if term != GAP:
                counts[term] = counts.get(term, 0.0) + worth
    return counts


def length(reading: Reading) -> int:
    return sum(1 for term in (*reading.title, *reading.prose) if term != GAP)


def saturated(count: float, length: int) -> float:
    """BM25's worth of a count in a report of that length, from 0 to 1."""
    return count / (count + SATURATION * (1 - SLOPE + SLOPE * length / USUAL_LENGTH))


def _is_everyday(term: str) -> bool:
    return term in _COMMON or term[0].isdigit()  # versions and sizes come and go


def _norm(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights))
