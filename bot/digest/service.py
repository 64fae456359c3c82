"""The digest: computed from facts, frozen, posted once a week whatever restarts happen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bot import logs
from bot.clock import Clock
from bot.digest import replies
from bot.digest.facts import WeekFacts, facts_of
from bot.digest.schedule import LATEST, last_due, next_due, week_before
from bot.durable import Durable
from bot.figures.weeks import week_name
from bot.posting import saying
from bot.settings import Settings
from storage import messages, posts
from storage.database import Database, Transaction
from storage.records import Digest, MessageKey, Post

log = logs.get("digest")


class KnowsChannels(Protocol):
    def id_of(self, channel: str) -> str | None: ...

    def link_to(self, key: MessageKey) -> str: ...


class Digests:
    def __init__(
        self,
        database: Database,
        directory: KnowsChannels,
        work: Durable,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self._database = database
        self._directory = directory
        self._work = work
        self._clock = clock
        self._settings = settings

    async def preview(self) -> tuple[str, list[dict[str, Any]]]:
        """This week so far, as its digest would say it."""
        now = self._clock.now()
        today = now.astimezone(self._settings.zone).date()
        monday = today - timedelta(days=today.weekday())
        facts = await self._database.read(lambda tx: self._facts(tx, monday, now))
        return self._said(facts)

    def next(self) -> datetime | None:
        """When the next scheduled digest is due; None without a schedule."""
        planned = self._settings.digest
        if planned is None:
            return None
        return next_due(self._clock.now(), planned.day, planned.time, self._settings.zone)

    async def post_due(self) -> None:
        """Post the digest that is due, unless somebody has; call it as often as you like."""
        planned = self._settings.digest
        if planned is None:
            return
        channel = self._directory.id_of(planned.channel)
        if channel is None:
            return  # said at the start, when the channels were learnt
        now = self._clock.now()
        due = last_due(now, planned.day, planned.time, self._settings.zone)
        monday = week_before(due, self._settings.zone)
        post = await self._database.write(lambda tx: self._claim(tx, channel, monday, due, now))
        if post is not None:
            await self._work.start(saying(post))

    def _claim(
        self, tx: Transaction, channel: str, monday: date, due: datetime, now: datetime
    ) -> Post | None:
        """Freeze the week's digest and plan its post; None when there is nothing to post."""
        week = week_name(monday)
        if posts.digest(tx, channel, week) is not None:
            return None
        first = messages.first_moment(tx)
        if first is None or first > due:
            return None  # installed after this digest was due
        if now - due > LATEST:
            why = f"more than {LATEST.total_seconds() / 3600:.0f} hours late"
            posts.add_digest(tx, Digest(channel, week, "skipped", now, why=why))
            log.warning("digest skipped", week=week, why=why)
            return None
        text, blocks = self._said(self._facts(tx, monday, now))
        posts.add_digest(
            tx, Digest(channel, week, "planned", now, {"text": text, "blocks": blocks})
        )
        post = Post(f"digest:{channel}:{week}", channel, text, None, blocks)
        posts.plan(tx, post)
        return post

    def _facts(self, tx: Transaction, monday: date, now: datetime) -> WeekFacts:
        return facts_of(tx, monday, self._settings, now)

    def _said(self, facts: WeekFacts) -> tuple[str, list[dict[str, Any]]]:
        return replies.digest(facts, self._directory.link_to)
