"""Every request that Burley makes to GitHub in the tests, held against GitHub's own description."""

from __future__ import annotations

import functools
import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema
import pytest

from bot.clients.github.line import Line

Json = dict[str, Any]

EXTRACT = Path(__file__).with_name("github_openapi.json.gz")
# https://docs.github.com/en/rest/about-the-rest-api/api-versions
API_VERSIONS = frozenset(("2022-11-28",))
# The doctor's question whether it may open issues, which makes none: GitHub refuses an issue
# without a title as unfit, but only to those who may write.
ON_PURPOSE: tuple[str, str, Json] = ("post", "/repos/{owner}/{repo}/issues", {})


@functools.cache
def described() -> Json:
    found: Json = json.loads(gzip.decompress(EXTRACT.read_bytes()))
    return found


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on note what is wrong with the requests that go out, in the list that it gives."""
    noted: list[str] = []
    send = Line.send

    async def checked(
        line: Line, method: str, url: str, headers: Mapping[str, str], body: bytes, *more: Any
    ) -> Any:
        # The sandbox's GitHub stands below this path.
        below = re.sub(r"^https?://[^/]+(/github(?=/))?", "", url)
        wrong = faults(method, below, headers, body)
        noted.extend(f"{method} {below}: {one}" for one in wrong)
        return await send(line, method, url, headers, body, *more)

    monkeypatch.setattr(Line, "send", checked)
    return noted


def faults_of_opening(title: str, body: str, labels: Sequence[str]) -> list[str]:
    """What is wrong with the request that opens such an issue."""
    headers = {
        "user-agent": "burley",
        "accept": "application/vnd.github+json",
        "authorization": "Bearer made-up",
        "x-github-api-version": "2022-11-28",
        "content-type": "application/json",
    }
    sent = json.dumps({"title": title, "body": body, "labels": list(labels)}).encode()
    return faults("POST", "/repos/openebs/zfs-localpv/issues", headers, sent)


def faults(method: str, url: str, headers: Mapping[str, str], body: bytes) -> list[str]:
    """What is wrong with a request to this path, query included; nothing when all is well."""
    parts = urlsplit(url)
    # Where GitHub's own redirects and links lead; its description knows repositories by name only.
    path = re.sub(r"^/repositories/\d+", "/repos/owner/repo", parts.path)
    found = _operation(method.lower(), path)
    if found is None:
        return ["GitHub has no such operation, or Burley's extract of its description lacks it"]
    pattern, operation, given = found
    query = parse_qsl(parts.query, keep_blank_values=True)
    return [
        *_wrong_parameters(operation, given, query),
        *_wrong_headers(headers, body),
        *_wrong_body(method.lower(), pattern, operation, body),
    ]


def _operation(method: str, path: str) -> tuple[str, Json, dict[str, str]] | None:
    """The operation, its path as described, and the path's parameters; literal parts win."""
    known = sorted(described()["paths"], key=lambda one: one.count("{"))
    for pattern in known:
        expression = re.escape(pattern).replace(r"\{", "{").replace(r"\}", "}")
        expression = expression.replace("{path}", "(?P<path>.*)")
        match = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", expression), path)
        if match and method in described()["paths"][pattern]:
            given = {name: unquote(value) for name, value in match.groupdict().items()}
            return pattern, described()["paths"][pattern][method], given
    return None


def _wrong_parameters(
    operation: Json, path: Mapping[str, str], query: list[tuple[str, str]]
) -> Iterator[str]:
    known = {(one["in"], one["name"]): one for one in operation["parameters"]}
    given = [("path", *one) for one in path.items()] + [("query", *one) for one in query]
    for where, name, value in given:
        if (where, name) not in known:
            yield f"no parameter {name} in the {where}"
            continue
        schema = known[where, name]["schema"]
        read = int(value) if schema.get("type") == "integer" and value.isdecimal() else value
        yield from (f"{name}: {wrong}" for wrong in _violations(schema, read))
        if schema.get("format") == "date-time" and not re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", value
        ):
            yield f"{name}: {value} is no time"
    names = {(where, name) for where, name, _ in given}
    for key, one in known.items():
        if one.get("required") and key not in names:
            yield f"the parameter {key[1]} is missing"
    if len(names) < len(given):
        yield "a parameter stands twice"


def _wrong_headers(headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    plain = {name.lower(): value for name, value in headers.items()}
    if not plain.get("user-agent"):
        yield "no User-Agent"
    if not re.fullmatch(r"application/vnd\.github(\.v3)?\+json", plain.get("accept", "")):
        yield f"Accept is {plain.get('accept')!r}"
    if not re.fullmatch(r"(Bearer|token) \S+", plain.get("authorization", "")):
        yield "no Authorization"
    if plain.get("x-github-api-version") not in API_VERSIONS:
        yield f"there is no API version {plain.get('x-github-api-version')}"
    if body and not plain.get("content-type", "").startswith("application/json"):
        yield f"Content-Type is {plain.get('content-type')!r}"


def _wrong_body(method: str, pattern: str, operation: Json, body: bytes) -> Iterator[str]:
    schema = operation["body"]
    if not body:
        if operation["body_required"]:
            yield "there is no body"
        return
    if schema is None:
        yield "a body that GitHub does not read"
        return
    sent = json.loads(body)
    if (method, pattern, sent) == ON_PURPOSE:
        return
    yield from _violations(schema, sent)
    # GitHub passes over what it does not know; here it is a fault.
    unknown = set(sent) - set(schema.get("properties", {})) if isinstance(sent, dict) else ()
    yield from (f"no property {name} in the body" for name in sorted(unknown))


def _violations(schema: Json, value: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(schema)
    return [wrong.message[:200] for wrong in checker.iter_errors(value)]
