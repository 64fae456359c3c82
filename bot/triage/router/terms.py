"""Finds the words of the settings in a text, all in one walk.

Spaces, hyphens and underscores are the same, as are big and small letters. A word counts
as a whole only; of several that begin at the same place the longest is the one meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Owner = TypeVar("Owner")
Form = tuple[str, ...]

_GAP = re.compile(r"[\s_-]+")
_TOKEN = re.compile(r"[^\W_]+| |[^\w ]")
AROUND = 14  # tokens, spaces included, that are looked at for a remark in passing


@dataclass(slots=True)
class Found(Generic[Owner]):
    """A term that stands in a line, whose it is, and what stands around it."""

    term: str
    owners: tuple[Owner, ...]
    said: list[str]
    start: int
    end: int

    @property
    def before(self) -> str:
        return "".join(self.said[max(0, self.start - AROUND) : self.start])

    @property
    def after(self) -> str:
        return "".join(self.said[self.end : self.end + AROUND])


class Terms(Generic[Owner]):
    """Terms and their owners; one without an owner only keeps shorter ones from being found."""

    def __init__(self, terms: Iterable[tuple[str, Owner | None]]) -> None:
        spelled: dict[Form, str] = {}
        owners: dict[Form, list[Owner]] = defaultdict(list)
        for term, owner in terms:
            form = tuple(tokens(term.strip(" -_")))
            if not form:
                continue
            spelled.setdefault(form, term)
            if owner is not None:
                owners[form].append(owner)
        self._terms: dict[Form, tuple[str, tuple[Owner, ...]]] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for form, term in spelled.items():
            for one in (form, _plural(form)):
                if one == form or one not in spelled:
                    self._terms[one] = (term, tuple(owners[form]))
                    lengths[one[0]].add(len(one))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def find(self, line: str) -> Iterator[Found[Owner]]:
        said = tokens(line)
        end = 0
        for start, token in enumerate(said):
            if start < end:
                continue
            if token not in self._lengths:
                if not token[-1].isdigit():
                    continue
                token = token.rstrip("0123456789")  # "mayastor2" names it too
            for length in self._lengths.get(token, ()):
                found = self._terms.get((token, *said[start + 1 : start + length]))
                if found is not None:
                    end = start + length
                    if found[1]:
                        yield Found(*found, said, start, end)
                    break


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(_GAP.sub(" ", text.lower()))


def _plural(form: Form) -> Form:
    last = form[-1]
    if len(last) < 3 or not last.isalpha() or last.endswith("s"):
        return form
    return (*form[:-1], last + "s")
