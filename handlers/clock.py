"""The clock: wakes what is due. What is due, the database says, not the scheduler."""

from __future__ import annotations

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import logs
from bot.digest.service import Digests
from bot.learning import Learning
from bot.posting import Posting
from bot.triage.offers import Offers

EVERY_SECONDS = 30

log = logs.get("clock")


class Wakeups:
    """Looks twice a minute; what it starts is harmless to start twice."""

    def __init__(
        self, digests: Digests, posting: Posting, offers: Offers, learning: Learning
    ) -> None:
        self._learning = learning
        self._digests = digests
        self._posting = posting
        self._offers = offers
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        self._scheduler.add_job(
            self.look, "interval", seconds=EVERY_SECONDS, coalesce=True, max_instances=1
        )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def sweep(self) -> None:
        """Start what a crash, or a failed start, left behind."""
        await self._offers.sweep()
        await self._posting.sweep()

    async def look(self) -> None:
        try:
            await self.sweep()
            await self._digests.post_due()
            await self._learning.learn_weekly()
        except Exception:  # the clock goes on; the next look tries again
            log.exception("looking for what is due failed")
