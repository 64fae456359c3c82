"""The language model's client: an answer, or a reason why there is none; never a bill or a leak."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clients.breaker import Breaker
from bot.clients.model import BudgetInMemory, Model, object_in
from bot.errors import ModelUnavailable
from bot.settings import WrongSettings, read_secrets
from tests.support.model import How, ModelServer, Reaction, knows_no_schemas, thinks_first

SCHEMA = {"type": "object", "properties": {"word": {"type": "string"}}, "required": ["word"]}
KEY = "sk-test-key-nobody-may-see"
TEXT = "the-words-nobody-may-see"


@dataclass
class StillClock:
    time: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer().running() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as client:
        yield client


@pytest.fixture(autouse=True)
def _no_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def model(server: ModelServer, http: httpx2.AsyncClient, clock: StillClock) -> Model:
    return Model(http, server.url, KEY, "test", clock, BudgetInMemory(), calls_a_day=50)


async def why(model: Model) -> str:
    with pytest.raises(ModelUnavailable) as failed:
        await model.answer("Say yes.", TEXT, SCHEMA)
    shown = "".join(traceback.format_exception(failed.value))
    assert KEY not in shown
    assert TEXT not in shown
    return str(failed.value)


async def test_it_asks_once_with_the_schema_and_the_key_in_a_header(
    server: ModelServer, model: Model
) -> None:
    server.will({"word": "yes"})
    assert await model.answer("Say yes.", TEXT, SCHEMA) == {"word": "yes"}
    (question,) = server.asked
    assert [one["content"] for one in question["messages"]] == ["Say yes.", TEXT]
    assert question["response_format"]["json_schema"]["schema"] == SCHEMA
    assert question["temperature"] == 0
    assert question["max_tokens"] > 0
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in str(server.asked)


@pytest.mark.parametrize("text", ['```json\n{"a": 1}\n```', '```\n{"a": 1}```\n', ' {"a": 1} '])
async def test_json_in_a_fence_is_json(server: ModelServer, model: Model, text: str) -> None:
    server.will(text)
    assert await model.answer("", TEXT, SCHEMA) == {"a": 1}


@pytest.mark.parametrize(
    ("how", "reaction", "reason"),
    [
        ("lost", {}, "cannot be reached"),
        ("answer", 400, "refuses the question (400)"),
        ("answer", 401, "does not accept the key (401)"),
        ("answer", 404, "knows no such address or no such model (404)"),
        ("answer", 429, "asked too often"),
        ("answer", 500, "has trouble (500)"),
        ("answer", 307, "sends us elsewhere, which is not followed (307)"),
        ("not json", {}, "did not answer in JSON"),
        ("answer", '{"a": 1} and more', "did not answer in JSON"),
        ("answer", '{"a": "\\ud800"}', "did not answer in JSON"),
        ("answer", "[" * 100_000, "did not answer in JSON"),
        ("array", {}, "answered no JSON object"),
        ("cut", {"a": 1}, "was cut"),
        ("declines", {}, "declined to answer"),
        ("not chat", {}, "answers no chat completion"),
        ("too long", {}, "is too long"),
    ],
)
async def test_whatever_is_no_answer_is_told_in_words(
    server: ModelServer, model: Model, how: How, reaction: Reaction, reason: str
) -> None:
    server.will(reaction, how=how)
    assert reason in await why(model)


@pytest.mark.parametrize("how", ["slow", "drip"])
async def test_an_answer_must_be_whole_in_time(
    server: ModelServer, http: httpx2.AsyncClient, clock: StillClock, how: How
) -> None:
    server.will({}, how=how)
    budget = BudgetInMemory()
    model = Model(http, server.url, KEY, "test", clock, budget, calls_a_day=9, timeout_seconds=0.05)
    assert "took longer than 0.05 seconds" in await why(model)


async def test_an_endpoint_that_is_not_there_is_a_reason_too(
    http: httpx2.AsyncClient, clock: StillClock
) -> None:
    budget = BudgetInMemory()
    model = Model(http, "http://127.0.0.1:1/v1", None, "test", clock, budget, calls_a_day=9)
    assert "cannot be reached" in await why(model)


async def test_without_schemas_plain_json_is_asked_for_and_remembered(
    server: ModelServer, model: Model
) -> None:
    server.refuses(knows_no_schemas)
    for _ in range(2):
        assert await model.answer("Say yes.", TEXT, SCHEMA) == {"word": "yes"}
    kinds = [one["response_format"]["type"] for one in server.asked]
    assert kinds == ["json_schema", "json_object", "json_object"]
    assert '"required": ["word"]' in server.asked[1]["messages"][0]["content"]


async def test_a_model_that_thinks_first_is_asked_its_way(
    server: ModelServer, model: Model
) -> None:
    server.refuses(lambda question: thinks_first(question) or knows_no_schemas(question))
    for _ in range(2):
        assert await model.answer("Say yes.", TEXT, SCHEMA) == {"word": "yes"}
    assert len(server.asked) == 4
    assert "temperature" not in server.asked[-1]
    assert server.asked[-1]["max_completion_tokens"] > 0


async def test_a_refusal_of_every_form_is_not_remembered(server: ModelServer, model: Model) -> None:
    server.refuses(lambda _question: "no")
    assert "refuses the question (400)" in await why(model)
    server.refuses(lambda _question: None)
    await model.answer("Say yes.", TEXT, SCHEMA)
    assert server.asked[-1]["response_format"]["type"] == "json_schema"


async def test_the_budget_holds_over_restarts_and_until_midnight_utc(
    server: ModelServer, http: httpx2.AsyncClient, clock: StillClock
) -> None:
    budget = BudgetInMemory()  # what a database keeps
    for _restart in range(10):
        model = Model(http, server.url, KEY, "test", clock, budget, calls_a_day=3)
        if len(server.asked) < 3:
            await model.answer("Say yes.", TEXT, SCHEMA)
        else:
            assert await why(model) == "the language model's 3 calls of today are used up"
    assert len(server.asked) == 3
    clock.advance(hours=12)
    await model.answer("Say yes.", TEXT, SCHEMA)
    assert len(server.asked) == 4


async def test_a_question_asked_in_another_form_counts_again(
    server: ModelServer, http: httpx2.AsyncClient, clock: StillClock
) -> None:
    server.refuses(knows_no_schemas)
    model = Model(http, server.url, KEY, "test", clock, BudgetInMemory(), calls_a_day=1)
    assert "used up" in await why(model)
    assert len(server.asked) == 1


async def test_after_five_failures_it_is_left_alone_for_longer_and_longer(
    server: ModelServer, model: Model, clock: StillClock
) -> None:
    server.will(500)
    for _ in range(20):
        await why(model)
    assert len(server.asked) == 5
    assert await why(model) == (
        "the language model failed several times in a row and is left alone until 12:01 UTC"
    )
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        asked = len(server.asked)
        clock.advance(minutes=minutes, seconds=-1)
        assert "left alone" in await why(model)
        clock.advance(seconds=1)
        assert "has trouble" in await why(model)
        assert "left alone" in await why(model)
        assert len(server.asked) == asked + 1
    server.will({"word": "yes"})
    clock.advance(hours=1)
    for _ in range(3):
        await model.answer("Say yes.", TEXT, SCHEMA)
    server.will(500)
    assert "has trouble" in await why(model)


async def test_one_failure_among_answers_stops_nothing(server: ModelServer, model: Model) -> None:
    for _ in range(4):
        server.will(500)
        for _ in range(4):
            assert "has trouble" in await why(model)
        server.will({"word": "yes"})
        await model.answer("Say yes.", TEXT, SCHEMA)


async def test_a_spent_budget_does_not_open_the_breaker(
    server: ModelServer, http: httpx2.AsyncClient, clock: StillClock
) -> None:
    model = Model(http, server.url, KEY, "test", clock, BudgetInMemory(), calls_a_day=1)
    await model.answer("Say yes.", TEXT, SCHEMA)
    for _ in range(9):
        assert "used up" in await why(model)
    clock.advance(hours=12)
    await model.answer("Say yes.", TEXT, SCHEMA)


async def test_of_many_at_once_only_one_is_the_trial(
    server: ModelServer, model: Model, clock: StillClock
) -> None:
    server.will(500)
    for _ in range(5):
        await why(model)
    clock.advance(minutes=1)
    await asyncio.gather(*[why(model) for _ in range(10)])
    assert len(server.asked) == 6


async def test_an_abandoned_trial_leaves_room_for_another(clock: StillClock) -> None:
    breaker = Breaker(clock)
    for _ in range(5):
        with pytest.raises(ValueError, match="x"), breaker.watching(ValueError):
            raise ValueError("x")
    clock.advance(minutes=1)
    with pytest.raises(asyncio.CancelledError), breaker.watching(ValueError):
        raise asyncio.CancelledError
    with breaker.watching(ValueError):
        pass


async def test_neither_key_nor_text_is_logged(
    server: ModelServer, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await model.answer("Say yes.", TEXT, SCHEMA)
    server.will(401)
    await why(model)
    assert KEY not in caplog.text
    assert TEXT not in caplog.text


def test_a_key_that_cannot_be_a_header_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for bad in ("sk-ké", "sk-a\nb"):
        with pytest.raises(ValueError, match="must be printable ASCII") as wrong:
            Model(httpx2.AsyncClient(), "http://x", bad, "n", StillClock(), BudgetInMemory(),
                  calls_a_day=1)  # fmt: skip
        assert bad not in str(wrong.value)
        monkeypatch.setenv("BURLEY_MODEL_KEY", bad)
        with pytest.raises(WrongSettings, match=r"BURLEY_MODEL_KEY.*ASCII") as refused:
            read_secrets()
        assert bad not in str(refused.value)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_an_object_or_a_reason(said: bytes) -> None:
    with pytest.raises(ModelUnavailable):
        object_in(said)
