"""The issue a report would become: title, body, labels, repository."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.settings import Repository
from bot.triage.markup import titled, to_markdown
from bot.triage.secrets import redact
from storage.records import Kind, Message, Report

# Of a message that is nothing but code, say; people give it a name in the dialog.
UNTITLED = "Report from Slack"
LONGEST_TITLE = 80
# GitHub refuses bodies over 65,536 characters.
LONGEST_BODY = 60_000


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    body: str
    labels: tuple[str, ...]


def draft(
    thread: Sequence[Message],
    kind: Kind,
    repository: Repository | None,
    names: Mapping[str, str],
    reporter: str,
) -> Draft:
    """What the thread says, as an issue: the reporter's words first, then the others'."""
    told: list[str] = []
    title = UNTITLED
    for message in thread:
        cleaned = redact(message.text).text
        words = to_markdown(cleaned, names)
        if not words:
            continue
        if message.author == reporter:
            title = title_of(cleaned) if title == UNTITLED else title
            told.append(words)
        else:
            told.append("A reply in the thread:\n\n> " + words.replace("\n", "\n> "))
    labels = getattr(repository.labels, kind, ()) if repository and kind != "chatter" else ()
    return Draft(
        title=title,
        body=shortened("\n\n".join(told), LONGEST_BODY),
        labels=tuple(labels),
    )


def title_of(text: str) -> str:
    """The first sentence, without markup, at most 80 characters, cut at a word."""
    words = re.sub(r"```.*?(?:```|\Z)|<[^<>]*>|[*_~`]", " ", text, flags=re.DOTALL)
    for line in words.splitlines():
        sentence = re.split(r"(?<=[.!?])\s|,?\s+steps?\s*:", line.strip(), maxsplit=1)[0]
        title = titled(sentence).rstrip(" ,;:-")
        if not any(sign.isalnum() for sign in title):
            continue  # a rule, a bullet, an emoji
        if len(title) <= LONGEST_TITLE:
            return title
        fits = title[: LONGEST_TITLE - 1]
        whole = fits.rsplit(" ", 1)[0].rstrip(" ,;:-")
        return (whole if len(whole) > LONGEST_TITLE // 2 else fits) + "…"
    return UNTITLED


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def words_of(report: Report) -> str:
    """The fingerprint of what a report would file as it stands."""
    return fingerprint(report.repository, report.title, report.body, report.labels)


def fingerprint(repository: str, title: str, body: str, labels: Sequence[str]) -> str:
    """The hash of exactly what a person confirmed."""
    exact = "\x00".join([repository, title, body, *labels])
    return hashlib.sha256(exact.encode("utf-8")).hexdigest()
