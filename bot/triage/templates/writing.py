"""Pieces as the text under a heading: joined as they stood, others' words quoted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.triage.facts import Block
from bot.triage.templates import questions
from bot.triage.templates.telling import Piece

# A log longer than this is folded away; a reader opens it with a click.
LONGEST_SHOWN = 50


def written(pieces: Sequence[Piece], render: str = "") -> str:
    """Markdown in which every piece stands once, to the letter."""
    if not pieces:
        return ""
    made = _piece(pieces, 0, render).lstrip(" ")
    for at, (before, piece) in enumerate(pairwise(pieces), start=1):
        apart = piece.reply or (before.passage, before.block) != (piece.passage, piece.block)
        if apart:
            made = made.rstrip() + "\n\n"
        elif before.line != piece.line:
            made = made.rstrip() + "\n"
        text = _piece(pieces, at, render)
        # The rest of a list would be code if it began with its own indentation.
        made += text.lstrip(" ") if apart else text
    return made.rstrip()


def _piece(pieces: Sequence[Piece], at: int, render: str) -> str:
    piece = pieces[at]
    if piece.reply:
        quoted = "\n".join(f"> {line}".rstrip() for line in piece.text.split("\n"))
        if at and pieces[at - 1].reply:
            return quoted
        many = at + 1 < len(pieces) and pieces[at + 1].reply
        return f"{questions.reply(many)}\n\n{quoted}"
    return _fenced(piece.fence, render) if piece.fence is not None else piece.text


def _fenced(fence: Block, render: str) -> str:
    opening = fence.lines[0]
    if render.isalnum() and opening.strip("`~ ") == "":
        opening += render
    text = "\n".join([opening, *fence.lines[1:]])
    lines = len(fence.lines) - 2
    if lines <= LONGEST_SHOWN:
        return text
    return f"<details><summary>{lines} lines</summary>\n\n{text}\n\n</details>"
