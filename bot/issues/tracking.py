"""Reading the repositories that reports go to: labels, templates, issues, comments, releases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot import logs
from bot.clock import Clock
from bot.errors import Gone, Moved, Refused, TryAgain
from bot.issues import replies
from bot.issues.following import Following
from bot.issues.releasing import Releasing
from bot.repositories import RepositoryState
from storage import reports, trackers
from storage.database import Database
from storage.records import GONE, Comment, Issue, Tracker

# Labels and templates change a few times a year; issues all the time.
FACTS_EVERY = timedelta(hours=1)
CHANGES_EVERY = timedelta(minutes=5)
# GitHub's clock and ours may differ, and a list can lag behind what it lists.
OVERLAP = timedelta(minutes=10)

log = logs.get("tracking")


class ReadsRepositories(Protocol):
    async def repository(self, name: str) -> RepositoryState: ...

    async def labels(self, name: str) -> list[str]: ...

    async def templates(self, name: str) -> list[tuple[str, str]]: ...

    def issues_since(self, repository: str, since: datetime | None) -> AsyncIterator[Issue]: ...

    async def issue(self, repository: str, number: int) -> Issue: ...

    async def comments_since(self, repository: str, since: datetime | None) -> list[Comment]: ...


class Tracking:
    """What it finds goes through the same door as the webhooks; without those it is the door."""

    def __init__(
        self,
        database: Database,
        github: ReadsRepositories,
        clock: Clock,
        repositories: Sequence[str],
        following: Following,
        releasing: Releasing,
    ) -> None:
        self._database = database
        self._github = github
        self._clock = clock
        self._repositories = repositories
        self._following = following
        self._releasing = releasing
        self._looked: dict[str, datetime] = {}

    async def look(self) -> None:
        """Read what is due. One repository's trouble keeps no other from being read."""
        for repository in self._repositories:
            try:
                await self._read(repository)
            except Refused as problem:
                log.warning("not read", repository=repository, why=str(problem))
                await self._note(repository, str(problem))
            except TryAgain as problem:
                log.info("not read now", repository=repository, why=str(problem))
            except Exception:  # the next look tries again
                log.exception("reading a repository failed", repository=repository)

    def hurry(self) -> None:
        """Something was switched on or off on GitHub: the next look reads everything."""
        self._looked.clear()

    async def _read(self, repository: str) -> None:
        now = self._clock.now()
        last = self._looked.get(repository)
        if last is not None and now - last < CHANGES_EVERY:
            return
        self._looked[repository] = now
        known = await self._database.read(lambda tx: trackers.get(tx, repository))
        if last is None or known.read_at is None or now - known.read_at >= FACTS_EVERY:
            known = await self._read_facts(known, now)
        await self._read_issues(known, now)
        await self._read_comments(known, now)
        await self._releasing.look(known)

    async def _read_facts(self, known: Tracker, now: datetime) -> Tracker:
        state = await self._github.repository(known.full_name)
        labels = await self._github.labels(state.full_name)
        templates = await self._github.templates(state.full_name)
        await self._database.write(
            lambda tx: trackers.learn(
                tx, known.repository, full_name=state.full_name, github_id=state.id,
                labels=labels, templates=templates, read_at=now, trouble=replies.trouble(state),
            )
        )  # fmt: skip
        return await self._database.read(lambda tx: trackers.get(tx, known.repository))

    async def _read_issues(self, known: Tracker, now: datetime) -> None:
        """Take in every issue that changed; how far that is, is written down at the end only."""
        since = known.issues_since - OVERLAP if known.issues_since else None
        seen: set[int] = set()
        async for issue in self._github.issues_since(known.full_name, since):
            await self._following.issue_changed(issue)
            seen.add(issue.number)
        # An issue that was transferred or deleted is in no list.
        linked = await self._database.read(lambda tx: reports.followed(tx, known.repository, now))
        for number in sorted(linked - seen):
            try:
                await self._following.issue_changed(
                    await self._github.issue(known.full_name, number)
                )
            except Moved as there:
                to = f"{there.repository}#{there.number}"
                await self._following.moved(known.repository, number, to)
            except Gone:
                await self._following.moved(known.repository, number, GONE)
        await self._keep(known, issues_since=now)

    async def _read_comments(self, known: Tracker, now: datetime) -> None:
        """What was said before Burley came is nobody's news."""
        if known.comments_since is not None:
            since = known.comments_since - OVERLAP
            for comment in await self._github.comments_since(known.full_name, since):
                await self._following.commented(known.repository, comment)
        await self._keep(known, comments_since=now)

    async def _keep(self, known: Tracker, **read: datetime) -> None:
        await self._database.write(lambda tx: trackers.learn(tx, known.repository, **read))

    async def _note(self, repository: str, trouble: str) -> None:
        await self._database.write(lambda tx: trackers.learn(tx, repository, trouble=trouble))
