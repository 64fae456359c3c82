"""Private keys in PEM, OpenSSH, PGP and PuTTY form, whole or cut at either end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.triage.secrets.spans import Span


def _folded(word: str) -> str:
    """A pattern for the word with a line break and its indentation anywhere in it."""
    return r"\s{0,12}".join(word)


DASH = _folded("-----")
PRIVATE = (
    rf"\s{{1,12}}(?P<what>[A-Z0-9\s]{{0,40}}?){_folded('PRIVATE')}\s{{1,12}}{_folded('KEY')}"
    rf"(?:\s{{1,12}}{_folded('BLOCK')})?(?:{DASH}|-{{0,5}})"
)
BEGIN = re.compile(rf"{DASH}{_folded('BEGIN')}{PRIVATE}")
END = re.compile(rf"{DASH}{_folded('END')}{PRIVATE}")
DASHES = re.compile(rf"{DASH}(?:{_folded('BEGIN')}|{_folded('END')})")
# Without an end: armour headers, then base64, as lines of their own or long runs between spaces.
BODY = re.compile(
    r"(?:[ \t>|│]{0,40}\r?\n"
    r"|[ \t>|│]{0,40}(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash):[^\n]{0,200}(?:\n|$)"
    r"|[ \t>|│\"'+]{0,40}[A-Za-z0-9+/=]+[ \t\"'+\\]{0,8}(?:\r?\n|$)"
    r"|[ \t>|│\"'+]{0,40}[A-Za-z0-9+/=]{16,})*"
)
BASE64_LINE = re.compile(r"[ \t>|│\"']*+[A-Za-z0-9+/=]++[ \t\"'\\]*+\r?")
PUTTY = re.compile(
    r"Private-Lines: ?\d{1,4}\s{1,4}(?P<secret>(?:[A-Za-z0-9+/=]{1,100}(?:\s{1,40}|$)){1,400})"
)
SERVICE_ACCOUNT = re.compile(r"\"private_key\"\s{0,8}:\s{0,8}\"?\s{0,4}$")
KEY_ID = re.compile(r"\"private_key_id\"\s{0,8}:\s{0,8}\"(?P<secret>[0-9a-f]{6,64})")


def private_keys(text: str) -> Iterator[Span]:
    if "--" in text:
        end = 0
        for found in BEGIN.finditer(text):
            if found.start() < end:
                continue
            end = _end(text, found.end())
            yield Span(found.start(), end, _kind(text, found))
        yield from _tails(text)
    if "Private-Lines" in text:
        for found in PUTTY.finditer(text):
            yield Span(*found.span("secret"), "private key")
    if '"private_key_id"' in text:
        for found in KEY_ID.finditer(text):
            yield Span(*found.span("secret"), "Google service-account key")


def _end(text: str, start: int) -> int:
    dashes = DASHES.search(text, start)
    if dashes and (closing := END.match(text, dashes.start())):
        return closing.end()
    # Cut: the body goes on as far as it looks like one.
    body = BODY.match(text, start)
    return body.end() if body else start


def _kind(text: str, found: re.Match[str]) -> str:
    if "PGP" in found["what"]:
        return "PGP private key"
    if SERVICE_ACCOUNT.search(text[max(0, found.start() - 40) : found.start()]):
        return "Google service-account key"
    return "private key"


def _tails(text: str) -> Iterator[Span]:
    """The lower part of a key whose beginning was cut off."""
    after = 0
    for found in END.finditer(text):
        start = text.rfind("\n", after, found.start()) + 1
        if start <= after or text[start : found.start()].strip(" \t>|│"):
            after = found.end()
            continue
        top = start
        while top > after:
            above = max(text.rfind("\n", after, top - 1) + 1, after)
            if not BASE64_LINE.fullmatch(text, above, top - 1):
                break
            top = above
        if top < start:
            kind = "PGP private key" if "PGP" in found["what"] else "private key"
            yield Span(top, found.end(), kind)
        after = found.end()
