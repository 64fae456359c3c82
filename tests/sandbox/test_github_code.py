"""Code on the sandbox's GitHub: commits and pull requests that close issues, and comparisons."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from tests.sandbox.test_github_support import ZFS, World, world

__all__ = ["world"]


async def timeline(world: World, number: int) -> list[Any]:
    answer = await world.call("GET", f"/repos/{ZFS}/issues/{number}/timeline")
    events: list[Any] = answer.json()
    return events


async def test_a_commit_closes_the_issues_that_it_says_it_fixes(world: World) -> None:
    for title in ("one", "two", "three"):
        await world.github.open(ZFS, title)
    commit = await world.github.push(ZFS, "Wait for the pool\n\nFixes #1, closes: #2, see #3")
    assert [issue.state for issue in world.github.issues] == ["closed", "closed", "open"]
    [event] = await timeline(world, 1)
    assert (event["event"], event["commit_id"]) == ("closed", commit.sha)
    assert await timeline(world, 3) == []


async def test_a_merged_pull_request_closes_an_issue_without_naming_a_commit(
    world: World,
) -> None:
    await world.github.open(ZFS, "one")
    pull = await world.github.merge(ZFS, "Wait for the node", "Fixes #1")
    mentioned, closed = await timeline(world, 1)
    assert (mentioned["event"], closed["event"], closed["commit_id"]) == (
        "cross-referenced", "closed", None,
    )  # fmt: skip
    source = mentioned["source"]["issue"]
    assert (source["number"], source["pull_request"]["merged_at"]) == (
        pull.number, "2026-11-23T09:00:00Z",
    )  # fmt: skip
    assert source["repository"]["full_name"] == ZFS


async def test_pull_requests_are_listed_among_issues_and_marked(world: World) -> None:
    await world.github.open(ZFS, "one")
    await world.github.merge(ZFS, "two")
    listed = await world.call("GET", f"/repos/{ZFS}/issues?state=all")
    marked = {one["title"]: "pull_request" in one for one in listed.json()}
    assert marked == {"one": False, "two": True}
    assert [issue.title for issue in world.github.issues] == ["one"]
    page = json.loads((await world.http.get(f"{world.url}/sandbox/github")).content)
    shown = next(one for one in page["repositories"] if one["full_name"] == ZFS)
    assert [issue["title"] for issue in shown["issues"]] == ["one"]


async def test_two_tags_are_compared_in_pages(world: World) -> None:
    await world.github.publish_release(ZFS, "v1")
    shas = [(await world.github.push(ZFS, f"change {n}")).sha for n in range(5)]
    await world.github.publish_release(ZFS, "v2")
    path = f"/repos/{ZFS}/compare/v1...v2"
    answer = await world.call("GET", f"{path}?per_page=3")
    data = answer.json()
    assert (data["status"], data["ahead_by"], data["total_commits"]) == ("ahead", 5, 5)
    assert [one["sha"] for one in data["commits"]] == shas[:3]
    assert 'rel="next"' in answer.headers["Link"]
    back = (await world.call("GET", f"/repos/{ZFS}/compare/v2...v1")).json()
    assert (back["status"], back["behind_by"], back["commits"]) == ("behind", 5, [])
    assert (await world.call("GET", f"{path}0")).status_code == 404
    assert (await world.call("GET", f"/repos/{ZFS}/compare/v1")).status_code == 404
    by_sha = (await world.call("GET", f"/repos/{ZFS}/compare/{shas[0]}...main")).json()
    assert [one["sha"] for one in by_sha["commits"]] == shas[1:]


async def test_a_repositorys_comments_are_listed_by_their_last_change(world: World) -> None:
    issue = await world.github.open(ZFS, "one")
    early = await world.github.comment(issue, "early")
    world.clock.advance(minutes=1)
    await world.github.comment(issue, "late")
    world.clock.advance(minutes=1)
    await world.github.edit_comment(issue, early, "early, edited")

    async def listed(query: str = "") -> list[str]:
        answer = await world.call("GET", f"/repos/{ZFS}/issues/comments{query}")
        return [one["body"] for one in answer.json()]

    assert await listed() == ["early, edited", "late"]
    assert await listed("?sort=updated") == ["early, edited", "late"]
    assert await listed("?sort=updated&direction=asc") == ["late", "early, edited"]
    assert await listed("?direction=asc") == ["early, edited", "late"]
    assert await listed("?since=2026-11-23T09:02:00Z") == ["early, edited"]
    refused = await world.call("GET", f"/repos/{ZFS}/issues/comments?sort=loud")
    assert refused.status_code == 422


async def test_young_comments_are_missing_while_the_listing_lags(world: World) -> None:
    issue = await world.github.open(ZFS, "one")
    await world.github.comment(issue, "young")
    world.github.listing_lag = timedelta(minutes=1)
    paths = (f"/repos/{ZFS}/issues/comments", f"/repos/{ZFS}/issues/1/comments")
    assert [(await world.call("GET", path)).json() for path in paths] == [[], []]
    world.clock.advance(minutes=1)
    assert [len((await world.call("GET", path)).json()) for path in paths] == [1, 1]


async def test_a_fine_grained_token_does_what_it_was_given(world: World) -> None:
    world.github.add_token("github_pat_r", "asha-k", permissions={"issues": "read"})
    world.github.add_token("github_pat_w", "asha-k", permissions={"issues": "write"})
    path = f"/repos/{ZFS}/issues"
    refused = await world.call("POST", path, "github_pat_r", json={})
    assert refused.status_code == 403
    assert refused.json()["message"] == "Resource not accessible by personal access token"
    assert (await world.call("POST", path, "github_pat_w", json={})).status_code == 422
    made = await world.call("POST", path, "github_pat_w", json={"title": "one"})
    assert made.status_code == 201


async def test_answers_tell_the_time_and_when_the_token_ends(world: World) -> None:
    ends = world.clock.now().replace(month=12)
    world.github.add_token("github_pat_w", "asha-k", expires_at=ends)
    answer = await world.call("GET", f"/repos/{ZFS}", "github_pat_w")
    assert parsedate_to_datetime(answer.headers["Date"]) == world.clock.now()
    told = answer.headers["GitHub-Authentication-Token-Expiration"]
    assert told == "2026-12-23 09:00:00 UTC"
    plain = await world.call("GET", f"/repos/{ZFS}")
    assert "GitHub-Authentication-Token-Expiration" not in plain.headers


async def test_an_empty_repository_has_no_contents(world: World) -> None:
    world.github.add_repository("openebs/empty")
    answer = await world.call("GET", "/repos/openebs/empty/contents/")
    assert (answer.status_code, answer.json()["message"]) == (404, "This repository is empty.")
