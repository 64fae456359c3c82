"""Many issues change in every order; webhooks are doubled, lost and shuffled; one reading mends it.

`BURLEY_MIRRORED=500 make test` runs it at full size.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.posting import saying
from sandbox.github.records import Issue as Truth
from storage import posts, reports
from storage.records import GONE, Issue, Post, Report
from tests.support.community import Community, living

REPOSITORY, OTHER = "openebs/zfs-localpv", "openebs/lvm-localpv"
ISSUES = int(os.environ.get("BURLEY_MIRRORED", "60"))
ACTS = ("edit", "label", "unlabel", "close", "reopen", "comment", "lock", "unlock")
LAST_ACTS = ("transfer", "delete")
NEEDS = "triage/needs-information"


@pytest.fixture
async def community(sqlite_url: str) -> AsyncIterator[Community]:
    async with living(sqlite_url) as community:
        await community.burley.wakeups.track()
        yield community


async def filed(community: Community, number: int) -> tuple[Report, Truth]:
    """A report that was filed before: its thread, its post there, and its issue."""
    truth = await community.sandbox.github.open(REPOSITORY, f"Issue {number}", "It fails.")
    ts = await community.sandbox.slack.say("asha", "openebs-dev", f"lunch number {number}")
    report = Report(
        id=f"report-{number}", channel="C0OPENDEV1", ts=ts, thread_ts=ts, reporter="U0ASHA0001",
        kind="bug", repository=REPOSITORY, title=truth.title, body="It fails.", state="filed",
        issue_number=truth.number, issue_url="https://github.example/x",
    )  # fmt: skip
    post = Post(f"outcome:{report.id}:1", report.channel, "Filed.", ts)

    def unit(tx: Any) -> None:
        reports.add(tx, report)
        posts.plan(tx, post)

    await community.burley.database.write(unit)
    await community.burley.durable.start(saying(post))
    return report, truth


async def act(community: Community, chosen: random.Random, truth: Truth, last: bool) -> None:
    github = community.sandbox.github
    match chosen.choice(LAST_ACTS if last else ACTS):
        case "edit":
            await github.edit(truth, title=f"{truth.title} {chosen.randrange(10)}")
        case "label":
            await github.label(truth, chosen.choice([NEEDS, "Bug"]))
        case "unlabel" if truth.labels:
            await github.unlabel(truth, truth.labels[0].name)
        case "close" if truth.state == "open":
            await github.close(truth, reason=chosen.choice(["completed", "not_planned"]))
        case "reopen" if truth.state == "closed":
            await github.reopen(truth)
        case "comment":
            await github.comment(truth, f"Comment {chosen.randrange(10**9)}")
        case "lock" if not truth.locked:
            await github.lock(truth)
        case "unlock" if truth.locked:
            await github.unlock(truth)
        case "transfer":
            await github.transfer(truth, OTHER)
        case "delete":
            await github.delete(truth)


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_happens_the_mirror_is_true_after_one_reading(
    seed: int, community: Community
) -> None:
    chosen = random.Random(seed)
    github, webhooks = community.sandbox.github, community.sandbox.github.webhooks
    followed = [await filed(community, number) for number in range(ISSUES)]
    await community.settled()
    webhooks.hold()
    waiting = [truth for _, truth in followed for _ in range(chosen.randrange(1, 7))]
    chosen.shuffle(waiting)
    left = Counter(truth.number for truth in waiting)
    for truth in waiting:
        left[truth.number] -= 1
        if chosen.random() < 0.1:
            webhooks.double()
        if chosen.random() < 0.05:
            webhooks.lose()
        await act(community, chosen, truth, not left[truth.number] and chosen.random() < 0.25)
        await community.sandbox.clock.jump(timedelta(seconds=1))
    webhooks.release(shuffled=True, seed=seed)
    await community.settled()
    await community.sandbox.clock.jump(timedelta(minutes=6))
    await community.burley.wakeups.track()
    await community.settled()
    assert len(github.issues) >= ISSUES / 2
    for report, truth in followed:
        mirrored = await community.burley.database.read(partial(_mirrored, report.id))
        assert mirrored is not None
        _check(mirrored, truth)
        _check_thread(community.thread(report.ts, "openebs-dev"), mirrored, truth)


def _mirrored(report_id: str, tx: Any) -> Issue | None:
    report = reports.get(tx, report_id)
    return reports.issue_of(tx, report) if report is not None else None


def _check(mirrored: Issue, truth: Truth) -> None:
    if truth.deleted:
        assert mirrored.moved == GONE
        return
    there = truth.moved_to or truth
    assert mirrored.moved is None
    assert (mirrored.repository, mirrored.number) == (there.repository.full_name, there.number)
    assert (mirrored.title, mirrored.state) == (there.title, there.state)
    assert mirrored.state_reason == there.state_reason
    assert set(mirrored.labels) == {label.name for label in there.labels}
    assert mirrored.locked == there.locked


def _check_thread(said: list[str], mirrored: Issue, truth: Truth) -> None:
    replies = said[1:]
    # The first is what it was filed as; each other thing is told once.
    assert len(replies) == len(set(replies))
    for what in ("need more information", "that is settled", "was deleted on GitHub,"):
        assert sum(what in one for one in replies) <= 1
    comments = [one for one in replies if "wrote on" in one]
    assert len(comments) == len({one.rpartition("> ")[2] for one in comments})
    outcome = replies[0]
    if truth.deleted:
        assert "deleted on GitHub since" in outcome
    elif mirrored.state == "closed":
        assert "was closed as" in outcome
        assert sum("was closed as" in one for one in replies[1:]) == 1
    elif truth.moved_to is None:
        assert "I will say here when it is closed." in outcome
        assert not any("was closed as" in one for one in replies)
