"""What of the model's answer survives: choices from our lists, quotations, and plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.markup import defused, titled
from bot.triage.wording.asking import Given
from bot.triage.wording.quoting import quotation
from bot.triage.wording.sentences import facts_in, may_stand, sentences

SUMMARY = "Summary (by a language model, checked by the reporter)"
LONGEST_TITLE = 80
LONGEST_SUMMARY = 600
MOST_SENTENCES = 20
MOST_QUOTATIONS = 10
# All quotations of an answer together, in characters.
MOST_QUOTED = 20_000
PARTS = frozenset({"title", "summary", "sections", "repository", "labels", "same_as"})


@dataclass(frozen=True, slots=True)
class Wording:
    """What the model may contribute, ready for a draft; `dropped` counts what it may not."""

    title: str | None = None
    summary: str | None = None
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    repository: str | None = None
    labels: tuple[str, ...] = ()
    same_as: str | None = None
    dropped: int = 0

    @property
    def marked_summary(self) -> str:
        """The summary for the issue's body, under a heading that says whose words they are."""
        return f"### {SUMMARY}\n\n{self.summary}" if self.summary else ""


def checked(answer: Mapping[str, Any], given: Given) -> Wording:
    """`given` as the request has it: what the model did not see it cannot quote."""
    facts = facts_in(given.passages)
    title, no_title = _title(answer.get("title"), facts)
    summary, no_sentences = _summary(answer.get("summary"), facts)
    sections, no_quotations = _sections(answer.get("sections"), given)
    repository, no_repository = _choice(answer.get("repository"), given.repositories)
    labels, no_labels = _choices(answer.get("labels"), given.labels)
    same_as, no_issue = _choice(answer.get("same_as"), given.similar)
    return Wording(
        title,
        summary,
        sections,
        repository,
        labels,
        same_as,
        dropped=no_title + no_sentences + no_quotations + no_repository + no_labels + no_issue
        + sum(part not in PARTS for part in answer),
    )  # fmt: skip


def _title(value: object, facts: frozenset[str]) -> tuple[str | None, int]:
    if value is None:
        return None, 0
    if not isinstance(value, str) or len(value) > LONGEST_TITLE or len(value.splitlines()) != 1:
        return None, 1
    title = titled(value).rstrip(" .")
    if not may_stand(value, facts) or len(title) > LONGEST_TITLE:
        return None, 1
    return title, 0


def _summary(value: object, facts: frozenset[str]) -> tuple[str | None, int]:
    """The sentences that may stand, as far as they fit."""
    if value is None:
        return None, 0
    if not isinstance(value, str):
        return None, 1
    said = sentences(value)
    kept: list[str] = []
    for sentence in said[:MOST_SENTENCES]:
        longer = " ".join([*kept, sentence])
        # Looked at together, as two halves may make one whole.
        if (
            len(longer) <= LONGEST_SUMMARY
            and may_stand(longer, facts)
            and len(defused(longer)) <= LONGEST_SUMMARY
        ):
            kept.append(sentence)
    return defused(" ".join(kept)) or None, len(said) - len(kept)


def _sections(value: object, given: Given) -> tuple[dict[str, tuple[str, ...]], int]:
    if value is None:
        return {}, 0
    if not isinstance(value, list):
        return {}, 1
    found: dict[str, tuple[str, ...]] = {}
    dropped = quoted = 0
    for section in value:
        heading = section.get("heading") if isinstance(section, dict) else None
        wanted = section.get("quotations") if isinstance(section, dict) else None
        if not isinstance(wanted, list) or heading not in given.headings:
            dropped += 1
            continue
        for one in wanted:
            there = found.get(heading, ())
            words = None
            if isinstance(one, str) and len(there) < MOST_QUOTATIONS and quoted < MOST_QUOTED:
                words = quotation(one, given.passages)
            if words is None or words in there or quoted + len(words) > MOST_QUOTED:
                dropped += 1
                continue
            found[heading] = (*there, words)
            quoted += len(words)
    return found, dropped


def _choice(value: object, allowed: Collection[str]) -> tuple[str | None, int]:
    if value is None:
        return None, 0
    return (value, 0) if isinstance(value, str) and value in allowed else (None, 1)


def _choices(value: object, allowed: Collection[str]) -> tuple[tuple[str, ...], int]:
    if value is None:
        return (), 0
    if not isinstance(value, list):
        return (), 1
    kept = tuple(name for name in allowed if name in value)
    return kept, sum(one not in allowed for one in value)
