"""Puts the program together and starts it; the only file that knows everything."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import httpx2
import sqlalchemy as sa
import yaml
from aiohttp import web
from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.clients.github import GitHub, credentials
from bot.clients.model import Model
from bot.clients.slack import Slack
from bot.clock import Clock, RealClock
from bot.corrections import Corrections
from bot.digest.service import Digests
from bot.directory import Directory
from bot.durable import Durable, Limit
from bot.errors import TellUser
from bot.intake import Intake
from bot.issues.filing import APART, GITHUB_PACE, Filing
from bot.issues.following import Following
from bot.issues.releasing import Releasing
from bot.issues.standing import StandingOf
from bot.issues.tracking import Tracking
from bot.judging import Judge
from bot.kept_note import KeptNote
from bot.kinds.learn import Learned
from bot.learning import Learning
from bot.posting import SLACK_PACE, Posting
from bot.questions.understanding import Understanding
from bot.questions.waiting import WaitingRoom
from bot.settings import ChannelSettings, Secrets, Settings, WrongSettings, read_secrets
from bot.triage.asking import Asking
from bot.triage.deciding import Deciding
from bot.triage.drafter import Drafter
from bot.triage.drafting import Drafting
from bot.triage.known import Known
from bot.triage.offers import Offers
from bot.triage.phrasing import CallsADay, Phrasing
from bot.triage.preparing import Preparing
from handlers.cli.commands import Programs, make
from handlers.cli.options import Installation
from handlers.cli.report import report
from handlers.cli.report_data import ReportSettings
from handlers.clock import Wakeups
from handlers.slack.connection import bolt_app
from handlers.slack.features import Features
from handlers.slack.http import route as slack_route
from handlers.slack.socket_mode import Socket
from handlers.slack_export import Export, open_export
from handlers.web import application
from sandbox.sandbox import GITHUB_SECRET, Sandbox
from storage import learning, schema
from storage.database import Database

HERE = Path(__file__).parent
DEFAULT_SETTINGS = HERE / "config" / "openebs.yaml"
MANIFEST = HERE / "app.yaml"

# Kofi and Ines of the sandbox.
SANDBOX_HELPERS = ("U0KOFI0001", "U0INES0001")

PROGRESS = (TextColumn("Replaying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

# A balancer asks every few seconds, and takes a slow answer for none.
READY_SECONDS = 3

__all__ = ["ReportSettings", "read_secrets", "report"]

log = logs.get("app")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast Burley may post in a channel, and write on GitHub; there a while apart, too."""

    posts: Limit
    issues: Limit
    apart: timedelta


PACE = Pace(SLACK_PACE, GITHUB_PACE, APART)
AT_WILL = Limit(1_000, timedelta(seconds=1))
NO_PACE = Pace(AT_WILL, AT_WILL, timedelta(0))


@dataclass(frozen=True, slots=True)
class Burley:
    """The running program."""

    features: Features
    wakeups: Wakeups
    durable: Durable
    database: Database
    address: str


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    secrets: Secrets,
    clock: Clock | None = None,
    *,
    poll: timedelta = timedelta(milliseconds=200),
    pace: Pace = PACE,
    track: bool = True,
) -> AsyncIterator[Burley]:
    """Burley, connected and listening, until the block ends.

    `poll` is how often queues are looked at, `pace` how fast it may say and file things,
    `track` whether it reads GitHub's repositories by itself.
    Raises WrongSettings or WrongSchema, in words, when it cannot start.
    """
    secrets.check_slack()
    clock = clock or RealClock()
    doubt_wait = timedelta(seconds=secrets.burley_doubt_wait_seconds)
    async with contextlib.AsyncExitStack() as opened:
        database = Database(secrets.burley_database)
        opened.callback(database.close)
        await asyncio.to_thread(schema.prepare, database)
        http = await opened.enter_async_context(aiohttp.ClientSession())
        outside = await opened.enter_async_context(
            httpx2.AsyncClient(follow_redirects=False, timeout=30)
        )
        bot_web = _slack_client(secrets, http)
        slack = Slack(bot_web)
        github = GitHub(
            outside, credentials(secrets), secrets.github_api_url, clock,
            KeptNote(database, "github_pause"),
        )  # fmt: skip
        work = Durable(secrets.burley_database, secrets.burley_executor, poll)

        taught = await database.read(learning.latest)
        judge = Judge(
            lambda channel: directory.care_of(channel), Learned(taught.delta) if taught else None
        )
        understanding = Understanding(judge)
        helpers = frozenset(settings.helpers)
        directory = Directory(database, slack, understanding, settings.channels, helpers)
        posting = Posting(database, slack, work, clock, doubt_wait, pace.posts)
        drafting = Drafting(Drafter(settings), directory.name_of)
        await database.read(drafting.load)
        preparing = Preparing(drafting, judge, judge.as_report, helpers, directory.is_quiet)
        known = Known(database, clock, drafting.comment)
        model = _model(outside, settings, secrets, clock, database)
        phrasing = Phrasing(database, drafting, known, model, directory.may_go_to_a_model)
        offers = Offers(database, slack, work, clock, preparing, known, phrasing)
        deciding = Deciding(database, work, clock, preparing, pace.issues)
        names = [one.name for one in settings.repositories]
        Filing(
            database, github, slack, work, clock, names, known.keep, doubt_wait, pace.issues,
            pace.apart,
        )  # fmt: skip
        following = Following(
            database, work, names, settings.follow.needs_information, known.keep,
            tell_comments=settings.follow.comments,
        )  # fmt: skip
        releasing = Releasing(database, github, clock, following)
        tracking = Tracking(database, github, clock, names, following, releasing)
        digests = Digests(database, directory, work, clock, settings)
        intake = Intake(database, directory, understanding, offers, work, helpers)
        features = Features(
            community=settings.community,
            slack=slack,
            directory=directory,
            intake=intake,
            waiting=WaitingRoom(database, clock),
            offers=offers,
            deciding=deciding,
            asking=Asking(database, work),
            known=known,
            following=following,
            standing=StandingOf(database, clock),
            digests=digests,
            corrections=Corrections(database, understanding, judge, clock, helpers),
        )
        wakeups = Wakeups(digests, posting, deciding, tracking, Learning(database, judge, clock))

        missing = await directory.load()
        if settings.digest is not None and directory.id_of(settings.digest.channel) is None:
            missing.append(settings.digest.channel)
        if missing:
            log.warning("channels of the settings that do not exist", channels=missing)
        indexing = asyncio.create_task(known.load())
        opened.callback(indexing.cancel)
        await work.launch()
        opened.push_async_callback(work.close)
        await wakeups.sweep()

        bolt = await bolt_app(bot_web, features)
        connection = None
        if secrets.slack_app_token is not None:
            connection = Socket(bolt, secrets.slack_app_token.get_secret_value(), bot_web)
            opened.push_async_callback(connection.close)
        by_http = None
        if connection is None and secrets.slack_signing_secret is not None:
            by_http = slack_route(bolt, secrets.slack_signing_secret.get_secret_value())
        lacking = partial(_lacking, database, connection)
        address = await _serve(opened, secrets, following, tracking, lacking, by_http)
        if connection is not None:
            await connection.open()
        wakeups.start(track=track)
        opened.callback(wakeups.stop)
        yield Burley(features, wakeups, work, database, address)


def _model(
    http: httpx2.AsyncClient, settings: Settings, secrets: Secrets, clock: Clock, database: Database
) -> Model | None:
    """The language model of the settings; None where they name none."""
    wanted, key = settings.model, secrets.burley_model_key
    if wanted is None:
        return None
    return Model(
        http,
        wanted.url,
        key.get_secret_value() if key else None,
        wanted.name,
        clock,
        CallsADay(database),
        calls_a_day=wanted.calls_a_day,
        timeout_seconds=wanted.timeout_seconds,
    )


def _slack_client(secrets: Secrets, http: aiohttp.ClientSession) -> AsyncWebClient:
    if secrets.slack_bot_token is None:
        raise WrongSettings("SLACK_BOT_TOKEN is missing.")
    return AsyncWebClient(
        token=secrets.slack_bot_token.get_secret_value(),
        base_url=secrets.slack_api_url,
        # Without a shared session every call opens its own; without [] a post whose
        # answer is lost is sent again.
        session=http,
        retry_handlers=[],
    )


async def _serve(
    opened: contextlib.AsyncExitStack,
    secrets: Secrets,
    following: Following,
    tracking: Tracking,
    lacking: Callable[[], Awaitable[str | None]],
    slack: web.RouteDef | None,
) -> str:
    secret = secrets.github_webhook_secret
    hooks = secret.get_secret_value() if secret else None
    app = application(following, tracking, lacking, hooks, slack)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    opened.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, secrets.burley_host, secrets.burley_port)
    try:
        await site.start()
    except OSError as problem:
        raise WrongSettings(
            f"Port {secrets.burley_port} is taken ({problem.strerror}): set BURLEY_PORT to another."
        ) from None
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


async def _lacking(database: Database, connection: Socket | None) -> str | None:
    """What Burley cannot work without and does not have at this moment; None when ready."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            await database.read(lambda tx: tx.execute(sa.text("SELECT 1")))
    except (TimeoutError, sa.exc.SQLAlchemyError):
        return "the database does not answer"
    if connection is not None and not await connection.is_connected():
        return "Slack is not connected"
    return None


async def run(here: Installation) -> None:
    """The bot on the Slack of the settings, until it is stopped."""
    async with running(here.settings, here.secrets) as burley:
        way = "Socket Mode" if here.secrets.slack_app_token else f"HTTP at {burley.address}"
        await _stopped(f"Burley is connected to Slack by {way}. Stop it with Ctrl-C.")


async def demo(here: Installation, port: int) -> None:
    """The sandbox with the bot in it, as a page, until it is stopped."""
    async with contextlib.AsyncExitStack() as opened:
        sandbox = Sandbox(yaml.safe_load(MANIFEST.read_text("utf-8")))
        opened.push_async_callback(sandbox.stop)
        await _start(sandbox, port)
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="burley-demo-"))
        settings = here.settings.model_copy(update={"helpers": SANDBOX_HELPERS})
        secrets = sandbox_secrets(sandbox.url, f"sqlite:///{folder}/burley.db")
        burley = await opened.enter_async_context(running(settings, secrets, sandbox.clock))
        sandbox.github.webhooks.url = f"{burley.address}/github/webhook"
        await sandbox.slack.connected()
        offer_moments(sandbox, burley)
        await _stopped(
            f"Burley's sandbox is at {sandbox.url} – open it in a browser. Stop it with Ctrl-C."
        )


def offer_moments(sandbox: Sandbox, burley: Burley) -> None:
    """Let the page move the clock, and Burley look at once what is due then."""

    async def next_digest() -> None:
        """Jump to the next digest"""
        due = burley.features.digests.next()
        if due is not None:
            await sandbox.clock.set(due + timedelta(seconds=1))

    sandbox.moments["next digest"] = next_digest
    sandbox.clock.on_change.append(burley.wakeups.look)


async def replay(
    here: Installation,
    path: Path,
    speed: float,
    port: int,
    afterwards: Callable[[Database], None] = lambda _database: None,
) -> None:
    """A real export, message by message, through the sandbox into the bot; then the figures."""
    async with contextlib.AsyncExitStack() as opened:
        export = opened.enter_context(open_export(path))
        sandbox = Sandbox(yaml.safe_load(MANIFEST.read_text("utf-8")))
        for user in export.users():
            sandbox.slack.add_user(dict(user))
        for channel in export.channels():
            sandbox.slack.add_channel({"id": channel.id, "name": channel.name})
        opened.push_async_callback(sandbox.stop)
        await _start(sandbox, port)
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="burley-replay-"))
        settings = here.settings.model_copy(
            update={
                "channels": tuple(ChannelSettings(name=one.id) for one in export.channels()),
                "digest": None,
            }
        )
        secrets = sandbox_secrets(sandbox.url, f"sqlite:///{folder}/burley.db")
        burley = await opened.enter_async_context(running(settings, secrets))
        await sandbox.slack.connected()
        print(f"Replaying {path.name} at {sandbox.url}", file=sys.stderr, flush=True)
        await _unless_stopped(_play(export, sandbox, speed))
        report(burley.database, ReportSettings.of(settings))
        afterwards(burley.database)


async def _unless_stopped(playing: Coroutine[Any, Any, None]) -> None:
    """Run it to its end; TellUser when somebody stops the program before."""
    task = asyncio.create_task(playing)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        raise TellUser("Stopped before the end; nothing was kept.") from None


async def _play(export: Export, sandbox: Sandbox, speed: float) -> None:
    total = export.message_count()
    with Progress(*PROGRESS, console=Console(stderr=True)) as bar:
        task = bar.add_task("messages", total=total)
        begun = time.monotonic()
        for number, (channel, message) in enumerate(export.messages_in_order()):
            if (ahead := number / speed - (time.monotonic() - begun)) > 0.01:
                await asyncio.sleep(ahead)
            await sandbox.slack.replay(channel.id, dict(message))
            bar.update(task, completed=number + 1)
        await sandbox.slack.settled(None)


def sandbox_secrets(sandbox_url: str, database_url: str) -> Secrets:
    """What the sandbox's Slack and GitHub accept."""
    return Secrets(
        _env_file=None,  # type: ignore[call-arg]
        slack_bot_token=SecretStr("xoxb-sandbox"),
        slack_app_token=SecretStr("xapp-sandbox"),
        slack_signing_secret=None,
        slack_api_url=f"{sandbox_url}/api/",
        github_token=SecretStr("ghs_sandbox"),
        github_api_url=f"{sandbox_url}/github",
        github_webhook_secret=SecretStr(GITHUB_SECRET),
        burley_database=database_url,
        burley_port=0,
        # Nothing lags here, so nobody should wait a quarter of an hour to see it.
        burley_doubt_wait_seconds=10,
    )


async def _start(sandbox: Sandbox, port: int) -> None:
    try:
        await sandbox.start(port=port)
    except OSError as problem:
        raise TellUser(
            f"Port {port} is taken ({problem.strerror}): choose another with --port."
        ) from None


async def _stopped(said: str) -> None:
    """Say that all is up; until somebody presses Ctrl-C or the system asks for the end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    print(said, flush=True)  # last, as whoever waits for it may ask for the end at once
    await stop.wait()


def main() -> None:
    logs.set_up(verbose=bool(os.environ.get("BURLEY_VERBOSE")))
    make(Programs(DEFAULT_SETTINGS, run, demo, replay))()


if __name__ == "__main__":
    main()
