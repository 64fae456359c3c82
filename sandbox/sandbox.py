"""Puts the halves together: one process, one port, a Slack workspace and a GitHub."""

from typing import Any

from aiohttp import ClientSession, web

from sandbox import faults
from sandbox.calls import Call, CallLog
from sandbox.clock import SandboxClock
from sandbox.github import GitHub
from sandbox.page_routes import Moment, PageRoutes
from sandbox.slack import defaults, page_api, web_api
from sandbox.slack.answers import routes as response_url_routes
from sandbox.slack.directory import bot_user, slackbot
from sandbox.slack.manifest import read_manifest
from sandbox.slack.workspace import Workspace
from sandbox.stream import Stream

GITHUB_SECRET = "sandbox-webhook-secret"
LARGEST_REQUEST = 64 * 2**20


class Sandbox:
    """`await start()` listens; `url`, `slack` and `github` are what a test or a demo uses.

    `webhook_url` is where GitHub's webhooks go, `http_url` where Slack's signed HTTP requests
    go; without `http_url` the app connects by Socket Mode. `moments` are named acts of the
    program around it, shown as buttons on the page.
    """

    def __init__(
        self,
        manifest: dict[str, Any],
        *,
        github_secret: str = GITHUB_SECRET,
        clock: SandboxClock | None = None,
        webhook_url: str | None = None,
        http_url: str | None = None,
    ) -> None:
        self.clock = clock or SandboxClock()
        self.faults = faults.Faults()
        self.moments: dict[str, Moment] = {}
        self._calls = CallLog()
        self._stream = Stream()
        self.notify = self._stream.notify
        self._url = ""
        self._runner: web.AppRunner | None = None
        self._session: ClientSession | None = None
        app = read_manifest(manifest)
        self.slack = Workspace(app, self.clock.now, self.notify, lambda: self.url)
        self.slack.http_url = http_url
        self.github = GitHub(
            lambda: self.url, self.clock.now, self.notify, github_secret, webhook_url
        )
        self._settle_people()

    @property
    def url(self) -> str:
        if not self._url:
            raise RuntimeError("the sandbox has not been started")
        return self._url

    @property
    def calls(self) -> list[Call]:
        """Every API call received so far, oldest first."""
        return self._calls.all()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._session = ClientSession()
        self._runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=1.0, handle_signals=False
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._url = f"http://{host}:{self._runner.addresses[0][1]}"
        await self.slack.start(self._session)
        await self.github.start(self._session)

    async def stop(self) -> None:
        self._stream.close()
        await self.slack.stop()
        await self.github.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def _application(self) -> web.Application:
        core = self.slack.core
        application = web.Application(
            middlewares=[faults.middleware(self.faults, self._calls, self.clock.now)],
            client_max_size=LARGEST_REQUEST,
        )
        application.add_routes(
            [
                *web_api.routes(core),
                web.get("/socket/{ticket}", core.sockets.serve),
                *response_url_routes(core),
                *page_api.routes(self.slack),
                *self.github.routes(),
                *self.faults.routes(),
                *self._stream.routes(),
                *PageRoutes(self.slack, self.clock, self.moments, self.notify).routes(),
            ]
        )
        return application

    def _settle_people(self) -> None:
        app = self.slack.core.app
        self.slack.add_user(bot_user(app.bot_name, app.name))
        self.slack.add_user(slackbot())
        people = [self.slack.add_user(user) for user in defaults.people()]
        for channel in defaults.channels():
            self.slack.add_channel(channel, people)
        for group in defaults.user_groups():
            self.slack.add_user_group(group)
