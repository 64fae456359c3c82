"""`burley triage`: texts in, what they are and where they belong out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.judging import Judged
from bot.triage.router import Route, Router
from handlers.cli.json_lines import texts

SURE = 0.5  # what is less surely chatter may be a report, and then it needs its place


def triaged(
    lines: Iterable[str], judge: Callable[[str, str], Judged], router: Router
) -> Iterator[dict[str, Any]]:
    """An answer for each JSON line {"id", "text"}; TellUser names the line that is none."""
    for number, text in texts(lines):
        judged = judge("", text)
        found = router.route(text)
        talk = judged.kind == "chatter" and judged.confidence >= SURE
        route = None if talk and not _points_somewhere(found, router.fallback) else found
        yield {
            "id": number,
            "kind": judged.kind,
            "confidence": round(judged.confidence, 3),
            "repository": route.repository if route else None,
            "policy": route.policy if route else None,
            "why": judged.why + (f"; {route.why}" if route else ""),
        }


def _points_somewhere(route: Route, fallback: str) -> bool:
    """Whether chatter names something: who takes it for a report is told where it belongs."""
    if route.policy is not None:
        return route.policy != "out_of_scope"
    return route.repository != fallback
