"""The values of Kubernetes Secrets, in YAML and JSON, wherever in the object they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.triage.secrets.placeholders import looks_random, stands_in
from bot.triage.secrets.spans import Span

KIND = "Kubernetes Secret value"
# `kind` stands below `data` in what kubectl prints, so an object is looked at as a whole. Where
# it was cut off, the type gives a Secret away.
FOLDED_SECRET = r"\s{0,40}".join("Secret")
IS_SECRET = re.compile(
    rf"[\"']?\bkind[\"']?\s{{0,8}}:\s{{0,8}}[\"']?\s{{0,40}}{FOLDED_SECRET}(?!\w)"
    r"|[\"']?\btype[\"']?[ \t]{0,8}:[ \t]{0,8}[\"']?(?:Opaque|helm\.sh/release\.v1"
    r"|kubernetes\.io/(?:tls|dockercfg|dockerconfigjson|basic-auth|ssh-auth|service-account-token)"
    r"|bootstrap\.kubernetes\.io/token)\b"
)
HAS_KIND = re.compile(r"[\"']?\bkind[\"']?[ \t]{0,8}:")
BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
# One object ends where the next begins: a document, or an item of a list.
BOUNDARY = re.compile(
    r"(?m)^[ \t>|│]{0,40}(?:---[ \t]*\r?$|-[ \t]{1,8}(?:apiVersion|kind|data|metadata):)"
)
YAML_DATA = re.compile(
    r"(?m)^(?P<indent>[ \t>|│]{0,80}(?:-[ \t]{1,8})?)[\"']?(?:data|stringData)[\"']?:"
    r"[ \t]{0,40}\r?$"
)
YAML_KEY = re.compile(
    r"(?P<key>[\"']?[\w.-]{1,253}[\"']?)[ \t]{0,8}:(?:[ \t]{0,40}(?P<value>[^\r\n]*)|$)"
)
JSON_DATA = re.compile(r"\"(?:data|stringData)\"\s{0,40}:\s{0,40}\{")
JSON_PAIR = re.compile(
    r"\s{0,400}\"[^\"\n]{1,253}\"\s{0,40}:\s{0,40}\"(?P<value>(?:[^\"\\]|\\.)*)\"?\s{0,40},?"
)
FLOW_DATA = re.compile(r"(?m)^[ \t>|│]{0,80}(?:data|stringData):[ \t]{0,8}\{(?P<inside>[^}\n]*)")
FLOW_VALUE = re.compile(r":[ \t]{0,8}[\"']?(?P<value>[^\s,\"'}]{1,})")
LITERAL = re.compile(
    r"--from-literal[= ]{1,2}[\"']?[\w.-]{1,253}=(?P<value>[^\s\"']{1,4000}|(?<=\")[^\"\n]{1,4000})"
)
BLOCK = re.compile(r"[|>][+-]?\d?[ \t]*$")


def secret_objects(text: str) -> Iterator[Span]:
    """What `kubectl get secret` prints and `kubectl create secret` is given."""
    if "--from-literal" in text:
        for literal in LITERAL.finditer(text):
            yield from _kept(text, *literal.span("value"))
    if "data" not in text and "stringData" not in text:
        return
    starts = [0, *(found.start() for found in BOUNDARY.finditer(text) if found.start()), len(text)]
    for start, stop in pairwise(starts):
        if not IS_SECRET.search(text, start, stop):
            if not HAS_KIND.search(text, start, stop):
                yield from _cut_off(text, start, stop)
            continue
        columns = {_column(text, found.start()) for found in IS_SECRET.finditer(text, start, stop)}
        for found in YAML_DATA.finditer(text, start, stop):
            # Another column means another object: one that only refers to a Secret.
            if _column(text, found.end("indent")) in columns:
                yield from _yaml(text, found, stop)
        for found in JSON_DATA.finditer(text, start, stop):
            yield from _json(text, found, stop)
        for found in FLOW_DATA.finditer(text, start, stop):
            for value in FLOW_VALUE.finditer(text, *found.span("inside")):
                yield from _kept(text, *value.span("value"))


def _cut_off(text: str, start: int, stop: int) -> Iterator[Span]:
    """Of an object that ends before it says its kind, what looks like a Secret's values."""
    for pattern, values in ((YAML_DATA, _yaml), (JSON_DATA, _json)):
        for found in pattern.finditer(text, start, stop):
            for span in values(text, found, stop):
                bare = re.sub(r"\s|(?:\.{3}|…).*", "", text[span.start : span.stop])
                if BASE64.fullmatch(bare) and _looks_encoded(bare):
                    yield span


def _looks_encoded(value: str) -> bool:
    turns = sum(a.isupper() != b.isupper() for a, b in pairwise(value))
    return (
        looks_random(value) or value.endswith("=") or (len(value) >= 12 and turns * 4 >= len(value))
    )


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", max(0, at - 400), at) - 1


def _json(text: str, data: re.Match[str], stop: int) -> Iterator[Span]:
    at = data.end()
    while pair := JSON_PAIR.match(text, at, stop):
        yield from _kept(text, *pair.span("value"))
        at = pair.end()


def _yaml(text: str, data: re.Match[str], stop: int) -> Iterator[Span]:
    """Every value below `data:`, with the lines it is folded over."""
    depth = len(data["indent"])
    start = end = -1
    at = text.find("\n", data.end()) + 1 or stop
    while at < stop:
        line_end = text.find("\n", at, stop)
        line_end = stop if line_end < 0 else line_end
        stripped = at + _leading(text, at, line_end)
        key = YAML_KEY.match(text, stripped, line_end)
        if key and stripped - at <= depth:
            break
        if key:
            if start >= 0:
                yield from _kept(text, start, end)
            start, end = -1, -1
            value_start, value_end = key.span("value")
            if value_start >= 0 and not BLOCK.match(text, value_start, value_end):
                start, end = value_start, value_end
        elif stripped < line_end:
            if stripped - at <= depth and not CONTINUED.match(text, stripped, line_end):
                break
            start = stripped if start < 0 else start
            end = line_end
        at = line_end + 1
    if start >= 0:
        yield from _kept(text, start, end)


CONTINUED = re.compile(r"[A-Za-z0-9+/=]{1,}[\"']?\r?$")


def _leading(text: str, at: int, line_end: int) -> int:
    length = 0
    while at + length < line_end and text[at + length] in " \t>|│":
        length += 1
    return length


def _kept(text: str, start: int, stop: int) -> Iterator[Span]:
    while stop > start and text[stop - 1] in " \t\r\n\"'`":
        stop -= 1
    while start < stop and text[start] in " \"'":
        start += 1
    if stop > start and not stands_in(text[start:stop]):
        yield Span(start, stop, KIND)
