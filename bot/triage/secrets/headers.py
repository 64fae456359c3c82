"""Credentials in HTTP headers and on command lines that send them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.triage.secrets.placeholders import is_state, looks_random, stands_in
from bot.triage.secrets.spans import Span, lowered
from bot.triage.secrets.web_tokens import readable

AUTHORIZATION = re.compile(
    r"(?i)authorization[\"'`\]]{0,3}\s{0,4}(?:[:=]|=>|,)\s{0,4}[\"'`\[]{0,3}"
    r"(?P<scheme>bearer|basic|token|digest|negotiate|apikey|api-key|aws4-hmac-sha256)?[\s:]{0,4}"
    r"(?P<secret>[^\s\"'`,;<>\]\\]{4,})"
)
BEARER = re.compile(r"\b[Bb](?:earer|EARER)[\s:\"'=]{1,4}(?P<secret>[A-Za-z0-9._~+/-]{8,}={0,2})")
BASIC = re.compile(r"\b[Bb](?:asic|ASIC)\s{1,4}(?P<secret>[A-Za-z0-9+/]{6,}={0,2})")
HEADER = re.compile(
    r"(?:x-(?:api|auth|access|vault|gitlab|consul|csrf|goog-api|functions|amz-security)"
    r"-?(?:key|token)?|private-token|job-token|api-key)"
    r"[\"'`]{0,2}\s{0,2}[:=]\s{0,4}[\"'`]{0,2}(?P<secret>[^\s\"'`,;<>|]{6,})"
)
COOKIE = re.compile(r"(?i)(?:set-)?cookie[\"']{0,2}:\s{0,4}[\"']?(?P<secret>[^\n\"'<>]{8,4000})")
COOKIE_VALUE = re.compile(r"(?<==)[^;\s,]{12,}")
# curl -u user:password, and the programs that take a password as an argument.
USER = re.compile(
    r"(?:(?<=\s)-u|--user|--proxy-user)[ =]{1,2}[\"']?[\w.@\\-]{1,64}:(?P<secret>[^\s\"'|]{3,200})"
)
ARGUMENT = re.compile(
    r"(?:sshpass -p ?|(?:mysql|mysqldump|mariadb|mysqladmin)\s[^\n|;&]{0,200}?\s-p(?=\S)"
    r"|(?:docker|helm registry|podman|crictl|nerdctl|skopeo|oras) login\s[^\n|;&]{0,200}?\s-p[ =]?"
    r"|htpasswd\s[^\n|;&]{0,100}?-\w*b\w*\s\S{1,100}\s\S{1,100}\s|redis-cli\s[^\n|;&]{0,100}?-a )"
    r"[\"']?(?P<secret>[^\s\"']{3,200})"
)
HASH = re.compile(r"\$(?:2[abxy]?|5|6|y|7|argon2\w{1,2}|apr1|1)\$[\w./=,$+-]{20,200}")


def headers(text: str) -> Iterator[Span]:
    low = lowered(text)
    if "authorization" in low:
        for found in AUTHORIZATION.finditer(text):
            value = found["secret"]
            blank = stands_in(value) or is_state(value)
            if not blank and (found["scheme"] or looks_random(value)):
                yield _span(found, _scheme(found["scheme"]))
    if "bearer" in low:
        for found in BEARER.finditer(text):
            if looks_random(found["secret"]):
                yield _span(found, "bearer token")
    if "basic" in low:
        for found in BASIC.finditer(text):
            decoded = readable(found["secret"].translate(URL_SAFE))
            if ":" in decoded and decoded.isprintable():
                yield _span(found, "basic-auth header")
    if "x-" in low or "-token" in low or "api-key" in low:
        for found in HEADER.finditer(low):
            value = text[found.start("secret") : found.end("secret")]
            if looks_random(value) and not stands_in(value):
                yield _span(found, "API key header")
    if "cookie:" in low or 'cookie"' in low:
        for found in COOKIE.finditer(text):
            start, stop = found.span("secret")
            for cookie in COOKIE_VALUE.finditer(text, start, stop):
                if looks_random(cookie.group()):
                    yield Span(*cookie.span(), "cookie")
    if "-u" in text or "user" in text:
        for found in USER.finditer(text):
            if not stands_in(found["secret"]):
                yield _span(found, "password")
    if " -" in text:
        for found in ARGUMENT.finditer(text):
            if not stands_in(found["secret"]):
                yield _span(found, "password")
    if "$" in text:
        for found in HASH.finditer(text):
            yield Span(*found.span(), "password hash")


URL_SAFE = str.maketrans("+/", "-_")


def _span(found: re.Match[str], kind: str) -> Span:
    return Span(*found.span("secret"), kind)


def _scheme(scheme: str | None) -> str:
    return "basic-auth header" if (scheme or "").lower() == "basic" else "bearer token"
