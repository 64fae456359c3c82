"""The reporter is asked, once and in the thread, for exactly what is missing."""

from __future__ import annotations

from dataclasses import replace

from bot.durable import Durable
from bot.errors import TellUser
from bot.posting import saying
from bot.triage import replies
from storage import posts, reports
from storage.database import Database, Transaction
from storage.records import Post, Report


class Asking:
    def __init__(self, database: Database, work: Durable) -> None:
        self._database = database
        self._work = work

    async def ask(self, report_id: str) -> Report:
        """Ask in the thread; TellUser when there is nothing to ask, or it was asked before."""

        def unit(tx: Transaction) -> tuple[Report | None, Post | None]:
            report = reports.hold(tx, report_id)
            if report is None or report.state != "offered" or not report.missing or report.asked:
                return report, None
            text = replies.ask(report)
            post = Post(f"ask:{report.id}", report.channel, text, report.thread_ts)
            posts.plan(tx, post)
            asked = replies.mark(report)
            reports.move(tx, report.id, ("offered",), "offered", asked=asked)
            return replace(report, asked=asked), post

        report, post = await self._database.write(unit)
        if report is None:
            raise TellUser(replies.forgotten())
        if post is None:
            raise TellUser(replies.not_asked(report))
        await self._work.start(saying(post))
        return report
