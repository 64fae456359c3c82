"""The sandbox's own time: real time, sped up and moved as a demo or a test wishes."""

import inspect
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time × speed + offset. Without a start it begins at the real now."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        self._base = start or datetime.now(UTC)
        self._since = time.monotonic()
        self._speed = speed
        self.on_change: list[Callable[[], Awaitable[None] | None]] = []

    def now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        """Change the pace from now on; 0 stands still. The time shown does not jump."""
        if speed < 0:
            raise ValueError("the clock cannot run backwards")
        self._restart(self.now())
        self._speed = speed

    async def jump(self, by: timedelta) -> None:
        self._restart(self.now() + by)
        await self._tell()

    async def set(self, to: datetime) -> None:
        if to.tzinfo is None:
            raise ValueError("the clock is set to an aware time")
        self._restart(to.astimezone(UTC))
        await self._tell()

    def _restart(self, at: datetime) -> None:
        self._base, self._since = at, time.monotonic()

    async def _tell(self) -> None:
        for listener in self.on_change:
            answer = listener()
            if inspect.isawaitable(answer):
                await answer
