"""How the reports stand, in words for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.issues.standing import Standing, Wanted
from bot.slack_text import context, cut, foreign, header, link, section
from storage.records import Issue, Report, Tracker

Block = dict[str, Any]

STATES = {
    "confirmed": "on its way",
    "in_doubt": "on its way; GitHub has not answered yet",
    "failed": "could not be filed",
}


def reports(found: Standing) -> tuple[str, list[Block]]:
    """The answer to `/burley reports`."""
    if not found.total and not found.waiting:
        text = (
            "Nothing has been reported yet. *File as issue* in a message's ⋯ menu carries the "
            "first one to GitHub."
        )
        return text, [section(text)]
    blocks: list[Block] = []
    if found.mine:
        lines = [f"• {_line(report, issue)}" for report, issue in found.mine]
        blocks.append(section("*Yours*\n" + "\n".join(lines)))
    if found.waiting:
        lines = [f"• {_waiting(one)}" for one in found.waiting]
        if found.more:
            lines.append(f"and {found.more} more")
        blocks.append(section("*Not on GitHub yet*\n" + "\n".join(lines)))
    if found.repositories:
        lines = [
            f"• {name}: {one.open} open, {one.closed} closed"
            + (f", {one.released} of them released" if one.released else "")
            for name, one in found.repositories.items()
        ]
        blocks.append(section("*Reported from here*\n" + "\n".join(lines)))
    if found.wanted:
        lines = [f"• {_wanted(one)}" for one in found.wanted]
        blocks.append(section("*Wanted by more than one*\n" + "\n".join(lines)))
    if found.learned:
        many = "1 correction" if found.learned == 1 else f"{found.learned} corrections"
        blocks.append(context(f"I learned from {many} this week."))
    return "How the reports stand", blocks


def troubles(found: Sequence[Tracker]) -> list[Block]:
    """For helpers, in App Home: what keeps reports from being filed as they should."""
    if not found:
        return []
    by_cause: dict[str, list[str]] = {}
    for one in found:
        by_cause.setdefault(_trouble(one), []).append(one.repository)
    lines = [
        f"• {', '.join(foreign(one, 100) for one in names)}: {foreign(why, 300)}"
        for why, names in by_cause.items()
    ]
    return [header("GitHub needs a hand"), section("\n".join(lines)), {"type": "divider"}]


def _trouble(place: Tracker) -> str:
    if place.trouble is not None:
        return place.trouble
    return f"GitHub left out the label {place.dropped}: Burley may not set labels there"


def _line(report: Report, issue: Issue | None) -> str:
    url = report.issue_url or (issue.url if issue else "")
    title = issue.title if issue else report.title
    place = link(url, f"{report.repository}#{report.issue_number}")
    return f"{place} {foreign(cut(title, 90))} – {_state(issue)}"


def _state(issue: Issue | None) -> str:
    if issue is None:
        return "open"
    return f"released in {foreign(issue.released, 60)}" if issue.released else issue.state


def _waiting(report: Report) -> str:
    why = f": {foreign(report.failure, 150)}" if report.failure else ""
    return f"{foreign(report.title, 90)} → {report.repository}, {STATES[report.state]}{why}"


def _wanted(one: Wanted) -> str:
    lately = f", {one.lately} this week" if one.lately else ""
    return (
        f"{link(one.issue.url, one.issue.name)} {foreign(one.issue.title, 90)} – "
        f"{one.members} members{lately}"
    )
