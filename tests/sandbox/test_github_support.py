"""A GitHub on a port, with a hook that listens and the client that the bot uses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import httpx2
import pytest_asyncio
from aiohttp import web
from gidgethub import sansio
from gidgethub.httpx import GitHubAPI

from sandbox.github import GitHub

SECRET = "a secret between us"
ZFS = "openebs/zfs-localpv"


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def advance(self, **how_long: float) -> None:
        self.moment += timedelta(**how_long)


class Listener:
    """The other end of the webhooks; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[sansio.Event] = []
        self.headers: list[dict[str, str]] = []

    async def hear(self, request: web.Request) -> web.Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        body = await request.read()
        # Raises when the signature is not GitHub's.
        self.heard.append(sansio.Event.from_http(headers, body, secret=SECRET))
        self.headers.append(headers)
        return web.Response(status=self.status)

    @property
    def actions(self) -> list[str]:
        return [f"{event.event}.{event.data['action']}" for event in self.heard]


class World:
    """All of it together; `url` is the address of the server, `api` of its REST API."""

    http: httpx2.AsyncClient

    def __init__(self) -> None:
        self.url = ""
        self.clock = Clock()
        self.listener = Listener()
        self.notified: list[dict[str, Any]] = []
        self.github = GitHub(
            lambda: self.url,
            self.clock.now,
            lambda kind, **details: self.notified.append({"kind": kind, **details}),
            SECRET,
            None,
        )
        self.github.empty()

    @property
    def api(self) -> str:
        return f"{self.url}/github"

    def client(self, token: str | None = "ghs_sandbox", **more: Any) -> GitHubAPI:
        return GitHubAPI(self.http, "burley", oauth_token=token, base_url=self.api, **more)

    async def call(
        self, method: str, path: str, token: str | None = "ghs_sandbox", **more: Any
    ) -> httpx2.Response:
        headers = {"User-Agent": "burley", **more.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return await self.http.request(method, self.api + path, headers=headers, **more)


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[World]:
    app = web.Application()
    app.add_routes(world.github.routes())
    app.router.add_post("/hook", world.listener.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    world.url = f"http://{host}:{port}"
    world.github.webhooks.url = f"{world.url}/hook"
    async with aiohttp.ClientSession() as session, httpx2.AsyncClient() as world.http:
        await world.github.start(session)
        yield world
        await world.github.stop()
    await runner.cleanup()


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    async with serving(World()) as served:
        yield served
