"""A text in lines, each with how much it says about where the report belongs.

What a person writes counts for more than what they paste, what they begin with for most,
and a list of pods that run well for nothing: it names every engine that is installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST = 20_000  # characters; a person has said by then what it is about
LEAD = 160

BEGINNING = 1.5
PROSE = 1.0
PASTED = 0.5
LISTED = 0.2

_FENCE = "```"
_RUNS_WELL = re.compile(r"\b(\d+)/\1\s+(?:Running|Completed)\b")
# Rows of `kubectl get storageclass` and of `kubectl get crd`: they name what is there.
_LISTING = re.compile(
    r"\s(?:Delete|Retain)\s+(?:Immediate|WaitForFirstConsumer)\s"
    r"|^\S+\.\S+\s+\d{4}-\d\d-\d\dT[\d:]+Z"
)
_QUOTED = re.compile(r"\s*(?:>|&gt;)")


def lines(text: str) -> Iterator[tuple[str, float]]:
    """The lines of the text's first part, each with its weight; none that says nothing."""
    seen = 0
    for number, part in enumerate(text[:MOST].split(_FENCE)):
        pasted = number % 2 == 1
        for line in part.splitlines():
            if not line.strip() or _RUNS_WELL.search(line):
                continue
            if _LISTING.search(line):
                yield line, LISTED
            elif pasted or _QUOTED.match(line):
                yield line, PASTED
            elif seen >= LEAD:
                yield line, PROSE
            else:
                yield from _beginning(line, LEAD - seen)
                seen += len(line)


def _beginning(line: str, left: int) -> Iterator[tuple[str, float]]:
    """Cut between words, so that none is lost."""
    cut = line.find(" ", left)
    if cut == -1:
        yield line, BEGINNING
        return
    yield line[:cut], BEGINNING
    yield line[cut:], PROSE
