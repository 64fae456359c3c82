"""Reads a text once and keeps what was found in it for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.settings import Settings, Signs
from bot.triage.router.lines import LISTED, PROSE, lines
from bot.triage.router.passing import in_passing
from bot.triage.router.terms import Terms
from bot.triage.router.weights import IN_PASSING, SORTS, VERSION, Hit, added_up, named

# A release by itself: "kernel 5.15.0" and "Talos 1.7.6" are somebody else's.
_RELEASE = re.compile(r"(?<![\w.])v?(\d+\.\d+)\.\d+(?![\w.]*\d)")
_WORD_BEFORE = re.compile(r"([^\W\d_]*)[\s:=(\"'`]*$")
_BEFORE_RELEASE = frozenset(
    """release released version versions tag on to from with using running upgraded upgrading
    upgrade downgraded since after in of""".split()
)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a term is: `which` is a repository's name, or a place in the settings' list."""

    group: str
    which: str | int
    sort: str


@dataclass(slots=True)
class Evidence:
    found: dict[tuple[str, str | int], dict[str, Hit]] = field(default_factory=dict)

    def add(self, group: str, which: str | int, hit: Hit) -> None:
        here = self.found.setdefault((group, which), {})
        if hit.term not in here or here[hit.term].weight < hit.weight:
            here[hit.term] = hit

    def of(self, group: str) -> dict[str | int, list[Hit]]:
        return {
            which: list(hits.values())
            for (whose, which), hits in self.found.items()
            if whose == group
        }

    @property
    def repositories(self) -> list[str]:
        """In the order in which they are named."""
        return [str(which) for group, which in self.found if group == "repository"]

    @property
    def security(self) -> list[Hit]:
        return self.of("security").get(0, [])

    @property
    def outside(self) -> dict[str | int, list[Hit]]:
        return self.of("outside")

    @property
    def inside(self) -> set[str | int]:
        return set(self.of("inside"))

    def hits(self, repository: str) -> list[Hit]:
        return list(self.found.get(("repository", repository), {}).values())

    def score(self, repository: str) -> float:
        return added_up(one.weight for one in self.hits(repository))

    def strength(self, repository: str) -> float:
        """As if nothing was said in passing: enough to be meant when nobody else is."""
        return added_up(one.full for one in self.hits(repository))

    def archived(self) -> list[tuple[int, float, float, list[Hit]]]:
        """Place in the settings, score, strength and hits of each archived engine, best first."""
        found = [
            (
                int(place),
                added_up(one.weight for one in hits),
                added_up(one.full for one in hits),
                hits,
            )
            for place, hits in self.of("archived").items()
        ]
        return sorted(found, key=lambda one: -one[1])


class Reader:
    """Finds the terms of a community's settings."""

    def __init__(self, settings: Settings) -> None:
        self._terms: Terms[Whose] = Terms(_terms(settings))
        self._releases: dict[str, list[str]] = {}
        for one in settings.repositories:
            for release in one.versions:
                self._releases.setdefault(release, []).append(one.name)
        self._before_release = _BEFORE_RELEASE | {settings.community.lower(), ""}

    def read(self, text: str) -> Evidence:
        said = Evidence()
        full = dict[str, float]()
        for line, weight in lines(text):
            for found in self._terms.find(line):
                if full.get(found.term, 0.0) >= weight:  # saying it again says no more
                    continue
                aside = weight > LISTED and in_passing(found.before, found.after)
                share = weight * (IN_PASSING if aside else 1.0)
                full[found.term] = max(full.get(found.term, 0.0), share)
                for whose in found.owners:
                    worth = SORTS[whose.sort][1] * share
                    said.add(whose.group, whose.which, Hit(found.term, whose.sort, worth, aside))
            if weight >= PROSE:
                self._add_releases(said, line)
        return said

    def _add_releases(self, said: Evidence, line: str) -> None:
        for release in _RELEASE.finditer(line):
            names = self._releases.get(release[1], ())
            before = _WORD_BEFORE.search(line[max(0, release.start() - 30) : release.start()])
            if before is not None and before[1].lower() in self._before_release:
                for name in names:
                    said.add("repository", name, Hit(release[1], "versions", VERSION))


def _terms(settings: Settings) -> Iterator[tuple[str, Whose | None]]:
    engines: list[tuple[str, str | int, Signs]] = [
        *(("repository", one.name, one) for one in settings.repositories),
        *(("archived", place, one) for place, one in enumerate(settings.archived)),
    ]
    for group, which, signs in engines:
        yield from ((term, Whose(group, which, sort)) for term, sort in named(signs))
        yield from ((term, None) for term in signs.but_not)
    yield from ((term, Whose("security", 0, "words")) for term in settings.security.words)
    yield from ((term, None) for term in settings.security.but_not)
    for place, scope in enumerate(settings.out_of_scope):
        yield from ((term, Whose("outside", place, "words")) for term in scope.words)
        yield from ((term, Whose("inside", place, "words")) for term in scope.unless)
