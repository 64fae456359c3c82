"""A language model words a draft where it is switched on; elsewhere none does, nor if it fails."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.settings import ChannelSettings, ModelSettings
from bot.triage import replies
from tests.support.community import Community, living
from tests.support.model import ModelServer

SAID = (
    "hi all, zfs-localpv 2.10.1: PVC stays Pending after the upgrade, error: cannot create dataset"
)
TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
ON = (ChannelSettings(name="openebs", model=True), ChannelSettings(name="openebs-dev"))
ANSWER: dict[str, Any] = {
    "title": "PVC stays Pending after the upgrade to zfs-localpv 2.10.1",
    "summary": "Since the upgrade a PVC stays Pending. Ask @octocat at https://evil.example.",
    "repository": "openebs/zfs-localpv",
    "labels": [],
    "same_as": None,
}


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer().running() as server:
        server.will(ANSWER)
        yield server


@contextlib.asynccontextmanager
async def helped(url: str, model: ModelServer, **more: Any) -> AsyncIterator[Community]:
    settings = ModelSettings(url=model.url, name="small", **more)
    async with living(url, model=settings, channels=ON) as community:
        yield community


async def test_the_model_words_title_and_summary(sqlite_url: str, model: ModelServer) -> None:
    async with helped(sqlite_url, model) as community:
        await community.say(SAID)
        [offer] = community.whispers()
        assert "A language model helped to word this" in offer
        await community.press(replies.EDIT)
        await community.submit()
        [issue] = community.issues
        assert issue["title"] == ANSWER["title"]
        assert "by a language model" in issue["body"]
        assert "Since the upgrade a PVC stays Pending." in issue["body"]
        assert "cannot create dataset" in issue["body"]
        assert "octocat" not in issue["body"]
        assert "evil.example" not in issue["body"]


async def test_only_channels_that_allow_it_are_sent(sqlite_url: str, model: ModelServer) -> None:
    async with helped(sqlite_url, model) as community:
        await community.say(SAID, channel="openebs-dev")
        [offer] = community.whispers()
        assert "language model" not in offer
        assert model.asked == []


async def test_nothing_secret_is_sent(sqlite_url: str, model: ModelServer) -> None:
    async with helped(sqlite_url, model) as community:
        await community.say(f"{SAID} with {TOKEN}, mail me at asha@corp.example")
        assert len(model.asked) == 1
        assert TOKEN not in str(model.asked)
        assert "asha@corp.example" not in str(model.asked)


async def test_what_stands_under_a_policy_is_not_sent(sqlite_url: str, model: ModelServer) -> None:
    async with helped(sqlite_url, model) as community:
        await community.say(f"{SAID}, a vulnerability")
        assert model.asked == []


@pytest.mark.parametrize("how", ["lost", "not json", "cut", "not chat"])
async def test_without_an_answer_the_offline_draft_stands_and_says_so(
    how: Any, sqlite_url: str, model: ModelServer
) -> None:
    model.will(how=how)
    async with helped(sqlite_url, model) as community:
        await community.say(SAID)
        [offer] = community.whispers()
        assert "Drafted without the language model" in offer
        assert "PVC stays Pending" in offer


async def test_a_slow_model_keeps_nobody_waiting(sqlite_url: str, model: ModelServer) -> None:
    model.will(how="slow")
    async with helped(sqlite_url, model, timeout_seconds=0.2) as community:
        await community.say(SAID)
        assert "took longer than 0.2 seconds" in community.whispers()[-1]


async def test_the_budget_outlives_a_restart(sqlite_url: str, model: ModelServer) -> None:
    async with helped(sqlite_url, model, calls_a_day=1) as community:
        await community.say(SAID)
    async with helped(sqlite_url, model, calls_a_day=1) as community:
        await community.say(SAID.replace("zfs", "lvm"), by="noor")
        assert "calls of today are used up" in community.whispers("noor")[-1]
    assert len(model.asked) == 1
