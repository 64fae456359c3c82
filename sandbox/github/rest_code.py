"""REST: the commits between two points, and what happened to an issue."""

from __future__ import annotations

from sandbox.github.answers import Answer, not_found
from sandbox.github.call import Call
from sandbox.github.records import Commit, Event, Issue, Repository
from sandbox.github.rest import BY_NAME, Route
from sandbox.github.shapes import Json, Shapes, node_id, when


async def compare(call: Call) -> Answer:
    """The commits that the second has and the first has not; there is one branch only."""
    where = call.repository
    base, dots, head = call.request.match_info["basehead"].partition("...")
    start, end = _at(where, base), _at(where, head)
    if not dots or start is None or end is None:
        raise not_found()
    found = where.commits[start:end]
    page, links = call.page(found)
    status = "ahead" if end > start else "identical" if end == start else "behind"
    data = {
        "status": status,
        "ahead_by": len(found),
        "behind_by": max(0, start - end),
        "total_commits": len(found),
        "commits": [_commit(call.github.shapes, where, commit) for commit in page],
        "files": [],
    }
    return Answer(data, headers=links)


def _at(where: Repository, ref: str) -> int | None:
    """How many commits the tag, branch or commit has."""
    if ref == "main":
        return len(where.commits)
    if ref in where.tags:
        return where.tags[ref]
    shas = [commit.sha for commit in where.commits]
    return shas.index(ref) + 1 if ref in shas else None


async def timeline(call: Call) -> Answer:
    issue = call.issue_here()
    page, links = call.page(issue.events)
    return Answer([_event(call.github.shapes, issue, event) for event in page], headers=links)


def _event(shapes: Shapes, issue: Issue, event: Event) -> Json:
    """One entry of an issue's timeline."""
    shape: Json = {
        "event": event.kind,
        "actor": shapes.user(event.actor),
        "created_at": when(event.at),
    }
    if event.source is not None:
        source = {
            **shapes.issue(event.source),
            "repository": shapes.repository(event.source.repository),
        }
        moment = {"updated_at": when(event.at)}
        return {**shape, **moment, "source": {"type": "issue", "issue": source}}
    api = shapes.api(f"/repos/{issue.repository.full_name}")
    return {
        **shape,
        "id": event.id,
        "node_id": node_id("E", event.id),
        "url": f"{api}/issues/events/{event.id}",
        "commit_id": event.commit,
        "commit_url": f"{api}/commits/{event.commit}" if event.commit else None,
        "performed_via_github_app": None,
    }


def _commit(shapes: Shapes, repository: Repository, commit: Commit) -> Json:
    signed = {
        "name": commit.author.login,
        "email": f"{commit.author.login}@users.noreply.github.com",
        "date": when(commit.at),
    }
    return {
        "sha": commit.sha,
        "node_id": f"C_{commit.sha}",
        "url": shapes.api(f"/repos/{repository.full_name}/commits/{commit.sha}"),
        "html_url": shapes.web(f"{repository.full_name}/commit/{commit.sha}"),
        "author": shapes.user(commit.author),
        "committer": shapes.user(commit.author),
        "parents": [],
        "commit": {"message": commit.message, "author": signed, "committer": signed},
    }


ROUTES = [
    Route(
        "GET",
        BY_NAME + "/compare/{basehead:.+}",
        compare,
        "/commits/commits#compare-two-commits",
    ),
    Route(
        "GET",
        BY_NAME + "/issues/{issue_number}/timeline",
        timeline,
        "/issues/timeline#list-timeline-events-for-an-issue",
    ),
]
