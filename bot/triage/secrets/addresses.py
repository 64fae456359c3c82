"""Passwords in URLs and connection strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.triage.secrets.placeholders import stands_in
from bot.triage.secrets.spans import Span

KIND = "password in an address"
# What follows a scheme, up to a space, a quote, Slack's markup or the next address.
REST = re.compile(r"://(?P<rest>(?:[^\s\"'<>|`:]|:(?!//))+)")
AUTHORITY_END = re.compile(r"[/?#]")
PORT = re.compile(r"\d{0,5}(?:[/?#,)\]}.;:]|$)")
HOST = re.compile(r"[\w.\[{$(-]")
NAMED = re.compile(r"[\w-]{1,63}(?:\.[\w-]|:\d)")
# A token in the place of the user's name, as git takes it.
TOKEN = re.compile(r"(?=.{0,300}\d)(?=.{0,300}[A-Z_])[A-Za-z0-9_.-]{20,300}")
GO_DSN = re.compile(r"(?<![\w/.-])[\w.-]{1,64}:(?P<secret>[^\s\"'<>|`/]{1,200})@(?:tcp|unix)\(")


def addresses(text: str) -> Iterator[Span]:
    if "://" in text:
        for found in REST.finditer(text):
            if span := _credential(found["rest"], at_end=found.end() == len(text)):
                start, stop, kind = span
                yield Span(found.start("rest") + start, found.start("rest") + stop, kind)
    if "@tcp(" in text or "@unix(" in text:
        for found in GO_DSN.finditer(text):
            if not stands_in(found["secret"]):
                yield Span(*found.span("secret"), KIND)


def _credential(rest: str, *, at_end: bool) -> tuple[int, int, str] | None:
    """user:password@host, also where the password has an @ or a / that should be encoded."""
    ended = AUTHORITY_END.search(rest)
    at = rest.rfind("@", 0, ended.start() if ended else len(rest))
    later = rest.rfind("@", 0, 600)
    # Another @ behind a slash belongs to the password where it, not the first, has a host's name.
    if at < 0 or (later > at and not NAMED.match(rest, at + 1) and NAMED.match(rest, later + 1)):
        at = later
    colon = rest.find(":", 0, at if at >= 0 else len(rest))
    if at >= 0 and colon < 0:
        return (0, at, "token in an address") if TOKEN.fullmatch(rest, 0, at) else None
    if colon < 0 or (ended and ended.start() < colon):
        return None
    password = rest[colon + 1 : at if at >= 0 else len(rest)]
    # host:8080/path@version is no password, and an image's digest none either.
    if PORT.match(password) and (at < 0 or AUTHORITY_END.search(password)):
        return None
    if at < 0:
        # No host: perhaps a length limit cut it off. A host's name has dots, a user's seldom.
        cut = at_end or password.endswith(("…", "..."))
        if not cut or "." in rest[:colon] or rest[:colon] == "localhost":
            return None
        if AUTHORITY_END.search(password):
            return None
    elif not HOST.match(rest, at + 1) and at + 1 < len(rest):
        return None
    if stands_in(password):
        return None
    return colon + 1, colon + 1 + len(password), KIND
