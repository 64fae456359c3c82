"""AWS secret keys that no name gives away, but the key id beside them does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.triage.secrets.placeholders import is_name
from bot.triage.secrets.spans import Span

KEY_ID = re.compile(
    r"(?<![A-Za-z0-9])(?:A(?:KI|SI)A[A-Z0-9]{16}(?![A-Za-z0-9])|\[AWS access key id removed\])"
)
# Forty characters, fewer where the text was cut.
SECRET = re.compile(
    r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{32,40}(?![A-Za-z0-9+/=])"
    r"|[A-Za-z0-9+/]{12,39}(?=…|\.{3}|\s{0,8}\Z))"
)
NEAR = 160


def key_pairs(text: str) -> Iterator[Span]:
    if "AKIA" not in text and "ASIA" not in text and "AWS access key id removed" not in text:
        return
    for found in KEY_ID.finditer(text):
        for secret in SECRET.finditer(text, found.end(), found.end() + NEAR):
            # A commit's hash is forty characters too, but of lower case.
            if not secret.group().islower() and not is_name(secret.group()):
                yield Span(*secret.span(), "AWS secret key")
