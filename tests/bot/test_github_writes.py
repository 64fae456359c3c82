"""What Burley writes on GitHub is written once, where it was meant to be, or refused in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Gone, InDoubt, Moved, Refused, Renamed, TryAgain
from bot.repositories import dropped_labels
from tests.support.github import LVM, ZFS, World, living, refusal


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with living() as world:
        yield world


async def test_an_issue_is_opened_with_its_labels(world: World) -> None:
    made = await world.client().open_issue(ZFS, "Stuck", "the words", ["Bug"])
    [there] = world.there.issues
    assert (there.title, there.body, there.label_names) == ("Stuck", "the words", ["Bug"])
    assert (made.number, made.labels, made.repository) == (1, ("Bug",), ZFS)
    assert made.url.endswith(f"/{ZFS}/issues/1")


async def test_labels_that_github_left_out_are_told(world: World) -> None:
    world.there.drop_labels()
    made = await world.client().open_issue(ZFS, "Stuck", "", ["Bug", "triage"])
    assert dropped_labels(["Bug", "triage"], made) == ["Bug", "triage"]
    world.there.drop_labels(False)
    made = await world.client().open_issue(ZFS, "Stuck", "", ["bug"])
    assert (made.labels, dropped_labels(["bug"], made)) == (("Bug",), [])


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_write_that_is_sent_elsewhere_is_refused(status: int, world: World) -> None:
    world.fault("POST *", "error", status=status, error="Moved Permanently")
    told = await refusal(world.client().open_issue(ZFS, "Stuck", "", []), Refused)
    assert str(told) == f"the repository has moved ({status})"
    assert world.there.issues == []


async def test_a_renamed_repository_is_told_by_its_new_name_and_can_be_written_to(
    world: World,
) -> None:
    await world.there.open(ZFS, "there before")
    world.there.rename(ZFS, "another-org/zfs")
    github = world.client()
    for writing in (github.open_issue(ZFS, "Stuck", "", []), github.comment(ZFS, 1, "me too")):
        told = await refusal(writing, Renamed)
        assert told.to == "another-org/zfs"
        assert str(told) == "the repository is called another-org/zfs now"
    assert len(world.there.issues) == 1
    made = await github.open_issue(told.to, "Stuck", "", [])
    assert made.number == 2


async def test_another_repository_with_the_old_name_is_not_mistaken(world: World) -> None:
    world.there.rename(ZFS, "openebs/zfs")
    world.there.add_repository(ZFS)
    world.there.grant(ZFS)
    github = world.client("ghp_sandbox")
    assert (await github.open_issue(ZFS, "Stuck", "", [])).number == 1
    assert [one.repository.full_name for one in world.there.issues] == [ZFS]


@pytest.mark.parametrize(
    ("kind", "details", "error", "made"),
    [
        ("drop_before", {}, InDoubt, 0),
        ("drop_after", {}, InDoubt, 1),
        ("server_error", {"status": 502}, InDoubt, 0),
        ("error", {"status": 200, "error": "fine"}, InDoubt, 0),
        ("rate_limited", {"retry_after": 7}, TryAgain, 0),
        ("error", {"status": 403, "error": "no"}, Refused, 0),
    ],
)
async def test_only_a_number_that_came_back_counts_as_made(
    kind: str, details: dict[str, Any], error: type[Exception], made: int, world: World
) -> None:
    world.fault("POST /repos/{owner}/{repo}/issues", kind, **details)
    await refusal(world.client().open_issue(ZFS, "Stuck", "", []), error)
    assert len(world.there.issues) == made
    assert sum(method.startswith("POST") for method, _ in world.asked) == 1


async def test_a_github_that_cannot_be_reached_leaves_no_doubt(world: World) -> None:
    github = world.client()
    await world.sandbox.stop()
    await refusal(github.open_issue(ZFS, "Stuck", "", []), TryAgain)


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [
        ("Stuck", "x" * 65_537, "the text is longer than the 65,536 characters that GitHub takes"),
        ("x" * 257, "", "the title is longer than the 256 characters that GitHub takes"),
        (" ", "", "GitHub does not take an issue without a title"),
    ],
)
async def test_what_github_finds_unfit_is_told_in_words(
    title: str, body: str, sentence: str, world: World
) -> None:
    told = await refusal(world.client().open_issue(ZFS, title, body, []), Refused)
    assert str(told) == f"{sentence} (422)"


async def test_an_archived_repository_and_one_without_issues_are_told_apart(world: World) -> None:
    world.there.archive(ZFS)
    world.there.disable_issues(LVM)
    github = world.client()
    told = [
        str(await refusal(github.open_issue(name, "Stuck", "", []), Refused))
        for name in (ZFS, LVM, "openebs/nowhere")
    ]
    assert told == [
        "the repository is archived, so nothing can be written there (403)",
        "the repository has its issues switched off (410)",
        "the repository does not exist, or the token may not see it (404)",
    ]


async def test_a_comment_is_written_and_found_again(world: World) -> None:
    await world.there.open(ZFS, "Stuck")
    github = world.client()
    begun = world.sandbox.clock.now()
    written = await github.comment(ZFS, 1, "me too <!-- burley:1 -->")
    assert (written.number, written.author, written.by_bot) == (1, "burley[bot]", True)
    assert await github.find_comment(ZFS, 1, "burley:1", begun) == written
    assert await github.find_comment(ZFS, 1, "burley:2", begun) is None
    await world.later(hours=1)
    assert await github.find_comment(ZFS, 1, "burley:1", world.sandbox.clock.now()) is None


async def test_a_listing_that_lags_behind_does_not_show_the_comment_yet(world: World) -> None:
    await world.there.open(ZFS, "Stuck")
    github = world.client()
    begun = world.sandbox.clock.now()
    await github.comment(ZFS, 1, "me too <!-- burley:1 -->")
    world.there.listing_lag = timedelta(seconds=30)
    assert await github.find_comment(ZFS, 1, "burley:1", begun) is None
    await world.later(seconds=30)
    assert await github.find_comment(ZFS, 1, "burley:1", begun) is not None


async def test_a_locked_conversation_is_told_in_words(world: World) -> None:
    issue = await world.there.open(ZFS, "Stuck")
    await world.there.lock(issue)
    world.there.drop_labels()  # who has push access may still comment
    told = await refusal(world.client().comment(ZFS, 1, "me too"), Refused)
    assert str(told) == "the conversation is locked (403)"


async def test_a_comment_on_an_issue_that_is_not_there_any_more_tells_where_it_is(
    world: World,
) -> None:
    moved = await world.there.open(ZFS, "moved")
    gone = await world.there.open(ZFS, "gone")
    await world.there.transfer(moved, LVM)
    await world.there.delete(gone)
    github = world.client()
    told = await refusal(github.comment(ZFS, 1, "me too"), Moved)
    assert (told.repository, told.number) == (LVM, 1)
    await refusal(github.comment(ZFS, 2, "me too"), Gone)
    await refusal(github.comment(ZFS, 3, "me too"), Gone)


async def test_a_token_without_the_permission_writes_nothing(world: World) -> None:
    world.there.add_token("github_pat_r", "mara-maintainer", permissions={"issues": "read"})
    github = world.client("github_pat_r")
    told = await refusal(github.open_issue(ZFS, "Stuck", "", []), Refused)
    assert str(told) == "the token lacks the permission for that (403)"
    told = await refusal(github.may_open_issues(ZFS), Refused)
    assert str(told) == "the token lacks the permission for that (403)"


async def test_asking_whether_issues_may_be_opened_opens_none(world: World) -> None:
    await world.client().may_open_issues(ZFS)
    await world.client("ghp_sandbox").may_open_issues(ZFS)
    assert world.there.issues == []


async def test_without_a_way_to_sign_in_nothing_is_sent(world: World) -> None:
    for nothing in (None, ""):
        github = world.client(nothing)
        told = await refusal(github.open_issue(ZFS, "Stuck", "", []), Refused)
        assert "set GITHUB_TOKEN, or GITHUB_APP_ID and its key" in str(told)
    assert world.asked == []
