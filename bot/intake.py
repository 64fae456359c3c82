"""The one door every message comes through, live or from history."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime

from bot.directory import Directory
from bot.durable import Durable, Work
from bot.questions.understanding import Understanding
from bot.triage.offers import EMOJI, Offers
from storage import links, messages, questions
from storage.database import Database, Transaction, Unit
from storage.records import Decision, Message, MessageKey, micros_of, time_of

EYES = "eyes"
CHECKS = frozenset({"white_check_mark", "heavy_check_mark"})


class Intake:
    """Keeps what was said and lets each feature look at it, in one short transaction."""

    def __init__(
        self,
        database: Database,
        directory: Directory,
        understanding: Understanding,
        offers: Offers,
        work: Durable,
        helpers: frozenset[str],
    ) -> None:
        self._helpers = helpers
        self._database = database
        self._directory = directory
        self._understanding = understanding
        self._offers = offers
        self._work = work
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def said(self, message: Message) -> None:
        """Somebody said something, or edited it. Returns once it is kept for good."""
        if not self._directory.listens_to(message.channel):
            return
        # In turn for each channel, so that looking up a newcomer makes nobody late; only
        # the queueing, because the commit is shared.
        async with self._turns[message.channel]:
            author = await self._directory.meet(message.author) if message.author else None
            by_person = message.is_talk and not (author is not None and author.is_bot)
            kept = self._database.submit(self._keeping(message, by_person))
        for work in await kept:
            await self._work.start(work)

    def _keeping(self, message: Message, by_person: bool) -> Unit[list[Work]]:
        def unit(tx: Transaction) -> list[Work]:
            if messages.keep(tx, message):
                self._understanding.take_in(tx, message, by_person)
                if by_person:
                    self._offers.consider(tx, message)
            # Slack sends again what we kept but died before acting on, so this does not
            # ask whether the message was new; work begun twice runs once.
            return self._offers.unshown(tx, message)

        return unit

    async def deleted(self, key: MessageKey) -> None:
        """A message is gone in Slack, so it is gone here, text and all."""
        if not self._directory.listens_to(key[0]):
            return

        def unit(tx: Transaction) -> None:
            gone = messages.get(tx, key)
            if messages.delete(tx, key):
                self._understanding.rederive(tx, key[0], micros_of(key[1]))
            self._offers.withdraw(tx, key, gone)

        await self._database.write(unit)

    async def reacted(self, key: MessageKey, user: str, emoji: str, ts: str) -> None:
        """👀 says that somebody is looking, ✅ that it is solved: timed, but never an answer.

        🐛, 💡 and 🎫 ask for an offer to file it.
        """
        if not self._directory.listens_to(key[0]):
            return
        at = time_of(ts)
        if emoji == EYES:
            await self._database.write(lambda tx: questions.acknowledge(tx, key, user, at))
        elif emoji in CHECKS:
            await self._database.write(lambda tx: self._solved(tx, key, user, at))
        elif emoji in EMOJI:
            for work in await self._database.write(
                lambda tx: self._offers.pointed_at(tx, key, user, emoji, ts)
            ):
                await self._work.start(work)

    def _solved(self, tx: Transaction, key: MessageKey, user: str, at: datetime) -> None:
        """✅ by the asker or a helper, on the question or on what belongs to it."""
        said = messages.get(tx, key)
        link = links.of(tx, key)
        root = said.thread_ts if said is not None and said.in_thread else None
        question = link.question if link else links.question_of(tx, (key[0], root or key[1]))
        asked = questions.get(tx, (key[0], question)) if question else None
        if asked is None or not (user == asked.asker or user in self._helpers):
            return
        moment = str(int(at.timestamp() * 1_000_000))
        decision = Decision(asked.channel, asked.ts, "solved", moment, user, at)
        questions.decide(tx, decision)
        links.settle(tx, asked.channel, [asked.ts])

    async def unreacted(self, key: MessageKey, user: str, emoji: str) -> None:
        if emoji == EYES and self._directory.listens_to(key[0]):
            await self._database.write(lambda tx: questions.unacknowledge(tx, key, user))
