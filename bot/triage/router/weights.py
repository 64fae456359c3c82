"""How much each sort of word weighs, and how what was found adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.settings import Signs

# What only one engine has settles it; what it shares with others nudges. One shared word
# does not reach ENOUGH even at the beginning of a text, two do.
OWN, WORD, HINT, VERSION = 3.0, 1.5, 0.6, 0.5
ENOUGH = 1.0
HOME = 1.0  # said in the engine's own channel
IN_PASSING = 0.3
# However many words a pasted log has, they weigh no more than three and a third of the best.
EACH_MORE = 0.7

# The sorts of the settings, what each is called, and its weight.
SORTS: dict[str, tuple[str, float]] = {
    "provisioners": ("a provisioner", OWN),
    "storage_classes": ("a StorageClass", OWN),
    "crds": ("a resource", OWN),
    "images": ("an image", OWN),
    "commands": ("a command", OWN),
    "values": ("a Helm value", OWN),
    "logs": ("known from logs", OWN),
    "names": ("", OWN),
    "words": ("", WORD),
    "hints": ("", HINT),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found for somebody: how much it says, and what it is called."""

    term: str
    sort: str
    weight: float
    in_passing: bool = False

    @property
    def full(self) -> float:
        return self.weight / IN_PASSING if self.in_passing else self.weight


def named(signs: Signs) -> Iterable[tuple[str, str]]:
    """Every term of an engine with its sort; of two sorts, the weightier."""
    seen = set[str]()
    for sort in SORTS:
        for term in getattr(signs, sort):
            if term.lower() not in seen:
                seen.add(term.lower())
                yield term, sort


def added_up(weights: Iterable[float]) -> float:
    total, share = 0.0, 1.0
    for weight in sorted(weights, reverse=True):
        total += weight * share
        share *= EACH_MORE
    return total
