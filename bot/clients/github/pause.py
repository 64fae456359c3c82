"""GitHub's limits: after one, no request goes out before the moment that GitHub named."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx2

from bot.clock import Clock
from bot.errors import TryAgain

# GitHub: without a Retry-After wait at least a minute after a secondary limit, then longer
# each time; going on may get an integration banned.
# https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_GUESS = timedelta(hours=1)
LONGEST = timedelta(days=1)

BUDGET = "GitHub's rate limit"
SECONDARY = "GitHub's secondary rate limit"


class Kept(Protocol):
    """Where a pause is written down, for the process that comes after this one."""

    async def read(self) -> str | None: ...

    async def write(self, value: str) -> None: ...


class Pause:
    """Shared by all requests of a client. Nothing in it awaits, so it needs no lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = clock.now()
        self._why = BUDGET
        self._guesses = 0

    def __str__(self) -> str:
        return json.dumps([self._until.isoformat(), self._guesses, self._why])

    def take_up(self, written: str) -> None:
        """Go on with the pause of an earlier process, as its str()."""
        until, self._guesses, self._why = json.loads(written)
        self._until = datetime.fromisoformat(until)

    def check(self) -> None:
        """TryAgain, with the time that is left, while it lasts."""
        left = self._until - self._clock.now()
        if left > timedelta(0):
            raise TryAgain(self._why, left)

    def heed(self, answer: httpx2.Response) -> None:
        """Take note of what an answer says of limits; TryAgain when it is one itself."""
        spent = answer.headers.get("x-ratelimit-remaining") == "0"
        if not _is_limit(answer, spent):
            self._guesses = 0
            if spent:
                self._begin(BUDGET, _until_reset(answer) or FIRST_PAUSE)
            return
        told = [_retry_after(answer), _until_reset(answer) if spent else None]
        waits = [wait for wait in told if wait is not None]
        if waits:
            self._begin(BUDGET if spent else SECONDARY, max(waits))
        else:
            guess = min(FIRST_PAUSE * 2**self._guesses, LONGEST_GUESS)
            self._guesses = min(self._guesses + 1, 10)
            self._begin(SECONDARY, guess)
        self.check()

    def _begin(self, why: str, wait: timedelta) -> None:
        wait = min(max(wait, timedelta(seconds=1)), LONGEST)
        self._until = max(self._until, self._clock.now() + wait)
        self._why = why


def _is_limit(answer: httpx2.Response, spent: bool) -> bool:
    if answer.status_code not in (403, 429):
        return False
    said = answer.text.lower()
    named = "rate limit" in said or "abuse detection" in said
    return answer.status_code == 429 or spent or named or "retry-after" in answer.headers


def _retry_after(answer: httpx2.Response) -> timedelta | None:
    told = answer.headers.get("retry-after", "")
    # A number too long for a number of seconds is as good as none.
    return timedelta(seconds=int(told)) if told.isdecimal() and len(told) < 8 else None


def _until_reset(answer: httpx2.Response) -> timedelta | None:
    """Counted from GitHub's own clock: ours may be minutes off."""
    try:
        reset = int(answer.headers["x-ratelimit-reset"])
        now = parsedate_to_datetime(answer.headers["date"]).timestamp()
        return timedelta(seconds=reset - now)
    except (LookupError, ValueError, OverflowError):
        return None
