"""JSON web tokens, told apart from other base64 by what their header says."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from bot.triage.secrets.spans import Span

# `eyJ` is base64 for `{"`; header, payload and signature, each of which a limit may have cut.
TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{9,}(?:\.[A-Za-z0-9_-]+={0,2}){0,4}")
SERVICE_ACCOUNT = ("kubernetes.io", "system:serviceaccount")


def web_tokens(text: str) -> Iterator[Span]:
    if "eyJ" not in text:
        return
    for found in TOKEN.finditer(text):
        header, *rest = found.group().split(".")
        said = readable(header)
        if '"alg"' not in said and '"typ"' not in said and '"kid"' not in said:
            continue
        claims = readable(rest[0]) if rest else ""
        serves = any(mark in claims for mark in SERVICE_ACCOUNT)
        kind = "Kubernetes service-account token" if serves else "JSON web token"
        yield Span(*found.span(), kind)


def readable(part: str) -> str:
    usable = part.rstrip("=")
    usable = usable[: len(usable) // 4 * 4 + (len(usable) % 4 if len(usable) % 4 > 1 else 0)]
    try:
        raw = base64.urlsafe_b64decode(usable + "=" * (-len(usable) % 4))
    except (binascii.Error, ValueError):
        return ""
    return raw.decode("utf-8", "replace")
