"""gidgethub over our line: requests are signed, reads follow redirects, writes never do."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol
from urllib.parse import urljoin

import httpx2
from gidgethub import abc

from bot.clients.github.line import Line
from bot.errors import InDoubt, Refused

API_VERSION = "2022-11-28"
REDIRECTS = frozenset((301, 302, 307, 308))
MOST_HOPS = 3
PAGE = 100
KEPT_ANSWERS = 300
LARGEST_KEPT = 250_000  # bytes

Kept = tuple[str | None, str | None, Any, str | None]


class Signer(Protocol):
    @property
    def name(self) -> str:
        """Who it is, for sentences: "the token"."""

    async def authorization(self) -> str: ...

    def holds(self, used: str) -> bool:
        """Whether this is still what it signs with; others may have found it dead meanwhile."""

    def rejected(self, used: str, answer: httpx2.Response) -> bool:
        """GitHub answered 401 to what was used; True if there is another to try."""


class Answers(OrderedDict[str, Kept]):
    """The answers that GitHub may call unchanged (304, which costs nothing); the latest only."""

    def __setitem__(self, url: str, kept: Kept) -> None:
        if isinstance(kept[2], list) and len(kept[2]) >= PAGE:
            return  # a full page of a long list, which is hardly asked for again as it was
        super().__setitem__(url, kept)
        self.move_to_end(url)
        if len(self) > KEPT_ANSWERS:
            self.popitem(last=False)


class Wire(abc.GitHubAPI):
    def __init__(self, line: Line, signer: Signer, base_url: str, answers: Answers) -> None:
        super().__init__("burley", base_url=base_url, cache=answers)
        self._line = line
        self.signer = signer

    async def _request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> tuple[int, Mapping[str, str], bytes]:
        answer = await self._signed(method, url, headers, body)
        for _ in range(MOST_HOPS if method == "GET" else 0):
            if answer.status_code not in REDIRECTS or "location" not in answer.headers:
                break
            url = urljoin(url, answer.headers["location"])
            answer = await self._signed(method, url, headers, body)
        if method != "GET" and answer.is_success and answer.status_code != 201:
            raise InDoubt(f"GitHub answered {answer.status_code} where 201 says that it is made")
        told = dict(answer.headers)
        if len(answer.content) > LARGEST_KEPT:
            told.pop("etag", None)
            told.pop("last-modified", None)
        return answer.status_code, told, answer.content

    async def _signed(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> httpx2.Response:
        """Sent once more with another token, if there is one, when GitHub rejects this one."""
        if not url.startswith(f"{self.base_url}/"):
            raise Refused("GitHub sends the request elsewhere, where the token must not go")
        again = False
        while True:
            used = await self.signer.authorization()
            signed = {**headers, "authorization": used, "x-github-api-version": API_VERSION}
            good = partial(self.signer.holds, used)
            answer = await self._line.send(method, url, signed, body, good)
            if answer is None:
                continue
            if again or answer.status_code != 401 or not self.signer.rejected(used, answer):
                return answer
            again = True

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
