"""How every call is made: to one repository, signed for it, and to the end of long lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import gidgethub
import httpx2

from bot.clients.github.credentials import App
from bot.clients.github.line import Line
from bot.clients.github.parts import moment, stamp
from bot.clients.github.pause import Kept
from bot.clients.github.saying import saying
from bot.clients.github.signing import AppItself, Installations, Installed, Token
from bot.clients.github.wire import PAGE, Answers, Signer, Wire
from bot.clock import Clock, RealClock
from bot.errors import InDoubt, Refused, Renamed, TryAgain

NOT_SET_UP = "no way to sign in to GitHub is set: set GITHUB_TOKEN, or GITHUB_APP_ID and its key"


class Calls:
    """Repositories are named as `owner/name`, by their present name or a former one.

    Writes are never repeated and never redirected.
    """

    def __init__(
        self,
        http: httpx2.AsyncClient,
        credentials: str | App | None,
        base_url: str,
        clock: Clock | None = None,
        kept: Kept | None = None,
    ) -> None:
        clock = clock or RealClock()
        self._line = Line(http, clock, kept)
        self._base_url = base_url.rstrip("/")
        self._answers = Answers()
        self._wires: dict[str, Wire] = {}
        self._token = Token(credentials) if credentials and isinstance(credentials, str) else None
        self._app: Installations | None = None
        if isinstance(credentials, App):
            self._app = Installations(self._signed_by(AppItself(credentials)), clock)

    @property
    def is_app(self) -> bool:
        """Whether it signs in as a GitHub App, and not with somebody's token."""
        return self._app is not None

    @property
    def token_ends(self) -> str | None:
        """When the token ends, as GitHub told with its last answer; None for one that does not."""
        return self._line.token_ends

    def _signed_by(self, signer: Signer) -> Wire:
        return Wire(self._line, signer, self._base_url, self._answers)

    def _wire(self, repository: str) -> Wire:
        if repository not in self._wires:
            if self._app is not None:
                signer: Signer = Installed(self._app, repository)
            elif self._token is not None:
                signer = self._token
            else:
                raise Refused(NOT_SET_UP)
            self._wires[repository] = self._signed_by(signer)
        return self._wires[repository]

    def _reading(self, repository: str) -> AbstractContextManager[dict[int, str]]:
        return saying(TryAgain, self._wire(repository).signer.name)

    def _writing(self, repository: str) -> AbstractContextManager[dict[int, str]]:
        return saying(InDoubt, self._wire(repository).signer.name)

    async def _get(self, repository: str, path: str) -> Any:
        with self._reading(repository):
            return await self._wire(repository).getitem(f"/repos/{repository}{path}")

    async def _all(self, repository: str, path: str, key: str = "items") -> list[Any]:
        """Everything in a list, from all its pages; `key` is where an object holds the list."""
        joint = "&" if "?" in path else "?"
        url = f"/repos/{repository}{path}{joint}per_page={PAGE}"
        with self._reading(repository):
            pages = self._wire(repository).getiter(url, iterable_key=key)
            return [one async for one in pages]

    async def _changed(
        self, repository: str, path: str, since: datetime | None
    ) -> AsyncIterator[Mapping[str, Any]]:
        """What changed since then, oldest change first.

        Each page starts at the time where the one before it ended, and not at its number: what
        changes meanwhile moves to the end of the list and pulls another up, onto a page that was
        read already.
        """
        seen: set[tuple[int, str]] = set()
        while True:
            start, read = since, 0
            after = f"&since={stamp(start)}" if start else ""
            url = f"/repos/{repository}{path}?sort=updated&direction=asc&per_page={PAGE}{after}"
            url += "&state=all" if path == "/issues" else ""
            async for one in self._wire(repository).getiter(url):
                read += 1
                since = moment(one["updated_at"])
                if (one["id"], one["updated_at"]) not in seen:
                    seen.add((one["id"], one["updated_at"]))
                    yield one
                # A second in which more changed than a page holds is read page by page.
                if read % PAGE == 0 and (start is None or since > start):
                    break
            else:
                return

    async def _post(self, repository: str, path: str, data: Mapping[str, Any]) -> Any:
        """Write something. Raises Renamed when that can be done under another name."""
        try:
            return await self._wire(repository).post(f"/repos/{repository}{path}", data=data)
        except gidgethub.RedirectionException as elsewhere:
            name = str((await self._get(repository, ""))["full_name"])
            if name.casefold() == repository.casefold():
                raise
            raise Renamed(name) from elsewhere
