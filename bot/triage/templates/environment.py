"""Which of the facts that people named answers which field of a template."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.triage.facts import Fact
from bot.triage.facts.shapes import What
from bot.triage.facts.versions import version_of

# By a field's label: what it asks for, best first. The first label that fits decides.
FIELDS: tuple[tuple[str, tuple[What, ...]], ...] = (
    (r"installer|install(?:ation)? (?:tools?|method|type)|distribution of k", ("installer",)),
    (r"kubernetes|\bk8s\b|kubectl version", ("kubernetes",)),
    (r"\bkernel\b|uname", ("kernel",)),
    (r"cloud|provider|hardware|platform|infrastructure|where do you run", ("platform",)),
    (r"\bos\b|operating system|distro|os-release", ("os",)),
)
PRODUCT = re.compile(r"(?i)versions?\b|revision|release|image")
# Which of the versions somebody named was the one that still worked, no rule can tell.
EARLIER = re.compile(r"last|previous|before|work(?:ed|ing)|first")
# Words of a label that name no product.
PLAIN = frozenset(
    "version versions revision or container image driver release the a your of which what do you "
    "use "
    "running use affected used in and core software current installed are component has have issue "
    "this bug number full exact app application is on with for latest when".split()
)


def answer(label: str, facts: Sequence[Fact], words: str) -> list[Fact]:
    """The facts that answer a field, in the order they were said; `words` is all that was."""
    bare = _bare(label)
    if EARLIER.search(bare):
        return []
    for rule, wanted in FIELDS:
        if re.search(rule, bare) or (not bare.strip() and re.search(rule, label.lower())):
            return [fact for fact in facts if fact.what in wanted]
    subjects = _words(bare) - PLAIN
    named = [
        fact
        for fact in facts
        if fact.what in ("product", "tool", "installer") and subjects & _words(fact.subject)
    ]
    if named:
        return named
    for subject in sorted(subjects):
        if fact := version_of(subject, words):
            return [fact]
    if not PRODUCT.search(bare):
        return []
    # A chart's version, or a number alone, is the product's; another component's is not.
    return [
        fact
        for fact in facts
        if fact.what == "product"
        and (not subjects or not fact.subject or _words(fact.subject) & OURS)
    ]


OURS = frozenset(("openebs", "chart", "version"))


def shown(label: str, facts: Sequence[Fact]) -> str:
    """The answer for one field: numbers where the label says of what, phrases elsewhere."""
    subjects = _words(_bare(label)) - PLAIN
    said: list[str] = []
    for fact in facts:
        own = fact.what in ("kubernetes", "kernel") and not is_for_the_rest(label)
        own = own or not fact.subject
        own = own or bool(_words(fact.subject) & subjects) or fact.subject == "version"
        words = fact.number if own and fact.what != "os" else fact.phrase
        if not any(words.lower() in other.lower() for other in said):
            said = [other for other in said if other.lower() not in words.lower()]
            said.append(words)
    return ", ".join(said)


def asks_for_all(label: str) -> bool:
    """Whether a heading asks for the whole environment, and not for one thing of it."""
    return (
        re.search(r"environment|system|set-?up|versions\b|platform info", _bare(label)) is not None
    )


def is_for_the_rest(label: str) -> bool:
    return re.fullmatch(r"(?i)\W*(?:any )?others?(?: (?:info\w*|details?))?\W*", label) is not None


def _bare(label: str) -> str:
    """A label without its examples and commands."""
    return re.sub(r"\([^)]*\)|`[^`]*`", " ", label).lower()


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z][a-z0-9]*", name))
