"""Slack markup cut to a length, with no entity, link or fence left broken."""

from __future__ import annotations

import re

ELLIPSIS = "…"
FENCE = "```"
BROKEN_ENTITY = re.compile(r"&[a-z]{0,3}$")
BROKEN_LINK = re.compile(r"<[^<>]*$")
BROKEN_FENCE = re.compile(r"`{1,2}$")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending in … where something is missing."""
    if len(text) <= limit:
        return text
    if limit <= len(ELLIPSIS):
        return ELLIPSIS[:limit]
    kept = _whole(text[: limit - len(ELLIPSIS)])
    if kept.count(FENCE) % 2 == 0:
        return kept + ELLIPSIS
    closing = f"{ELLIPSIS}\n{FENCE}"
    kept = _whole(text[: max(0, limit - len(closing))])
    if kept.count(FENCE) % 2 == 0:
        return kept + ELLIPSIS
    opened = kept.rfind(FENCE)
    if not kept[opened + len(FENCE) :].strip():
        return kept[:opened].rstrip() + ELLIPSIS
    return kept + closing


def _whole(text: str) -> str:
    text = BROKEN_FENCE.sub("", BROKEN_LINK.sub("", BROKEN_ENTITY.sub("", text)))
    # A backquote or a mark of bold that is never closed would reach into the "…".
    line = text[text.rfind("\n") + 1 :]
    if line.replace(FENCE, "").count("`") % 2 and text.count(FENCE) % 2 == 0:
        text = text[: text.rfind("`")]
    return text.rstrip()
