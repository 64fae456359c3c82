"""Tells the pages that are open, over server-sent events, what they should fetch again."""

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import web

# A replay changes a channel a thousand times a second; the page needs to hear of it
# a few times a second. Equal notices that wait are sent once.
PAUSE_SECONDS = 0.1
KEEP_ALIVE_SECONDS = 15.0


class Stream:
    def __init__(self) -> None:
        self._pages: set[_Page] = set()

    def notify(self, kind: str, **details: Any) -> None:
        """Say that something changed; with `user=` only to the page of that person."""
        if not self._pages:
            return
        viewer = details.pop("user", None)
        text = json.dumps({"kind": kind, **details})
        for page in self._pages:
            if viewer is None or page.viewer in (None, viewer):
                page.tell(text)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/sandbox/stream", self._serve)]

    def close(self) -> None:
        for page in self._pages:
            page.end()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        page = _Page(request.query.get("as"))
        self._pages.add(page)
        try:
            await response.write(b": hello\n\n")
            while not page.ended:
                await response.write(await page.waiting_notices())
        except ConnectionResetError:
            pass
        finally:
            self._pages.discard(page)
        return response


class _Page:
    def __init__(self, viewer: str | None) -> None:
        self.viewer = viewer
        self.ended = False
        self._notices: dict[str, None] = {}
        self._some = asyncio.Event()

    def tell(self, text: str) -> None:
        self._notices[text] = None
        self._some.set()

    def end(self) -> None:
        self.ended = True
        self._some.set()

    async def waiting_notices(self) -> bytes:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._some.wait(), KEEP_ALIVE_SECONDS)
        if not self._notices:
            return b": still here\n\n"
        lines = "".join(f"data: {text}\n\n" for text in self._notices)
        self._notices.clear()
        self._some.clear()
        await asyncio.sleep(PAUSE_SECONDS)
        return lines.encode()
