"""Versions and surroundings that people name, as they said them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.triage.facts.shapes import (
    ASKED,
    ASKS_VERSION,
    BARE,
    IN_CODE,
    NODE_IMAGE,
    NUMBER,
    SHAPES,
    What,
    said,
)  # fmt: skip

FILLER = re.compile(
    r"(?i)\b(?:it|its|it's|it’s|is|we|i|i'm|we're|we’re|are|am|use|using|run|running|on|at|with"
    r"|and|the|version|"
    r"versions|yes|yep|sorry|oh|still|both|currently|latest|this|my|our|in|of|for|k8s|kubernetes"
    r"|openebs|"
    r"chart|helm|kernel|nodes?|cluster|os|all|also|a|an|here|installed|has|have)\b|\W|_"
)


LONGEST_ANSWER = 200
# A longer line is no prose.
LONGEST_READ = 8_000
# Of one shape in one text: nobody's environment has more.
MOST = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """`said` is the whole phrase, `value` the number (or the name, where there is no number)."""

    what: What
    subject: str
    value: str
    said: str

    @property
    def phrase(self) -> str:
        """As it was said, on one line and without marks, so that it can stand anywhere."""
        return _plain(self.said)

    @property
    def number(self) -> str:
        return _plain(self.value)


def _plain(said: str) -> str:
    return " ".join(re.sub(r"[`*\"'~]|(?<!\w)_|_(?!\w)|_{2,}", " ", said).split())


Found = tuple[int, int, Fact]


def facts_of(text: str, asked: str = "") -> list[Fact]:
    """What a text names, in its order; `asked` is the question it answers, if any."""
    text = " ".join(text[:LONGEST_READ].split())
    if not any(map(str.isalnum, text)):
        return []
    found = _found(text, SHAPES)
    wanted = _wanted(asked)
    for match in BARE.finditer(text) if wanted else ():
        if any(start <= match.start() < stop for start, stop, _ in found):
            continue
        what = wanted.pop(0) if len(wanted) > 1 else wanted[0]
        found.append((*match.span(), Fact(what, "", match.group(), match.group())))
    return _in_order(found)


def facts_in_code(code: str) -> list[Fact]:
    """What the output of a command says of the machine; a log names too much to trust it."""
    return _in_order(_found(code, IN_CODE))


def _found(text: str, shapes: Iterable[tuple[What, re.Pattern[str]]]) -> list[Found]:
    found: list[Found] = []
    for what, shape in shapes:
        for match in itertools.islice(shape.finditer(text), MOST):
            # "k3s v1.28.4+k3s1" is an installer and a version of Kubernetes.
            if what == "installer" or not any(
                start < match.end() and match.start() < stop for start, stop, _ in found
            ):
                found.append((match.start(), match.end(), _fact(what, match)))
    return found


def _in_order(found: list[Found]) -> list[Fact]:
    return list(dict.fromkeys(fact for _, _, fact in sorted(found, key=lambda one: one[:2])))


def version_of(name: str, text: str) -> Fact | None:
    """The version of something by its name, where a text tells it."""
    found = said(re.escape(name), NUMBER).search(text)
    return _fact("product", found) if found is not None else None


def says_only_facts(line: str, facts: list[Fact]) -> bool:
    """Whether nothing is left of a short line without what it names and little words."""
    if len(line) > LONGEST_ANSWER or not facts:
        return False
    line = " ".join(line.split())
    for fact in sorted(facts, key=lambda one: -len(one.said)):
        line = line.replace(fact.said, " ")
    return not FILLER.sub("", line)


def _fact(what: What, match: re.Match[str]) -> Fact:
    groups = match.groupdict()
    subject = " ".join((groups.get("subject") or "").lower().split()).removeprefix("the ")
    said = match.group().strip(" :='\"`*_")
    if what == "os" and match.re is NODE_IMAGE:
        return Fact(what, "", match["number"], match["number"])
    value = groups.get("number") or said
    return Fact(
        what, subject, f"from {groups['old']} to {value}" if groups.get("old") else value, said
    )


def _wanted(asked: str) -> list[What]:
    """What a question asks for, in its order; a version of nothing named is the product's."""
    if not ASKS_VERSION.search(asked):
        return []
    places = [
        (match.start(), what) for what, shape in ASKED if (match := shape.search(asked)) is not None
    ]
    return [what for _, what in sorted(places)] or ["product"]
