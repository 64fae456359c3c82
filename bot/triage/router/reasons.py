"""Says in words why a report goes where it goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.triage.router.weights import SORTS, Hit

SHOWN = 3
UMBRELLA = "so it goes to the umbrella repository"


def mentions(hits: Iterable[Hit], title: str = "") -> str:
    """The terms that weighed most; the first says what it is of, if it is more than a word."""
    first, *others = sorted(hits, key=lambda one: -one.weight)[:SHOWN]
    what = SORTS[first.sort][0] if first.sort in SORTS else ""
    if what and title:
        told, more = f"mentions “{first.term}”, {what} of {title}", "; also "
    else:
        told, more = f"mentions “{first.term}”", ", "
    return told + (more + ", ".join(f"“{one.term}”" for one in others) if others else "")


def too_little(hits: Sequence[Hit]) -> str:
    words = " and ".join(f"“{one.term}”" for one in hits[:SHOWN])
    return f"{words} alone does not say which engine, {UMBRELLA}"


def names_none() -> str:
    return f"names no engine, {UMBRELLA}"


def names_several(titles: Sequence[str]) -> str:
    told = ", ".join(titles[:-1]) + f" and {titles[-1]}"
    return f"is about several engines ({told}), {UMBRELLA}"


def moved_before() -> str:
    return "people moved similar reports there"


def at_home(channel: str) -> str:
    return f"said in #{channel}, whose reports go there"
