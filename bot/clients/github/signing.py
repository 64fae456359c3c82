"""Signing in: by a token, as the App itself, or as the App where it is installed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
import jwt

from bot.clients.github.credentials import App
from bot.clients.github.parts import moment
from bot.clients.github.saying import saying
from bot.clients.github.wire import Wire
from bot.clock import Clock
from bot.errors import Refused, TryAgain

# GitHub takes an App's word for ten minutes at most, and asks to date it a minute back.
# https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
DATED_BACK_SECONDS = 60
GOOD_FOR_SECONDS = 8 * 60
CLOCKS_AGREE_SECONDS = 5
RENEWED_AT = 0.8  # of a token's life


class Token:
    """A fine-grained or classic token of somebody's account."""

    name = "the token"

    def __init__(self, token: str) -> None:
        self._authorization = f"Bearer {token}"

    async def authorization(self) -> str:
        return self._authorization

    def holds(self, used: str) -> bool:
        return True

    def rejected(self, used: str, answer: httpx2.Response) -> bool:
        return False


class AppItself:
    """Signs with the App's key, by GitHub's clock as soon as ours proves wrong."""

    name = "the GitHub App's key"

    def __init__(self, app: App) -> None:
        self._app = app
        self._ahead = 0.0

    async def authorization(self) -> str:
        now = int(time.time() + self._ahead)
        claims: dict[str, Any] = {
            "iat": now - DATED_BACK_SECONDS,
            "exp": now + GOOD_FOR_SECONDS,
            "iss": self._app.id,
        }
        return f"Bearer {jwt.encode(claims, self._app.key, algorithm='RS256')}"

    def holds(self, used: str) -> bool:
        return True

    def rejected(self, used: str, answer: httpx2.Response) -> bool:
        try:
            there = parsedate_to_datetime(answer.headers["date"]).timestamp()
        except (LookupError, ValueError):
            return False
        before, self._ahead = self._ahead, there - time.time()
        return abs(self._ahead - before) > CLOCKS_AGREE_SECONDS


@dataclass(frozen=True, slots=True)
class Minted:
    authorization: str
    renew_at: datetime


class Installations:
    """Which installation of the App reaches a repository, and its token while it lives."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._ids: dict[str, int] = {}
        self._minted: dict[int, Minted] = {}
        self._turn = asyncio.Lock()

    async def authorization(self, repository: str) -> str:
        async with self._turn:
            if repository not in self._ids:
                self._ids[repository] = int((await self.installed(repository))["id"])
            number = self._ids[repository]
            minted = self._minted.get(number)
            if minted is None or minted.renew_at <= self._clock.now():
                minted = await self._mint(repository, number)
            return minted.authorization

    def holds(self, used: str) -> bool:
        return any(minted.authorization == used for minted in self._minted.values())

    def forget(self, repository: str, used: str) -> None:
        """Look anew for the installation, and for a token unless there is a newer one already."""
        number = self._ids.pop(repository, None)
        if number in self._minted and self._minted[number].authorization == used:
            del self._minted[number]

    async def installed(self, repository: str) -> Mapping[str, Any]:
        """The installation that reaches the repository; Refused, in words, when none does."""
        found = await self._ask(repository, "GET", f"/repos/{repository}/installation")
        if found.get("suspended_at"):
            raise Refused(f"the GitHub App's installation on {repository} is suspended")
        return found

    async def _mint(self, repository: str, number: int) -> Minted:
        asked_at = self._clock.now()
        made = await self._ask(repository, "POST", f"/app/installations/{number}/access_tokens")
        with saying(TryAgain, self._wire.signer.name):
            life = moment(made["expires_at"]) - asked_at
            minted = Minted(f"Bearer {made['token']}", asked_at + RENEWED_AT * life)
        self._minted[number] = minted
        return minted

    async def _ask(self, repository: str, method: str, path: str) -> Mapping[str, Any]:
        """What GitHub tells the App itself. A lost answer leaves no doubt: one asks again."""
        with saying(TryAgain, self._wire.signer.name) as said:
            said[404] = f"the GitHub App is not installed on {repository}"
            found: Mapping[str, Any] = await (
                self._wire.getitem(path) if method == "GET" else self._wire.post(path, data={})
            )
            return found


class Installed:
    """The App as it is installed on one repository."""

    name = "the GitHub App"

    def __init__(self, installations: Installations, repository: str) -> None:
        self._installations = installations
        self._repository = repository

    async def authorization(self) -> str:
        return await self._installations.authorization(self._repository)

    def holds(self, used: str) -> bool:
        return self._installations.holds(used)

    def rejected(self, used: str, answer: httpx2.Response) -> bool:
        self._installations.forget(self._repository, used)
        return True
