"""The main job, end to end, as people would do it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest

from bot.triage import replies
from tests.support.community import Community, living, words

ZFS = (
    "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps:\n"
    "1. upgrade from 2.9\n2. create a PVC\n```failed: pool not found```"
)


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


async def test_a_question_waits_until_somebody_else_answers(community: Community) -> None:
    asked = await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
    assert "1 question waits" in await community.command("/burley questions")
    await community.say("it is a three node cluster", by="asha", thread_ts=asked)
    await community.sandbox.slack.react("kofi", "openebs", asked, "eyes")
    await community.settled()
    assert "1 question waits" in await community.command("/burley questions")
    await community.say("Is the io-engine pod up on that node?", by="kofi", thread_ts=asked)
    assert "Nobody is waiting" in await community.command("/burley questions")


async def test_app_home_shows_who_waits(community: Community) -> None:
    await community.say("How do I resize a ZFS volume?")
    await community.sandbox.slack.open_home("ines")
    await community.settled()
    home = community.sandbox.slack.home("ines")
    assert home is not None
    assert "1 question waits" in str(home)
    assert "asha" in words(home)


async def test_a_report_is_filed_after_its_reporter_confirmed_it(community: Community) -> None:
    said = await community.say(ZFS)
    [offer] = community.whispers("asha")
    assert "openebs/zfs-localpv" in offer
    assert community.whispers("kofi") == []
    assert community.issues == []

    await community.press(replies.EDIT)
    await community.submit(title="PVC stays Pending after the upgrade to 2.10.1")

    [issue] = community.issues
    assert issue["repository"] == "openebs/zfs-localpv"
    assert issue["title"] == "PVC stays Pending after the upgrade to 2.10.1"
    assert "failed: pool not found" in issue["body"]
    assert f"/archives/C0OPENEBS1/p{said.replace('.', '')}" in issue["body"]
    assert "openebs/zfs-localpv#1" in community.thread(said)[-1]


async def test_what_happens_to_the_issue_is_said_in_the_thread(community: Community) -> None:
    said = await community.say(ZFS)
    await community.press(replies.FILE_IT)
    [issue] = community.sandbox.github.issues
    await community.sandbox.github.close(issue)
    await community.settled()
    assert "was closed as completed" in community.thread(said)[-1]
    await community.sandbox.github.reopen(issue)
    await community.settled()
    assert "reopened since" in community.thread(said)[-1]
    assert len(community.thread(said)) == 3


async def test_nothing_is_filed_when_the_reporter_says_no(community: Community) -> None:
    await community.say(ZFS)
    await community.press(replies.NOT_A_REPORT)
    assert community.issues == []


async def test_pressing_twice_files_once(community: Community) -> None:
    await community.say(ZFS)
    [offer] = community.sandbox.slack.ephemerals("asha")
    press = partial(community.sandbox.slack.press, "asha", replies.FILE_IT, ephemeral=offer["id"])
    await asyncio.gather(press(), press())
    await community.settled()
    assert len(community.issues) == 1


async def test_a_message_can_be_filed_by_the_shortcut(community: Community) -> None:
    said = await community.say("the lvm driver loses the volume when the node restarts")
    await community.sandbox.slack.shortcut("kofi", "file_as_issue", "openebs", said)
    await community.settled()
    await community.submit(by="kofi")
    assert [issue["repository"] for issue in community.issues] == ["openebs/lvm-localpv"]


async def test_the_digest_comes_when_it_is_due(community: Community) -> None:
    await community.say("Why does my pool stay Unknown?")
    assert "1 question was asked; 1 still waits" in await community.command(
        "/burley digest preview"
    )
    due = community.burley.features.digests.next()
    assert due is not None
    await community.sandbox.clock.set(due + timedelta(seconds=1))
    for _ in range(3):
        await community.burley.wakeups.look()
        await community.settled()
    [digest] = community.sandbox.slack.messages("community-digest")
    assert "1 question was asked; 1 still waits" in str(digest)


async def test_other_channels_are_not_listened_to(community: Community) -> None:
    await community.say("Why does my pool stay Unknown?", channel="community-digest")
    assert "Nobody is waiting" in await community.command("/burley questions")


async def test_a_report_right_after_a_question_of_the_same_person_is_offered_too(
    community: Community,
) -> None:
    await community.say("Why does my Mayastor pool stay in Unknown after a node reboot?")
    await community.say(ZFS)
    assert "openebs/zfs-localpv" in community.whispers("asha")[-1]
