"""Says in a reporter's words what two reports share: the rarest phrases, names and words."""

from __future__ import annotations

from bot.triage.similar.terms import GAP, Reading, taken_apart
from bot.triage.similar.weights import Weighed

MOST = 3
LONGEST_PHRASE = 6


def why(reading: Reading, report: Weighed, other: Weighed) -> str:
    """For instance: both say “pool import failed”, “zfs.csi.openebs.io”."""
    told: list[str] = []
    used: set[str] = set()
    for terms in _shared(reading, report, other):
        if len(told) == MOST:
            break
        if not used.isdisjoint(terms):
            continue
        told.append("“" + " ".join(reading.spelled[term] for term in terms) + "”")
        for term in terms:
            used |= {term, *(part for part, _ in taken_apart(reading.spelled[term])[1])}
    return "both say " + ", ".join(told)


def _shared(reading: Reading, report: Weighed, other: Weighed) -> list[tuple[str, ...]]:
    """Phrases and single terms that both have, the heaviest first."""
    found = _runs((*reading.title, GAP, *reading.prose), other)
    found |= {(term,) for term in report.weights if term in other.weights}
    return sorted(found, key=lambda terms: (-sum(report.weights[t] for t in terms), terms))


def _runs(terms: tuple[str, ...], other: Weighed) -> set[tuple[str, ...]]:
    """The longest runs of terms whose neighbours are neighbours in the other too."""
    runs: set[tuple[str, ...]] = set()
    run: list[str] = []
    for term in (*terms, GAP):
        if run and len(run) < LONGEST_PHRASE and (run[-1], term) in other.phrases:
            run.append(term)
            continue
        if len(run) > 1:
            runs.add(tuple(run))
        run = [term] if term != GAP else []
    return runs
