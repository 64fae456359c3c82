"""Cursors: opaque strings that say where the next page begins."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.slack.errors import SlackError
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments

T = TypeVar("T")


def encode(kind: str, position: str) -> str:
    return base64.b64encode(f"{kind}:{position}".encode()).decode()


def decode(kind: str, cursor: str | None) -> str | None:
    if not cursor:
        return None
    try:
        found, _, position = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_cursor") from None
    if found != kind:
        raise SlackError("invalid_cursor")
    return position


def page(items: Sequence[T], arguments: Arguments, default: int, most: int) -> tuple[list[T], Json]:
    """One page of a list that stands still, and the response_metadata that leads on."""
    limit = arguments.number("limit", default, 1, most)
    position = decode("offset", arguments.maybe("cursor")) or "0"
    if not position.isdigit():
        raise SlackError("invalid_cursor")
    start = int(position)
    end = start + limit
    cursor = encode("offset", str(end)) if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": cursor}
