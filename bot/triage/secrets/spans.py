"""Where something secret stands in a text, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    start: int
    stop: int
    kind: str


Detector = Callable[[str], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A secret known by its form: only its group `secret` is removed, where it has one.

    A text without any of the anchors is not searched. To stay linear on any input, a pattern
    has either bounded repeats only or nothing required after the unbounded one.
    """

    kind: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]

    def spans(self, text: str) -> Iterator[Span]:
        if not any(anchor in text for anchor in self.anchors):
            return
        group = "secret" if "secret" in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text):
            yield Span(*found.span(group), self.kind)


def lowered(text: str) -> str:
    """Lower case, every character in its place (a few grow longer in Python's own lower)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def shape(kind: str, anchors: str, pattern: str, flags: int = 0) -> Shape:
    return Shape(kind, tuple(anchors.split()), re.compile(pattern, flags))
