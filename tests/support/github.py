"""Burley's GitHub client against the sandbox's GitHub, for the tests of both ways to sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.clients.github import App, GitHub
from bot.clients.github.pause import Kept
from bot.errors import TryAgain
from sandbox import Sandbox
from sandbox.clock import SandboxClock
from sandbox.github.github import APP_ID, APP_TOKEN

E = TypeVar("E", bound=Exception)

ZFS = "openebs/zfs-localpv"
LVM = "openebs/lvm-localpv"
MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "app.yaml").read_text("utf-8"))
KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
PUBLIC = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


def pem(key: rsa.RSAPrivateKey = KEY) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


@dataclass
class World:
    sandbox: Sandbox
    http: httpx2.AsyncClient

    @property
    def there(self) -> Any:
        """The sandbox's GitHub, empty of issues."""
        return self.sandbox.github

    @property
    def api(self) -> str:
        return f"{self.sandbox.url}/github"

    def client(self, token: str | None = APP_TOKEN, kept: Kept | None = None) -> GitHub:
        return GitHub(self.http, token, self.api, self.sandbox.clock, kept)

    def app(self, app_id: int | str = APP_ID, key: rsa.RSAPrivateKey = KEY) -> GitHub:
        self.there.app_public_key = PUBLIC.decode()
        return GitHub(self.http, App(str(app_id), key), self.api, self.sandbox.clock)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What was asked of GitHub so far, as method and path, and how it was answered."""
        return [
            (call.target.removeprefix("github:").replace("/repos/{owner}/{repo}", ""), call.outcome)
            for call in self.sandbox.calls
        ]

    def fault(self, target: str, kind: Any, **details: Any) -> None:
        self.sandbox.faults.add(f"github:{target}", kind, **details)

    async def later(self, **how_long: float) -> None:
        await self.sandbox.clock.jump(timedelta(**how_long))


@asynccontextmanager
async def living() -> AsyncIterator[World]:
    """A still clock: time passes only when the test says so."""
    clock = SandboxClock(datetime.now(UTC).replace(microsecond=0), speed=0)
    sandbox = Sandbox(MANIFEST, clock=clock)
    await sandbox.start()
    sandbox.github.empty()
    async with httpx2.AsyncClient() as http:
        yield World(sandbox, http)
    await sandbox.stop()


async def refusal(doing: Awaitable[Any], kind: type[E]) -> E:
    """The error of this kind that it ends in."""
    try:
        await doing
    except kind as refused:
        return refused
    raise AssertionError(f"no {kind.__name__}")


@contextmanager
def told_to_wait() -> Iterator[list[timedelta]]:
    """The wait that TryAgain asks for."""
    waits: list[timedelta] = []
    try:
        yield waits
    except TryAgain as again:
        waits.append(again.after)
        return
    raise AssertionError("nobody was told to wait")
