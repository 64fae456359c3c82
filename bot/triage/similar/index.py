"""The issues at hand by their terms, in memory; finds the likeliest for a report.

BM25 (Robertson and Zaragoza 2009) over compact postings picks candidates; `likeness.py` then
compares each with the report and says how sure it is. Not safe for two threads at once.
"""

from __future__ import annotations

import heapq
import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from bot.triage.similar.likeness import MOST_TERMS, sureness
from bot.triage.similar.reasons import why
from bot.triage.similar.terms import GAP, Reading, read
from bot.triage.similar.weights import Weighed, counted, length, saturated, weigh

CANDIDATES = 30
FEWEST = 40
# A search walks the rarest terms first and no more postings than this, however many issues
# there are: what everybody writes would cost most and say least.
MOST_POSTINGS = 50_000

# A posting is one number: the place, and how much the term is worth there in a byte.
_BITS = 8
_FULL = (1 << _BITS) - 1


@dataclass(frozen=True, slots=True)
class Similar:
    """An issue like the report, how sure (0 to 1, 0.5 is even odds), and why in words."""

    id: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """An issue's terms by number, in order: title, prose, what stands aside."""

    id: str
    terms: array[int]
    title: int
    prose: int


class Index:
    """Puts and removes in any order give the same results as building anew."""

    def __init__(self) -> None:
        self._terms = [GAP]
        self._numbers = {GAP: 0}
        self._postings: list[array[int]] = [array("I")]
        self._kept: list[_Kept | None] = []
        self._places: dict[str, int] = {}
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, id: object) -> bool:
        return id in self._places

    def put(self, id: str, title: str, text: str) -> None:
        """Add an issue, or replace what it said before."""
        self.remove(id)
        reading = read(title, text)
        place = self._free.pop() if self._free else len(self._kept)
        if place == len(self._kept):
            self._kept.append(None)
        self._places[id] = place
        terms = array("I", map(self._number, (*reading.title, *reading.prose, *reading.aside)))
        self._kept[place] = _Kept(id, terms, len(reading.title), len(reading.prose))
        long = length(reading)
        for term, count in counted(reading).items():
            worth = max(1, round(_FULL * saturated(count, long)))
            self._insert(self._postings[self._numbers[term]], place << _BITS | worth)

    def remove(self, id: str) -> None:
        """Take an issue out; nothing happens if it is not there."""
        place = self._places.pop(id, None)
        if place is None:
            return
        kept = self._kept[place]
        assert kept is not None
        for number in set(kept.terms):
            if number:
                postings = self._postings[number]
                del postings[bisect_left(postings, place << _BITS)]
        self._kept[place] = None
        self._free.append(place)

    def search(self, text: str, most: int = 10, title: str = "") -> list[Similar]:
        """The issues most like the report, best first; none that shares no telling term."""
        reading = read(title, text)
        rarity = cache(self._rarity)
        report = weigh(reading, rarity)
        found = []
        for kept in self._candidates(report):
            other = weigh(self._reading(kept), rarity)
            found.append((-sureness(report, other), kept.id, other))
        best = heapq.nsmallest(most, found, key=lambda one: one[:2])
        return [Similar(id, -score, why(reading, report, other)) for score, id, other in best]

    def _candidates(self, report: Weighed) -> list[_Kept]:
        known = [term for term in report.heaviest_first if self._frequency(term)]
        scores = [0.0] * len(self._kept)
        left = MOST_POSTINGS
        for term in known[:MOST_TERMS]:
            postings = self._postings[self._numbers[term]]
            if len(postings) > left:
                continue
            left -= len(postings)
            weight = report.weights[term]
            for posting in postings:
                scores[posting >> _BITS] += weight * (posting & _FULL)
        # Ties go by id, not by place: places depend on what was put and removed before.
        last = min(heapq.nlargest(CANDIDATES, filter(None, scores)), default=math.inf)
        places = [place for place, score in enumerate(scores) if score >= last]
        found = [(-scores[place], kept.id, kept) for place in places if (kept := self._kept[place])]
        return [kept for _, _, kept in heapq.nsmallest(CANDIDATES, found)]

    def _reading(self, kept: _Kept) -> Reading:
        terms = [self._terms[number] for number in kept.terms]
        aside = kept.title + kept.prose
        return Reading(
            tuple(terms[: kept.title]), tuple(terms[kept.title : aside]), tuple(terms[aside:]), {}
        )

    def _number(self, term: str) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._terms)
            self._terms.append(term)
            self._postings.append(array("I"))
        return number

    @staticmethod
    def _insert(postings: array[int], posting: int) -> None:
        if not postings or postings[-1] < posting:
            postings.append(posting)
        else:
            postings.insert(bisect_left(postings, posting), posting)

    def _frequency(self, term: str) -> int:
        number = self._numbers.get(term)
        return 0 if number is None else len(self._postings[number])

    def _rarity(self, term: str) -> float:
        """BM25's inverse document frequency.

        Of a handful of issues every word would be common: the first ones are weighed as if
        there were others already that do not have it.
        """
        there, known = self._frequency(term), max(len(self), FEWEST)
        return math.log(1 + (known - there + 0.5) / (there + 0.5))
