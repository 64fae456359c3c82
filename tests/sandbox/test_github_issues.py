"""Issues over REST, as the client library of the bot sees them."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import gidgethub
import pytest

from tests.sandbox.test_github_support import ZFS, World, world

__all__ = ["world"]

ISSUES = f"/repos/{ZFS}/issues"


async def test_an_issue_is_created_and_found_again(world: World) -> None:
    gh = world.client()
    made = await gh.post(ISSUES, data={"title": "PVC pending", "body": "😀", "labels": ["bug"]})
    assert made["number"] == 1
    assert made["user"]["login"] == "burley[bot]"
    assert made["user"]["type"] == "Bot"
    assert made["state"] == "open"
    assert [label["name"] for label in made["labels"]] == ["Bug"]  # as the repository writes it
    assert made["html_url"] == f"{world.url}/github.example/{ZFS}/issues/1"

    found = await gh.getitem(f"{ISSUES}/1")
    assert found == made
    assert [issue["id"] async for issue in gh.getiter(ISSUES)] == [made["id"]]
    assert world.github.issues[0].body == "😀"


async def test_created_answers_201_with_a_location(world: World) -> None:
    answer = await world.call("POST", ISSUES, json={"title": "t"})
    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json()["url"]
    assert answer.headers["X-GitHub-Request-Id"]
    assert answer.headers["X-RateLimit-Remaining"] == "4999"


async def test_lists_come_in_pages(world: World) -> None:
    gh = world.client()
    for number in range(1, 8):
        await world.github.open(ZFS, f"issue {number}")
        world.clock.advance(seconds=1)
    url = f"{ISSUES}?per_page=3&sort=created&direction=asc"
    assert [issue["number"] async for issue in gh.getiter(url)] == [1, 2, 3, 4, 5, 6, 7]

    first = await world.call("GET", f"{ISSUES}?per_page=3")
    assert [issue["number"] for issue in first.json()] == [7, 6, 5]
    assert first.links["next"]["url"].startswith(f"{world.api}/repositories/")
    assert first.links["last"]["url"].endswith("page=3")
    last = await world.http.get(first.links["last"]["url"])
    assert [issue["number"] for issue in last.json()] == [1]
    assert set(last.links) == {"prev", "first"}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [3, 2]),
        ("state=all", [3, 2, 1]),
        ("state=closed", [1]),
        ("state=all&creator=burley[bot]", [2]),
        ("state=all&labels=Bug", [3, 1]),
        ("state=all&labels=bug,triage/needs-information", [3]),
        ("state=all&sort=updated", [1, 3, 2]),
        ("state=all&since=2026-11-23T09:02:00Z", [3, 1]),
        ("state=all&sort=comments&direction=asc", [1, 2, 3]),
        ("per_page=nonsense&page=0", [3, 2]),
    ],
)
async def test_lists_are_filtered(world: World, query: str, numbers: list[int]) -> None:
    github, clock = world.github, world.clock
    first = await github.open(ZFS, "one", labels=["Bug"])
    clock.advance(minutes=1)
    await github.open(ZFS, "two", by="burley[bot]")
    clock.advance(minutes=1)
    third = await github.open(ZFS, "three", labels=["Bug", "triage/needs-information"])
    await github.comment(third, "me too")
    clock.advance(minutes=1)
    await github.close(first)
    answer = await world.call("GET", f"{ISSUES}?{query}")
    assert [issue["number"] for issue in answer.json()] == numbers


async def test_young_issues_are_not_listed_but_can_be_fetched(world: World) -> None:
    world.github.listing_lag = timedelta(minutes=8)
    world.github.search_lag = timedelta(minutes=12)
    await world.client().post(ISSUES, data={"title": "where am I"})

    async def seen() -> tuple[int, int]:
        listed = await world.call("GET", ISSUES)
        found = await world.call("GET", "/search/issues?q=where")
        return len(listed.json()), found.json()["total_count"]

    assert await seen() == (0, 0)
    assert (await world.call("GET", f"{ISSUES}/1")).status_code == 200
    world.clock.advance(minutes=8)
    assert await seen() == (1, 0)
    world.clock.advance(minutes=4)
    assert await seen() == (1, 1)


async def test_an_unchanged_answer_is_304_and_free(world: World) -> None:
    cache: dict[str, tuple[str | None, str | None, object, str | None]] = {}
    gh = world.client(cache=cache)
    issue = await world.github.open(ZFS, "same")
    first = await gh.getitem(f"{ISSUES}/1")
    etag = cache[f"{world.api}{ISSUES}/1"][0]
    again = await world.call("GET", f"{ISSUES}/1", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["X-RateLimit-Used"] == "1"
    assert await gh.getitem(f"{ISSUES}/1") == first

    await world.github.edit(issue, title="changed")
    assert (await gh.getitem(f"{ISSUES}/1"))["title"] == "changed"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"body": "no title"}, 'Invalid request.\n\n"title" wasn\'t supplied.'),
        ({"title": None}, "Invalid request.\n\nFor 'properties/title', nil is not a string."),
        ({"title": " "}, "Validation Failed for 'title'"),
        (
            {"title": "t", "body": "x" * 65_537},
            "Validation Failed: 'body is too long (maximum is 65536 characters)'",
        ),
        (
            {"title": "t" * 257},
            "Validation Failed: 'title is too long (maximum is 256 characters)'",
        ),
        (
            {"title": "t", "labels": None},
            "Invalid request.\n\nFor 'properties/labels', nil is not an array.",
        ),
    ],
)
async def test_a_wrong_issue_is_refused(
    world: World, data: dict[str, object], message: str
) -> None:
    with pytest.raises(gidgethub.BadRequest) as refused:
        await world.client().post(ISSUES, data=data)
    assert refused.value.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert str(refused.value) == message
    assert world.github.issues == []


async def test_the_longest_body_fits(world: World) -> None:
    made = await world.client().post(ISSUES, data={"title": "t", "body": "😀" * 65_536})
    assert len(made["body"]) == 65_536


@pytest.mark.parametrize(
    ("body", "message"),
    [(b"{", "Problems parsing JSON"), (b"[]", "Body should be a JSON object")],
)
async def test_what_is_no_json_object_is_400(world: World, body: bytes, message: str) -> None:
    answer = await world.call("POST", ISSUES, content=body)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


async def test_issues_switched_off_answer_410(world: World) -> None:
    world.github.disable_issues(ZFS)
    with pytest.raises(gidgethub.BadRequest, match="Issues has been disabled") as refused:
        await world.client().post(ISSUES, data={"title": "t"})
    assert refused.value.status_code == HTTPStatus.GONE
    assert (await world.call("GET", ISSUES)).json() == []


async def test_an_archived_repository_answers_403(world: World) -> None:
    await world.github.open(ZFS, "old")
    world.github.archive(ZFS)
    for method, path in [("POST", ISSUES), ("PATCH", f"{ISSUES}/1")]:
        answer = await world.call(method, path, json={"title": "t"})
        assert answer.status_code == 403
        assert answer.json()["message"] == "Repository was archived so is read-only."
    assert (await world.call("GET", f"{ISSUES}/1")).status_code == 200


async def test_labels_without_push_access_are_dropped_silently(world: World) -> None:
    world.github.drop_labels()
    made = await world.client().post(ISSUES, data={"title": "t", "labels": ["Bug"]})
    assert made["labels"] == []


async def test_unknown_labels_are_created_with_push_access(world: World) -> None:
    await world.client().post(ISSUES, data={"title": "t", "labels": ["from-slack"]})
    labels = [label["name"] async for label in world.client().getiter(f"/repos/{ZFS}/labels")]
    assert "from-slack" in labels


async def test_an_issue_is_changed(world: World) -> None:
    gh = world.client()
    await world.github.open(ZFS, "before", "text", labels=["Bug"])
    url = f"{ISSUES}/1"
    changed = await gh.patch(url, data={"title": "after", "labels": ["Enhancement"]})
    assert changed["title"] == "after"
    assert changed["body"] == "text"
    assert [label["name"] for label in changed["labels"]] == ["Enhancement"]

    closed = await gh.patch(url, data={"state": "closed", "state_reason": "not_planned"})
    assert (closed["state"], closed["state_reason"]) == ("closed", "not_planned")
    assert closed["closed_by"]["login"] == "burley[bot]"
    reopened = await gh.patch(url, data={"state": "open"})
    assert (reopened["state"], reopened["state_reason"]) == ("open", "reopened")
    assert reopened["closed_at"] is None
    with pytest.raises(gidgethub.InvalidField):
        await gh.patch(url, data={"state": "done"})


async def test_a_stranger_cannot_change_others_issues(world: World) -> None:
    await world.github.open(ZFS, "not yours")
    world.github.add_token("ghp_stranger", "stranger")
    answer = await world.call("PATCH", f"{ISSUES}/1", "ghp_stranger", json={"title": "mine"})
    assert answer.status_code == 403
    own = await world.call("POST", ISSUES, "ghp_stranger", json={"title": "t", "labels": ["Bug"]})
    assert (own.status_code, own.json()["labels"]) == (201, [])


async def test_comments_are_made_and_listed(world: World) -> None:
    gh = world.client()
    await world.github.open(ZFS, "talk")
    url = f"{ISSUES}/1/comments"
    made = await gh.post(url, data={"body": "hello"})
    await world.github.comment(f"{ZFS}#1", "thanks")
    found = [comment async for comment in gh.getiter(f"{url}?per_page=1")]
    assert [comment["body"] for comment in found] == ["hello", "thanks"]
    assert found[0] == made
    assert found[1]["author_association"] == "MEMBER"
    assert (await gh.getitem(f"{ISSUES}/1"))["comments"] == 2
    for body in ("", "x" * 65_537):
        with pytest.raises(gidgethub.ValidationError):
            await gh.post(url, data={"body": body})


async def test_a_locked_issue_takes_comments_from_maintainers_only(world: World) -> None:
    await world.github.open(ZFS, "heated")
    await world.github.lock(f"{ZFS}#1", "too heated")
    world.github.add_token("ghp_stranger", "stranger")
    url = f"{ISSUES}/1/comments"
    refused = await world.call("POST", url, "ghp_stranger", json={"body": "but"})
    assert refused.status_code == 403
    assert refused.json()["message"] == "Unable to create comment because issue is locked."
    assert (await world.call("POST", url, "ghp_sandbox", json={"body": "no"})).status_code == 201


async def test_a_transferred_issue_redirects_but_its_comments_are_lost(world: World) -> None:
    await world.github.open(ZFS, "wrong place", labels=["Bug"])
    moved = await world.github.transfer(f"{ZFS}#1", "openebs/lvm-localpv")
    answer = await world.call("GET", f"{ISSUES}/1")
    assert answer.status_code == 301
    there = await world.call("GET", answer.headers["Location"].removeprefix(world.api))
    assert there.json()["id"] == moved.id
    assert there.json()["repository_url"].endswith("/repos/openebs/lvm-localpv")
    assert (await world.call("GET", f"{ISSUES}/1/comments")).status_code == 404
    assert (await world.call("GET", ISSUES)).json() == []
    assert world.github.issues == [moved]


async def test_a_deleted_issue_is_gone_and_its_number_is_not_used_again(world: World) -> None:
    await world.github.open(ZFS, "spam")
    await world.github.delete(f"{ZFS}#1")
    for method in ("GET", "PATCH"):
        answer = await world.call(method, f"{ISSUES}/1", json={})
        assert (answer.status_code, answer.json()["message"]) == (410, "This issue was deleted")
    assert (await world.github.open(ZFS, "ham")).number == 2


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("pending", ["PVC pending", "Pending for ever"]),
        ("pending repo:openebs/zfs-localpv", ["PVC pending"]),
        ("is:issue is:closed", ["Pending for ever"]),
        ("marker-7f3a in:body", ["PVC pending"]),
        ('"for ever" in:title', ["Pending for ever"]),
        ("author:burley[bot]", ["PVC pending"]),
        ("-label:Bug pending", ["PVC pending"]),
        ("nothing like this", []),
    ],
)
async def test_search_finds_words(world: World, q: str, titles: list[str]) -> None:
    await world.github.open(ZFS, "PVC pending", "marker-7f3a", by="burley[bot]")
    await world.github.open("openebs/lvm-localpv", "Pending for ever", labels=["Bug"])
    await world.github.close("openebs/lvm-localpv#1")
    url = "/search/issues{?q,sort,order}"
    gh = world.client()
    variables = {"q": q, "sort": "created", "order": "asc"}
    assert [found["title"] async for found in gh.getiter(url, variables)] == titles
