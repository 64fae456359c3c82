"""A quotation: the thread's own words to the letter, such that they do nothing where they stand.

The passages are Markdown in which nothing acts, but a piece of one may: the inside of a code span,
or what follows a backslash. So a quotation reaches to the ends of the markup it cuts into.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.markup.defusing import GITHUB_ADDRESS, MENTION, REFERENCE, line_defused

LONGEST = 2_000
# What the Markdown of to_markdown is made of, besides words.
MARKUP = re.compile(
    r"(?P<fence>^(?:> ?)?(?P<ticks>`{3,})\n(?P<inside>.*?)(?P<end>\n(?:> ?)?(?P=ticks)$|\Z))"
    r"|(?P<code>(?<!`)(?P<marks>`+)(?!`)[^\n]+?(?<!`)(?P=marks)(?!`))"
    r"|\\[!-/:-@\[-`{-~]"
    r"|&#?\w{1,40};"
    r"|(?<!!)\[(?:\\.|[^\[\]\\\n])*\]\([^()\s]*\)"
    r"|<(?:https?://[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>"
    r"|[@#:-]\u200b\w*",
    re.MULTILINE | re.DOTALL,
)
TAG = re.compile(r"<(?=[A-Za-z/!?])|!\[")


def quotation(wanted: str, passages: Sequence[str]) -> str | None:
    """The passage's piece as Markdown of its own; None unless it stands there to the letter."""
    wanted = wanted.strip()
    if len(wanted) > LONGEST or not any(sign.isalnum() for sign in wanted):
        return None
    for passage in passages:
        if (start := passage.find(wanted)) >= 0:
            return _whole(passage, start, start + len(wanted))
    return None


def _whole(passage: str, start: int, stop: int) -> str | None:
    for markup in MARKUP.finditer(passage):
        if markup.end() <= start:
            continue
        if markup.start() >= stop:
            break
        if markup["fence"] is not None:
            if markup.start("inside") <= start and stop <= markup.end("inside"):
                return _fenced(passage[start:stop])
            if not markup["end"]:  # cut before its end: it would reach over what follows
                return None
        start, stop = min(start, markup.start()), max(stop, markup.end())
    piece = passage[start:stop]
    if len(piece) > LONGEST or _acts(piece):
        return None
    if start == 0 or passage[start - 1] == "\n":
        return piece
    first, line_end, rest = piece.partition("\n")
    return line_defused(first) + line_end + rest


def _fenced(code: str) -> str:
    ticks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    return f"{ticks}\n{code}\n{ticks}"


def _acts(piece: str) -> bool:
    """The last look, in case a passage was not what it should be."""
    words = MARKUP.sub(_link_only, piece)
    bare = MARKUP.sub(" ", piece)
    return any((MENTION.search(bare), REFERENCE.search(bare), TAG.search(bare))) or bool(
        GITHUB_ADDRESS.search(words)
    )


def _link_only(markup: re.Match[str]) -> str:
    return " " if markup["fence"] or markup["code"] else markup.group()
