"""What other people said in the thread: whether it tells anything, or only asks."""

from __future__ import annotations

import re

from bot.triage.facts import is_courtesy

FEWEST_WORDS = 3


def is_informative(markdown: str) -> bool:
    """Whether somebody's reply says anything: not just thanks, agreement or a sign."""
    lines = [line for line in markdown.splitlines() if line.strip() and not is_courtesy(line)]
    words = re.findall(r"\w+", " ".join(lines))
    asks = "?" in markdown and len(words) > 1
    return (
        asks
        or len(words) >= FEWEST_WORDS
        or any(sign.isdigit() or sign == "`" for sign in "".join(lines))
    )


def is_question(markdown: str) -> bool:
    """Whether a reply only asks, so that it means nothing without its answer."""
    return markdown.rstrip(" *_)\"'").endswith("?") or (
        "?" in markdown and len(markdown.split()) < 30
    )
