"""Secrets inside base64: what decodes to readable text is searched like any text."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from bot.triage.secrets.spans import Span

RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
STANDARD = str.maketrans("-_", "+/")
READABLE = bytes(range(32, 127)) + b"\t\n\r"
SHARE_READABLE = 0.9


def encoded(text: str, search: Callable[[str], str | None]) -> Iterator[Span]:
    """The runs of base64 in whose plain text `search` names a kind of secret."""
    for found in RUN.finditer(text):
        for offset in range(4):
            # A run may have been glued to the word before it: then it starts a little later.
            plain = _plain(found.group()[offset:])
            if plain is not None:
                if kind := search(plain):
                    yield Span(*found.span(), kind)
                break


def _plain(run: str) -> str | None:
    usable = run.rstrip("=").translate(STANDARD)
    if len(usable) % 4 == 1:
        usable = usable[:-1]
    try:
        raw = base64.b64decode(usable + "=" * (-len(usable) % 4))
    except (binascii.Error, ValueError):
        return None
    if raw.count(0) * 3 > len(raw):
        raw = raw.replace(b"\x00", b"")  # UTF-16, as PowerShell encodes
    if not raw or len(raw) - len(raw.translate(None, READABLE)) < SHARE_READABLE * len(raw):
        return None
    return raw.decode("utf-8", "replace")
