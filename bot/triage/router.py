"""Which repository a report belongs to, by the words that point there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.settings import Settings

Policy = Literal["archived", "security"]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes and why; with a policy it goes nowhere and `notice` is shown."""

    repository: str | None
    why: str
    runner_up: str | None = None
    policy: Policy | None = None
    notice: str = ""


class Router:
    def __init__(self, settings: Settings) -> None:
        self._fallback = settings.fallback
        self._engines = [
            (repository.name, _pattern(repository.words)) for repository in settings.repositories
        ]
        self._archived = [(one.text, _pattern(one.words)) for one in settings.archived]
        self._security = _pattern(settings.security.words) if settings.security.words else None
        self._security_text = settings.security.text

    def route(self, text: str) -> Route:
        """The repository whose words stand in the text most often, else the fallback."""
        text = text[:20_000]
        if self._security and (named := _in(self._security, text)):
            return Route(None, f"mentions “{named[0]}”", None, "security", self._security_text)
        matched = [(name, _in(words, text)) for name, words in self._engines]
        scores = sorted(
            ((name, found) for name, found in matched if found), key=lambda one: -len(one[1])
        )
        for notice, words in self._archived:
            named = _in(words, text)
            if named and len(named) > (len(scores[0][1]) if scores else 0):
                return Route(None, f"mentions “{named[0]}”", None, "archived", notice)
        if not scores:
            return Route(self._fallback, "names no engine, so it goes to the umbrella repository")
        best, found = scores[0]
        runner_up = scores[1][0] if len(scores) > 1 else None
        return Route(best, "mentions " + ", ".join(f"“{word}”" for word in found[:3]), runner_up)


def _in(words: re.Pattern[str], text: str) -> list[str]:
    """The different words of the pattern that stand in the text, in order."""
    return list(dict.fromkeys(found.lower() for found in words.findall(text)))


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?![\w])",
        re.IGNORECASE,
    )
