"""Keys and passwords that a shell hands to a program's standard input."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.triage.secrets.placeholders import stands_in
from bot.triage.secrets.spans import Span

KIND = "password"
# What asks for a key or a password there; `zfs list` does not.
ASKS = (
    r"(?:sudo\s{1,4}(?:-\w\s{1,4})?)?(?:[\w./-]{0,60}/)?"
    r"(?:zfs\s{1,4}(?:load-key|change-key|create|mount)|zpool\s{1,4}(?:create|import)"
    r"|cryptsetup|geli|chpasswd|passwd|systemd-cryptenroll)\b"
    r"|sudo\s[^\n|;&]{0,60}?-S\b"
    r"|[\w -]{1,40}?login\s[^\n|;&]{0,200}?--password-stdin"
)
GIVEN = r"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s\"'|;&<>$`-][^\s\"'|;&<>$`]{0,199})"
PIPED = re.compile(
    r"\b(?:echo|printf)\s{1,4}(?:-\w{1,3}\s{1,4})?(?:[\"']?%s(?:\\{1,2}n)?[\"']?\s{1,4})?"
    rf"(?P<secret>{GIVEN})\s{{0,4}}\|\s{{0,4}}(?:{ASKS})"
)
HERE = re.compile(rf"<<<\s{{0,4}}(?P<secret>{GIVEN})")
ASKED = re.compile(rf"\b(?:{ASKS})")
LONGEST_COMMAND = 200


def standard_input(text: str) -> Iterator[Span]:
    if "|" in text:
        for found in PIPED.finditer(text):
            yield from _span(found)
    if "<<<" in text:
        for found in HERE.finditer(text):
            start = text.rfind("\n", max(0, found.start() - LONGEST_COMMAND), found.start()) + 1
            start = max(start, found.start() - LONGEST_COMMAND)
            if ASKED.search(text, start, found.start()):
                yield from _span(found)


def _span(found: re.Match[str]) -> Iterator[Span]:
    start, stop = found.span("secret")
    if found["secret"][0] in "\"'":
        start, stop = start + 1, stop - 1
    if not stands_in(found.string[start:stop]):
        yield Span(start, stop, KIND)
