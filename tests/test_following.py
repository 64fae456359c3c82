"""What happens to an issue comes back to its thread, by webhook or by reading GitHub."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.settings import FollowSettings
from bot.triage import replies
from storage import reports
from storage.records import GONE
from tests.support.community import Community, living

ZFS = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"
REPOSITORY = "openebs/zfs-localpv"


@pytest.fixture(params=["webhooks", "polling"])
async def community(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        if request.param == "polling":
            community.sandbox.github.webhooks.url = None
        await community.burley.wakeups.track()
        yield community


async def reported(community: Community) -> tuple[str, Any]:
    """A filed report: its thread, and the sandbox's issue."""
    ts = await community.say(ZFS)
    await community.press(replies.EDIT)
    await community.submit()
    return ts, community.sandbox.github.issues[-1]


async def heard(community: Community) -> None:
    """Webhooks have arrived, and GitHub has been read once more."""
    await community.settled()
    await community.sandbox.clock.jump(timedelta(minutes=6))
    await community.burley.wakeups.track()
    await community.settled()


async def test_closing_is_said_and_shown_where_it_was_filed(community: Community) -> None:
    ts, issue = await reported(community)
    await community.sandbox.github.close(issue)
    await heard(community)
    _, filed, closed = community.thread(ts)
    assert "Filed as" in filed
    assert "It was closed as completed." in filed
    assert "was closed as completed" in closed


async def test_reopening_corrects_what_was_said(community: Community) -> None:
    ts, issue = await reported(community)
    await community.sandbox.github.close(issue)
    await heard(community)
    await community.sandbox.github.reopen(issue)
    await heard(community)
    _, filed, closed = community.thread(ts)
    assert "I will say here when it is closed." in filed
    assert "has been reopened since" in closed
    await community.sandbox.github.close(issue, reason="not_planned")
    await heard(community)
    _, filed, closed = community.thread(ts)
    assert "was closed as not planned" in filed
    assert "was closed as not planned" in closed


async def test_a_question_of_the_maintainers_reaches_the_reporter(community: Community) -> None:
    ts, issue = await reported(community)
    await community.sandbox.github.label(issue, "triage/needs-information")
    await heard(community)
    asked = community.thread(ts)[-1]
    assert asked.startswith("<@U0ASHA0001> the maintainers need more information")
    await community.sandbox.github.unlabel(issue, "triage/needs-information")
    await heard(community)
    assert "that is settled" in community.thread(ts)[-1]
    assert len(community.thread(ts)) == 3


async def test_maintainers_comments_come_shortened_and_linked(community: Community) -> None:
    ts, issue = await reported(community)
    comment = await community.sandbox.github.comment(
        issue, "Which kernel is it? <!channel> @octocat " + "long " * 200
    )
    await heard(community)
    told = community.thread(ts)[-1]
    assert "Which kernel is it?" in told
    assert "<!channel>" not in told
    assert len(told) < 700
    await community.sandbox.github.edit_comment(issue, comment, "Which kernel *exactly*?")
    await heard(community)
    assert "Which kernel _exactly_?" in community.thread(ts)[-1]
    assert len(community.thread(ts)) == 3


async def test_only_maintainers_are_quoted(community: Community) -> None:
    ts, issue = await reported(community)
    await community.sandbox.github.comment(issue, "me too", by="somebody")
    await heard(community)
    assert len(community.thread(ts)) == 2


async def test_comments_can_be_switched_off(sqlite_url: str) -> None:
    async with living(sqlite_url, follow=FollowSettings(comments=False)) as community:
        ts, issue = await reported(community)
        await community.sandbox.github.comment(issue, "Which kernel is it?")
        await heard(community)
        assert len(community.thread(ts)) == 2


async def test_the_release_that_names_the_issue_is_told_once(community: Community) -> None:
    ts, issue = await reported(community)
    github = community.sandbox.github
    await github.close(issue)
    await heard(community)
    notes = f"Fixes #{issue.number}"
    await github.publish_release(REPOSITORY, "v2.11.0-rc1", notes, prerelease=True)
    await heard(community)
    assert len(community.thread(ts)) == 3
    await github.publish_release(REPOSITORY, "v2.11.0", f"Fixes #{issue.number}0, #{issue.number}")
    await heard(community)
    await heard(community)
    _, filed, _, released = community.thread(ts)
    assert "the fix is in v2.11.0" in filed
    assert released.startswith("<@U0ASHA0001> the fix for")
    assert "v2.11.0" in released
    await github.publish_release(REPOSITORY, "v2.12.0", f"Still fixes #{issue.number}")
    await heard(community)
    assert len(community.thread(ts)) == 4


async def test_a_transferred_issue_is_followed_to_its_new_place(community: Community) -> None:
    ts, issue = await reported(community)
    moved = await community.sandbox.github.transfer(issue, "openebs/openebs")
    await heard(community)
    assert f"openebs/openebs#{moved.number}" in community.thread(ts)[1]
    await community.sandbox.github.close(moved)
    await heard(community)
    assert f"openebs/openebs#{moved.number}" in community.thread(ts)[-1]
    assert "was closed as completed" in community.thread(ts)[-1]


async def test_a_deleted_issue_is_said_to_be_gone(community: Community) -> None:
    ts, issue = await reported(community)
    await community.sandbox.github.delete(issue)
    await heard(community)
    await heard(community)
    _, filed, gone = community.thread(ts)
    assert "deleted on GitHub since" in filed
    assert "was deleted on GitHub" in gone
    known = await community.burley.database.read(
        lambda tx: reports.issue(tx, REPOSITORY, issue.number)
    )
    assert known is not None
    assert known.moved == GONE


async def test_a_renamed_repository_is_followed(community: Community) -> None:
    community.sandbox.github.rename(REPOSITORY, "openebs/zfs-engine")
    ts, issue = await reported(community)
    assert community.issues[0]["repository"] == "openebs/zfs-engine"
    await community.sandbox.github.close(issue)
    await heard(community)
    assert "was closed as completed" in community.thread(ts)[-1]


async def test_two_reports_of_one_thread_are_told_once(community: Community) -> None:
    ts, issue = await reported(community)
    reply = await community.say("it happens with thin volumes as well", thread_ts=ts)
    await community.settled()
    before = len(community.thread(ts))
    await community.sandbox.github.close(issue)
    await heard(community)
    assert reply
    assert sum("was closed as completed" in one for one in community.thread(ts)[before:]) == 1


async def test_helpers_see_what_keeps_reports_from_being_filed(community: Community) -> None:
    community.sandbox.github.archive(REPOSITORY)
    await community.sandbox.clock.jump(timedelta(hours=2))
    await heard(community)
    slack = community.sandbox.slack
    await slack.open_home("kofi")
    await community.settled()
    assert "it is archived" in str(slack.home("kofi"))
    community.sandbox.github.archive(REPOSITORY, archived=False)
    await community.sandbox.clock.jump(timedelta(hours=2))
    await heard(community)
    await slack.open_home("kofi")
    await community.settled()
    assert "it is archived" not in str(slack.home("kofi"))


async def test_how_the_reports_stand(community: Community) -> None:
    assert "Nothing has been reported yet" in await community.command("/burley reports")
    _, issue = await reported(community)
    said = await community.command("/burley reports", by="asha")
    assert f"{REPOSITORY}#{issue.number}" in said
    assert f"{REPOSITORY}: 1 open, 0 closed" in said


async def test_a_reply_to_the_maintainers_is_sent_by_one_click(community: Community) -> None:
    ts, issue = await reported(community)
    await community.say("thanks, that was quick", thread_ts=ts)
    before = len(community.whispers())
    await community.sandbox.github.comment(issue, "Which kernel is it?")
    await heard(community)
    await community.say("It is 6.1.0-18, with ZFS 2.1.11", thread_ts=ts)
    asked = community.whispers()[-1]
    assert len(community.whispers()) == before + 1
    assert f"Shall I send this to *{REPOSITORY}#{issue.number}*" in asked
    assert "6.1.0-18" in asked
    said = len(community.thread(ts))
    await community.press(replies.FILE_IT)
    assert "6.1.0-18, with ZFS 2.1.11" in issue.comments[-1].body
    assert len(community.thread(ts)) == said
    await community.sandbox.github.close(issue)
    await heard(community)
    assert sum("was closed as completed" in one for one in community.thread(ts)[2:]) == 1


async def test_a_reply_is_not_sent_when_its_author_says_no(community: Community) -> None:
    ts, issue = await reported(community)
    await community.sandbox.github.label(issue, "needs-information")
    await heard(community)
    await community.say("I have no idea, sorry", thread_ts=ts)
    await community.press(replies.NOT_A_REPORT)
    assert issue.comments == []
    await community.say("only I may send my words", thread_ts=ts, by="noor")
    assert community.whispers("noor") == []


async def test_labels_that_github_left_out_are_told_to_the_helpers(community: Community) -> None:
    community.sandbox.github.drop_labels()
    await reported(community)
    assert community.issues[0]["labels"] == []
    slack = community.sandbox.slack
    await slack.open_home("kofi")
    await community.settled()
    assert "left out the label Bug" in str(slack.home("kofi"))
