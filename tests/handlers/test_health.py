"""/healthz and /readyz: alive is one thing, able to work another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import sqlalchemy as sa

from storage.database import Transaction, Unit
from tests.support.community import Community, living


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        yield community


async def asked(community: Community, page: str) -> tuple[int, str]:
    url = community.burley.address + page
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.text()


async def test_a_burley_that_can_work_says_so(community: Community) -> None:
    assert await asked(community, "/healthz") == (200, "ok")
    assert await asked(community, "/readyz") == (200, "ready")


async def test_without_slack_it_is_alive_and_not_ready(community: Community) -> None:
    # The sandbox lets nobody in, so it stays like this.
    community.sandbox.faults.add("slack:apps.connections.open", "server_error", times=None)
    await community.sandbox.slack.sockets.disconnect()
    while (await asked(community, "/readyz"))[0] == 200:
        await asyncio.sleep(0.01)
    assert await asked(community, "/readyz") == (503, "not ready: Slack is not connected")
    assert await asked(community, "/healthz") == (200, "ok")


async def test_without_its_database_it_is_alive_and_not_ready(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_query: Unit[object]) -> object:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr(community.burley.database, "read", away)
    assert await asked(community, "/readyz") == (503, "not ready: the database does not answer")
    assert await asked(community, "/healthz") == (200, "ok")


async def test_a_refreshed_connection_loses_nothing(community: Community) -> None:
    for number in range(3):
        await community.sandbox.slack.sockets.disconnect(close=False)
        await community.say(f"hello {number}")
        await community.sandbox.slack.connected()
        await community.say(f"hello again {number}")
    assert await asked(community, "/readyz") == (200, "ready")

    def count(tx: Transaction) -> int:
        return int(tx.execute(sa.text("SELECT count(*) FROM messages")).scalar_one())

    assert await community.burley.database.read(count) == 6
    assert community.sandbox.slack.delivery.lost == []


async def test_by_http_it_is_ready_as_soon_as_it_serves(sqlite_url: str) -> None:
    async with living(sqlite_url, by_http=True) as community:
        assert await asked(community, "/readyz") == (200, "ready")
