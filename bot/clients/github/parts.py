"""The small parts of GitHub's answers: times, texts, people, labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def moment(text: object) -> datetime:
    """GitHub's way to write a time; ValueError for anything else."""
    found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def perhaps(text: object) -> datetime | None:
    return moment(text) if text else None


def stamp(at: datetime) -> str:
    """As GitHub takes it in an address, whole seconds."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def text(value: object) -> str:
    """As a database takes it: PostgreSQL has no NUL, and UTF-8 no half of a pair."""
    return str(value or "").replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def login(user: Any) -> str:
    """Of a person or bot; nothing for an account that was deleted."""
    return str(user.get("login") or "") if isinstance(user, Mapping) else ""


def is_bot(user: Any) -> bool:
    return isinstance(user, Mapping) and user.get("type") == "Bot"


def names(labels: Any) -> tuple[str, ...]:
    """Labels come as objects, and in old answers as names."""
    return tuple(text(one["name"] if isinstance(one, Mapping) else one) for one in labels or ())
