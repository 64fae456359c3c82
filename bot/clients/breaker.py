"""A circuit breaker: what fails again and again is left alone for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.clock import Clock

ALLOWED = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


class Open(Exception):
    """No call is made before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Breaker:
    """After five failures in a row a pause, then one call as a trial.

    A trial that fails doubles the pause; any success ends it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = FIRST_PAUSE
        self._until: datetime | None = None
        self._on_trial = False

    @contextlib.contextmanager
    def watching(self, failure: type[Exception]) -> Iterator[None]:
        """Counts how the call within ends: only `failure` is one. Raises Open in a pause."""
        trial = self._until is not None
        if self._until is not None:
            if self._on_trial or self._clock.now() < self._until:
                raise Open(self._until)
            self._on_trial = True
        try:
            yield
        except failure:
            self._failed(trial)
            raise
        else:
            self._failures, self._pause, self._until = 0, FIRST_PAUSE, None
        finally:
            if trial:
                self._on_trial = False

    def _failed(self, trial: bool) -> None:
        self._failures += 1
        if trial:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        elif self._failures < ALLOWED or self._until is not None:
            # Calls that began before the pause may still fail within it.
            return
        self._until = self._clock.now() + self._pause
