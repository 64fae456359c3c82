"""Takes a report apart into terms: words by their stems, names whole and in parts, logs apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.triage.similar.markup import bare, is_logged, is_template
from bot.triage.similar.stems import stem
from bot.triage.similar.words import EMPTY, SAME, TOGETHER

_SAME = {word: stem(meant) for word, meant in SAME.items()}

# What a report is about has been said by then; the rest is logs and listings.
LONGEST_TITLE = 400
LONGEST = 4_000
MOST_LOGGED = 60
# Stands between terms that were not side by side: a stop word, a comma, a new line.
GAP = ""

_WORD = re.compile(r"[^\W_]+(?:[-_.':’]+[^\W_]+)*|[.,;:!?()\n|]")
_PLAIN = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_CHAINED = re.compile(r"[.:]+")
# Digits, identifiers, hashes: no two reports share them for a reason.
_NOISE = re.compile(r"\d|\d{6,}|[0-9a-f]{7,}|0x[0-9a-f]+|[a-z0-9]{30,}")
_VERSION = re.compile(r"v?\d+(?:[.:-]\d+)+\S*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's terms in order, with `GAP` between those not side by side; what stands aside
    (parts of names, logs); and how the report spells each term."""

    title: tuple[str, ...]
    prose: tuple[str, ...]
    aside: tuple[str, ...]
    spelled: dict[str, str]


def read(title: str, text: str) -> Reading:
    """The terms of a report; any strings will do."""
    spelled: dict[str, str] = {}
    parts: dict[str, None] = {}
    logged: dict[str, None] = {}
    heading, linked = bare(title[:LONGEST_TITLE])
    headline = _terms(heading, parts, spelled)
    body, more = bare(text[:LONGEST])
    prose: list[str] = []
    for line in body.split("\n"):
        if is_template(line):
            continue
        if not is_logged(line):
            prose += _terms(line, parts, spelled)
            prose.append(GAP)
        elif len(logged) < MOST_LOGGED:
            logged.update(dict.fromkeys(_terms(line, logged, spelled)))
    for path in (*linked, *more):
        parts.update(dict.fromkeys(_terms(path, parts, spelled)))
    seen = {*headline, *prose, GAP}
    aside = tuple(term for term in {**parts, **logged} if term not in seen)
    return Reading(tuple(headline), tuple(prose), aside, spelled)


def _terms(line: str, parts: dict[str, None], spelled: dict[str, str]) -> list[str]:
    terms: list[str] = []
    for word in _WORD.findall(line):
        term, inner = taken_apart(word)
        for part, spelling in inner:
            parts[part] = None
            spelled.setdefault(part, spelling)
        last = terms[-1] if terms else GAP
        if last != GAP and (both := TOGETHER.get((last, term))):
            spelled.setdefault(both, f"{spelled[last]} {word}")
            terms[-1] = both
        elif term != GAP:
            spelled.setdefault(term, word)
            terms.append(term)
        elif last != GAP:
            terms.append(GAP)
    return terms


@lru_cache(maxsize=50_000)
def taken_apart(word: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A word's term, `GAP` if it says nothing; and of a name such as zfs.csi.openebs.io or
    DiskPool the terms of its parts, each with its spelling.

    The whole is joined, so that StorageClass, storage-class and storageclass are one.
    """
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():  # PVCs
        word = word[:-1]
    low = word.lower().replace("’", "'").removesuffix("'s")
    if low in EMPTY or not 2 <= len(low) <= 80 or _NOISE.fullmatch(low):
        return GAP, ()
    if _VERSION.fullmatch(low):
        return low[:20], ()
    joined = "".join(_PLAIN.findall(low))
    if joined in _SAME:
        return _SAME[joined], ()
    if _NOISE.fullmatch(joined):
        return joined[:30], ()
    return stem(joined), tuple(dict(_parts(word)).items())


def _parts(word: str) -> Iterator[tuple[str, str]]:
    """The links of a chain such as core.node_pool, then each plain piece."""
    pieces = [hump for part in _PLAIN.findall(word) for hump in _HUMP.findall(part)]
    if len(pieces) < 2:
        return
    for spelling in (*_CHAINED.split(word), *pieces):
        low = "".join(_PLAIN.findall(spelling.lower()))
        if len(low) > 1 and low not in EMPTY and not _NOISE.fullmatch(low):
            yield _SAME.get(low) or stem(low), spelling
