"""Known already: likely issues are shown, and a report can be added to one instead of a twin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.triage import replies
from storage import reports, trackers
from tests.support.community import Community, living, words

REPOSITORY = "openebs/zfs-localpv"
TITLE = "PVC stays Pending: zfs-localpv cannot find poolname zfspv-pool"
BODY = (
    "After the upgrade of zfs-localpv to 2.10.1 every new PVC stays Pending. The controller "
    "logs: failed to provision volume, poolname zfspv-pool not found on node worker-2."
)
SAID = (
    "zfs-localpv 2.10.1: since the upgrade my PVC stays Pending, error: failed to provision "
    "volume, poolname zfspv-pool not found on node worker-2"
)
COMMENTING = "github:POST /repos/{owner}/{repo}/issues/{number}/comments"


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


async def twin(community: Community, **more: Any) -> Any:
    """An issue that a maintainer opened before; Burley hears of it by webhook."""
    issue = await community.sandbox.github.open(REPOSITORY, TITLE, BODY, **more)
    await community.settled()
    return issue


def comments(community: Community) -> list[str]:
    return [one.body for issue in community.sandbox.github.issues for one in issue.comments]


async def test_a_likely_issue_is_shown_with_why(community: Community) -> None:
    issue = await twin(community)
    await community.say(SAID)
    [offer] = community.whispers()
    assert "Is it one of these already?" in offer
    assert f"{REPOSITORY}#{issue.number}: {TITLE}" in offer
    assert "zfspv-pool" in offer.split(TITLE)[1]


async def test_another_matter_is_not_shown(community: Community) -> None:
    await community.sandbox.github.open(
        REPOSITORY, "Document how to resize a zfs volume", "The page on resizing is missing."
    )
    await community.settled()
    await community.say(SAID)
    assert "Is it one of these already?" not in community.whispers()[0]


async def test_its_this_one_adds_a_comment_and_counts_the_demand(community: Community) -> None:
    issue = await twin(community)
    ts = await community.say(SAID)
    await community.press(replies.SAME)
    view = words(community.view())
    assert "worker-2" in str(community.view())
    assert "public comment" in view
    assert await community.submit() == {}
    [comment] = comments(community)
    assert "failed to provision" in comment
    assert "Reported in Slack" in comment
    assert len(community.issues) == 1
    assert f"|{REPOSITORY}#{issue.number}>" in community.thread(ts)[-1]
    assert await wanted(community) == {(REPOSITORY, issue.number): 1}
    await community.sandbox.github.close(issue)
    await community.settled()
    assert "was closed as completed" in community.thread(ts)[-1]


async def test_without_words_one_is_counted_only(community: Community) -> None:
    issue = await twin(community)
    ts = await community.say(SAID)
    await community.press(replies.SAME)
    fields = [one["block_id"] for one in community.view()["blocks"] if "element" in one]
    assert await community.submit(**{one: "" for one in fields if one.startswith("body")}) == {}
    assert comments(community) == []
    assert "You are counted" in community.whispers()[-1]
    assert await wanted(community) == {(REPOSITORY, issue.number): 1}
    await community.sandbox.github.close(issue)
    await community.settled()
    assert "was closed as completed" in community.thread(ts)[-1]


async def test_a_comment_whose_answer_is_lost_is_not_written_twice(community: Community) -> None:
    await twin(community)
    community.sandbox.faults.add(COMMENTING, "drop_after")
    ts = await community.say(SAID)
    await community.press(replies.SAME)
    assert await community.submit() == {}
    assert len(comments(community)) == 1
    assert "Added to" in community.thread(ts)[-1]


async def test_an_issue_that_is_gone_takes_no_comment_and_that_is_said(
    community: Community,
) -> None:
    issue = await twin(community)
    ts = await community.say(SAID)
    await community.press(replies.SAME)
    community.sandbox.github.webhooks.lose()
    await community.sandbox.github.delete(issue)
    await community.submit()
    assert comments(community) == []
    assert "could not" in community.thread(ts)[-1]


async def test_add_to_issue_takes_any_issue_of_ours(community: Community) -> None:
    issue = await twin(community)
    ts = await community.say("the same happens on my zfs cluster, also with thin volumes")
    await community.shortcut(ts, by="kofi", name="add_to_issue")
    errors = await community.submit(by="kofi", other="the pool thing")
    assert "write its address" in errors["other"]
    errors = await community.submit(by="kofi", other="https://github.com/else/where/issues/3")
    assert "not among this community's repositories" in errors["other"]
    assert await community.submit(by="kofi", other=f"{REPOSITORY}#{issue.number}") == {}
    [comment] = comments(community)
    assert "thin volumes" in comment
    assert "after a member confirmed this text" in comment


async def test_a_secret_in_what_is_added_is_removed(community: Community) -> None:
    await twin(community)
    token = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
    await community.say(f"{SAID}, token {token}")
    await community.press(replies.SAME)
    assert token not in str(community.view())
    assert "please rotate it" in words(community.view())
    body = next(one for one in community.view()["blocks"] if one["block_id"].startswith("body"))
    typed = body["element"]["initial_value"] + f" and {token}"
    await community.submit(**{body["block_id"]: typed})
    assert comments(community) == []
    assert "I took out of what you typed" in words(community.view())
    await community.submit()
    assert token not in comments(community)[0]


async def test_the_same_told_in_two_channels_is_noticed(community: Community) -> None:
    await community.say(SAID)
    await community.say(SAID, by="noor", channel="openebs-dev")
    assert "much the same in <#C0OPENEBS1>" in community.whispers("noor")[-1]


async def test_what_github_told_is_there_after_a_restart(sqlite_url: str) -> None:
    async with living(sqlite_url) as community:
        await twin(community)
    async with living(sqlite_url) as community:
        await community.say(SAID)
        assert "Is it one of these already?" in community.whispers()[0]


async def test_what_was_closed_long_ago_is_not_shown(community: Community) -> None:
    issue = await twin(community)
    await community.sandbox.github.close(issue)
    await community.settled()
    await community.say(SAID)
    assert ", closed" in community.whispers()[0]
    kept = await community.burley.database.read(
        lambda tx: reports.issue(tx, REPOSITORY, issue.number)
    )
    assert kept is not None
    assert kept.closed_at is not None


async def wanted(community: Community) -> Any:
    return await community.burley.database.read(trackers.wanted)
