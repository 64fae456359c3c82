"""Learning from the community's corrections, and switching only when it is better."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot import logs
from bot.clock import Clock
from bot.judging import Judge
from bot.kinds.learn import Learned, Lesson, Refit, refit
from storage import learning
from storage.database import Database, Transaction

EVERY = timedelta(days=7)

log = logs.get("learning")


def lessons_of(tx: Transaction) -> list[Lesson]:
    return [
        Lesson(one.features["found"], one.features["base"], one.kind)
        for one in learning.all_lessons(tx)
    ]


class Learning:
    def __init__(self, database: Database, judge: Judge, clock: Clock) -> None:
        self._database = database
        self._judge = judge
        self._clock = clock

    async def learn_weekly(self) -> None:
        """Learn, unless that was done in the last seven days."""
        last = await self._database.read(learning.latest)
        if last is not None and self._clock.now() - last.at < EVERY:
            return
        lessons = await self._database.read(lessons_of)
        if not lessons or (last is not None and last.corrections == len(lessons)):
            return
        await self.learn(lessons)

    async def learn(self, lessons: list[Lesson]) -> Refit:
        """Refit on all corrections; judge by what was held back; keep it if it is better."""
        found = await asyncio.to_thread(refit, lessons)
        outcome = outcome_of(found, self._clock)
        await self._database.write(lambda tx: learning.keep(tx, outcome))
        self._judge.learned = Learned(outcome.delta) if outcome.delta else None
        log.info(
            "learned", corrections=found.corrections, before=found.right_before,
            after=found.right_after, better=found.better,
        )  # fmt: skip
        return found


def outcome_of(found: Refit, clock: Clock) -> learning.Outcome:
    return learning.Outcome(
        clock.now(),
        found.corrections,
        found.right_before,
        found.right_after,
        found.learned.delta if found.learned else {},
    )
