"""How sure it is that two reports tell the same, from what they share."""

from __future__ import annotations

import math
from dataclasses import replace

from bot.triage.similar.terms import read
from bot.triage.similar.weights import Weighed, saturated, weigh

# The terms of a report that are looked for: the heaviest say what it is about.
MOST_TERMS = 40

# Chosen on the pairs at hand (docs/similar.md): phrases in common, error texts above all,
# tell the same fault from one that only looks it.
PHRASES = 1.5
# Boilerplate and listings are alike from end to end without the telling terms.
MOST_BY_FOUND = 2.0
EVEN, STEEPNESS = 0.9, 6.0
LIKELY = 0.5
"""A score from which an issue is shown as perhaps the same: even odds.

`EVEN` was chosen on seven development pairs of duplicates and ten that only look it, searched
by text, by title and by both, so that none of the ten comes near (the surest has 0.40):
offering a wrong issue costs a reporter more than finding none (docs/similar.md).
"""


def sureness(report: Weighed, other: Weighed) -> float:
    """From 0 to 1; 0.5 is even odds."""
    shared = report.weights.keys() & other.weights.keys()
    if not shared:
        return 0.0
    found = _found(report, other)
    limit = MOST_BY_FOUND * found
    evidence = (
        found + min(limit, _alike(report, other)) + min(limit, PHRASES * _phrases(report, other))
    )
    # One or two words in common are chance, however rare; and the parts of a name are one word.
    words = sum(min(1.0, report.counts[term], other.counts[term]) for term in shared)
    evidence *= words / (words + 1)
    return 1 / (1 + math.exp(-STEEPNESS * (evidence - EVEN)))


def same_report(a: str, b: str) -> float:
    """How sure it is that two texts tell the same report, where no index knows the words'
    rarity: from 0 to 1, to be held against LIKELY."""
    # Without rarities the parts of one shared name would weigh as much as its whole.
    readings = (replace(read("", text), aside=()) for text in (a, b))
    one, other = (weigh(reading, lambda _term: 1.0) for reading in readings)
    return min(sureness(one, other), sureness(other, one))


def _found(report: Weighed, other: Weighed) -> float:
    """BM25's share: of the report's heaviest terms, how much the other has."""
    telling = report.heaviest_first[:MOST_TERMS]
    have = sum(
        report.weights[term] * saturated(other.counts[term], other.length)
        for term in telling
        if term in other.counts
    )
    return have / (sum(report.weights[term] for term in telling) or 1.0)


def _alike(report: Weighed, other: Weighed) -> float:
    """The cosine of their terms' weights."""
    both = sum(
        weight * other.weights[term]
        for term, weight in report.weights.items()
        if term in other.weights
    )
    return both / (report.norm * other.norm or 1.0)


def _phrases(report: Weighed, other: Weighed) -> float:
    """The cosine of their pairs of neighbours, error texts above all."""
    both = sum(
        weight * other.phrases[pair]
        for pair, weight in report.phrases.items()
        if pair in other.phrases
    )
    return both / (report.phrases_norm * other.phrases_norm or 1.0)
