"""A community in a sandbox, with the whole bot running in it: what tests drive."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import SecretStr

import app
from bot.settings import Secrets, Settings, read_settings
from sandbox.clock import SandboxClock
from sandbox.sandbox import Sandbox
from sandbox.slack.ids import SIGNING_SECRET

Json = dict[str, Any]

HTTP_MODE = {"slack_app_token": None, "slack_signing_secret": SecretStr(SIGNING_SECRET)}

# Slack waits three seconds for an answer. A test of something else does not fail of a busy machine.
PATIENT_SECONDS = 30.0
MANIFEST: Json = yaml.safe_load(app.MANIFEST.read_text("utf-8"))


@dataclass
class Community:
    sandbox: Sandbox
    burley: app.Burley

    async def say(
        self, text: str, by: str = "asha", thread_ts: str | None = None, channel: str = "openebs"
    ) -> str:
        """Somebody says something, and Burley has dealt with it; the message's ts."""
        ts = await self.sandbox.slack.say(by, channel, text, thread_ts=thread_ts)
        await self.settled()
        return ts

    async def command(self, text: str, by: str = "ines") -> str:
        """What a slash command answers, all its words in a row."""
        before = len(self.sandbox.slack.ephemerals(by))
        await self.sandbox.slack.command(by, "openebs", text)
        await self.settled()
        shown = self.sandbox.slack.ephemerals(by)[before:]
        return "\n".join(words(one) for one in shown)

    async def press(self, action_id: str, by: str = "asha") -> None:
        """Press a button of the latest message that only this person sees."""
        shown = self.sandbox.slack.ephemerals(by)[-1]
        await self.sandbox.slack.press(by, action_id, ephemeral=shown["id"])
        await self.settled()

    async def react(self, emoji: str, ts: str, by: str = "asha", channel: str = "openebs") -> None:
        await self.sandbox.slack.react(by, channel, ts, emoji)
        await self.settled()

    async def shortcut(
        self, ts: str, by: str = "asha", name: str = "file_as_issue", channel: str = "openebs"
    ) -> None:
        """Choose one of Burley's entries in a message's menu."""
        await self.sandbox.slack.shortcut(by, name, channel, ts)
        await self.settled()

    def view(self, of: str = "asha") -> Json:
        """The dialog that this person has open."""
        return self.sandbox.slack.open_views(of)[-1]

    async def choose(
        self, action_id: str, value: str, by: str = "asha", typed: Mapping[str, str] | None = None
    ) -> None:
        """Choose from a menu of the open dialog, with what was `typed` into its fields."""
        view = self.view(by)
        await self.sandbox.slack.press(
            by, action_id, view=view["id"], selected_option=value, state=dict(typed or {})
        )
        await self.settled()

    async def submit(self, by: str = "asha", **changed: Any) -> dict[str, str]:
        """Send the dialog that is open, with some fields changed; the errors it shows.

        A text input takes its text, any other field what Slack would send of it.
        """
        errors = await self.sandbox.slack.submit_view(by, self.view(by)["id"], changed)
        await self.settled()
        return errors

    @property
    def issues(self) -> list[Json]:
        return [
            {"repository": one.repository.full_name, "number": one.number, "title": one.title,
             "body": one.body, "labels": [label.name for label in one.labels], "state": one.state}
            for one in self.sandbox.github.issues
        ]  # fmt: skip

    async def settled(self) -> None:
        """Nothing is under way any more: no event, no workflow, no webhook."""
        for _ in range(2):  # what settles last may have started something else
            await self.sandbox.slack.settled()
            while await self.burley.durable.unfinished():
                await asyncio.sleep(0.02)
            await self.sandbox.github.webhooks.settled()

    def thread(self, ts: str, channel: str = "openebs") -> list[str]:
        """What stands in a thread, the first message included."""
        return [words(one) for one in self.sandbox.slack.thread(channel, ts)]

    def whispers(self, to: str = "asha") -> list[str]:
        return [words(one) for one in self.sandbox.slack.ephemerals(to)]


def words(message: Json) -> str:
    """All that a person reads in a message: its blocks' texts, else its text."""
    found: list[str] = []

    def collect(part: object) -> None:
        if isinstance(part, dict):
            if part.get("type") in ("mrkdwn", "plain_text") and isinstance(part.get("text"), str):
                found.append(part["text"])
                return
            for inner in part.values():
                collect(inner)
        elif isinstance(part, list):
            for inner in part:
                collect(inner)

    collect(message.get("blocks"))
    return "\n".join(found) or str(message.get("text", ""))


def settings(**changes: Any) -> Settings:
    """OpenEBS's settings, with the sandbox's helpers."""
    default = read_settings(app.DEFAULT_SETTINGS)
    return default.model_copy(update={"helpers": app.SANDBOX_HELPERS, **changes})


def secrets(sandbox_url: str, database_url: str, **changes: Any) -> Secrets:
    known = app.sandbox_secrets(sandbox_url, database_url)
    return known.model_copy(update={"burley_doubt_wait_seconds": 0.2, **changes})


@contextlib.asynccontextmanager
async def living(
    database_url: str,
    clock: SandboxClock | None = None,
    *,
    by_http: bool = False,
    secret: Mapping[str, Any] | None = None,
    **changes: Any,
) -> AsyncIterator[Community]:
    """A sandbox and Burley in it; the sandbox's example issues are left out.

    By Socket Mode, or by signed HTTP requests; `secret` changes the secrets, `changes` the
    settings.
    """
    sandbox = Sandbox(MANIFEST, clock=clock)
    sandbox.slack.delivery.ack_seconds = PATIENT_SECONDS
    await sandbox.start()
    sandbox.github.empty()
    try:
        async with app.running(
            settings(**changes),
            secrets(sandbox.url, database_url, **(HTTP_MODE if by_http else {}), **(secret or {})),
            sandbox.clock,
            poll=timedelta(milliseconds=20),
            pace=app.NO_PACE,
            track=False,
        ) as burley:
            sandbox.github.webhooks.url = f"{burley.address}/github/webhook"
            if by_http:
                sandbox.slack.http_url = f"{burley.address}/slack/events"
            await sandbox.slack.connected()
            yield Community(sandbox, burley)
    finally:
        await sandbox.stop()


def database_path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
