"""Whatever goes wrong on the way ends in one issue, or one comment, or in one sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, get_args

import pytest

from bot import durable
from bot.clients.github import pause
from bot.triage import replies
from storage import reports
from storage.records import Report, ReportState
from tests.support.community import Community, living

REPOSITORY = "openebs/zfs-localpv"
ZFS = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"
KNOWN = "The PVC stays Pending for ever"

FILE = "github:POST /repos/{owner}/{repo}/issues"
COMMENT = "github:POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
LIST = "github:GET /repos/{owner}/{repo}/issues"
LIST_COMMENTS = "github:GET /repos/{owner}/{repo}/issues/{issue_number}/comments"
SAY = "slack:chat.postMessage"
LINK = "slack:chat.getPermalink"
LOOK_IN_THREAD = "slack:conversations.replies"

Fault = tuple[str, str, dict[str, Any]]

# In place of 15 minutes.
WAIT_SECONDS = 0.2


@dataclass(frozen=True)
class Case:
    """What goes wrong, and what the thread is told if nothing is filed."""

    name: str
    faults: tuple[Fault, ...] = ()
    told: str = ""
    breaks: Callable[[Community], Any] | None = None
    mends: Callable[[Community], Any] | None = None
    is_said: bool = True


def fault(target: str, kind: str, **details: Any) -> Fault:
    return (target, kind, details)


def writing(target: str, looking: str) -> list[Case]:
    """What can become of the one request that writes, and of the look after a lost answer."""
    lost = fault(target, "drop_after")
    return [
        Case("lost before it took effect", (fault(target, "drop_before"),)),
        Case("lost after it took effect", (lost,)),
        Case("lost twice before", (fault(target, "drop_before", times=2),),
             "gave no answer to two"),
        Case("a server error", (fault(target, "server_error"),)),
        Case("a bad gateway, twice", (fault(target, "server_error", status=502, times=2),),
             "gave no answer to two"),
        Case("too many requests", (fault(target, "rate_limited"),)),
        Case("a secondary limit", (fault(target, "rate_limited", status=403),)),
        Case("a secondary limit without a time",
             (fault(target, "error", status=403, error="Exceeded a secondary rate limit"),)),
        Case("forbidden", (fault(target, "error", status=403, error="Forbidden"),), "may not do"),
        Case("not accepted", (fault(target, "error", status=422),), "does not accept"),
        Case("unknown to the token", (fault(target, "error", status=404, error="Not Found"),),
             "may not see it"),
        Case("the token does not count", (fault(target, "error", status=401, error="No"),),
             "does not accept the token"),
        Case("looking fails once", (lost, fault(looking, "server_error"))),
        Case("looking is cut off", (lost, fault(looking, "drop_before"))),
        Case("looking meets a limit", (lost, fault(looking, "rate_limited"))),
        Case("looking is forbidden", (lost, fault(looking, "error", status=403, error="Forbidden")),
             "may not do"),
    ]  # fmt: skip


def slack() -> list[Case]:
    """What can become of Slack's part: where the message is, and what its thread is told."""
    return [
        Case("no permalink at first", (fault(LINK, "server_error"), fault(LINK, "rate_limited"))),
        Case("no permalink at all", (fault(LINK, "error", error="message_not_found"),),
             "message_not_found"),
        Case("what is said is cut off before", (fault(SAY, "drop_before"),)),
        Case("what is said is cut off after", (fault(SAY, "drop_after"),)),
        Case("said, and looking for it fails",
             (fault(SAY, "drop_after"), fault(LOOK_IN_THREAD, "server_error"))),
        Case("Slack wants a pause", (fault(SAY, "rate_limited"),)),
        Case("Slack refuses the post", (fault(SAY, "error", error="is_archived"),), is_said=False),
    ]  # fmt: skip


def places() -> list[Case]:
    """What people do to the repository, and to the way in, between confirmation and filing."""
    return [
        Case("archived", (), "archived", lambda c: c.sandbox.github.archive(REPOSITORY),
             lambda c: c.sandbox.github.archive(REPOSITORY, False)),
        Case("issues switched off", (), "switched off",
             lambda c: c.sandbox.github.disable_issues(REPOSITORY),
             lambda c: c.sandbox.github.disable_issues(REPOSITORY, False)),
        Case("made, then issues switched off", (fault(FILE, "drop_after"),), "switched off",
             lambda c: _after_filing(c, lambda: c.sandbox.github.disable_issues(REPOSITORY)),
             lambda c: c.sandbox.github.disable_issues(REPOSITORY, False)),
        Case("renamed", (), "", lambda c: c.sandbox.github.rename(REPOSITORY, "openebs/zfs")),
        Case("made, then renamed", (fault(FILE, "drop_after"),), "",
             lambda c: _after_filing(c, lambda: c.sandbox.github.rename(REPOSITORY, "openebs/z"))),
        Case("no permission", (), "lacks the permission", lambda c: _permit(c, "read"),
             lambda c: _permit(c, "write")),
        Case("labels left out", (), "", lambda c: c.sandbox.github.drop_labels()),
    ]  # fmt: skip


def _after_filing(community: Community, act: Callable[[], Any]) -> None:
    github = community.sandbox.github
    opened = github.open

    async def open_and_act(*given: Any, **named: Any) -> Any:
        issue = await opened(*given, **named)
        act()
        return issue

    github.open = open_and_act  # type: ignore[method-assign]


def _permit(community: Community, access: str) -> None:
    for caller in community.sandbox.github.access.tokens.values():
        caller.permissions["issues"] = access


@pytest.fixture
async def community(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Community]:
    """Without webhooks, which would settle many a doubt at once; and with short pauses."""
    monkeypatch.setattr(pause, "FIRST_PAUSE", timedelta(seconds=0.3))
    monkeypatch.setattr(durable, "LONGEST_PAUSE", timedelta(seconds=0.1))
    waits = {"burley_doubt_wait_seconds": WAIT_SECONDS}
    async with living(sqlite_url, secret=waits) as community:
        community.sandbox.github.webhooks.url = None
        yield community


@pytest.mark.parametrize(
    "case", [*writing(FILE, LIST), *slack(), *places()], ids=lambda case: case.name
)
async def test_a_report_becomes_one_issue_or_the_thread_says_why_not(
    community: Community, case: Case
) -> None:
    ts = await community.say(ZFS)
    _break(community, case)
    await community.press(replies.FILE_IT)
    _check(community, ts, case, "Filed as")
    if case.told:
        await _take_up(community, case, ts)
        await community.submit()
    _check_filed(community, ts, "Filed as", case)
    assert len(community.issues) == 1


@pytest.mark.parametrize("case", writing(COMMENT, LIST_COMMENTS), ids=lambda case: case.name)
async def test_words_for_a_known_issue_become_one_comment_or_the_thread_says_why_not(
    community: Community, case: Case
) -> None:
    known, ts = await _joining(community)
    _break(community, case)
    await community.submit(other=known)
    _check(community, ts, case, "Added to")
    if case.told:
        await _take_up(community, case, ts, by="add_to_issue")
        await community.submit(other=known)
    _check_filed(community, ts, "Added to", case)
    assert len(community.sandbox.github.issue(known).comments) == 1
    assert len(community.issues) == 1


@pytest.mark.parametrize("is_made", [False, True], ids=["", "made and lost"])
async def test_words_follow_an_issue_that_was_transferred_to_one_of_our_repositories(
    community: Community, is_made: bool
) -> None:
    known, ts = await _joining(community)
    await _meanwhile(community, is_made, _transfer(community, known, "openebs/mayastor"))
    await community.submit(other=known)
    [issue] = community.sandbox.github.issues
    assert len(issue.comments) == 1
    assert issue.repository.full_name == "openebs/mayastor"
    [said] = community.thread(ts)[1:]
    assert "Added to" in said
    assert f"openebs/mayastor#{issue.number}" in said


@pytest.mark.parametrize("is_made", [False, True], ids=["", "made and lost"])
async def test_words_do_not_follow_an_issue_out_of_the_communitys_repositories(
    community: Community, is_made: bool
) -> None:
    known, ts = await _joining(community)
    community.sandbox.github.add_repository("elsewhere/attic")
    community.sandbox.github.grant("elsewhere/attic")
    await _meanwhile(community, is_made, _transfer(community, known, "elsewhere/attic"))
    await community.submit(other=known)
    [said] = community.thread(ts)[1:]
    assert "moved to elsewhere/attic#1" in said
    await _choose_another_issue(community, ts)


@pytest.mark.parametrize("is_made", [False, True], ids=["", "made and lost"])
async def test_words_for_an_issue_that_was_deleted_are_said_to_have_no_place(
    community: Community, is_made: bool
) -> None:
    known, ts = await _joining(community)

    async def delete() -> None:
        await community.sandbox.github.delete(known)

    await _meanwhile(community, is_made, delete)
    await community.submit(other=known)
    [said] = community.thread(ts)[1:]
    assert "does not exist any more" in said
    await _choose_another_issue(community, ts)


async def test_a_revoked_token_is_said_and_with_another_it_goes_on(sqlite_url: str) -> None:
    async with living(sqlite_url) as community:
        ts = await community.say(ZFS)
        tokens = community.sandbox.github.access.tokens
        revoked = tokens.pop("ghs_sandbox")
        await community.press(replies.FILE_IT)
        [_, said] = community.thread(ts)
        assert "does not accept the token (401)" in said
        tokens["ghs_sandbox"] = revoked
        await community.shortcut(ts)
        await community.submit()
        assert len(community.issues) == 1


@pytest.mark.parametrize("joins", [False, True], ids=["an issue", "a comment"])
async def test_a_webhook_that_carries_the_marker_settles_the_doubt_at_once(
    sqlite_url: str, joins: bool
) -> None:
    # Nobody looks before an hour is over.
    async with living(sqlite_url, secret={"burley_doubt_wait_seconds": 3_600}) as community:
        if joins:
            known, ts = await _joining(community)
            community.sandbox.faults.add(COMMENT, "drop_after")
            await community.sandbox.slack.submit_view(
                "asha", community.view()["id"], {"other": known}
            )
        else:
            ts = await community.say(ZFS)
            community.sandbox.faults.add(FILE, "drop_after")
            offer = community.sandbox.slack.ephemerals("asha")[-1]
            await community.sandbox.slack.press("asha", replies.FILE_IT, ephemeral=offer["id"])
        await _until(lambda: len(community.thread(ts)) == 2)
        [said] = community.thread(ts)[1:]
        assert ("Added to" if joins else "Filed as") in said
        [report] = await _reports(community)
        assert (report.state, report.doubt_since) == ("filed", None)


@pytest.mark.parametrize("lag_seconds", [0, 2, 30, 480, 1_700])
async def test_a_list_that_lags_less_than_twice_the_wait_makes_no_twin(
    sqlite_url: str, lag_seconds: int
) -> None:
    async with living(sqlite_url, secret={"burley_doubt_wait_seconds": 0.9}) as community:
        community.sandbox.github.webhooks.url = None
        community.sandbox.github.listing_lag = timedelta(milliseconds=lag_seconds)
        ts = await community.say(ZFS)
        community.sandbox.faults.add(FILE, "drop_after")
        await community.press(replies.FILE_IT)
        assert len(community.issues) == 1
        [_, said] = community.thread(ts)
        assert "Filed as" in said


async def test_what_comes_to_light_after_it_was_given_up_is_filed_after_all(
    community: Community,
) -> None:
    """The list hid the issue for longer than anybody looked; the webhook was lost, too."""
    community.sandbox.github.listing_lag = timedelta(hours=1)
    ts = await community.say(ZFS)
    community.sandbox.faults.add(FILE, "drop_after")
    community.sandbox.faults.add(FILE, "drop_before")
    await community.press(replies.FILE_IT)
    [_, said] = community.thread(ts)
    assert "gave no answer to two tries" in said
    community.sandbox.github.listing_lag = timedelta(0)
    await community.shortcut(ts)
    await community.submit()
    assert len(community.issues) == 1
    [report] = await _reports(community)
    assert report.issue_number == 1


def _break(community: Community, case: Case) -> None:
    for target, kind, details in case.faults:
        community.sandbox.faults.add(target, kind, **details)  # type: ignore[arg-type]
    if case.breaks is not None:
        case.breaks(community)


def _check(community: Community, ts: str, case: Case, filed: str) -> None:
    """One sentence stands in the thread, whichever it is; all that was to go wrong went wrong."""
    assert community.sandbox.faults.rules == []
    replied = community.thread(ts)[1:]
    assert len(replied) == (1 if case.is_said else 0)
    if case.is_said:
        assert (case.told or filed) in replied[0]


async def _take_up(community: Community, case: Case, ts: str, by: str = "file_as_issue") -> None:
    if case.mends is not None:
        case.mends(community)
    await community.shortcut(ts, name=by)


def _check_filed(community: Community, ts: str, filed: str, case: Case) -> None:
    told = [one for one in community.thread(ts)[1:] if filed in one]
    assert len(told) == (1 if case.is_said else 0)


async def _joining(community: Community) -> tuple[str, str]:
    """A known issue, and a message for which the dialog to add it there is open."""
    await community.sandbox.github.open(REPOSITORY, KNOWN)
    ts = await community.say(ZFS)
    await community.shortcut(ts, name="add_to_issue")
    return f"{REPOSITORY}#1", ts


async def _meanwhile(community: Community, is_made: bool, act: Callable[[], Any]) -> None:
    """It happens before the comment, or after it, whose answer is lost then."""
    if not is_made:
        await act()
        return
    community.sandbox.faults.add(COMMENT, "drop_after")
    github = community.sandbox.github
    comment = github.comment

    async def comment_and_act(*given: Any, **named: Any) -> Any:
        made = await comment(*given, **named)
        await act()
        return made

    github.comment = comment_and_act  # type: ignore[method-assign]


def _transfer(community: Community, known: str, to: str) -> Callable[[], Any]:
    async def act() -> None:
        await community.sandbox.github.transfer(known, to)

    return act


async def _choose_another_issue(community: Community, ts: str) -> None:
    await community.sandbox.github.open(REPOSITORY, "Another")
    await community.shortcut(ts, name="add_to_issue")
    another = f"{REPOSITORY}#2"
    assert await community.submit(other=another) == {}
    [*_, said] = community.thread(ts)
    assert "Added to" in said
    assert len(community.sandbox.github.issue(another).comments) == 1


async def _reports(community: Community) -> list[Report]:
    every = get_args(ReportState)
    return await community.burley.database.read(lambda tx: reports.in_state(tx, every))


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.02)


async def test_what_could_not_be_added_can_be_an_issue_of_its_own(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.shortcut(ts, name="add_to_issue")
    await community.submit(other="#424242")
    assert "*Add to issue* on the message tries again" in community.thread(ts)[-1]
    await community.shortcut(ts)
    await community.submit()
    assert len(community.issues) == 1
    assert "Filed as" in community.thread(ts)[-1]
