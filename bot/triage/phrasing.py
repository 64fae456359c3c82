"""Where a language model is switched on, it words a draft; the offline draft stands otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from bot.errors import ModelUnavailable
from bot.triage import replies
from bot.triage.drafting import Drafting
from bot.triage.known import Known
from bot.triage.wording import Wording, checked, request
from storage import reports, trackers
from storage.database import Database, Transaction
from storage.records import Report


class Answers(Protocol):
    async def answer(
        self, instructions: str, text: str, schema: Mapping[str, Any]
    ) -> dict[str, Any]: ...


class CallsADay:
    """The model's budget, kept in the database: a restart does not begin it anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, day: date, limit: int) -> bool:
        return await self._database.write(lambda tx: trackers.spend(tx, day.isoformat(), limit))


class Phrasing:
    def __init__(
        self,
        database: Database,
        drafting: Drafting,
        known: Known,
        model: Answers | None,
        may_be_sent: Callable[[str], bool],
    ) -> None:
        """`may_be_sent` tells of a channel whether its words may go to the model."""
        self._database = database
        self._drafting = drafting
        self._known = known
        self._model = model
        self._may_be_sent = may_be_sent

    @property
    def on(self) -> bool:
        return self._model is not None

    def noted(self, report: Report) -> Report:
        """A draft that is shown at once, in a dialog: said to be made without the model."""
        if self._model is None or report.wording or not self._may_be_sent(report.channel):
            return report
        return replace(report, wording=replies.not_worded("a dialog cannot wait for it"))

    async def phrase(self, report_id: str) -> None:
        """Have the model word an open draft, unless it did, or may not."""
        report = await self._database.read(lambda tx: reports.get(tx, report_id))
        if self._model is None or report is None or report.state != "offered":
            return
        if report.wording and report.wording != replies.worded_no_more(report.wording):
            return
        if not self._may_be_sent(report.channel):
            return
        words = await self._database.read(lambda tx: self._drafting.comment(tx, report))
        seen = await self._known.search(words, report.title)
        similar = {one.issue.name: one.issue.title for one in seen}
        given = await self._database.read(lambda tx: self._drafting.given(tx, report, similar))
        asked = request(given, self._drafting.drafter.privacy)
        try:
            answer = await self._model.answer(asked.instructions, asked.text, asked.schema)
        except ModelUnavailable as problem:
            await self._keep(report, None, replies.not_worded(str(problem)))
            return
        wording = checked(answer, asked.given)
        await self._keep(report, wording, replies.worded(wording.repository, wording.same_as))

    async def _keep(self, before: Report, wording: Wording | None, said: str) -> None:
        """Put the model's words into the draft, unless it was drafted anew meanwhile."""

        def unit(tx: Transaction) -> None:
            report = reports.hold(tx, before.id)
            if report is None or report.state != "offered" or report.body != before.body:
                return
            now = self._drafting.worded(tx, report, wording) if wording else report
            reports.move(
                tx, report.id, ("offered",), "offered", title=now.title, body=now.body,
                labels=now.labels, wording=said,
            )  # fmt: skip

        await self._database.write(unit)
