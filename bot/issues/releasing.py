"""Which release carries the fix of an issue: its notes name it, or its commits hold it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from bot.clock import Clock
from bot.issues.following import Following
from bot.repositories import Commit, Fix
from storage import reports, trackers
from storage.database import Database
from storage.records import Issue, Release, Tracker

# A release can appear in the list some minutes after the time it bears.
OVERLAP = timedelta(hours=1)


class ReadsReleases(Protocol):
    async def releases(self, name: str) -> list[Release]: ...

    async def commits_between(self, name: str, base: str, head: str) -> list[Commit]: ...

    async def closed_by(self, name: str, number: int) -> Fix | None: ...


class Releasing:
    """Pre-releases are not waited for by anybody, so they are passed over."""

    def __init__(
        self, database: Database, github: ReadsReleases, clock: Clock, following: Following
    ) -> None:
        self._database = database
        self._github = github
        self._clock = clock
        self._following = following

    async def look(self, known: Tracker) -> None:
        """Tell the threads of the issues that releases since the last look have fixed."""
        now = self._clock.now()
        if known.releases_since is not None:
            fixed = await self._database.read(
                lambda tx: reports.fixed_unreleased(tx, known.repository)
            )
            if fixed:
                await self._match(known, fixed)
        await self._database.write(
            lambda tx: trackers.learn(tx, known.repository, releases_since=now)
        )

    async def _match(self, known: Tracker, fixed: Sequence[Issue]) -> None:
        assert known.releases_since is not None
        since = known.releases_since - OVERLAP
        found = [one for one in await self._github.releases(known.full_name) if not one.prerelease]
        for release, before in itertools.zip_longest(found, found[1:]):
            if release.published_at < since:
                return
            for issue in await self._in_release(known, release, before, fixed):
                await self._following.released(issue, release)

    async def _in_release(
        self, known: Tracker, release: Release, before: Release | None, fixed: Sequence[Issue]
    ) -> list[Issue]:
        named = [one for one in fixed if mentions(release.body, known.full_name, one.number)]
        others = [one for one in fixed if one not in named]
        if before is None or not others:
            return named
        commits = await self._github.commits_between(known.full_name, before.tag, release.tag)
        for issue in others:
            fix = await self._github.closed_by(known.full_name, issue.number)
            if fix is not None and fix.is_in(commits):
                named.append(issue)
        return named


def mentions(notes: str, repository: str, number: int) -> bool:
    """Whether release notes name an issue of their repository: #12, owner/name#12, its address."""
    name = re.escape(repository)
    pattern = rf"(?:(?<![\w/-])|(?<![\w/-]){name})#{number}\b|/{name}/issues/{number}\b"
    return re.search(pattern, notes, re.IGNORECASE) is not None
