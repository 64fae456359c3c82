"""Burley as a GitHub App: installed, removed and installed again while reports come in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.triage import replies
from sandbox.github.github import APP_ID
from tests.support.community import Community, living
from tests.support.github import PUBLIC, pem

ZFS = "zfs-localpv 2.10.1: PVC stays Pending after upgrade, steps: create a PVC"
AS_APP = {
    "github_token": None,
    "github_app_id": str(APP_ID),
    "github_app_private_key": SecretStr(pem()),
}


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url, secret=AS_APP) as community:
        community.sandbox.github.app_public_key = PUBLIC.decode()
        yield community


async def look(community: Community) -> str:
    """GitHub is read once more; what a helper sees in App Home."""
    await community.sandbox.clock.jump(timedelta(minutes=6))
    await community.burley.wakeups.track()
    await community.sandbox.slack.open_home("kofi")
    await community.settled()
    return str(community.sandbox.slack.home("kofi"))


async def test_the_app_files_reports(community: Community) -> None:
    assert "GitHub needs a hand" not in await look(community)
    await community.say(ZFS)
    await community.press(replies.EDIT)
    await community.submit()
    assert len(community.issues) == 1


async def test_a_removed_app_is_told_of_and_taken_up_again(community: Community) -> None:
    await look(community)
    await community.sandbox.github.installation("deleted")
    home = await look(community)
    assert "GitHub needs a hand" in home
    assert "the GitHub App is not installed on openebs/zfs-localpv" in home
    ts = await community.say(ZFS)
    await community.press(replies.EDIT)
    await community.submit()
    assert community.issues == []
    assert "is not installed on openebs/zfs-localpv" in community.thread(ts)[-1]
    await community.sandbox.github.installation("created")
    assert "GitHub needs a hand" not in await look(community)
    await community.shortcut(ts)
    await community.submit()
    assert len(community.issues) == 1
    assert "Filed as" in community.thread(ts)[-1]
