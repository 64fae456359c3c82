"""The one web application: health, GitHub's webhooks, and Slack's requests in HTTP mode."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.issues.following import Following
from bot.issues.tracking import Tracking
from handlers import github


def application(
    following: Following,
    tracking: Tracking,
    lacking: Callable[[], Awaitable[str | None]],
    github_secret: str | None,
    slack: web.RouteDef | None,
) -> web.Application:
    """`lacking` tells what is not ready yet; `slack` is given in HTTP mode only."""

    async def healthy(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def ready(_request: web.Request) -> web.Response:
        lacks = await lacking()
        if lacks is None:
            return web.Response(text="ready")
        return web.Response(status=503, text=f"not ready: {lacks}")

    app = web.Application(client_max_size=github.LONGEST)
    app.add_routes(
        [
            web.get("/healthz", healthy),
            web.get("/readyz", ready),
            *github.routes(following, tracking, github_secret),
        ]
    )
    if slack is not None:
        app.add_routes([slack])
    return app
