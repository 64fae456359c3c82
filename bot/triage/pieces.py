"""A long text in several inputs of a dialog, and whole again."""

from __future__ import annotations

from collections.abc import Mapping

# Slack's longest input.
LONGEST_INPUT = 3_000


def parts(body: str) -> dict[str, str]:
    """The body in pieces that fit Slack's inputs, by the ids of their blocks; see `join`.

    It is cut at line ends where there are any. `body3n` is a piece that a line end, which
    no input shows, followed; `body3` one that was cut in the middle of a line.
    """
    pieces: dict[str, str] = {}
    while len(body) > LONGEST_INPUT:
        end = body.rfind("\n", 1, LONGEST_INPUT + 1)
        if end > 0:
            pieces[f"body{len(pieces)}n"], body = body[:end], body[end + 1 :]
        else:
            pieces[f"body{len(pieces)}"], body = body[:LONGEST_INPUT], body[LONGEST_INPUT:]
    return {**pieces, f"body{len(pieces)}": body}


def join(pieces: Mapping[str, str]) -> str:
    """The text of pieces that `parts` made, whatever was typed into them since."""
    numbered = {
        int(name.removeprefix("body").removesuffix("n")): (name, piece)
        for name, piece in pieces.items()
        if name.startswith("body")
    }
    return "".join(
        piece + ("\n" if name.endswith("n") else "")
        for _, (name, piece) in sorted(numbered.items())
    )
