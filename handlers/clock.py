"""The clock: wakes what is due. What is due, the database says, not the scheduler."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import logs
from bot.digest.service import Digests
from bot.issues.tracking import Tracking
from bot.learning import Learning
from bot.posting import Posting
from bot.triage.deciding import Deciding

EVERY_SECONDS = 30

log = logs.get("clock")


class Wakeups:
    """Looks twice a minute; what it starts is harmless to start twice."""

    def __init__(
        self,
        digests: Digests,
        posting: Posting,
        deciding: Deciding,
        tracking: Tracking,
        learning: Learning,
    ) -> None:
        self._tracking = tracking
        self._learning = learning
        self._digests = digests
        self._posting = posting
        self._deciding = deciding
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self, *, track: bool = True) -> None:
        """`track`: also read the repositories, which is a great many requests."""
        self._scheduler.add_job(
            self.look, "interval", seconds=EVERY_SECONDS, coalesce=True, max_instances=1
        )
        if track:
            self._scheduler.add_job(
                self.track, "interval", seconds=EVERY_SECONDS, coalesce=True, max_instances=1,
                next_run_time=datetime.now(UTC),
            )  # fmt: skip
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def sweep(self) -> None:
        """Start what a crash, or a failed start, left behind."""
        await self._deciding.sweep()
        await self._posting.sweep()

    async def track(self) -> None:
        """Read the repositories; by itself, as the first reading of a large one takes minutes."""
        # The scheduler would log it as a failure that the program ends in the middle.
        with contextlib.suppress(asyncio.CancelledError):
            await self._tracking.look()

    async def look(self) -> None:
        try:
            await self.sweep()
            await self._digests.post_due()
            await self._learning.learn_weekly()
        except asyncio.CancelledError:  # the program ends: no failure for the scheduler to log
            return
        except Exception:  # the clock goes on; the next look tries again
            log.exception("looking for what is due failed")
