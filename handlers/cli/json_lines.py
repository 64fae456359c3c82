"""Reads JSON lines that people hand in; the line that is none is named in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.errors import TellUser


def objects(lines: Iterable[str], source: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's object and what to call the line: "Line 3", or "issues.jsonl, line 3"."""
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name = f"{source}, line {place}" if source else f"Line {place}"
        try:
            given = json.loads(line)
        except json.JSONDecodeError as problem:
            raise TellUser(f"{name} is no JSON: {problem.msg.removesuffix(' at')}.") from None
        except RecursionError:
            raise TellUser(f"{name} is no JSON: it is nested too deep.") from None
        except ValueError:
            raise TellUser(f"{name} has a number that is too long.") from None
        yield name, given if isinstance(given, dict) else {}


def texts(lines: Iterable[str]) -> Iterator[tuple[Any, str]]:
    """The id and text of each JSON line {"id", "text"}."""
    for name, given in objects(lines):
        if not isinstance(given.get("text"), str):
            raise TellUser(f'{name} should look like {{"id": 1, "text": "…"}}.')
        yield given.get("id"), given["text"]
