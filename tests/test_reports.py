"""What becomes of a report when people change their minds, meddle, or meet a failure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage import dialogs, replies
from bot.triage.pieces import LONGEST_INPUT, join, parts
from storage import reports
from storage.records import Report, ReportState
from storage.tables import reports as table
from tests.support.community import Community, living, words

ZFS = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"
SECURITY = (
    "zfs-localpv 2.10.1: pool fails and crashes after upgrade, a vulnerability, steps: run it"
)
ARCHIVED = "cStor 3.5: the pool pod crashes after the upgrade, error: cannot import, steps: upgrade"
FILING = "github:POST /repos/{owner}/{repo}/issues"
# GitHub's token of the classic form, made up.
TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


async def shortcut(community: Community, ts: str, by: str, channel: str = "openebs") -> None:
    await community.sandbox.slack.shortcut(by, "file_as_issue", channel, ts)
    await community.settled()


async def edit(community: Community, ts: str, text: str, by: str = "asha") -> None:
    await community.sandbox.slack.edit(by, "openebs", ts, text)
    await community.settled()


async def delete(community: Community, ts: str, by: str = "asha") -> None:
    await community.sandbox.slack.delete(by, "openebs", ts)
    await community.settled()


async def the_report(community: Community) -> Report:
    every = get_args(ReportState)
    [report] = await community.burley.database.read(lambda tx: reports.in_state(tx, every))
    return report


async def comes(community: Community, true: Callable[[Report], bool]) -> None:
    """Wait until the report is so."""
    for _ in range(500):
        if true(await the_report(community)):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


def view(community: Community, of: str) -> dict[str, Any]:
    found: dict[str, Any] = community.sandbox.slack.open_views(of)[-1]
    return found


# Security and archived engines.


@pytest.mark.parametrize(
    ("said", "told"), [(SECURITY, "cncf-openebs-maintainers"), (ARCHIVED, "are archived since")]
)
async def test_a_report_that_is_not_for_the_public_is_answered_once_and_not_kept(
    said: str, told: str, community: Community
) -> None:
    ts = await community.say(said)
    [whisper] = community.whispers("asha")
    assert told in whisper
    assert "Nothing was filed" in whisper
    report = await the_report(community)
    assert (report.state, report.title, report.body, report.why) == ("policy", "", "", "")
    await edit(community, ts, said + " again")
    assert len(community.whispers("asha")) == 1
    await shortcut(community, ts, by="kofi")
    assert told in community.whispers("kofi")[-1]
    assert community.sandbox.slack.open_views("kofi") == []


async def test_an_offer_becomes_a_warning_when_an_edit_makes_it_one(community: Community) -> None:
    ts = await community.say(ZFS)
    await edit(community, ts, SECURITY)
    offer, warning = community.whispers("asha")
    assert "Shall I carry it" in offer
    assert "cncf-openebs-maintainers" in warning
    first = community.sandbox.slack.ephemerals("asha")[0]
    await community.sandbox.slack.press("asha", replies.FILE_IT, ephemeral=first["id"])
    await community.settled()
    assert "nothing was filed" in community.whispers("asha")[-1]
    assert community.issues == []


# Deleted messages.


async def test_nothing_is_filed_or_kept_of_a_deleted_message(community: Community) -> None:
    ts = await community.say(ZFS)
    await delete(community, ts)
    report = await the_report(community)
    assert (report.state, report.title, report.body, report.why) == ("withdrawn", "", "", "")
    for button in (replies.FILE_IT, replies.EDIT, replies.NOT_A_REPORT):
        offer = community.sandbox.slack.ephemerals("asha")[0]
        await community.sandbox.slack.press("asha", button, ephemeral=offer["id"])
        await community.settled()
        assert "message is gone" in community.whispers("asha")[-1]
    assert community.issues == []


async def test_a_dialog_on_a_deleted_message_files_nothing(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.press(replies.EDIT)
    await delete(community, ts)
    assert "message is gone" in (await community.submit())["title"]
    assert community.issues == []


@pytest.mark.parametrize("fault", ["rate_limited", "drop_before"])
async def test_a_message_deleted_on_its_way_is_not_filed(fault: Any, community: Community) -> None:
    community.sandbox.faults.add(FILING, fault)
    ts = await community.say(ZFS)
    offer = community.sandbox.slack.ephemerals("asha")[-1]
    await community.sandbox.slack.press("asha", replies.FILE_IT, ephemeral=offer["id"])
    await comes(community, lambda _: not community.sandbox.faults.rules)
    await delete(community, ts)
    report = await the_report(community)
    assert (report.state, report.title, report.body) == ("withdrawn", "", "")
    assert community.issues == []
    assert not any("could not file" in one for one in community.thread(ts))


async def test_an_issue_that_was_made_is_found_though_its_message_is_gone(
    community: Community,
) -> None:
    community.sandbox.github.webhooks.url = None  # which would tell at once
    community.sandbox.faults.add(FILING, "drop_after")
    ts = await community.say(ZFS)
    offer = community.sandbox.slack.ephemerals("asha")[-1]
    await community.sandbox.slack.press("asha", replies.FILE_IT, ephemeral=offer["id"])
    await comes(community, lambda _: len(community.issues) == 1)
    await delete(community, ts)
    report = await the_report(community)
    assert (report.state, report.body) == ("filed", "")
    assert len(community.issues) == 1


# Edited messages.


async def test_a_stale_offer_is_refused_and_a_fresh_one_files_the_present_text(
    community: Community,
) -> None:
    ts = await community.say(ZFS)
    await edit(community, ts, "lvm-localpv 1.6: the volume is lost after a reboot")
    await community.press(replies.FILE_IT)
    assert community.issues == []
    [fresh] = community.whispers("asha")
    assert "changed since" in fresh
    assert "the volume is lost" in fresh
    await community.press(replies.FILE_IT)
    [issue] = community.issues
    assert issue["repository"] == "openebs/lvm-localpv"
    assert "the volume is lost" in issue["body"]
    assert "PVC stays Pending" not in issue["title"] + issue["body"]


async def test_edit_and_the_shortcut_open_the_present_draft(community: Community) -> None:
    ts = await community.say(ZFS)
    await edit(community, ts, ZFS.replace("2.10.1", "2.10.2"))
    await community.press(replies.EDIT)
    assert "2.10.2" in str(view(community, "asha"))
    reply = await community.say("It is kernel 6.1.", thread_ts=ts)
    await shortcut(community, ts, by="kofi")
    assert "kernel 6.1" in str(view(community, "kofi"))
    await edit(community, reply, "It is kernel 6.2.")
    assert "kernel 6.2" in (await the_report(community)).body
    await delete(community, reply)
    assert "kernel" not in (await the_report(community)).body


# Failures.


async def test_what_could_not_be_filed_can_be_filed_later(community: Community) -> None:
    github = community.sandbox.github
    github.disable_issues("openebs/zfs-localpv")
    ts = await community.say(ZFS)
    await community.press(replies.EDIT)
    await community.submit(title="Named by its reporter")
    told = community.thread(ts)[-1]
    assert "could not file" in told
    assert "helper" not in told
    # Still not mended: it fails again, and this is said again.
    await shortcut(community, ts, by="kofi")
    assert "Named by its reporter" in str(view(community, "kofi"))
    assert await community.submit(by="kofi") == {}
    assert sum("could not file" in one for one in community.thread(ts)) == 2
    github.disable_issues("openebs/zfs-localpv", False)
    await shortcut(community, ts, by="asha")
    assert await community.submit(by="asha") == {}
    assert [issue["title"] for issue in community.issues] == ["Named by its reporter"]
    assert "Filed as" in community.thread(ts)[-1]
    assert (await the_report(community)).attempt == 3


async def test_a_failed_report_says_how_to_go_on(community: Community) -> None:
    community.sandbox.github.disable_issues("openebs/zfs-localpv")
    await community.say(ZFS)
    await community.press(replies.EDIT)
    offer = community.sandbox.slack.ephemerals("asha")[-1]
    await community.sandbox.slack.press("asha", replies.FILE_IT, ephemeral=offer["id"])
    await community.settled()
    said = (await community.submit())["title"]
    assert "did not work" in said
    assert "File as issue" in said
    assert "helpers know" not in said


async def test_a_report_in_doubt_is_looked_for_when_it_is_taken_up_again(
    community: Community,
) -> None:
    """The issue was made, then GitHub stopped letting Burley look: only the same place will do."""
    community.sandbox.github.webhooks.url = None  # which would tell at once
    community.sandbox.faults.add(FILING, "drop_after")
    community.sandbox.faults.add("github:GET /repos/{owner}/{repo}/issues", "error", status=404)
    ts = await community.say(ZFS)
    await community.press(replies.FILE_IT)
    assert (await the_report(community)).state == "failed"
    await shortcut(community, ts, by="asha")
    blocks = view(community, "asha")["blocks"]
    options = next(b for b in blocks if b["block_id"] == "repository")["element"]["options"]
    other = next(one for one in options if one["value"] == "openebs/openebs")
    chosen = {dialogs.MOVE: {"type": "static_select", "selected_option": other}}
    errors = await community.sandbox.slack.submit_view(
        "asha", view(community, "asha")["id"], {"repository": chosen}
    )
    assert "can only go there" in errors["title"]
    assert await community.submit() == {}
    assert len(community.issues) == 1
    assert "Filed as" in community.thread(ts)[-1]


async def test_a_report_that_changed_after_it_was_read_is_not_claimed(community: Community) -> None:
    await community.say(ZFS)
    read = await the_report(community)
    database, now = community.burley.database, community.sandbox.clock.now()
    assert await database.write(lambda tx: reports.claim(tx, read, now))
    assert not await database.write(lambda tx: reports.claim(tx, read, now))
    again = await the_report(community)
    assert await database.write(lambda tx: reports.claim(tx, again, now))
    await database.write(lambda tx: tx.execute(table.update().values(attempt=2)))
    assert not await database.write(lambda tx: reports.claim(tx, again, now))


# Two people, and who may what.


async def test_of_two_people_in_the_dialog_one_files_and_the_other_is_told(
    community: Community,
) -> None:
    ts = await community.say(ZFS)
    await community.press(replies.EDIT)
    await shortcut(community, ts, by="kofi")
    community.sandbox.faults.add(FILING, "slow", delay=0.4)
    slack = community.sandbox.slack
    assert await slack.submit_view("asha", view(community, "asha")["id"]) == {}
    errors = await slack.submit_view("kofi", view(community, "kofi")["id"], {"title": "My words"})
    assert "on its way already" in errors["title"]
    await community.settled()
    assert not any("Thank you" in one for one in community.whispers("kofi"))
    [issue] = community.issues
    assert issue["title"] != "My words"
    assert "after the reporter confirmed this text" in issue["body"]


async def test_only_the_author_or_a_helper_revives_a_declined_report(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.press(replies.NOT_A_REPORT)
    await shortcut(community, ts, by="noor")
    assert "set aside" in community.whispers("noor")[-1]
    assert community.sandbox.slack.open_views("noor") == []
    await shortcut(community, ts, by="kofi")
    await community.submit(by="kofi")
    [issue] = community.issues
    assert "after a member confirmed this text" in issue["body"]


async def test_anybody_revives_where_no_helpers_are_named(sqlite_url: str) -> None:
    async with living(sqlite_url, helpers=()) as community:
        ts = await community.say(ZFS)
        await community.press(replies.NOT_A_REPORT)
        await shortcut(community, ts, by="noor")
        assert "PVC stays Pending" in str(view(community, "noor"))


# The dialog.


async def test_a_whisper_that_fails_does_not_say_that_filing_failed(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.EDIT)
    community.sandbox.faults.add("slack:chat.postEphemeral", "error", error="user_not_in_channel")
    before = community.whispers("asha")
    assert await community.submit() == {}
    assert community.whispers("asha") == before
    assert len(community.issues) == 1


async def test_what_was_typed_is_not_lost_when_it_cannot_be_confirmed(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.EDIT)
    offer = community.sandbox.slack.ephemerals("asha")[-1]
    await community.sandbox.slack.press("asha", replies.NOT_A_REPORT, ephemeral=offer["id"])
    await community.settled()
    assert "set aside" in (await community.submit(title="Much typed"))["title"]
    assert len(community.sandbox.slack.open_views("asha")) == 1


async def test_long_lines_come_through_the_dialog_as_they_were(community: Community) -> None:
    line = "zfs-localpv 2.10.1: PVC stays Pending " + "0123456789" * 700
    await community.say(line + "\nand\n" + "9876543210" * 400)
    await community.press(replies.EDIT)
    assert await community.submit() == {}
    [issue] = community.issues
    assert "0123456789" * 700 + "\nand\n" + "9876543210" * 400 in issue["body"].replace(
        "  \n", "\n"
    )


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.integers(1, 2 * LONGEST_INPUT + 2).map(lambda n: "x" * n),
            st.sampled_from(["\n", "\n\n", "\r\n"]),
        ),
        max_size=8,
    ).map("".join)
)
def test_what_is_cut_for_the_dialog_is_joined_again_exactly(text: str) -> None:
    pieces = parts(text)
    assert join(dict(sorted(pieces.items(), reverse=True))) == text
    assert all(len(piece) <= LONGEST_INPUT for piece in pieces.values())


async def test_a_secret_is_told_of_once_and_where_it_stood(community: Community) -> None:
    await community.say(f"zfs-localpv 2.10.1: PVC stays Pending with {TOKEN} after upgrade")
    await community.press(replies.EDIT)
    shown = words(view(community, "asha"))
    assert "It was posted in the channel, so please rotate it." in shown
    [told] = [line for line in shown.splitlines() if line.startswith("Not in the issue: 1 × ")]
    assert "," not in told.split(".")[0]
    assert TOKEN not in str(view(community, "asha"))


async def test_the_dialog_names_the_runner_up(community: Community) -> None:
    await community.say(ZFS + " with zpool; lvm works")
    await community.press(replies.EDIT)
    assert "might also be openebs/lvm-localpv" in words(view(community, "asha"))


# The shortcut where there is nothing to file.


async def test_the_shortcut_says_where_it_does_not_listen(community: Community) -> None:
    ts = await community.say("the zfs driver crashes", channel="community-digest")
    await shortcut(community, ts, by="kofi", channel="community-digest")
    assert "I do not listen in this channel" in community.whispers("kofi")[-1]


async def test_the_shortcut_says_that_it_does_not_have_a_message(community: Community) -> None:
    # No event ever brought this one.
    core = community.sandbox.slack.core
    conversation = core.conversation("openebs")
    ts = core.new_ts(conversation)
    conversation.keep({"type": "message", "ts": ts, "user": "U0ASHA0001", "text": "zfs crashes"})
    await shortcut(community, ts, by="kofi")
    assert "I do not have this message" in community.whispers("kofi")[-1]


async def test_a_message_without_words_has_a_sensible_end(community: Community) -> None:
    picture = {"ts": "1750000000.000100", "user": "U0ASHA0001", "text": "", "subtype": "file_share"}
    await community.sandbox.slack.replay("C0OPENEBS1", picture)
    await community.settled()
    await shortcut(community, "1750000000.000100", by="kofi")
    assert "no text in this message" in community.whispers("kofi")[-1]
    code = await community.say("```panic: nil pointer in zfs```")
    await shortcut(community, code, by="kofi")
    await community.submit(by="kofi", title="It panics")
    [issue] = community.issues
    assert issue["title"] == "It panics"
    assert "panic: nil pointer in zfs" in issue["body"]


async def test_an_issue_closed_before_its_answer_arrived_is_said_to_be_closed(
    community: Community,
) -> None:
    said = await community.say(ZFS)
    community.sandbox.faults.add(FILING, "drop_after")
    offer = community.sandbox.slack.ephemerals("asha")[-1]
    await community.sandbox.slack.press("asha", replies.FILE_IT, ephemeral=offer["id"])
    while not community.issues:
        await asyncio.sleep(0.01)
    await community.sandbox.github.close(community.sandbox.github.issues[0])
    await community.settled()
    assert "was closed as completed" in community.thread(said)[-1]
