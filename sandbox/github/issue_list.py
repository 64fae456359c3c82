"""Which issues a listing or a search shows, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sandbox.github.answers import invalid
from sandbox.github.records import Issue, Label

SORTS = {
    "created": lambda issue: (issue.created_at, issue.id),
    "updated": lambda issue: (issue.updated_at, issue.id),
    "comments": lambda issue: (len(issue.comments), issue.id),
}


def settled(issues: Iterable[Issue], now: datetime, lag: timedelta) -> list[Issue]:
    """The issues old enough that GitHub's index knows them."""
    return [issue for issue in issues if issue.created_at <= now - lag]


def listed(issues: Iterable[Issue], query: Mapping[str, str]) -> list[Issue]:
    """What `GET /repos/{owner}/{repo}/issues` shows for these parameters."""
    found = list(issues)
    state = query.get("state", "open")
    if state not in {"open", "closed", "all"}:
        raise invalid("Issue", "state", "invalid", value=state)
    if state != "all":
        found = [issue for issue in found if issue.state == state]
    if creator := query.get("creator"):
        found = [i for i in found if i.user.login.casefold() == creator.casefold()]
    for name in filter(None, query.get("labels", "").split(",")):
        found = [issue for issue in found if carries(issue.labels, name)]
    if since := query.get("since"):
        moment = parse_time(since)
        found = [i for i in found if i.updated_at.replace(microsecond=0) >= moment]
    return in_order(found, query)


def in_order(issues: list[Issue], query: Mapping[str, str]) -> list[Issue]:
    """Sorted as asked: newest first unless told otherwise."""
    sort = SORTS.get(query.get("sort", "created"))
    if sort is None:
        raise invalid("Issue", "sort", "invalid", value=query["sort"])
    direction = query.get("direction") or query.get("order") or "desc"
    return sorted(issues, key=sort, reverse=direction != "asc")


def parse_time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise invalid("Issue", "since", "invalid", value=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def carries(labels: Iterable[Label], name: str) -> bool:
    wanted = name.strip().casefold()
    return any(label.name.casefold() == wanted for label in labels)


QUALIFIER = re.compile(r'(-?)(\w+):("[^"]*"|\S+)')
WORD = re.compile(r'"([^"]*)"|(\S+)')


def searched(issues: Iterable[Issue], q: str) -> list[Issue]:
    """Search as simple as can be: every word must occur, and the commonest qualifiers hold."""
    found = list(issues)
    places = {"title", "body", "comments"}
    for minus, name, value in QUALIFIER.findall(q):
        value = value.strip('"')
        if name == "in":
            places = set(value.split(","))
            continue
        found = [i for i in found if _matches(i, name, value) != bool(minus)]
    words = [a or b for a, b in WORD.findall(QUALIFIER.sub(" ", q))]
    texts = {issue.id: _text(issue, places) for issue in found}
    return [i for i in found if all(word.casefold() in texts[i.id] for word in words)]


def _matches(issue: Issue, name: str, value: str) -> bool:
    value = value.casefold()
    if name in {"is", "state", "type"}:
        # Every issue of the sandbox is an issue; it has no pull requests.
        return value == "issue" or value == "public" or value == issue.state
    if name == "repo":
        return issue.repository.full_name.casefold() == value
    if name in {"org", "user"}:
        return issue.repository.owner.login.casefold() == value
    if name == "author":
        return issue.user.login.casefold() == value.replace("app/", "")
    if name == "label":
        return carries(issue.labels, value)
    return False


def _text(issue: Issue, places: set[str]) -> str:
    parts = [issue.title] if "title" in places else []
    if "body" in places:
        parts.append(issue.body or "")
    if "comments" in places:
        parts += [comment.body for comment in issue.comments]
    return "\n".join(parts).casefold()
