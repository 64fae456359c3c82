"""What people taught by moving reports to other repositories: a nudge for texts like those.

A lesson holds numbers that words are hashed to, nobody's words. However many there are,
they weigh less than one word of an engine in what a person writes: they decide where a text
names nothing, or little, and never against a provisioner.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from zlib import crc32

BITS = 20
MOST_FEATURES = 64
MOST_READ = 2_000  # characters
ALIKE = 0.2  # less is chance: any two reports share some words
NUDGE = 2.0
MOST = 1.3
# Words that nearly every lesson has say nothing, and would cost the most time.
COMMON_FROM, COMMON_SHARE = 200, 4

_WORD = re.compile(r"[^\W\d_]{3,30}")
_EVERYDAY = frozenset(
    """the and for are was were has have had with from this that then than they them there here what
    when where which while who why how can cannot could would should will does did not but you your
    our out its it's all any one two get got let just also only very much more most some such into
    after before again still now please thanks hello hey anyone know see use used using want need
    like about because been being both each other over same too via per yes""".split()
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text that people moved, as hashed features, and the repository they chose."""

    features: tuple[int, ...]
    repository: str


def lesson(text: str, repository: str) -> Lesson:
    return Lesson(features(text), repository)


def features(text: str) -> tuple[int, ...]:
    """Words and pairs of words of the text's beginning, hashed, each once, in order of number."""
    words = [one for one in _WORD.findall(text[:MOST_READ].lower()) if one not in _EVERYDAY]
    grams = dict.fromkeys([*words, *(" ".join(pair) for pair in pairwise(words))])
    mask = (1 << BITS) - 1
    found = dict.fromkeys(crc32(one.encode()) & mask for one in grams)
    return tuple(sorted(list(found)[:MOST_FEATURES]))


class Lessons:
    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self._lessons = tuple(lessons)
        self._having: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(self._lessons):
            for feature in one.features:
                self._having[feature].append(number)
        common = max(COMMON_FROM, len(self._lessons) // COMMON_SHARE)
        self._having = {one: at for one, at in self._having.items() if len(at) <= common}

    def nudges(self, text: str) -> dict[str, float]:
        """How much the lessons like this text speak for each repository."""
        if not self._lessons:
            return {}
        here = features(text)
        shared = Counter(number for one in here for number in self._having.get(one, ()))
        total: dict[str, float] = defaultdict(float)
        for number, both in shared.items():
            taught = self._lessons[number]
            alike = both / sqrt(len(here) * len(taught.features))
            if alike >= ALIKE:
                total[taught.repository] += NUDGE * alike
        return {repository: min(MOST, weight) for repository, weight in total.items()}
