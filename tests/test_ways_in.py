"""How a report comes about: recognised, asked for by emoji, shortcut or command, from a thread."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import ChannelSettings
from bot.triage import replies
from tests.support.community import Community, living, words

ZFS = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"
TALK = "zfs snapshots take a while on our cluster"
QUIET = (ChannelSettings(name="openebs", quiet=True),)


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


# Emoji.


@pytest.mark.parametrize(
    ("emoji", "what"), [("bug", "a bug report"), ("bulb", "a feature request")]
)
async def test_bug_and_bulb_say_what_a_message_is(
    emoji: str, what: str, community: Community
) -> None:
    ts = await community.say(TALK)
    assert community.whispers("asha") == []
    await community.react(emoji, ts)
    [offer] = community.whispers("asha")
    assert f"This looks like {what} for *openebs/zfs-localpv*" in offer


@pytest.mark.parametrize("emoji", ["ticket", "admission_tickets"])
async def test_a_ticket_asks_burley_to_look(emoji: str, community: Community) -> None:
    ts = await community.say(TALK)
    await community.react(emoji, ts, by="kofi")
    [offer] = community.whispers("kofi")
    assert "Shall I carry it there?" in offer
    assert community.whispers("asha") == []


async def test_a_bystanders_emoji_is_shown_to_the_author(community: Community) -> None:
    ts = await community.say(TALK)
    await community.react("bug", ts, by="noor")
    assert community.whispers("noor") == []
    assert "Shall I carry it there?" in community.whispers("asha")[-1]


async def test_an_emoji_on_an_unknown_message_is_nothing(community: Community) -> None:
    ts = await community.say("hello all", channel="community-digest")
    await community.react("bug", ts, channel="community-digest")
    assert community.whispers("asha") == []


async def test_an_emoji_on_a_security_matter_shows_the_private_way(community: Community) -> None:
    ts = await community.say("zfs: is there an exploit for this vulnerability?")
    before = len(community.whispers("kofi"))
    await community.react("ticket", ts, by="kofi")
    assert "cncf-openebs-maintainers" in community.whispers("kofi")[before]
    assert community.issues == []


@pytest.mark.parametrize("sign", [":mega:", "📣", ":loudspeaker:"])
async def test_a_megaphone_at_the_start_opts_a_message_out(sign: str, community: Community) -> None:
    ts = await community.say(f"{sign} {ZFS}")
    assert community.whispers("asha") == []
    assert "Nobody is waiting" in await community.command("/burley questions")
    await community.react("bug", ts)  # until its author asks for it after all
    assert "Shall I carry it there?" in community.whispers("asha")[-1]


# Quiet channels.


async def test_in_a_quiet_channel_only_helpers_see_a_report(sqlite_url: str) -> None:
    async with living(sqlite_url, channels=QUIET) as community:
        await community.say(ZFS)
        assert community.whispers("asha") == []
        slack = community.sandbox.slack
        for person in ("kofi", "asha"):
            await slack.open_home(person)
        await community.settled()
        assert "Reports to look at" not in words(slack.home("asha") or {})
        seen = words(slack.home("kofi") or {})
        assert "Reports to look at" in seen
        assert "PVC stays Pending" in seen
        await slack.press("kofi", replies.EDIT, home=True)
        await community.settled()
        await community.submit(by="kofi")
        assert len(community.issues) == 1
        await slack.open_home("kofi")
        await community.settled()
        assert "Reports to look at" not in words(slack.home("kofi") or {})


async def test_a_helper_clears_the_queue_of_what_is_no_report(sqlite_url: str) -> None:
    async with living(sqlite_url, channels=QUIET) as community:
        await community.say(ZFS)
        slack = community.sandbox.slack
        await slack.open_home("kofi")
        await community.settled()
        await slack.press("kofi", replies.NOT_A_REPORT, home=True)
        await community.settled()
        assert "Reports to look at" not in words(slack.home("kofi") or {})


async def test_in_a_quiet_channel_a_bystanders_emoji_whispers_to_nobody(sqlite_url: str) -> None:
    async with living(sqlite_url, channels=QUIET) as community:
        ts = await community.say(ZFS)
        await community.react("bug", ts, by="noor")
        assert community.whispers("asha") == community.whispers("noor") == []
        await community.react("bug", ts, by="asha")
        assert "Shall I carry it there?" in community.whispers("asha")[-1]


# The command.


async def test_the_command_takes_ones_latest_message(community: Community) -> None:
    await community.say(TALK)
    await community.say("something of somebody else's", by="noor")
    assert await community.command("/burley file", by="asha") == ""
    assert "snapshots take a while" in str(community.view("asha"))
    await community.submit()
    [issue] = community.issues
    assert issue["repository"] == "openebs/zfs-localpv"


async def test_the_command_takes_a_messages_link(community: Community) -> None:
    ts = await community.say(TALK)
    link = community.burley.features.directory.link_to(("C0OPENEBS1", ts))
    await community.command(f"/burley file {link}", by="kofi")
    assert "snapshots take a while" in str(community.view("kofi"))


async def test_the_command_says_how_it_wants_to_be_asked(community: Community) -> None:
    assert "no message of yours" in await community.command("/burley file", by="asha")
    assert "*Copy link*" in await community.command("/burley file the zfs thing", by="asha")


# Threads and bursts.


async def test_the_draft_reads_the_whole_thread(community: Community) -> None:
    ts = await community.say("hi, my zfs volumes misbehave")
    await community.say("How do they misbehave?", by="kofi", thread_ts=ts)
    reply = await community.say("zfs create fails with `out of space` on node 2", thread_ts=ts)
    await community.shortcut(reply, by="kofi")
    draft = str(community.view("kofi"))
    assert "my zfs volumes misbehave" in draft
    assert "out of space" in draft
    await community.submit(by="kofi")
    [issue] = community.issues
    assert "out of space" in issue["body"]
    assert "Filed as" in community.thread(ts)[-1]


async def test_what_follows_in_a_burst_belongs_to_the_report(community: Community) -> None:
    await community.say(ZFS)
    await community.say("It happens on kernel 6.1 only.")
    await community.say("And the zfs controller logs an error: crash, cannot create dataset")
    assert len(community.whispers("asha")) == 1
    await community.press(replies.EDIT)
    draft = str(community.view())
    assert "kernel 6.1" in draft
    assert "cannot create dataset" in draft


async def test_another_engine_in_the_same_burst_is_another_report(community: Community) -> None:
    await community.say(ZFS)
    await community.say("lvm-localpv 1.6: the volume is lost after a reboot, error in the logs")
    first, second = community.whispers("asha")
    assert "openebs/zfs-localpv" in first
    assert "openebs/lvm-localpv" in second
    assert "PVC stays Pending" not in second
