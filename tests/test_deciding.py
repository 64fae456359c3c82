"""Who decides about a report, and what they are shown once more before it is public."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.settings import ChannelSettings
from bot.triage import replies
from tests.support.community import Community, living, words

ZFS = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"
SAID = (
    "zfs-localpv 2.10.1: PVC stays Pending after the upgrade, error: cannot create dataset out of "
    "space on worker-2, failed to provision"
)
PRIVATE = "Our customer ACMECORP sees it on kernel 6.1 only."
TOLD = "this is a security vulnerability: the csi socket allows privilege escalation"


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


# What was taken back in Slack.


async def test_a_deleted_part_of_a_burst_is_not_filed(community: Community) -> None:
    await community.say(ZFS)
    ts = await community.say(PRIVATE)
    await community.sandbox.slack.delete("asha", "openebs", ts)
    await community.settled()
    await community.press(replies.EDIT)
    await community.submit()
    assert "ACMECORP" not in community.issues[0]["body"]


async def test_a_late_edit_of_a_part_of_a_burst_is_followed(community: Community) -> None:
    await community.say(ZFS)
    ts = await community.say(PRIVATE)
    await community.sandbox.clock.jump(timedelta(minutes=20))
    await community.sandbox.slack.edit("asha", "openebs", ts, "It is on kernel 6.1 only.")
    await community.settled()
    await community.press(replies.EDIT)
    assert "ACMECORP" not in str(community.view())
    assert "kernel 6.1" in str(community.view())


async def test_what_is_deleted_while_a_dialog_is_open_is_shown_to_be_gone(
    community: Community,
) -> None:
    ts = await community.say(ZFS)
    reply = await community.say("the customer is ACMECORP", thread_ts=ts)
    await community.press(replies.EDIT)
    await community.sandbox.slack.delete("asha", "openebs", reply)
    await community.settled()
    await community.submit()
    assert community.issues == []
    assert "The thread has changed" in words(community.view())
    assert "ACMECORP" not in str(community.view())
    await community.submit()
    assert "ACMECORP" not in community.issues[0]["body"]


async def test_ones_own_words_survive_a_change_of_the_thread(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.press(replies.EDIT)
    await community.say("It is kernel 6.1.", thread_ts=ts)
    await community.submit(title="Typed with care")
    assert "Look whether what you wrote is still right" in words(community.view())
    await community.submit()
    assert community.issues[0]["title"] == "Typed with care"


async def test_an_edit_that_adds_a_megaphone_takes_the_offer_back(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.sandbox.slack.edit("asha", "openebs", ts, f":mega: {ZFS}")
    await community.settled()
    await community.press(replies.FILE_IT)
    assert community.issues == []
    assert "set aside" in community.whispers()[-1]


# Bystanders.


async def test_a_bystander_does_not_file_what_others_said(community: Community) -> None:
    ts = await community.say("zfs snapshots take a while on our cluster")
    await community.shortcut(ts, by="noor")
    assert community.sandbox.slack.open_views("noor") == []
    assert "I have shown it to its author" in community.whispers("noor")[-1]
    assert "Shall I carry it there?" in community.whispers("asha")[-1]


async def test_nobody_but_its_author_and_helpers_touches_what_was_opted_out(
    community: Community,
) -> None:
    ts = await community.say(f":mega: {ZFS}")
    await community.shortcut(ts, by="noor")
    assert "left alone" in community.whispers("noor")[-1]
    await community.react("bug", ts, by="noor")
    assert community.whispers("asha") == []
    await community.shortcut(ts, by="kofi")
    assert "PVC stays Pending" in str(community.view("kofi"))


async def test_in_a_quiet_channel_a_bystander_gets_a_sentence(sqlite_url: str) -> None:
    quiet = (ChannelSettings(name="openebs", quiet=True),)
    async with living(sqlite_url, channels=quiet) as community:
        ts = await community.say(ZFS)
        await community.shortcut(ts, by="noor")
        assert "it waits for the helpers" in community.whispers("noor")[-1]
        assert community.whispers("asha") == []


async def test_the_same_emoji_of_many_shows_one_offer(community: Community) -> None:
    ts = await community.say("zfs snapshots take a while on our cluster")
    for emoji in ("bug", "ticket", "bulb"):
        await community.react(emoji, ts, by="noor")
    assert len(community.whispers("asha")) <= 2  # a bug, and a wish


# Threads and bursts.


async def test_a_later_part_of_a_burst_is_the_report_that_exists(community: Community) -> None:
    await community.say(ZFS)
    ts = await community.say("It fails on kernel 6.1 only and the controller logs a panic.")
    await community.shortcut(ts, by="kofi")
    assert "PVC stays Pending" in str(community.view("kofi"))
    await community.submit(by="kofi")
    await community.press(replies.EDIT)
    assert len(community.issues) == 1


async def test_a_matter_of_ones_own_in_anothers_thread_is_ones_own_report(
    community: Community,
) -> None:
    ts = await community.say("zfs-localpv 2.10 is released, see the notes! Thanks all", by="ines")
    reply = await community.say(
        "after the upgrade my lvm-localpv PVC stays Pending, error: vg not found", thread_ts=ts
    )
    await community.shortcut(reply, by="kofi")
    await community.submit(by="kofi")
    [issue] = community.issues
    assert issue["repository"] == "openebs/lvm-localpv"
    assert "lvm-localpv PVC stays Pending" in issue["title"]


# Security.


async def test_a_security_matter_in_a_quiet_channel_is_told_to_its_author(sqlite_url: str) -> None:
    quiet = (ChannelSettings(name="openebs", quiet=True),)
    async with living(sqlite_url, channels=quiet) as community:
        await community.say(f"{ZFS}, a vulnerability")
        assert "cncf-openebs-maintainers" in community.whispers("asha")[-1]


async def test_a_security_matter_told_by_another_stops_the_report(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.say(TOLD, by="noor", thread_ts=ts)
    await community.press(replies.FILE_IT)
    assert community.issues == []


async def test_a_security_matter_that_is_typed_is_not_filed(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.EDIT)
    errors = await community.submit(title="RCE vulnerability in zfs-localpv, CVE-2026-1")
    assert "cncf-openebs-maintainers" in errors["title"]
    assert community.issues == []


# What was typed.


async def test_nothing_that_is_typed_acts_on_github(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.EDIT)
    body = next(one["block_id"] for one in community.view()["blocks"] if "body" in one["block_id"])
    typed = (
        "@openebs/maintainers closes #1 <!-- hidden --> ![](https://evil.example/t.png) "
        "<!-- burley:report:0123 --> `@kept #1`"
    )
    await community.submit(title="Fixes #1 @openebs/maintainers", **{body: typed})
    [issue] = community.issues
    written = issue["body"].split("\n---\n")[0]
    for acting in ("@openebs", "#1 <", "<!--", "\n!["):
        assert acting not in written
    assert "`@kept #1`" in written
    assert "@openebs" not in issue["title"]
    assert "#1" not in issue["title"]


async def test_an_address_that_is_typed_is_taken_out_and_shown(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.EDIT)
    await community.submit(title="PVC pending, ask bob@acme-corp.com")
    assert community.issues == []
    assert "I took out of what you typed" in words(community.view())
    await community.submit()
    assert "bob@" not in community.issues[0]["title"]


# Twins.


async def test_what_was_filed_meanwhile_is_shown_before_a_twin_is(community: Community) -> None:
    await community.say(SAID)
    await community.say(SAID, by="noor", channel="openebs-dev")
    await community.press(replies.FILE_IT)
    await community.press(replies.FILE_IT, by="noor")
    assert len(community.issues) == 1
    assert "Is it one of these already?" in community.whispers("noor")[-1]
    await community.press(replies.FILE_IT, by="noor")
    assert len(community.issues) == 2


async def test_a_dialog_shows_what_was_filed_meanwhile(community: Community) -> None:
    await community.say(SAID)
    await community.say(SAID, by="noor", channel="openebs-dev")
    await community.press(replies.EDIT, by="noor")
    await community.press(replies.FILE_IT)
    await community.submit(by="noor")
    assert len(community.issues) == 1
    assert "looks like the same" in words(community.view("noor"))


async def test_one_is_not_counted_for_an_issue_that_nobody_knows(community: Community) -> None:
    ts = await community.say(ZFS)
    await community.shortcut(ts, name="add_to_issue")
    fields = [one["block_id"] for one in community.view()["blocks"] if "element" in one]
    empty = {one: "" for one in fields if one.startswith("body")}
    errors = await community.submit(other="#424242", **empty)
    assert "I know no openebs/zfs-localpv#424242" in errors["other"]


async def test_an_issues_address_may_have_anything_behind_it(community: Community) -> None:
    issue = await community.sandbox.github.open("openebs/zfs-localpv", "Pool lost", "It is lost.")
    await community.settled()
    ts = await community.say(ZFS)
    await community.shortcut(ts, name="add_to_issue")
    address = f"https://github.com/OpenEBS/zfs-localpv/issues/{issue.number}#issuecomment-5"
    assert await community.submit(other=address) == {}
    assert len(issue.comments) == 1
