"""The workflow that turns a confirmed report into one issue, and says so in the thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot import durable, logs
from bot.clock import Clock
from bot.durable import Durable, Limit
from bot.errors import Refused, TryAgain
from bot.issues import replies
from bot.once import once, until_clear
from bot.posting import saying
from storage import messages, posts, reports
from storage.database import Database, Transaction
from storage.records import Issue, Post, Report, ReportState

# GitHub allows 80 content-making requests a minute; one every three seconds for each
# repository leaves room for comments.
GITHUB_PACE = Limit(1, timedelta(seconds=3))

UNDER_WAY: tuple[ReportState, ...] = ("confirmed", "in_doubt")

log = logs.get("filing")


class OpensIssues(Protocol):
    async def open_issue(
        self, repository: str, title: str, body: str, labels: Sequence[str]
    ) -> Issue: ...

    async def find_issue(self, repository: str, marker: str, since: datetime) -> Issue | None: ...


class Permalinks(Protocol):
    async def permalink(self, channel: str, ts: str) -> str: ...


class Filing:
    def __init__(
        self,
        database: Database,
        github: OpensIssues,
        slack: Permalinks,
        work: Durable,
        clock: Clock,
        doubt_wait: timedelta,
        pace: Limit = GITHUB_PACE,
    ) -> None:
        self._database = database
        self._github = github
        self._slack = slack
        self._work = work
        self._clock = clock
        self._doubt_wait = doubt_wait
        work.add("file", self.file, pace)

    async def file(self, attempt: str) -> None:
        """The workflow: one issue for the report, then its link into the thread.

        `attempt` is the report's id and the number of the attempt, as `id:1`.
        """
        try:
            await until_clear("file", self._try, attempt, self._doubt_wait)
        except Refused as refusal:
            why = str(refusal)
            log.error("not filed", report=attempt, why=why)
            await durable.step("give up", lambda: self._give_up(attempt, why))
        planned = await durable.step("plan the post", lambda: self._plan_post(attempt))
        post = await self._database.read(lambda tx: posts.get(tx, planned))
        if post is not None:
            await self._work.start(saying(post))

    async def _try(self, attempt: str) -> None:
        report = await self._database.read(lambda tx: _of(tx, attempt))
        if report is not None:
            act = _Opening(report, self._slack, self._database, self._github)
            await once(act, self._clock, self._doubt_wait)

    async def _give_up(self, attempt: str, why: str) -> None:
        def unit(tx: Transaction) -> None:
            report = _of(tx, attempt)
            if report is None:
                return
            if _is_gone(tx, report):
                reports.move(tx, report.id, UNDER_WAY, "withdrawn")
            else:
                reports.move(tx, report.id, UNDER_WAY, "failed", failure=why)

        await self._database.write(unit)

    async def _plan_post(self, attempt: str) -> str:
        """Write down what the thread is told; the post's id, or nothing if it is told nothing."""

        def unit(tx: Transaction) -> str:
            report = _of(tx, attempt)
            if report is None or report.state not in ("filed", "failed"):
                return ""
            text = replies.outcome(report, reports.issue_of(tx, report))
            post = Post(f"outcome:{attempt}", report.channel, text, report.thread_ts)
            posts.plan(tx, post)
            return post.id

        return await self._database.write(unit)


def _of(tx: Transaction, attempt: str) -> Report | None:
    """The report, if this is still the attempt to file it."""
    report_id, _, number = attempt.partition(":")
    report = reports.get(tx, report_id)
    return report if report is not None and str(report.attempt) == number else None


def _is_gone(tx: Transaction, report: Report) -> bool:
    """Whether the message was deleted in Slack: then nothing new is made of it."""
    return messages.get(tx, report.key) is None


@dataclass(frozen=True, slots=True)
class _Opening:
    report: Report
    slack: Permalinks
    database: Database
    github: OpensIssues
    name: str = "issue"

    @property
    def done(self) -> bool:
        return self.report.state not in UNDER_WAY

    @property
    def doubt_since(self) -> datetime | None:
        return self.report.doubt_since

    async def mark(self, now: datetime) -> None:
        report = self.report

        def unit(tx: Transaction) -> bool:
            if _is_gone(tx, report):
                reports.move(tx, report.id, UNDER_WAY, "withdrawn")
                return False
            return reports.claim(tx, report, now)

        if not await self.database.write(unit):
            # Not to be filed as it was read; the next try reads what it is now.
            raise TryAgain("the report is not what it was", timedelta(milliseconds=100))

    async def unmark(self) -> None:
        await self.database.write(
            lambda tx: reports.move(
                tx, self.report.id, ("in_doubt",), "confirmed", doubt_since=None
            )
        )

    async def do(self) -> Issue:
        report = self.report
        permalink = await self.slack.permalink(report.channel, report.ts)
        return await self.github.open_issue(
            report.repository, report.title, replies.body(report, permalink), report.labels
        )

    async def look(self) -> Issue | None:
        report = self.report
        assert report.doubt_since is not None
        return await self.github.find_issue(
            report.repository,
            replies.marker(report),
            # GitHub's clock and ours may differ a little.
            report.doubt_since - timedelta(minutes=5),
        )

    async def record(self, made: Issue) -> None:
        def unit(tx: Transaction) -> None:
            reports.keep_issue(tx, made)
            reports.move(
                tx, self.report.id, UNDER_WAY, "filed", title=made.title,
                doubt_since=None, issue_number=made.number, issue_url=made.url,
            )  # fmt: skip

        await self.database.write(unit)
