"""Text in, text without secrets out: each replaced, where it stands, by a note of its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage.secrets import personal
from bot.triage.secrets.addresses import KIND as IN_ADDRESS
from bot.triage.secrets.addresses import addresses
from bot.triage.secrets.assignments import KINDS as ASSIGNED
from bot.triage.secrets.assignments import assignments
from bot.triage.secrets.encoded import encoded
from bot.triage.secrets.headers import headers
from bot.triage.secrets.key_pairs import key_pairs
from bot.triage.secrets.kubernetes import KIND as SECRET_VALUE
from bot.triage.secrets.kubernetes import secret_objects
from bot.triage.secrets.personal import Privacy
from bot.triage.secrets.private_keys import private_keys
from bot.triage.secrets.spans import Detector, Span
from bot.triage.secrets.standard_input import standard_input
from bot.triage.secrets.tokens import SHAPES
from bot.triage.secrets.views import views
from bot.triage.secrets.web_tokens import web_tokens

# Where spans overlap, the kind named first here is the one to tell.
KINDS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            "kubeconfig client key",
            "kubeconfig client certificate",
            "kubeconfig CA certificate",
            "Google service-account key",
            "PGP private key",
            "private key",
            *(shape.kind for shape in SHAPES),
            "Kubernetes service-account token",
            "JSON web token",
            ASSIGNED["aws_session"],
            ASSIGNED["aws"],
            ASSIGNED["azure"],
            ASSIGNED["registry"],
            "basic-auth header",
            "bearer token",
            "API key header",
            "cookie",
            "password hash",
            IN_ADDRESS,
            "token in an address",
            SECRET_VALUE,
            ASSIGNED["password"],
            ASSIGNED["key"],
            ASSIGNED["weak"],
            *personal.KINDS,
        ]
    )
)
RANK = {kind: rank for rank, kind in enumerate(KINDS)}
NOTE = re.compile(r"\[(?:" + "|".join(re.escape(kind) for kind in KINDS) + r") removed\]")
DETECTORS: tuple[Detector, ...] = (
    private_keys,
    *(shape.spans for shape in SHAPES),
    web_tokens,
    key_pairs,
    headers,
    standard_input,
    addresses,
    secret_objects,
    assignments,
)
# What may stand in the text as typed and is spoilt by unescaping: a password with a backslash.
LITERAL: tuple[Detector, ...] = (addresses, assignments)
# Base64 within base64 is looked into this often.
LAYERS = 3
# A note may bring together what stood apart, so the text is read again until nothing is found.
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Redacted:
    text: str
    removed: dict[str, int]


def redact(text: str, privacy: Privacy | None = None) -> Redacted:
    """The text with each secret replaced by a note of its kind, and how many of which.

    Doing it twice changes nothing more.
    """
    wanted = privacy or Privacy()
    removed: Counter[str] = Counter()
    for _ in range(ROUNDS):
        spans = _outside_notes(text, _merged([*_secrets(text, LAYERS), *wanted.spans(text)]))
        if not spans:
            break
        parts: list[str] = []
        end = 0
        for start, stop, kind in spans:
            parts += [text[end:start], _note(kind)]
            removed[kind] += 1
            end = stop
        text = "".join([*parts, text[end:]])
    return Redacted(text, dict(removed))


def removals(text: str, *repeating: str) -> dict[str, int]:
    """How many notes of which kind redact left in a text.

    Others that repeat words of it, such as its title, count once with it.
    """
    return {
        kind: number
        for kind in KINDS
        if (number := max(one.count(_note(kind)) for one in (text, *repeating)))
    }


def _note(kind: str) -> str:
    return f"[{kind} removed]"


def _secrets(text: str, layers: int) -> Iterator[Span]:
    def inside(plain: str) -> str | None:
        kinds = [span.kind for span in _secrets(plain, layers - 1)]
        return min(kinds, key=RANK.__getitem__) if kinds else None

    readings = list(views(text))
    for view in readings:
        typed = view.under is None and len(readings) > 1
        for detector in LITERAL if typed and readings[1].unescaped else DETECTORS:
            for start, stop, kind in detector(view.text):
                if stop > start:
                    yield Span(*view.original(start, stop), kind)
        if layers and not (typed and readings[1].unescaped):
            for start, stop, kind in encoded(view.text, inside):
                yield Span(*view.original(start, stop), kind)


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order, those that overlap made into one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].stop:
            last = merged[-1]
            kind = min(last.kind, span.kind, key=RANK.__getitem__)
            merged[-1] = Span(last.start, max(last.stop, span.stop), kind)
        else:
            merged.append(span)
    return merged


def _outside_notes(text: str, spans: list[Span]) -> list[Span]:
    """The spans without the notes of an earlier reading that they reach over."""
    kept: list[Span] = []
    for start, stop, kind in spans:
        at = start
        for note in NOTE.finditer(text, max(0, start - LONGEST_NOTE), stop + LONGEST_NOTE):
            if note.end() <= at or note.start() >= stop:
                continue
            if text[at : note.start()].strip(BARE):
                kept.append(Span(at, note.start(), kind))
            at = note.end()
        if at < stop and text[at:stop].strip(BARE):
            kept.append(Span(at, stop, kind))
    return kept


LONGEST_NOTE = max(map(len, KINDS)) + len("[ removed]")
# Left between a note and the end of a span, these are no part of a secret.
BARE = " \t\r\n\"'`,;:)]}>|"
