"""The page's frame: its files, the state it draws, the clock and the moments on its buttons."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.slack import page_api
from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import SLACKBOT
from sandbox.slack.timestamps import is_ts
from sandbox.slack.workspace import Workspace

Moment = Callable[[], Awaitable[None]]
PAGE = Path(__file__).parent / "page"


@dataclass(frozen=True)
class PageRoutes:
    workspace: Workspace
    clock: SandboxClock
    moments: dict[str, Moment]
    notify: Callable[..., None]

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self._index),
            web.static("/page", PAGE),
            web.get(r"/archives/{channel:\w+}/p{digits:\d{7,18}}", self._permalink),
            web.get("/sandbox/state", self._state),
            web.post("/sandbox/clock", self._set_clock),
            web.post("/sandbox/moments/{name}", self._moment),
        ]

    async def _index(self, request: web.Request) -> web.StreamResponse:
        index = PAGE / "index.html"
        if not index.exists():
            raise web.HTTPNotFound(text="The page is not installed.")
        return web.FileResponse(index, headers={"Cache-Control": "no-cache"})

    async def _permalink(self, request: web.Request) -> web.Response:
        """What chat.getPermalink gives leads to the page with that message in view."""
        digits = request.match_info["digits"]
        place = f"m/{digits[:-6]}.{digits[-6:]}"
        if is_ts(thread_ts := request.query.get("thread_ts")):
            place = f"t/{thread_ts}"
        raise web.HTTPFound(f"/#/c/{request.match_info['channel']}/{place}")

    async def _state(self, request: web.Request) -> web.Response:
        directory = self.workspace.core.directory
        viewer = directory.find_id(request.query.get("as", "")) or self._first_person()
        state = page_api.state(self.workspace, viewer)
        state["clock"] = {"now": self.clock.now().isoformat(), "speed": self.clock.speed}
        state["moments"] = [
            {"name": name, "label": _label(name, moment)} for name, moment in self.moments.items()
        ]
        return web.json_response(state)

    def _first_person(self) -> str:
        people = self.workspace.core.directory.users()
        ids = (str(user["id"]) for user in people if not user.get("is_bot"))
        return next((user_id for user_id in ids if user_id != SLACKBOT), "")

    async def _set_clock(self, request: web.Request) -> web.Response:
        try:
            given: dict[str, Any] = dict(await request.json())
            if "speed" in given:
                self.clock.speed = float(given["speed"])
            if "to" in given:
                await self.clock.set(datetime.fromisoformat(given["to"]))
            if "advance_seconds" in given:
                await self.clock.jump(timedelta(seconds=float(given["advance_seconds"])))
        except (ValueError, TypeError, OverflowError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        self.notify("clock")
        return web.json_response({"ok": True, "now": self.clock.now().isoformat()})

    async def _moment(self, request: web.Request) -> web.Response:
        moment = self.moments.get(request.match_info["name"])
        if moment is None:
            return web.json_response({"ok": False, "error": "unknown_moment"}, status=404)
        try:
            await moment()
        except ActFailed as failure:
            return web.json_response({"ok": False, "error": failure.code})
        return web.json_response({"ok": True})


def _label(name: str, moment: Moment) -> str:
    """A moment's docstring is its button's text; without one, its name."""
    words = (getattr(moment, "__doc__", None) or "").strip().splitlines()
    return words[0].rstrip(".") if words else name.replace("_", " ").capitalize()
