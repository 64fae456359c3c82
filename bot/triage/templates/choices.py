"""What to choose in a dropdown: only what the form offers, and only what somebody said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.triage.facts import Fact
from bot.triage.templates.records import Section

# These stand in any text and choose nothing.
COMMON = frozenset(
    "yes no other others none n/a na unknown not sure both all any - i don't know".split()
)


def chosen(section: Section, words: str, facts: Sequence[Fact]) -> str:
    """The choice that was named; "" if none was, or several where one is wanted."""
    said = " ".join([words, *(fact.phrase for fact in facts)]).lower()
    named = [one for one in section.choices if _is_named(one, said)]
    # "Ubuntu 22.04" names "Ubuntu", too: the longer one was meant.
    named = [
        one
        for one in named
        if not any(one != other and one.lower() in other.lower() for other in named)
    ]
    return ", ".join(named) if named and (section.multiple or len(named) == 1) else ""


def _is_named(choice: str, said: str) -> bool:
    bare = re.sub(r"\([^)]*\)|[`*]", " ", choice).strip().lower()
    if len(bare) < 2 or bare in COMMON or len(bare.split()) > 6:
        return False
    return re.search(rf"(?<![\w.-]){re.escape(bare)}(?![\w-]|\.\d)", said) is not None
