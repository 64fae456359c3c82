"""A language model behind any OpenAI-compatible endpoint: one question, one JSON object.

Neither what is asked nor what is answered reaches an error or a log, and the key only a header.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any, Protocol

import httpx2
import orjson

from bot.clients.breaker import Breaker, Open
from bot.clients.model_form import Form
from bot.clock import Clock
from bot.errors import ModelUnavailable

LONGEST_ANSWER = 1_000_000
FENCED = re.compile(r"\s*```(?:json)?\s*\n(?P<json>.*?)\n?\s*```\s*", re.DOTALL | re.IGNORECASE)
MEANINGS = {
    401: "does not accept the key",
    402: "wants to be paid first",
    403: "does not allow this key to use the model",
    404: "knows no such address or no such model",
    429: "is asked too often, or its quota is used up",
}


class Budget(Protocol):
    async def take(self, day: date, limit: int) -> bool:
        """Count one more call of the day (UTC); False, and none counted, after `limit`."""


class BudgetInMemory:
    """Forgets at every restart: for a single question, not for a bot that runs."""

    def __init__(self) -> None:
        self._taken: dict[date, int] = {}

    async def take(self, day: date, limit: int) -> bool:
        taken = self._taken.get(day, 0)
        if taken >= limit:
            return False
        self._taken = {day: taken + 1}
        return True


class _Failed(ModelUnavailable):
    """A call was made and came to nothing: what the breaker counts."""


class Model:
    """Never repeats a question and never follows a redirect, which would carry it elsewhere."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        url: str,
        key: str | None,
        name: str,
        clock: Clock,
        budget: Budget,
        *,
        calls_a_day: int,
        timeout_seconds: float = 20,
    ) -> None:
        if key and not (key.isascii() and key.isprintable()):
            # The HTTP library would put such a key into the text of its error.
            raise ValueError("the language model's key must be printable ASCII")
        self._http = http
        self._url = url.rstrip("/") + "/chat/completions"
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._name = name
        self._clock = clock
        self._budget = budget
        self._calls_a_day = calls_a_day
        self._timeout_seconds = timeout_seconds
        self._breaker = Breaker(clock)
        self.form = Form()

    async def answer(
        self, instructions: str, text: str, schema: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The model's JSON object, which need not keep to the schema: check it.

        Raises ModelUnavailable when there is none, for whatever reason.
        """
        try:
            with self._breaker.watching(_Failed):
                return await self._asked(instructions, text, schema)
        except Open as problem:
            raise ModelUnavailable(
                "the language model failed several times in a row and is left alone until "
                f"{problem.until:%H:%M} UTC"
            ) from None

    async def _asked(
        self, instructions: str, text: str, schema: Mapping[str, Any]
    ) -> dict[str, Any]:
        form: Form | None = self.form
        status = 0
        while form is not None:
            if not await self._budget.take(
                self._clock.now().astimezone(UTC).date(), self._calls_a_day
            ):
                raise ModelUnavailable(
                    f"the language model's {self._calls_a_day} calls of today are used up"
                )
            status, said = await self._sent(form.body(self._name, instructions, text, schema))
            if status == 200:
                self.form = form
                return object_in(said)
            if status not in (400, 422):
                break
            form = form.after(said.decode("utf-8", "replace"))
        raise _Failed(f"the language model's endpoint {_meaning(status)} ({status})")

    async def _sent(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        """The status and the bytes of the answer; the whole of it must come in time."""
        try:
            async with (
                asyncio.timeout(self._timeout_seconds),
                self._http.stream(
                    "POST",
                    self._url,
                    content=json.dumps(body),
                    headers=self._headers,
                    timeout=self._timeout_seconds,
                    follow_redirects=False,
                ) as response,
            ):
                said = bytearray()
                # Raw, as a few bytes may unpack to any length.
                async for part in response.aiter_raw():
                    said += part
                    if len(said) > LONGEST_ANSWER:
                        raise _Failed("the language model's answer is too long")
                return response.status_code, bytes(said)
        except (TimeoutError, httpx2.TimeoutException) as problem:
            raise _Failed(
                f"the language model took longer than {self._timeout_seconds:g} seconds"
            ) from problem
        except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
            raise _Failed(
                f"the language model cannot be reached ({type(problem).__name__})"
            ) from problem


def _meaning(status: int) -> str:
    if status in MEANINGS:
        return MEANINGS[status]
    if status < 400:
        return "sends us elsewhere, which is not followed"
    return "refuses the question" if status < 500 else "has trouble"


def object_in(said: bytes) -> dict[str, Any]:
    """The JSON object that is the first choice; orjson refuses what is nested without end."""
    try:
        choice = orjson.loads(said)["choices"][0]
        message, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError):
        raise _Failed("the language model's endpoint answers no chat completion") from None
    if reason == "length":
        raise _Failed("the language model's answer was cut")
    if not isinstance(message, str):
        raise _Failed("the language model declined to answer")
    fenced = FENCED.fullmatch(message)
    try:
        found = orjson.loads(fenced["json"] if fenced else message)
    except ValueError:
        # Without its cause, which holds the text.
        raise _Failed("the language model did not answer in JSON") from None
    if not isinstance(found, dict):
        raise _Failed("the language model answered no JSON object")
    return found
