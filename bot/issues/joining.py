"""The act by which a confirmed report becomes a comment, wherever its issue is by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.errors import Gone, Moved, Refused, Renamed, TryAgain
from bot.issues import outcomes, replies
from bot.issues.acts import AT_ONCE, LOOKED_BACK, UNDER_WAY, Carrying
from storage import reports, trackers
from storage.database import Transaction
from storage.records import Comment, Report


@dataclass(frozen=True, slots=True)
class Joining(Carrying):
    """A comment on an issue that is known already."""

    name: str = "comment"

    @property
    def number(self) -> int:
        assert self.report.joins is not None
        return self.report.joins

    async def do(self) -> Comment:
        place, text = await self._place(), await self._text()
        try:
            return await self.github.comment(place, self.number, text)
        except Renamed as moved:
            raise await self._renamed(moved.to) from moved
        except Moved as there:
            raise await self._transferred(there) from there

    async def look(self) -> Comment | None:
        report = self.report
        assert report.doubt_since is not None
        place = await self._place()
        try:
            await self.github.issue(place, self.number)
            return await self.github.find_comment(
                place, self.number, replies.marker(report), report.doubt_since - LOOKED_BACK
            )
        except Moved as there:
            raise await self._transferred(there) from there
        except Gone:
            await self._settle_doubt()  # whatever was written there is gone with it
            raise

    async def record(self, made: Comment) -> None:
        await self.database.write(lambda tx: outcomes.joined(tx, self.report, made))

    async def _transferred(self, there: Moved) -> TryAgain | Refused:
        """Follow the issue to its new place, if that is one of ours."""

        def unit(tx: Transaction) -> str:
            here = trackers.named(tx, there.repository)
            if here in self.repositories:
                _change(tx, self.report, repository=here, joins=there.number)
            return here

        here = await self.database.write(unit)
        if here in self.repositories:
            return TryAgain(str(there), AT_ONCE)
        await self._settle_doubt()  # it went along, to where Burley has no business
        return Refused(replies.transferred(f"{there.repository}#{there.number}"))

    async def _settle_doubt(self) -> None:
        await self.database.write(lambda tx: _change(tx, self.report, doubt_since=None))


def _change(tx: Transaction, report: Report, **changes: Any) -> None:
    """Change a report that is under way, and leave it in its state."""
    held = reports.hold(tx, report.id)
    if held is not None:
        reports.move(tx, held.id, UNDER_WAY, held.state, **changes)
