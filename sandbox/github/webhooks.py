"""Webhook deliveries: signed and in order as GitHub sends them; lost, doubled or late on demand."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

import aiohttp

# GitHub gives up on an answer after ten seconds and does not try again by itself.
# https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
PATIENCE_SECONDS = 10


@dataclass
class Delivery:
    id: int
    guid: str
    event: str
    action: str | None
    body: bytes
    created_at: datetime
    repository_id: int | None = None
    status: str = "pending"  # then "OK", "held", "lost", "no hook", or why it failed
    status_code: int = 0
    redelivery: bool = False

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def failed(self) -> bool:
        return self.status not in {"pending", "OK", "held", "lost", "no hook"}


class Webhooks:
    """Set `url` to change or remove where deliveries go."""

    def __init__(self, now: Callable[[], datetime], secret: str, url: str | None) -> None:
        self._now = now
        self._secret = secret
        self.url = url
        self.hook_id = 480_000_001
        self.target_id = 0
        self.deliveries: list[Delivery] = []
        self._ids = count(12_000_000_001)
        self._queue: asyncio.Queue[Delivery] = asyncio.Queue()
        self._session: aiohttp.ClientSession | None = None
        self._worker: asyncio.Task[None] | None = None
        self._to_lose = 0
        self._to_double = 0
        self._held: list[Delivery] | None = None

    # What tests and demos can do to deliveries.

    def lose(self, n: int = 1) -> None:
        """The next n events are never sent, and GitHub's list does not show them."""
        self._to_lose += n

    def double(self, n: int = 1) -> None:
        """The next n events are sent twice, under one GUID."""
        self._to_double += n

    def hold(self) -> None:
        """Keep events back until `release`."""
        self._held = self._held or []

    def release(self, *, shuffled: bool = False, seed: int = 0) -> None:
        held, self._held = self._held or [], None
        if shuffled:
            random.Random(seed).shuffle(held)
        for delivery in held:
            self._enqueue(delivery)

    async def redeliver(self, guid: str) -> Delivery:
        """Send again what was sent (or lost) under this GUID, and wait for the answer."""
        again = self._again(guid)
        await self._send(again)
        return again

    def redeliver_soon(self, guid: str) -> None:
        """Send again in the background, after what is waiting."""
        self._queue.put_nowait(self._again(guid))

    def _again(self, guid: str) -> Delivery:
        first = next((d for d in self.deliveries if d.guid == guid), None)
        if first is None:
            raise KeyError(guid)
        again = replace(
            first,
            id=next(self._ids),
            created_at=self._now(),
            status="pending",
            status_code=0,
            redelivery=True,
        )
        self.deliveries.append(again)
        return again

    @property
    def failed(self) -> list[Delivery]:
        """Deliveries without a 2xx answer whose GUID had none later either."""
        arrived = {d.guid for d in self.deliveries if d.status == "OK"}
        return [d for d in self.deliveries if d.failed and d.guid not in arrived]

    async def settled(self) -> None:
        """Wait until everything that is to be sent has been sent."""
        await self._queue.join()

    # How GitHub sends them.

    def emit(self, event: str, payload: dict[str, Any]) -> Delivery:
        """Send an event in the background, after those before it."""
        repository = payload.get("repository") or {}
        delivery = Delivery(
            id=next(self._ids),
            guid=str(uuid.uuid4()),
            event=event,
            action=payload.get("action"),
            body=json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(),
            created_at=self._now(),
            repository_id=repository.get("id"),
        )
        self.deliveries.append(delivery)
        if self._to_lose:
            self._to_lose -= 1
            delivery.status = "lost"
        elif self._held is not None:
            delivery.status = "held"
            self._held.append(delivery)
        else:
            self._enqueue(delivery)
        return delivery

    def _enqueue(self, delivery: Delivery) -> None:
        if self.url is None:
            delivery.status = "no hook"
            return
        delivery.status = "pending"
        self._queue.put_nowait(delivery)
        if self._to_double:
            self._to_double -= 1
            again = replace(delivery, id=next(self._ids))
            self.deliveries.append(again)
            self._queue.put_nowait(again)

    def start(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._worker = asyncio.create_task(self._work(), name="sandbox github webhooks")

    async def stop(self) -> None:
        if self._worker is None:
            return
        self._worker.cancel()
        await asyncio.gather(self._worker, return_exceptions=True)
        self._worker = None

    async def _work(self) -> None:
        while True:
            delivery = await self._queue.get()
            try:
                await self._send(delivery)
            finally:
                self._queue.task_done()

    async def _send(self, delivery: Delivery) -> None:
        if self.url is None or self._session is None:
            delivery.status = "no hook"
            return
        signature = hmac.new(self._secret.encode(), delivery.body, hashlib.sha256).hexdigest()
        headers = {
            "Accept": "*/*",
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/5an6b0x",
            "X-GitHub-Delivery": delivery.guid,
            "X-GitHub-Event": delivery.event,
            "X-GitHub-Hook-ID": str(self.hook_id),
            "X-GitHub-Hook-Installation-Target-ID": str(self.target_id),
            "X-GitHub-Hook-Installation-Target-Type": "integration",
            "X-Hub-Signature-256": f"sha256={signature}",
        }
        patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        try:
            async with self._session.post(
                self.url,
                data=delivery.body,
                headers=headers,
                timeout=patience,
                allow_redirects=False,
            ) as response:
                delivery.status_code = response.status
                ok = 200 <= response.status < 300
                delivery.status = "OK" if ok else f"Invalid HTTP Response: {response.status}"
        except TimeoutError:
            delivery.status = "timed out"
        except (aiohttp.ClientError, OSError):
            delivery.status = "failed to connect to host"
