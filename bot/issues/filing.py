"""The workflows that turn a confirmed report into one issue, and say so in the thread.

`file` sends a report, one after the other. When nobody knows whether that took effect, `look`
waits until GitHub's lists surely show it, looks, and has it sent again if it is not there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import durable, failpoints, logs
from bot.clock import Clock
from bot.durable import Durable, Limit, Work
from bot.errors import InDoubt, Refused
from bot.issues import outcomes, replies
from bot.issues.acts import UNDER_WAY, Opening, Permalinks, WritesIssues, is_gone
from bot.issues.joining import Joining
from bot.issues.tries import Try
from bot.once import Act, begin, found
from storage import posts, reports
from storage.database import Database, Transaction
from storage.records import Issue, Report

# GitHub allows whoever signs in 80 requests a minute that make content, and 500 an hour, and
# asks for a second between them. A rolling window of 150 seconds holds 20 of them here: 480 in
# an hour, and at most 20 in any minute.
# https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
GITHUB_PACE = Limit(20, timedelta(seconds=150))
APART = timedelta(seconds=1)
LOOKS_PACE = Limit(10, timedelta(seconds=1))

# The longest that GitHub's lists were seen to lag is 12 minutes: one look after the usual wait
# of 15 minutes finds nearly all, and only a second one, as long after, allows to send again.
LOOKS = 2
MOST_LOST_ANSWERS = 2

log = logs.get("filing")


class Filing:
    def __init__(
        self,
        database: Database,
        github: WritesIssues,
        slack: Permalinks,
        work: Durable,
        clock: Clock,
        repositories: Collection[str],
        noticed: Callable[[Issue], Awaitable[None]],
        doubt_wait: timedelta,
        pace: Limit = GITHUB_PACE,
        apart: timedelta = APART,
    ) -> None:
        self._database = database
        self._github = github
        self._slack = slack
        self._work = work
        self._clock = clock
        self._repositories = frozenset(repositories)
        self._noticed = noticed
        self._doubt_wait = doubt_wait
        self._apart = apart.total_seconds()
        self._sent_at = time.monotonic()  # whoever was here before us may just have sent one
        work.add("file", self.file, pace, one_by_one=True)
        work.add("look", self.look, LOOKS_PACE)

    async def file(self, of: str) -> None:
        """The workflow: one issue, or comment, for the report, then its link into the thread.

        `of` is the report's id and the number of the attempt, as `id:1`.
        """
        this = Try.read(of)
        try:
            await durable.step("file", lambda: self._send(this))
        except InDoubt as doubt:
            lost = this.lost + (not isinstance(doubt, BegunBefore))
            failpoints.reached("answer lost")
            await self._work.start(Work("look", str(replace(this, lost=lost))))
            return
        except Refused as refusal:
            await self._fail(this, str(refusal))
        await self._tell(this)

    async def look(self, of: str) -> None:
        """The workflow: find what was made although nobody said so, or send it again."""
        this = Try.read(of)
        for _ in range(LOOKS):
            await durable.sleep(self._doubt_wait)
            try:
                if await durable.step("look", lambda: self._look(this)):
                    return await self._tell(this)
            except Refused as refusal:
                await self._fail(this, str(refusal))
                return await self._tell(this)
        if this.lost < MOST_LOST_ANSWERS:
            await self._work.start(Work("file", str(replace(this, sent=this.sent + 1))))
            return None
        await self._fail(this, replies.never_answered())
        return await self._tell(this)

    async def _send(self, this: Try) -> None:
        report = await self._database.read(this.report)
        if report is None:
            return
        act = self._act(report)
        if act.done:
            return
        if act.doubt_since is not None:
            if self._clock.now() < act.doubt_since + LOOKS * self._doubt_wait:
                raise BegunBefore
            if await found(act):
                return
        await asyncio.sleep(self._sent_at + self._apart - time.monotonic())
        try:
            await begin(act, self._clock)
        finally:
            self._sent_at = time.monotonic()

    async def _look(self, this: Try) -> bool:
        """Whether it is settled: found, or decided otherwise meanwhile."""
        report = await self._database.read(this.report)
        if report is None:
            return True
        act = self._act(report)
        return act.done or await found(act)

    def _act(self, report: Report) -> Act[Any]:
        given = (report, self._slack, self._database, self._github, self._repositories)
        return Opening(*given) if report.joins is None else Joining(*given)

    async def _fail(self, this: Try, why: str) -> None:
        def unit(tx: Transaction) -> None:
            report = this.report(tx)
            if report is None:
                return
            if is_gone(tx, report):
                reports.move(tx, report.id, UNDER_WAY, "withdrawn")
            else:
                reports.move(tx, report.id, UNDER_WAY, "failed", failure=why)

        log.error("not filed", report=this.report_id, why=why)
        await durable.step("give up", lambda: self._database.write(unit))

    async def _tell(self, this: Try) -> None:
        issue = await self._database.read(this.issue)
        if issue is not None:  # at once, for whoever reports the same in the next minutes
            await self._noticed(issue)
        planned = await durable.step("plan the post", lambda: self._plan(this))
        post = await self._database.read(lambda tx: posts.get(tx, planned))
        if post is not None:
            await self._work.start(outcomes.telling(post))

    async def _plan(self, this: Try) -> str:
        """The id of the post that the thread is to be shown, or nothing."""
        post = await self._database.write(
            lambda tx: outcomes.plan(tx, this.report_id, this.attempt)
        )
        return post.id if post is not None else ""


class BegunBefore(InDoubt):
    """It was about to be sent when the process died: no answer was lost, none was awaited."""
