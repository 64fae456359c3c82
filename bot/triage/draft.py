"""The issue a report would become: title, body, labels, and what to ask its reporter for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.markup import defused, to_markdown
from bot.settings import Repository
from bot.triage.facts import with_code_fenced
from bot.triage.secrets import Privacy, redact
from bot.triage.templates import LONGEST_BODY, Missing, Passage, Template, Told, attached, fill
from bot.triage.titles import LONGEST_TITLE, UNTITLED, prefixed, title_of
from storage.records import Kind, Message, Report

__all__ = [
    "LONGEST_BODY",
    "LONGEST_TITLE",
    "Draft",
    "draft",
    "fingerprint",
    "title_of",
    "words_of",
]

# Printable to Python, and nothing that anybody sees: fillers, joiners, variation selectors.
BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))
)


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    body: str
    labels: tuple[str, ...]
    missing: tuple[Missing, ...] = ()


def draft(
    thread: Sequence[Message],
    kind: Kind,
    repository: Repository | None,
    names: Mapping[str, str],
    reporter: str,
    template: Template | None = None,
    existing_labels: frozenset[str] | None = None,
    privacy: Privacy | None = None,
    placed: Mapping[str, Sequence[str]] | None = None,
) -> Draft:
    """What the thread says, as an issue in the shape the repository asks for.

    Without `existing_labels` nobody knows which labels there are, so all are kept. A thread
    without words has no body. `placed` says of some passages' words, by headings of the
    template, where they stand, whatever they look like.
    """
    passages = passages_of(thread, names, reporter, privacy)
    # A question may be asked in a template for bugs; that does not make it one.
    own_kind = template if template is not None and template.kind in (kind, "other") else None
    labels = _labels(kind, repository, own_kind, existing_labels)
    if not passages:
        return Draft(UNTITLED, "", labels)
    filled = fill(template, Told(kind, passages, placed or {}))
    title = _title(thread, reporter, privacy)
    return Draft(
        title=prefixed(title, own_kind.title) if own_kind is not None else title,
        body=filled.body,
        labels=labels,
        missing=filled.missing,
    )


def passages_of(
    thread: Sequence[Message],
    names: Mapping[str, str],
    reporter: str,
    privacy: Privacy | None = None,
) -> tuple[Passage, ...]:
    """What was said, as Markdown in which nothing is secret and nothing can act.

    A file tells nothing by itself: where nobody says a word, nothing was said.
    """
    found = []
    wordless = True
    for message in thread:
        own = to_markdown(with_code_fenced(redact(message.text, privacy).text), names)
        # Fences around a log that is forwarded would end the quotation.
        quoted = to_markdown(redact(message.shared, privacy).text, names)
        words = "\n\n".join(part for part in (own, quoted) if part)
        files = [defused(redact(name, privacy).text) for name in message.files]
        by_reporter = message.author == reporter
        if any(map(_is_visible, words)):
            wordless = False
            words = f"{words}\n\n{attached(files)}" if files else words
            found.append(Passage(by_reporter, words))
        elif files and by_reporter:
            found.append(Passage(by_reporter, attached(files)))
    return () if wordless else tuple(found)


def _is_visible(sign: str) -> bool:
    return sign.isprintable() and not sign.isspace() and sign not in BLANK


def _title(thread: Sequence[Message], reporter: str, privacy: Privacy | None) -> str:
    """The title of the reporter's first message that has one."""
    said = (redact(one.whole_text, privacy).text for one in thread if one.author == reporter)
    titles = (title_of(with_code_fenced(text)) for text in said)
    return next((title for title in titles if title != UNTITLED), UNTITLED)


def _labels(
    kind: Kind,
    repository: Repository | None,
    template: Template | None,
    existing: frozenset[str] | None,
) -> tuple[str, ...]:
    """The settings' labels for the kind, then the template's, as the repository spells them."""
    ours = getattr(repository.labels, kind, ()) if repository and kind != "chatter" else ()
    wanted: dict[str, str] = {}
    for label in [*ours, *(template.labels if template is not None else ())]:
        wanted.setdefault(label.casefold(), label)
    if existing is None:
        return tuple(wanted.values())
    spelled = {one.casefold(): one for one in existing}
    return tuple(spelled[one] for one in wanted if one in spelled)


def words_of(report: Report) -> str:
    """The fingerprint of what a report would file as it stands."""
    place = report.repository if report.joins is None else f"{report.repository}#{report.joins}"
    return fingerprint(place, report.title, report.body, report.labels)


def fingerprint(repository: str, title: str, body: str, labels: Sequence[str]) -> str:
    """The hash of exactly what a person confirmed."""
    exact = "\x00".join([repository, title, body, *labels])
    return hashlib.sha256(exact.encode("utf-8")).hexdigest()
