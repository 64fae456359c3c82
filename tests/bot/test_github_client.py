"""The GitHub client reads all that is there, and nothing twice that is unchanged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import Gone, Moved, Refused, TryAgain
from bot.repositories import Commit, Fix
from tests.support.github import LVM, ZFS, World, living, refusal

UNCHANGED = ("GET /issues", "304")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with living() as world:
        yield world


async def test_a_repository_is_told_as_it_stands(world: World) -> None:
    github = world.client()
    before = await github.repository(ZFS)
    assert (before.full_name, before.takes_issues, before.can_push) == (ZFS, True, True)
    world.there.rename(ZFS, "openebs/zfs")
    world.there.archive("openebs/zfs")
    world.there.disable_issues("openebs/zfs")
    now = await github.repository(ZFS)
    assert (now.id, now.full_name) == (before.id, "openebs/zfs")
    assert (now.archived, now.has_issues, now.takes_issues) == (True, False, False)
    assert (await world.client("ghp_sandbox").repository(LVM)).can_push
    told = await refusal(github.repository("openebs/nowhere"), Refused)
    assert str(told) == "the repository does not exist, or the token may not see it (404)"


async def test_labels_are_told_to_the_last_page(world: World) -> None:
    where = world.there.repository(ZFS)
    for number in range(230):
        world.there.places.new_label(where, f"label {number}")
    labels = await world.client().labels(ZFS)
    assert len(labels) == len(set(labels)) == len(where.labels)
    assert {"Bug", "label 229"} <= set(labels)


async def test_an_issue_is_told_with_all_that_is_kept_of_it(world: World) -> None:
    made = await world.there.open(ZFS, "Stuck", "the words", labels=["Bug"], by="asha-k")
    await world.there.lock(made)
    await world.there.close(made, "not_planned")
    issue = await world.client().issue(ZFS, 1)
    assert (issue.repository, issue.number, issue.title, issue.body) == (
        ZFS, 1, "Stuck", "the words",
    )  # fmt: skip
    assert (issue.labels, issue.author, issue.locked) == (("Bug",), "asha-k", True)
    assert (issue.state, issue.state_reason) == ("closed", "not_planned")
    assert issue.created_at == issue.closed_at == world.sandbox.clock.now()


async def test_a_transferred_issue_is_found_where_it_is_now(world: World) -> None:
    for title in ("one", "two"):
        await world.there.open(LVM, title)
    made = await world.there.open(ZFS, "Stuck")
    await world.there.transfer(made, LVM)
    moved = await refusal(world.client().issue(ZFS, 1), Moved)
    assert (moved.repository, moved.number) == (LVM, 3)


async def test_a_transfer_to_the_same_number_elsewhere_is_no_rename(world: World) -> None:
    made = await world.there.open(ZFS, "Stuck")
    await world.there.transfer(made, LVM)
    moved = await refusal(world.client().issue(ZFS, 1), Moved)
    assert (moved.repository, moved.number) == (LVM, 1)
    world.there.rename(ZFS, "openebs/zfs")
    moved = await refusal(world.client().issue(ZFS, 1), Moved)
    assert (moved.repository, moved.number) == (LVM, 1)


async def test_an_issue_of_a_renamed_repository_has_not_moved(world: World) -> None:
    await world.there.open(ZFS, "Stuck")
    world.there.rename(ZFS, "openebs/zfs")
    issue = await world.client().issue(ZFS, 1)
    assert (issue.repository, issue.number, issue.title) == (ZFS, 1, "Stuck")


async def test_a_deleted_issue_is_gone(world: World) -> None:
    made = await world.there.open(ZFS, "Stuck")
    await world.there.delete(made)
    for number in (1, 2):
        told = await refusal(world.client().issue(ZFS, number), Gone)
        assert str(told) == f"{ZFS}#{number} does not exist any more"


async def test_issues_are_told_oldest_change_first_without_pull_requests(world: World) -> None:
    for title in ("one", "two", "three"):
        await world.there.open(ZFS, title)
        await world.later(minutes=1)
    await world.there.merge(ZFS, "a pull request")
    await world.later(minutes=1)
    await world.there.close(world.there.issue(f"{ZFS}#1"))
    github = world.client()
    everything = [issue async for issue in github.issues_since(ZFS, None)]
    assert [(one.title, one.state) for one in everything] == [
        ("two", "open"), ("three", "open"), ("one", "closed"),
    ]  # fmt: skip
    later = [issue async for issue in github.issues_since(ZFS, everything[1].updated_at)]
    assert [one.title for one in later] == ["three", "one"]


async def test_many_issues_are_told_once_each_also_those_of_the_same_second(world: World) -> None:
    for number in range(350):
        await world.there.open(ZFS, f"{number}")
        if number < 80 or number > 300:
            await world.later(seconds=1)
    told = [issue.number async for issue in world.client().issues_since(ZFS, None)]
    assert told == list(range(1, 351))


async def test_what_changes_while_the_list_is_read_pulls_nothing_out_of_sight(
    world: World,
) -> None:
    for number in range(250):
        await world.there.open(ZFS, f"{number}")
        await world.later(seconds=1)
    told: list[int] = []
    async for issue in world.client().issues_since(ZFS, None):
        if not told:
            for number in range(2, 30):
                await world.there.close(f"{ZFS}#{number}")
        told.append(issue.number)
    assert set(told) == set(range(1, 251))


async def test_asking_again_costs_nothing_while_nothing_changed(world: World) -> None:
    for title in ("one", "two"):
        await world.there.open(ZFS, title)
    github = world.client()
    since = world.sandbox.clock.now()
    first = [issue async for issue in github.issues_since(ZFS, since)]
    again = [issue async for issue in github.issues_since(ZFS, since)]
    assert again == first
    assert world.asked[-1] == UNCHANGED
    await world.there.open(ZFS, "three")
    assert len([issue async for issue in github.issues_since(ZFS, since)]) == 3


async def test_comments_are_told_with_who_said_them(world: World) -> None:
    issue = await world.there.open(ZFS, "one")
    pull = await world.there.merge(ZFS, "a pull request")
    early = await world.there.comment(issue, "early", by="asha-k")
    await world.later(hours=1)
    await world.there.comment(issue, "Which version?")
    await world.there.comment(pull, "nice")
    await world.there.comment(issue, "I am a bot", by="helper[bot]")
    await world.later(hours=1)
    await world.there.edit_comment(issue, early, "early, and edited", by="asha-k")
    github = world.client()
    said = await github.comments_since(ZFS, None)
    assert [(one.number, one.author, one.association, one.by_bot, one.body) for one in said] == [
        (1, "mara-maintainer", "MEMBER", False, "Which version?"),
        (1, "helper[bot]", "NONE", True, "I am a bot"),
        (1, "asha-k", "NONE", False, "early, and edited"),
    ]
    assert said[0].url.endswith(f"/{ZFS}/issues/1#issuecomment-{said[0].id}")
    assert said[2].updated_at - said[2].created_at == timedelta(hours=2)
    since = await github.comments_since(ZFS, world.sandbox.clock.now())
    assert [one.body for one in since] == ["early, and edited"]


async def test_more_comments_than_a_page_are_all_told(world: World) -> None:
    issue = await world.there.open(ZFS, "one")
    for number in range(230):
        await world.there.comment(issue, f"{number}")
    said = await world.client().comments_since(ZFS, None)
    assert [one.body for one in said] == [f"{number}" for number in range(230)]
    found = await world.client().find_comment(ZFS, 1, "229", world.sandbox.clock.now())
    assert found is not None
    assert found.body == "229"


async def test_releases_are_told_with_what_lies_between_them(world: World) -> None:
    await world.there.push(ZFS, "before")
    await world.there.publish_release(ZFS, "v1.0", "The first.")
    shas = [(await world.there.push(ZFS, f"change {n}\n\nand why")).sha for n in range(130)]
    await world.there.publish_release(ZFS, "v1.1/rc", prerelease=True)
    github = world.client()
    told = await github.releases(ZFS)
    assert [(one.tag, one.body, one.prerelease) for one in told] == [
        ("v1.1/rc", "", True), ("v1.0", "The first.", False),
    ]  # fmt: skip
    between = await github.commits_between(ZFS, "v1.0", "v1.1/rc")
    assert between == [Commit(sha, f"change {n}") for n, sha in enumerate(shas)]
    assert await github.commits_between(ZFS, "v1.1/rc", "v1.0") == []
    told_in_words = await refusal(github.commits_between(ZFS, "v0", "v1.0"), Refused)
    assert "(404)" in str(told_in_words)


async def test_the_commit_or_the_pull_request_that_closed_an_issue_is_found(world: World) -> None:
    for title in ("one", "two", "three", "four", "five", "six"):
        await world.there.open(ZFS, title)
    await world.there.publish_release(ZFS, "v1.0")
    commit = await world.there.push(ZFS, "Wait for the pool\n\nFixes #1")
    pull = await world.there.merge(ZFS, "Wait for the node", "This fixes #2.")
    await world.there.merge(ZFS, "Prepare", "Related to #3, which stays as it is.")
    await world.later(days=1)
    await world.there.close(f"{ZFS}#3")
    await world.there.close(f"{ZFS}#4")
    await world.there.push(ZFS, "closes #5")
    await world.there.reopen(f"{ZFS}#5")
    await world.there.merge(ZFS, "Fixes #6, but not quite")
    await world.there.reopen(f"{ZFS}#6")
    await world.there.publish_release(ZFS, "v1.1")
    github = world.client()
    fixes = [await github.closed_by(ZFS, number) for number in range(1, 7)]
    assert fixes == [Fix(commit.sha), Fix(None, (pull.number,)), None, None, None, None]
    between = await github.commits_between(ZFS, "v1.0", "v1.1")
    assert [fix.is_in(between) for fix in fixes if fix] == [True, True]
    assert not any(fix.is_in(between[2:]) for fix in fixes if fix)


@pytest.mark.parametrize(
    ("title", "pulls"),
    [
        ("Wait for the pool (#12)", {12}),
        ("Merge pull request #12 from asha/pool", {12}),
        ("Merge #12", {12}),
        ('Revert "Wait for the pool (#12)" (#13)', {12, 13}),
        ("See #12", set()),
        ("", set()),
    ],
)
def test_a_commit_names_its_pull_request(title: str, pulls: set[int]) -> None:
    assert Commit("sha", title).pull_requests == pulls


async def test_a_github_that_is_down_is_tried_again(world: World) -> None:
    world.fault("GET *", "server_error", status=502, times=None)
    assert str(await refusal(world.client().repository(ZFS), TryAgain)) == "GitHub answered 502"
    world.sandbox.faults.clear()
    world.fault("GET *", "drop_before", times=None)
    told = await refusal(world.client().repository(ZFS), TryAgain)
    assert "the answer of GitHub was lost" in str(told)
    await world.sandbox.stop()
    told = await refusal(world.client().repository(ZFS), TryAgain)
    assert "GitHub cannot be reached" in str(told)
