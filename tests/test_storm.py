"""More reports at once than GitHub takes: its limits are kept, and everybody knows where theirs is.

A minute is a second and a bit here. BURLEY_STORM=1000 makes a storm of that many reports.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

import app
from bot.clock import Clock
from bot.durable import Limit
from bot.issues import filing
from bot.issues.filing import APART, GITHUB_PACE
from bot.once import Act, begin
from bot.triage import replies
from sandbox.sandbox import Sandbox
from storage.records import Report
from tests.support.community import MANIFEST, PATIENT_SECONDS, Community, secrets, settings, words

REPORTS = int(os.environ.get("BURLEY_STORM", "60"))
SCALE = 50
PACE = app.Pace(app.AT_WILL, Limit(GITHUB_PACE.number, GITHUB_PACE.period / SCALE), APART / SCALE)
PEOPLE = ("asha", "noor", "kofi", "ines")
ENGINES = ("zfs-localpv", "lvm-localpv", "mayastor", "rawfile-localpv")
WRITES = re.compile(r"github:POST /repos/\{owner\}/\{repo\}/issues.*")


async def test_a_storm_of_reports_keeps_githubs_limits_and_the_order(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "SOON", replies.SOON / SCALE)
    all_are_in_line = asyncio.Event()

    async def begin_then(act: Act[Any], clock: Clock) -> None:
        await all_are_in_line.wait()
        await begin(act, clock)

    monkeypatch.setattr(filing, "begin", begin_then)
    sandbox = Sandbox(MANIFEST)
    sandbox.slack.delivery.ack_seconds = PATIENT_SECONDS
    await sandbox.start()
    sandbox.github.empty()
    try:
        async with app.running(
            settings(), secrets(sandbox.url, sqlite_url), sandbox.clock,
            poll=timedelta(milliseconds=20), pace=PACE, track=False,
        ) as burley:  # fmt: skip
            community = Community(sandbox, burley)
            await sandbox.slack.connected()
            told = [await _file_something(community, number) for number in range(REPORTS)]
            sandbox.faults.add("github:POST /repos/{owner}/{repo}/issues", "rate_limited")
            standing = await _standing(community)
            all_are_in_line.set()
            await community.settled()
    finally:
        await sandbox.stop()

    titles = [issue.title for issue in sandbox.github.issues]
    assert len(titles) == REPORTS
    for engine in ENGINES:
        confirmed = [told[int(title.split()[-1])] for title in titles if engine in title]
        for earlier, later in itertools.combinations(confirmed, 2):
            # On SQLite the queue counts whole seconds.
            assert int(earlier.begun_at) <= int(later.done_at)
    written = [call.time for call in sandbox.calls if WRITES.fullmatch(call.target)]
    assert len(written) == REPORTS + 1  # one was told to wait, and was sent again
    assert _most_within(written, timedelta(minutes=1) / SCALE) <= 80
    assert _most_within(written, timedelta(hours=1) / SCALE) <= 500
    assert min(b - a for a, b in itertools.pairwise(written)) >= APART / SCALE

    whispers = [words(one) for by in PEOPLE for one in sandbox.slack.ephemerals(by)]
    thanks = [one for one in whispers if one.startswith("Thank you.")]
    assert len(thanks) == REPORTS
    ahead = [int(found[1]) for one in thanks if (found := re.search(r"There are (\d+) rep", one))]
    assert max(ahead) == REPORTS - 1
    assert "Not on GitHub yet" in standing
    for one in told:
        [reply] = sandbox.slack.thread("openebs", one.ts)[1:]
        assert "Filed as" in reply["text"]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, "It is on its way to openebs/zfs-localpv; the link"),
        (8, "It is on its way to openebs/zfs-localpv; the link"),
        (9, "There are 9 reports before yours, and GitHub takes only so many in an hour: it should "
            "be in openebs/zfs-localpv in about 2 minutes."),
        (41, "There are 41 reports before yours, and GitHub takes only so many in an hour: it "
             "should be in openebs/zfs-localpv in about 6 minutes."),
    ],
)  # fmt: skip
def test_who_has_to_wait_is_told_for_how_many_and_how_long(ahead: int, said: str) -> None:
    report = Report(
        "r1", "C1", "1.0", "1.0", "U1", "bug", "openebs/zfs-localpv", "title", "body"
    )  # fmt: skip
    takes = GITHUB_PACE.period / GITHUB_PACE.number * ahead
    assert said in replies.on_its_way(report, ahead, takes)


@dataclass(frozen=True)
class Confirmed:
    ts: str
    begun_at: float
    done_at: float


async def _file_something(community: Community, number: int) -> Confirmed:
    """Somebody says something and has it filed."""
    slack, by = community.sandbox.slack, PEOPLE[number % len(PEOPLE)]
    said = f"{ENGINES[number // 4 % len(ENGINES)]} {_unlike_any_other(number)} {number}"
    ts = await slack.say(by, "openebs", said)
    await slack.settled()
    await slack.shortcut(by, "file_as_issue", "openebs", ts)
    async with asyncio.timeout(10):
        while not slack.open_views(by):
            await asyncio.sleep(0.01)
    [view] = slack.open_views(by)
    begun_at = time.time()
    assert await slack.submit_view(by, view["id"], {"title": said}) == {}
    assert not slack.open_views(by)  # or it would ask whether this is one that is known
    return Confirmed(ts, begun_at, time.time())


def _unlike_any_other(number: int) -> str:
    """Four words that no other number has, so that no report is taken for a twin of another."""
    drawn = hashlib.sha256(str(number).encode()).hexdigest()
    return " ".join(drawn[at : at + 6] for at in range(0, 24, 6))


async def _standing(community: Community) -> str:
    slack = community.sandbox.slack
    before = len(slack.ephemerals("noor"))
    await slack.command("noor", "openebs", "/burley reports")
    async with asyncio.timeout(10):
        while len(slack.ephemerals("noor")) == before:
            await asyncio.sleep(0.01)
    return "\n".join(words(one) for one in slack.ephemerals("noor")[before:])


def _most_within(times: Sequence[datetime], period: timedelta) -> int:
    """The most that came within any such period."""
    return max(sum(start <= one < start + period for one in times) for start in times)
