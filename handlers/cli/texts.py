"""`burley triage`: texts in, what they are and where they belong out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.errors import TellUser
from bot.judging import Judged
from bot.triage.router import Router


def triaged(
    lines: Iterable[str], judge: Callable[[str, str], Judged], router: Router
) -> Iterator[dict[str, Any]]:
    """An answer for each JSON line {"id", "text"}; TellUser names the line that is none."""
    for number, text in _texts(lines):
        judged = judge("", text)
        route = router.route(text) if judged.kind in ("bug", "feature", "question") else None
        reported = route is not None and (judged.kind != "question" or route.policy is not None)
        yield {
            "id": number,
            "kind": judged.kind,
            "confidence": round(judged.confidence, 3),
            "repository": route.repository if route else None,
            "policy": route.policy if route and reported else None,
            "why": judged.why + (f"; {route.why}" if route else ""),
        }


def _texts(lines: Iterable[str]) -> Iterator[tuple[Any, str]]:
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except json.JSONDecodeError as problem:
            raise TellUser(f"Line {place} is no JSON: {problem.msg.removesuffix(' at')}.") from None
        except RecursionError:
            raise TellUser(f"Line {place} is no JSON: it is nested too deep.") from None
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            raise TellUser(f'Line {place} should look like {{"id": 1, "text": "…"}}.')
        yield given.get("id"), given["text"]
