"""What figures are computed from. Slim tuples, as there can be hundreds of thousands."""

from __future__ import annotations

from typing import NamedTuple


class Posted(NamedTuple):
    """How many messages a member posted in a week; the week as its place in a calendar."""

    week: int
    member: str
    messages: int


class Asked(NamedTuple):
    """A question and its first response; times in microseconds since 1970."""

    opened: int
    answered: int | None
    asker: str
    responder: str | None
