"""`burley doctor`: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

import aiohttp
import httpx2
import sqlalchemy as sa
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients.slack import Slack
from bot.errors import InDoubt, Refused, TellUser, TryAgain
from bot.settings import Secrets, Settings, WrongSettings
from handlers.cli import doctor_model
from handlers.cli.check import Check
from handlers.cli.doctor_github import github_checks
from handlers.cli.options import Installation
from storage import schema
from storage.database import ADDRESSES

# SQLite before 3.51.3 (and some backports) can lose a write when a checkpoint races with it
# (sqlite.org/wal.html#walresetbug); Burley's one writer keeps clear of it.
FIXED_SQLITE = (3, 51, 3)
BACKPORTS = {(3, 44): 6, (3, 50): 7}


def examine(config: Path | None, db: str | None, default: Path) -> list[Check]:
    try:
        here = Installation.read(config, db, default)
    except WrongSettings as problem:
        return [Check("settings", False, str(problem))]
    used = config or here.secrets.burley_config or default
    checks = [
        Check("settings", True, f"{here.settings.community}, from {used}"),
        _database(here),
        _sqlite(sqlite3.sqlite_version_info),
    ]
    manifest = yaml.safe_load((default.parent.parent / "app.yaml").read_text("utf-8"))
    scopes = frozenset(manifest["oauth_config"]["scopes"]["bot"])
    return checks + asyncio.run(_outside(here, scopes))


def show(checks: list[Check], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"checks": [asdict(check) for check in checks]}, ensure_ascii=False))
        return
    for check in checks:
        print(f"{'ok  ' if check.ok else 'MEND'} {check.name}: {check.detail}")


def _database(here: Installation) -> Check:
    try:
        url = sa.make_url(here.secrets.burley_database).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return Check("database", False, f"BURLEY_DATABASE: {ADDRESSES}")
    try:
        with here.database(make=True):
            return Check("database", True, f"{url}, schema {schema.HEAD}")
    except (TellUser, schema.WrongSchema) as problem:
        return Check("database", False, str(problem))
    except (sa.exc.SQLAlchemyError, OSError) as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
        return Check("database", False, f"{url} cannot be used: {said}")


def _sqlite(version: tuple[int, ...]) -> Check:
    shown = ".".join(map(str, version))
    fixed = version >= FIXED_SQLITE or version[2] >= BACKPORTS.get((version[0], version[1]), 1_000)
    if fixed:
        return Check("SQLite", True, shown)
    return Check(
        "SQLite",
        True,
        f"{shown}: has a write-ahead-log fault that one writer alone, as here, avoids",
    )


async def _outside(here: Installation, scopes: frozenset[str]) -> list[Check]:
    checks: list[Check] = []
    async with aiohttp.ClientSession() as http, httpx2.AsyncClient(timeout=15) as outside:
        checks += [check async for check in _slack(here.settings, here.secrets, http, scopes)]
        checks += [check async for check in github_checks(here.settings, here.secrets, outside)]
        model = await doctor_model.check(here.settings, here.secrets, outside)
        checks.append(Check("language model", *model))
    return checks


async def _slack(
    settings: Settings, secrets: Secrets, http: aiohttp.ClientSession, scopes: frozenset[str]
) -> AsyncIterator[Check]:
    if not secrets.any_slack:
        yield Check("Slack", True, "no token is set: `make run` starts the sandbox")
        return
    try:
        secrets.check_slack()
        assert secrets.slack_bot_token is not None
        web = AsyncWebClient(
            token=secrets.slack_bot_token.get_secret_value(),
            base_url=secrets.slack_api_url,
            session=http,
            retry_handlers=[],
        )
        slack = Slack(web)
        try:
            _, address = await slack.whoami()
        except Refused as problem:
            why = "Copy SLACK_BOT_TOKEN again from OAuth & Permissions of your Slack app."
            yield Check("Slack", False, f"{problem}. {why}")
            return
        yield Check("Slack", True, f"connected to {address}")
        if secrets.slack_app_token is not None:
            yield await _socket_mode(slack, secrets.slack_app_token.get_secret_value())
        missing = sorted(scopes - await slack.scopes())
        yield Check(
            "scopes",
            not missing,
            f"missing: {', '.join(missing)}. Paste app.yaml into your Slack app's manifest and "
            "install it again."
            if missing
            else "all of app.yaml",
        )
        known = await slack.channels()
        there = {channel.name for channel in known} | {channel.id for channel in known}
        wanted = [*settings.listened, *([settings.digest.channel] if settings.digest else [])]
        absent = [name for name in wanted if name.removeprefix("#") not in there]
        yield Check(
            "channels",
            not absent,
            f"not in the workspace: {', '.join(absent)}. Correct them in the settings."
            if absent
            else f"{len(wanted)} found; invite Burley into each with /invite @burley",
        )
    except (WrongSettings, Refused, TryAgain, InDoubt) as problem:
        yield Check("Slack", False, str(problem))


async def _socket_mode(slack: Slack, app_token: str) -> Check:
    try:
        await slack.open_socket(app_token)
    except Refused as problem:
        why = (
            "Make SLACK_APP_TOKEN anew with the scope connections:write, under Basic Information "
            "of your Slack app, and switch Socket Mode on."
        )
        return Check("Socket Mode", False, f"{problem}. {why}")
    return Check("Socket Mode", True, "the app token may connect")
