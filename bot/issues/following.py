"""What happens to a filed issue comes back to the thread it was reported in, each thing once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.durable import Durable, Work
from bot.issues import replies
from bot.posting import saying
from storage import posts, reports
from storage.database import Database, Transaction
from storage.records import Issue, Post


class Following:
    def __init__(self, database: Database, work: Durable) -> None:
        self._database = database
        self._work = work

    async def issue_changed(self, issue: Issue) -> None:
        """Take in how an issue stands now, however late, repeated or out of order it comes."""
        for work in await self._database.write(lambda tx: self._take_in(tx, issue)):
            await self._work.start(work)

    def _take_in(self, tx: Transaction, issue: Issue) -> Sequence[Work]:
        told = reports.of_issue(tx, issue.repository, issue.number)
        if not told:
            return []
        before = reports.keep_issue(tx, issue)
        if before is None or before.state == issue.state:
            return []
        text = replies.closed(issue) if issue.state == "closed" else replies.reopened(issue)
        moment = int(issue.updated_at.timestamp())
        planned = [
            Post(f"{issue.state}:{report.id}:{moment}", report.channel, text, report.thread_ts)
            for report in told
        ]
        return [saying(post) for post in planned if posts.plan(tx, post)]
