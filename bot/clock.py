"""What time it is, as something that can be handed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware and in UTC."""


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
