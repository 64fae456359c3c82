"""A real process is killed with -9 at every step of filing, and nothing is lost or doubled.

Nearly all the time goes into starting processes. So a story has as few lives as it can, and
the stories run beside each other, each with its own database and its own sandbox: two bots
in one workspace would share its events.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import failpoints
from sandbox.sandbox import Sandbox
from sandbox.slack.delivery import Envelope, Transport
from storage.database import Database
from tests.conftest import postgres_copy, sqlite_copy
from tests.support.community import MANIFEST, database_path
from tests.support.processes import BotProcess, SandboxProcess, eventually

FILING = "github:POST /repos/{owner}/{repo}/issues"
POSTING = "slack:chat.postMessage"
UNFINISHED = "SELECT count(*) FROM {table} WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"

# One issue every three seconds goes into a repository, so that each report goes elsewhere.
ENGINES = ("zfs-localpv", "mayastor", "lvm-localpv", "rawfile-localpv", "hostpath")


@dataclass(frozen=True)
class Life:
    """How one life of the bot goes: a report is made in it, or not, and something ends it."""

    report: str = ""
    killed_at: str = ""  # a failpoint
    killed_after: float | None = None  # seconds
    lost: tuple[str, ...] = ()  # calls that take effect and whose answer is lost, once

    @property
    def is_last(self) -> bool:
        return not self.killed_at and self.killed_after is None


def each_point_once() -> Iterator[Life]:
    """A report dies at every point, the last point first: none reaches another's point later."""
    for name in reversed(failpoints.NAMES):
        yield Life(f"killed at {name}", name)
    yield Life("answers lost", lost=(FILING, POSTING))


def again_and_again(*points: str) -> Iterator[Life]:
    """One report dies at one point after the other."""
    for number, name in enumerate(points):
        yield Life("" if number else "killed again and again", name)
    yield Life()


def at_random(seed: int, lives: int) -> Iterator[Life]:
    chosen = random.Random(seed)
    for number in range(lives):
        yield Life(f"killed at random {number}", killed_after=round(chosen.uniform(0, 0.8), 3))
    yield Life()


# At the points that the work comes to once more when it is taken up, it dies once more.
STORIES: dict[str, Sequence[Life]] = {
    "each point once": [*each_point_once()],
    "again and again": [
        *again_and_again(
            "report confirmed",
            "issue in doubt",
            "issue in doubt",
            "issue recorded",
            "post in doubt",
            "post in doubt",
        )
    ],
    "on PostgreSQL": [*again_and_again("issue in doubt", "issue made", "post made")],
    "at random": [*at_random(seed=8, lives=4)],
}


@dataclass(frozen=True)
class Outcome:
    """For each report the issues it became, and the replies in its thread."""

    of: dict[str, tuple[list[dict[str, Any]], list[str]]]
    exit_code: int
    said: str


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[dict[str, Future[Outcome]]]:
    """How every story ends that is asked for, as soon as it is known."""
    chosen = " ".join(item.name for item in request.session.items if item.path == request.path)
    urls = {
        name: postgres_copy(request.getfixturevalue("postgres"))
        if name == "on PostgreSQL"
        else sqlite_copy(sqlite_template, tmp_path_factory.mktemp("killed"))
        for name in STORIES
        if f"[{name}]" in chosen
    }
    with ThreadPoolExecutor(len(STORIES)) as beside_each_other:
        yield {
            name: beside_each_other.submit(_live, STORIES[name], url) for name, url in urls.items()
        }


@pytest.mark.parametrize("story", STORIES)
def test_wherever_it_is_killed_it_files_once_and_says_so_once(
    story: str, outcomes: dict[str, Future[Outcome]]
) -> None:
    outcome = outcomes[story].result()
    counted = {report: (len(i), len(r)) for report, (i, r) in outcome.of.items()}
    assert counted == {life.report: (1, 1) for life in STORIES[story] if life.report}
    for [issue], [reply] in outcome.of.values():
        assert issue["html_url"] in reply
    assert outcome.exit_code == 0
    assert "Traceback" not in outcome.said


def _live(lives: Sequence[Life], url: str) -> Outcome:
    """Let the bot live and die; wait until it has nothing left to do in its last life."""
    sandbox = SandboxProcess()
    bot = BotProcess(sandbox.url, url)
    said: dict[str, str] = {}
    offers: list[dict[str, Any]] = []
    engines = itertools.cycle(ENGINES)
    try:
        for life in lives:
            bot.start(life.killed_at)
            if life.report:
                text = f"{next(engines)} 2.10.1: PVC stays Pending after upgrade, {life.report}"
                said[life.report] = sandbox.say(text)
                offers.append(_offer(sandbox, bot, life.report))
            for target in life.lost:
                sandbox.fail(target, "drop_after")
            if life.killed_after is not None:
                threading.Timer(life.killed_after, bot.kill).start()
            # The new one; and the old ones again where Slack showed that nothing came of it.
            for offer in reversed(offers):
                if "offered" in _states(url, "reports"):
                    sandbox.confirm(offer)
            if not life.is_last:
                eventually(lambda: bot.is_killed, f"the bot dies in {life}")
        eventually(lambda: _is_over(url), "everything is done")
        exit_code = bot.stop()
        of = {name: (sandbox.issues(name), sandbox.thread(ts)) for name, ts in said.items()}
        return Outcome(of, exit_code, bot.said)
    except AssertionError as failure:
        failure.add_note(bot.said)
        raise
    finally:
        bot.close()
        sandbox.stop()


def _offer(sandbox: SandboxProcess, bot: BotProcess, report: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        assert not bot.is_killed, f"the bot died before it offered to file what was {report}"
        return sandbox.offer(report)

    return eventually(look, "an offer")


def _is_over(url: str) -> bool:
    return (
        set(_states(url, "reports")) == {"filed"}
        and set(_states(url, "posts")) == {"posted"}
        and not _unfinished(url)
    )


def _states(url: str, table: str) -> list[str]:
    database = Database(url)
    try:
        with database.reading() as tx:
            return list(tx.execute(sa.text(f"SELECT state FROM {table}")).scalars())
    finally:
        database.close()


def _unfinished(url: str) -> int:
    """How many workflows are under way, by DBOS's own tables."""
    if not url.startswith("sqlite"):
        database = Database(url)
        try:
            with database.reading() as tx:
                query = sa.text(UNFINISHED.format(table="dbos.workflow_status"))
                return int(tx.execute(query).scalar_one())
        finally:
            database.close()
    path = database_path(url)
    work = sqlite3.connect(path.with_name(f"{path.stem}-work.db"))
    try:
        return int(work.execute(UNFINISHED.format(table="workflow_status")).fetchone()[0])
    finally:
        work.close()


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
        eventually(lambda: _is_over(sqlite_url), "everything is done")
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
