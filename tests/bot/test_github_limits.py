"""After one of GitHub's limits no request goes out before the moment that GitHub named."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import TryAgain
from bot.kept_note import KeptNote
from sandbox.github.github import APP_TOKEN
from storage.database import Database
from tests.support.github import ZFS, World, living, refusal, told_to_wait

SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes."
ABUSE = "You have triggered an abuse detection mechanism. Please retry your request again later."


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with living() as world:
        yield world


async def test_a_used_up_budget_waits_for_its_new_hour(world: World) -> None:
    github = world.client()
    await github.repository(ZFS)
    world.there.exhaust_rate_limit()
    with told_to_wait() as waits:
        await github.repository(ZFS)
    assert waits == [timedelta(hours=1)]
    asked = len(world.asked)
    await world.later(minutes=59)
    with told_to_wait() as waits:
        await github.open_issue(ZFS, "Stuck", "", [])
    assert waits == [timedelta(minutes=1)]
    assert len(world.asked) == asked
    await world.later(minutes=1)
    assert (await github.open_issue(ZFS, "Stuck", "", [])).number == 1


async def test_the_last_request_of_a_budget_is_answered_and_the_next_one_waits(
    world: World,
) -> None:
    github = world.client()
    budget = world.there.access.budget(world.there.access.tokens[APP_TOKEN], "core")
    budget.used = budget.limit - 1
    assert (await github.repository(ZFS)).takes_issues
    asked = len(world.asked)
    await refusal(github.repository(ZFS), TryAgain)
    assert len(world.asked) == asked


@pytest.mark.parametrize(
    ("kind", "details", "wait"),
    [
        ("rate_limited", {"retry_after": 37}, 37),
        ("rate_limited", {"retry_after": 0}, 1),
        ("rate_limited", {"status": 403, "retry_after": 120}, 120),
        ("rate_limited", {"retry_after": "soon"}, 60),
        ("rate_limited", {"retry_after": "99999999999"}, 60),
        ("rate_limited", {"retry_after": "9999999"}, 86_400),
        ("error", {"status": 403, "error": SECONDARY}, 60),
        ("error", {"status": 403, "error": ABUSE}, 60),
        ("error", {"status": 429, "error": "Too many requests"}, 60),
    ],
)
async def test_a_secondary_limit_stops_all_requests_for_as_long_as_it_says(
    kind: str, details: dict[str, Any], wait: int, world: World
) -> None:
    github = world.client()
    world.fault("*", kind, **details)
    with told_to_wait() as waits:
        await github.open_issue(ZFS, "Stuck", "", [])
    assert waits == [timedelta(seconds=wait)]
    await world.later(seconds=wait - 0.5)
    await refusal(github.repository(ZFS), TryAgain)
    assert len(world.asked) == 1
    await world.later(seconds=0.5)
    assert (await github.repository(ZFS)).takes_issues


async def test_limits_without_a_time_are_waited_for_longer_each_time(world: World) -> None:
    github = world.client()
    world.fault("*", "error", status=403, error=SECONDARY, times=8)
    guessed = []
    for _ in range(8):
        with told_to_wait() as waits:
            await github.repository(ZFS)
        guessed += waits
        await world.later(seconds=waits[0].total_seconds())
    assert [wait // timedelta(minutes=1) for wait in guessed] == [1, 2, 4, 8, 16, 32, 60, 60]
    await github.repository(ZFS)
    world.fault("*", "error", status=403, error=SECONDARY)
    with told_to_wait() as waits:
        await github.repository(ZFS)
    assert waits == [timedelta(minutes=1)]


async def test_a_pause_and_its_growth_outlive_the_process(world: World, database: Database) -> None:
    allowed_from, guessed = world.sandbox.clock.now(), []
    world.fault("*", "error", status=403, error=SECONDARY, times=6)
    for _ in range(63):  # as many processes, one after the other
        github = world.client(kept=KeptNote(database, "github_pause"))
        before = len(world.asked)
        with told_to_wait() as waits:
            await github.repository(ZFS)
        if len(world.asked) > before:
            assert world.sandbox.clock.now() >= allowed_from
            allowed_from = world.sandbox.clock.now() + sum(waits, timedelta())
            guessed += waits
        await world.later(minutes=1)
    assert [wait // timedelta(minutes=1) for wait in guessed] == [1, 2, 4, 8, 16, 32]
    assert (await world.client().repository(ZFS)).takes_issues


async def test_of_many_at_once_none_goes_out_after_the_limit(world: World) -> None:
    github = world.client()
    world.fault("*", "rate_limited", retry_after=60, times=None)
    told = await asyncio.gather(
        *(github.open_issue(ZFS, f"{n}", "", []) for n in range(50)), return_exceptions=True
    )
    assert all(isinstance(one, TryAgain) for one in told)
    assert len(world.asked) == 1


async def test_no_request_goes_out_inside_any_of_many_pauses(world: World) -> None:
    github = world.client()
    allowed_from = world.sandbox.clock.now()
    for turn in range(40):
        world.fault("*", "rate_limited", retry_after=turn * 7 % 50)
        for _ in range(60):
            before = len(world.asked)
            try:
                await github.repository(ZFS)
            except TryAgain as again:
                if len(world.asked) > before:
                    assert world.sandbox.clock.now() >= allowed_from
                    allowed_from = world.sandbox.clock.now() + again.after
            else:
                assert world.sandbox.clock.now() >= allowed_from
                break
            await world.later(seconds=3.5)


async def test_a_refusal_is_not_taken_for_a_limit(world: World) -> None:
    github = world.client()
    world.fault("*", "error", status=403, error="Resource not accessible by integration")
    with pytest.raises(Exception, match="lacks the permission"):
        await github.repository(ZFS)
    assert (await github.repository(ZFS)).takes_issues
