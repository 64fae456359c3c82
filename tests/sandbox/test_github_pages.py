"""What the sandbox's page can ask of GitHub, and where web links lead."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.test_github_support import ZFS, World, world

__all__ = ["world"]


async def act(world: World, name: str, **asked: Any) -> dict[str, Any]:
    answer = await world.http.post(f"{world.url}/sandbox/github/{name}", json=asked)
    found: dict[str, Any] = answer.json()
    return found


async def test_the_page_sees_and_does_what_people_do(world: World) -> None:
    here = {"repository": ZFS, "as": "kim-user"}
    opened = await act(world, "open", **here, title="<b>bold</b>", body="text", labels=["Bug"])
    assert opened == {"ok": True, "number": 1}
    issue = {**here, "number": 1, "as": "mara-maintainer"}
    assert (await act(world, "comment", **issue, body="thanks"))["ok"]
    assert await act(world, "label", **issue, label="kind/support") == {"ok": True}
    assert await act(world, "label", **issue, label="Bug", remove=True) == {"ok": True}
    assert await act(world, "close", **issue, reason="not_planned") == {"ok": True}

    page = (await world.http.get(f"{world.url}/sandbox/github")).json()
    assert len(page["repositories"]) == 6
    (zfs,) = [r for r in page["repositories"] if r["full_name"] == ZFS]
    (shown,) = zfs["issues"]
    assert shown["title"] == "<b>bold</b>"
    assert (shown["user"], shown["state"], shown["state_reason"]) == (
        "kim-user",
        "closed",
        "not_planned",
    )
    assert [label["name"] for label in shown["labels"]] == ["kind/support"]
    assert [(said["user"], said["body"]) for said in shown["comments"]] == [
        ("mara-maintainer", "thanks")
    ]

    assert await act(world, "reopen", **issue) == {"ok": True}
    await world.github.webhooks.settled()
    assert world.listener.actions == [
        "issues.opened",
        "issues.labeled",
        "issue_comment.created",
        "issues.labeled",
        "issues.unlabeled",
        "issues.closed",
        "issues.reopened",
    ]
    assert world.listener.heard[0].data["sender"]["login"] == "kim-user"


@pytest.mark.parametrize(
    ("name", "asked", "error"),
    [
        ("comment", {"number": 9, "body": "x"}, "not_found"),
        ("comment", {"number": "one", "body": "x"}, "not_found"),
        ("open", {"repository": "openebs/nothing", "title": "t"}, "not_found"),
        ("open", {"title": " "}, "no_title"),
        ("comment", {"number": 1, "body": " "}, "no_text"),
        ("label", {"number": 1}, "no_label"),
    ],
)
async def test_mistakes_of_the_page_are_named(
    world: World, name: str, asked: dict[str, Any], error: str
) -> None:
    await world.github.open(ZFS, "title")
    answer = await act(world, name, **{"repository": ZFS, **asked})
    assert answer == {"ok": False, "error": error}


async def test_the_page_cannot_write_where_people_could_not(world: World) -> None:
    await world.github.open(ZFS, "title")
    await world.github.lock(f"{ZFS}#1")
    here = {"repository": ZFS, "number": 1, "body": "but", "title": "t"}
    assert (await act(world, "comment", **here, **{"as": "kim-user"}))["error"] == "locked"
    world.github.disable_issues(ZFS)
    assert (await act(world, "open", **here))["error"] == "issues_disabled"
    world.github.archive(ZFS)
    assert (await act(world, "close", **here))["error"] == "archived"


async def test_web_links_lead_to_the_page(world: World) -> None:
    await world.github.open(ZFS, "title")
    link = (await world.client().getitem(f"/repos/{ZFS}/issues/1"))["html_url"]
    answer = await world.http.get(link)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/#github/{ZFS}/issues/1"
