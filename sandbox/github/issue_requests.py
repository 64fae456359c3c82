"""What a request to create or change an issue may say, and how GitHub refuses the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandbox.github.answers import invalid, malformed

LONGEST_TITLE = 256
LONGEST_BODY = 65_536
REASONS = ("completed", "not_planned", "duplicate", "reopened")


@dataclass(frozen=True)
class IssueRequest:
    """None where the request said nothing."""

    title: str | None = None
    body: str | None = None
    labels: tuple[str, ...] | None = None
    state: str | None = None
    state_reason: str | None = None


def read_issue_request(data: dict[str, Any], *, new: bool) -> IssueRequest:
    """The request in order, or a Refusal (422)."""
    if new and "title" not in data:
        raise malformed('"title" wasn\'t supplied.')
    title = data.get("title")
    if isinstance(title, int) and not isinstance(title, bool):
        title = str(title)
    if not isinstance(title, str) and (new or title is not None):
        raise malformed(f"For 'properties/title', {ruby(title)} is not a string.")
    if isinstance(title, str):
        check_title(title)
    body = data.get("body")
    if body is not None and not isinstance(body, str):
        raise malformed(f"For 'properties/body', {ruby(body)} is not a string or null.")
    if body is not None and len(body) > LONGEST_BODY:
        raise invalid("Issue", "body", "custom", message=too_long("body", LONGEST_BODY))
    if "body" in data and not new:
        body = body or ""
    state = data.get("state")
    if not new and state is not None and state not in {"open", "closed"}:
        raise invalid("Issue", "state", "invalid", value=state)
    reason = data.get("state_reason")
    if not new and reason is not None and reason not in REASONS:
        raise invalid("Issue", "state_reason", "invalid", value=reason)
    labels = label_names(data["labels"]) if "labels" in data else None
    return IssueRequest(title, body, labels, state, reason)


def check_title(title: str) -> None:
    if not title.strip():
        raise invalid("Issue", "title", "missing_field")
    if len(title) > LONGEST_TITLE:
        raise invalid("Issue", "title", "custom", message=too_long("title", LONGEST_TITLE))


def label_names(labels: Any) -> tuple[str, ...]:
    """Labels may be names or objects with a name."""
    if not isinstance(labels, list):
        raise malformed(f"For 'properties/labels', {ruby(labels)} is not an array.")
    names = []
    for label in labels:
        name = label.get("name") if isinstance(label, dict) else label
        if not isinstance(name, str):
            raise malformed(f"For 'items', {ruby(label)} is not a string or object.")
        names.append(name)
    return tuple(names)


def read_comment_request(data: dict[str, Any]) -> str:
    if "body" not in data:
        raise malformed('"body" wasn\'t supplied.')
    body = data["body"]
    if not isinstance(body, str):
        raise malformed(f"For 'properties/body', {ruby(body)} is not a string.")
    if not body.strip():
        message = "Body cannot be blank"
        raise invalid("IssueComment", "data", "unprocessable", message=message)
    if len(body) > LONGEST_BODY:
        message = "Body " + too_long("body", LONGEST_BODY).removeprefix("body ")
        raise invalid("IssueComment", "data", "unprocessable", message=message)
    return body


def too_long(name: str, most: int) -> str:
    return f"{name} is too long (maximum is {most} characters)"


def ruby(value: Any) -> str:
    """GitHub's messages show the value as Ruby writes it."""
    return "nil" if value is None else json.dumps(value)
