"""Carries events, commands and clicks to the app, waits for its acknowledgement, tries again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import new_uuid
from sandbox.slack.json_types import Json


@dataclass(frozen=True)
class Envelope:
    """What Slack sends: `events_api`, `slash_commands` or `interactive`, with its payload."""

    type: str
    payload: Json
    id: str = field(default_factory=new_uuid)

    @property
    def accepts_response_payload(self) -> bool:
        return self.type != "events_api"


class NotAcked(Exception):
    """The app did not acknowledge; `reason` is what Slack would name as retry_reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transport(Protocol):
    async def attempt(
        self, envelope: Envelope, retry: int, reason: str, ack_seconds: float
    ) -> Json:
        """Send once and return the acknowledgement's payload; NotAcked if none came in time."""


class Delivery:
    """Sends in order without waiting for one acknowledgement before the next is sent.

    At most `window` attempts are under way; who sends more waits. The times are Slack's
    (https://docs.slack.dev/apis/events-api/#retries) and are there to be shortened in tests.
    """

    def __init__(self, transport: Transport, window: int = 100) -> None:
        self.transport = transport
        self.ack_seconds = 3.0
        self.retry_seconds: Sequence[float] = (0.0, 60.0, 300.0)
        self.lost: list[Envelope] = []
        self._window = asyncio.Semaphore(window)
        self._under_way: set[asyncio.Task[None]] = set()

    def set_window(self, window: int) -> None:
        """How many may be un-acknowledged at a time; change it while nothing is under way."""
        self._window = asyncio.Semaphore(window)

    async def send_event(self, payload: Json) -> None:
        """Returns when the event is on its way; Slack does not let the sender wait either."""
        envelope = Envelope("events_api", payload)
        await self._window.acquire()
        task = asyncio.create_task(self._until_acked(envelope))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def ask(self, kind: str, payload: Json) -> Json:
        """A command or click and the app's answer to it. Slack sends these once only."""
        async with self._window:
            try:
                return await self.transport.attempt(
                    Envelope(kind, payload), 0, "", self.ack_seconds
                )
            except NotAcked as failure:
                late = failure.reason in ("timeout", "http_timeout")
                raise ActFailed("operation_timeout" if late else "dispatch_failed") from failure

    async def settled(self, within_seconds: float | None = None) -> None:
        """Wait until every event was acknowledged or given up."""
        async with asyncio.timeout(within_seconds):
            while self._under_way:
                await asyncio.wait(set(self._under_way))

    async def stop(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _until_acked(self, envelope: Envelope) -> None:
        reason = ""
        for retry in range(len(self.retry_seconds) + 1):
            if retry:
                await asyncio.sleep(self.retry_seconds[retry - 1])
                await self._window.acquire()
            try:
                await self.transport.attempt(envelope, retry, reason, self.ack_seconds)
                return
            except NotAcked as failure:
                reason = failure.reason
                if reason == "no_retry":
                    break
            finally:
                self._window.release()
        self.lost.append(envelope)
