"""The one way out to GitHub: a request at a time, and none during a pause."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import httpx2

from bot.clients.github.pause import Kept, Pause
from bot.clock import Clock


class Line:
    """GitHub asks bots to make their requests one after another; so no pause is overrun."""

    def __init__(self, http: httpx2.AsyncClient, clock: Clock, kept: Kept | None = None) -> None:
        if http.follow_redirects:
            # A redirected POST can turn into a GET that answers 200 and has made nothing.
            raise ValueError("the GitHub client must not follow redirects")
        self._http = http
        self._pause = Pause(clock)
        self._kept = kept
        self._written = ""
        self._turn = asyncio.Lock()
        self.token_ends: str | None = None  # as GitHub writes it, of tokens that end

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        good: Callable[[], bool],
    ) -> httpx2.Response | None:
        """None, and nothing sent, when it is no longer good at its turn.

        Raises TryAgain for a limit, or when there is a pause and nothing was sent.
        """
        async with self._turn:
            await self._take_up()
            self._pause.check()
            if not good():
                return None
            answer = await self._http.request(method, url, headers=dict(headers), content=body)
            self.token_ends = answer.headers.get("github-authentication-token-expiration")
            try:
                self._pause.heed(answer)
            finally:
                await self._keep()
            return answer

    async def _take_up(self) -> None:
        """Once: what the process before this one was told to wait."""
        if self._kept is None or self._written:
            return
        if written := await self._kept.read():
            self._pause.take_up(written)
        self._written = str(self._pause)

    async def _keep(self) -> None:
        if self._kept is not None and str(self._pause) != self._written:
            self._written = str(self._pause)
            await self._kept.write(self._written)
