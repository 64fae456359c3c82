"""Answers as api.github.com gives them: errors with documentation_url, ETag, pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from multidict import MultiDict
from yarl import URL

DOCS = "https://docs.github.com/rest"
JSON_TYPE = "application/json; charset=utf-8"

T = TypeVar("T")


class Refusal(Exception):
    """What GitHub answers instead of doing what it was asked."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        errors: list[dict[str, Any]] | None = None,
        docs: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors
        self.docs = docs

    def answer(self, docs: str = DOCS) -> Answer:
        """`docs` is the page of the operation that refused, unless the error has its own."""
        data: dict[str, Any] = {"message": self.message}
        if self.errors:
            data["errors"] = self.errors
        data["documentation_url"] = self.docs or docs
        data["status"] = str(self.status)
        return Answer(data, self.status)


def invalid(resource: str, field_name: str, code: str, **more: Any) -> Refusal:
    """422 with one field named, as GitHub does after the request's form was right."""
    error = {**more, "resource": resource, "field": field_name, "code": code}
    return Refusal(422, "Validation Failed", errors=[error])


def malformed(problem: str) -> Refusal:
    """422 for a request of the wrong form: a missing field, a wrong type."""
    return Refusal(422, f"Invalid request.\n\n{problem}")


def not_found() -> Refusal:
    return Refusal(404, "Not Found")


@dataclass
class Answer:
    data: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON_TYPE

    @property
    def body(self) -> bytes:
        if isinstance(self.data, bytes):
            return self.data
        if self.data is None:
            return b""
        return json.dumps(self.data, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def etag(self) -> str:
        return f'W/"{hashlib.sha256(self.body).hexdigest()}"'


def moved(location: str, method: str) -> Answer:
    """GitHub redirects reads with 301 and writes with 307, which keeps the method.

    The body and the pair of codes as in https://github.com/18F/charlie/pull/85 and
    https://github.com/google/go-github/issues/184.
    """
    data = {
        "message": "Moved Permanently",
        "url": location,
        "documentation_url": f"{DOCS}/guides/best-practices-for-using-the-rest-api"
        "#follow-redirects",
    }
    return Answer(data, 301 if method in {"GET", "HEAD"} else 307, {"Location": location})


def page_of(found: Sequence[T], url: URL) -> tuple[list[T], dict[str, str]]:
    """One page of what was found, and the Link header that leads to the others."""
    size = _number(url, "per_page", 30, most=100)
    page = _number(url, "page", 1)
    last = max(1, -(-len(found) // size))
    links = []
    if page > 1:
        links += [("prev", min(page - 1, last))]
    if page < last:
        links += [("next", page + 1), ("last", last)]
    if page > 1:
        links += [("first", 1)]
    header = ", ".join(f'<{_with_page(url, number)}>; rel="{rel}"' for rel, number in links)
    start = (page - 1) * size
    return list(found[start : start + size]), {"Link": header} if header else {}


def _number(url: URL, name: str, default: int, most: int | None = None) -> int:
    """A number of the query: nonsense counts as the default, too many as the most."""
    try:
        value = int(url.query.get(name, default))
    except ValueError:
        return default
    if value < 1:
        return default
    return min(value, most) if most else value


def _with_page(url: URL, page: int) -> URL:
    query = MultiDict(url.query)
    query["page"] = str(page)
    return url.with_query(query)
