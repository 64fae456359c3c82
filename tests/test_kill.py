"""A real process is killed with -9 at every step of filing, and nothing is lost or doubled.

Nearly all the time goes into starting processes. So the stories run beside each other, each with
its own database and its own sandbox: two bots in one workspace would share its events.

BURLEY_KILLS=300 makes that many kills at random moments and points; without it there are few.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.sandbox import Sandbox
from sandbox.slack.delivery import Envelope, Transport
from storage.database import Database
from tests.conftest import postgres_copy, sqlite_copy
from tests.support.community import MANIFEST
from tests.support.endings import Outcome
from tests.support.processes import BotProcess, SandboxProcess, eventually
from tests.support.stories import FILING, Story, again_and_again, at_random, each_point_once
from tests.support.tales import live

KILLS = int(os.environ.get("BURLEY_KILLS", "10"))
IN_A_STORY = 10
BESIDE_EACH_OTHER = 4

# At the points that the work comes to once more when it is taken up, it dies once more.
STORIES: dict[str, Story] = {
    "each point once": Story([*each_point_once()]),
    "again and again": Story(
        [
            *again_and_again(
                "report confirmed",
                "issue in doubt",
                "issue in doubt",
                "issue recorded",
                "post in doubt",
                "post in doubt",
            )
        ]
    ),
    "a comment, again and again": Story(
        [
            *again_and_again(
                "comment in doubt", "comment in doubt", "comment made", "post made", way="comment"
            )
        ]
    ),
    "on PostgreSQL": Story(
        [*again_and_again("issue in doubt", "issue made", "post made")], on_postgres=True
    ),
    **{
        f"at random {seed}": at_random(seed, min(IN_A_STORY, KILLS - IN_A_STORY * seed))
        for seed in range(-(-KILLS // IN_A_STORY))
    },
}


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[dict[str, Future[Outcome]]]:
    """How every story ends that is asked for, as soon as it is known."""
    chosen = " ".join(item.name for item in request.session.items if item.path == request.path)
    urls = {
        name: postgres_copy(request.getfixturevalue("postgres"))
        if story.on_postgres
        else sqlite_copy(sqlite_template, tmp_path_factory.mktemp("killed"))
        for name, story in STORIES.items()
        if f"[{name}]" in chosen
    }
    begun = time.monotonic()
    with ThreadPoolExecutor(BESIDE_EACH_OTHER) as beside_each_other:
        ends = {
            name: beside_each_other.submit(asyncio.run, live(STORIES[name], url))
            for name, url in urls.items()
        }
        yield ends
    told = [end.result() for end in ends.values() if end.exception() is None]
    print(
        f"\n{sum(STORIES[name].kills for name in urls)} kills, "
        f"{sum(len(one.issues) for one in told)} reports, "
        f"{sum(one.asked_for_help for one in told)} times asked for help, "
        f"{time.monotonic() - begun:.0f} seconds"
    )


@pytest.mark.parametrize("name", STORIES)
def test_wherever_it_is_killed_it_files_once_and_says_so_once(
    name: str, outcomes: dict[str, Future[Outcome]]
) -> None:
    story, outcome = STORIES[name], outcomes[name].result()
    # Who finds the bot dead already does not report anything.
    ways = {life.report: life.way for life in story.lives if life.report in outcome.issues}
    assert outcome.comments == {one: int(way == "comment") for one, way in ways.items()}
    assert outcome.issues == {one: int(way != "comment") for one, way in ways.items()}
    assert outcome.issues_in_all == 1 + sum(outcome.issues.values())
    assert {one: len(told) for one, told in outcome.told.items()} == dict.fromkeys(ways, 1)
    assert (outcome.said_twice, outcome.not_as_written) == ([], [])
    assert outcome.exit_code == 0
    assert "Traceback" not in outcome.output, outcome.output


def test_stopped_in_the_middle_it_ends_in_peace_and_goes_on_after_the_next_start(
    sqlite_url: str,
) -> None:
    sandbox = SandboxProcess()
    bot = BotProcess(sandbox.url, sqlite_url)
    try:
        bot.start()
        said = sandbox.say("zfs-localpv 2.10.1: PVC stays Pending after upgrade, stopped")
        sandbox.fail(FILING, "slow", delay=0.5)
        sandbox.confirm(eventually(lambda: sandbox.offer("stopped"), "an offer"))
        eventually(lambda: _states(sqlite_url, "reports") == ["in_doubt"], "it is being filed")
        assert bot.stop() == 0
        assert _states(sqlite_url, "reports") == ["in_doubt"]
        bot.start()
        eventually(lambda: _states(sqlite_url, "posts") == ["posted"], "everything is done")
        assert len(sandbox.issues("stopped")) == len(sandbox.thread(said)) == 1
        assert "Traceback" not in bot.said, bot.said
    finally:
        bot.close()
        sandbox.stop()


class _KillsAtAcknowledgement:
    """Carries what Slack sends; kills the bot as soon as the n-th acknowledgement is there."""

    def __init__(self, carrier: Transport, kill: Callable[[], None], at: int) -> None:
        self._carrier = carrier
        self._kill = kill
        self._at = at
        self.acknowledged: list[str] = []

    async def attempt(
        self, envelope: Envelope, retry: int, reason: str, ack_seconds: float
    ) -> dict[str, Any]:
        answer = await self._carrier.attempt(envelope, retry, reason, ack_seconds)
        self.acknowledged.append(envelope.payload["event"]["ts"])
        if len(self.acknowledged) == self._at:
            self._kill()
        return answer


async def test_an_acknowledged_message_is_kept_though_the_bot_dies_at_once(
    sqlite_url: str,
) -> None:
    sandbox = Sandbox(MANIFEST)
    await sandbox.start()
    bot = BotProcess(sandbox.url, sqlite_url)
    try:
        await asyncio.to_thread(bot.start)
        carrier = _KillsAtAcknowledgement(sandbox.slack.sockets, bot.kill, at=7)
        sandbox.slack.delivery.transport = carrier
        # Slack would send again after a minute; that another life gets it is shown below.
        sandbox.slack.delivery.retry_seconds = ()
        said = [await sandbox.slack.say("asha", "openebs", f"hello {n}") for n in range(20)]
        await sandbox.slack.settled()
        assert bot.is_killed
        kept = _kept(sqlite_url)
        assert len(carrier.acknowledged) >= 7
        assert set(carrier.acknowledged) <= set(kept)

        await asyncio.to_thread(bot.start)
        sandbox.slack.delivery.transport = sandbox.slack.sockets
        for envelope in sandbox.slack.delivery.lost:
            await sandbox.slack.delivery.send_event(envelope.payload)
        await sandbox.slack.settled()
        assert sorted(_kept(sqlite_url)) == sorted(said)
    finally:
        bot.close()
        await sandbox.stop()


def _kept(url: str) -> list[str]:
    database = Database(url)
    try:
        with database.reading() as tx:
            return list(tx.execute(sa.text("SELECT ts FROM messages")).scalars())
    finally:
        database.close()


def _states(url: str, table: str) -> list[str]:
    database = Database(url)
    try:
        with database.reading() as tx:
            return list(tx.execute(sa.text(f"SELECT state FROM {table}")).scalars())
    finally:
        database.close()
