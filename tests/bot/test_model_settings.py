"""The language model's settings, and what `burley doctor` says of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from bot.settings import ModelSettings, Secrets, WrongSettings, read_settings
from handlers.cli import doctor_model
from tests.support.model import How, ModelServer, Reaction, knows_no_schemas

SETTINGS = """\
community: Test
channels:
  - general
  - {name: help, model: true}
fallback: org/main
repositories:
  - {name: org/main, title: Main, words: [main]}
"""
MODEL = "model:\n  url: http://localhost:11434/v1\n  name: tiny\n"


def test_the_model_is_off_by_default_and_switched_on_for_a_channel(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(SETTINGS.replace(", model: true", ""))
    off = read_settings(path)
    assert off.model is None
    assert not any(one.model for one in off.channels)
    path.write_text(SETTINGS + MODEL)
    on = read_settings(path)
    assert on.model == ModelSettings(url="http://localhost:11434/v1", name="tiny")
    assert [one.model for one in on.channels] == [False, True]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            SETTINGS,
            "line 2: `channels` switches the language model on for help, but there is no `model:` "
            "with its url and name; docs/model.md has an example.",
        ),
        (
            SETTINGS + MODEL.replace("http://", "ftp://"),
            "line 9: `model.url`: write an address such as http://localhost:11434/v1.",
        ),
        (
            SETTINGS + MODEL.replace("http://", "http://me:secret@"),
            "line 9: `model.url`: write the address without a password; "
            "the key goes to BURLEY_MODEL_KEY.",
        ),
        (
            SETTINGS + MODEL.replace("/v1", "/v1/chat/completions"),
            "line 9: `model.url`: write the address up to /v1; "
            "Burley adds /chat/completions itself.",
        ),
        (
            SETTINGS + MODEL + "  calls_a_day: 0\n",
            "line 11: `model.calls_a_day`: write a larger number, not 0.",
        ),
        (
            (SETTINGS + MODEL).replace("model: true", "model: perhaps"),
            "line 4: `channels.1.model`: write true or false, not 'perhaps'.",
        ),
    ],
)
def test_wrong_settings_are_told_with_the_remedy(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(written)
    with pytest.raises(WrongSettings) as wrong:
        read_settings(path)
    assert str(wrong.value) == f"{path}, {told}"


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer().running() as running:
        yield running


@pytest.fixture
async def http(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[httpx2.AsyncClient]:
    monkeypatch.chdir(tmp_path)  # where there is no .env
    async with httpx2.AsyncClient() as client:
        yield client


@dataclass(frozen=True)
class Examined:
    how: How = "answer"
    reaction: Reaction = field(default_factory=lambda: {"word": "yes"})
    channel: str = "{name: help, model: true}"


@pytest.mark.parametrize(
    ("case", "ok", "detail"),
    [
        (Examined(), True, "tiny answers and keeps to a JSON schema; switched on in help"),
        (Examined(channel="help"), True, "switched on in no channel"),
        (Examined(reaction={"word": "no"}), True, "does not keep to a JSON schema"),
        (Examined(reaction=401), False, "does not accept the key (401)"),
        (Examined(reaction=404), False, "knows no such address or no such model (404)"),
        (Examined(how="not json"), False, "did not answer in JSON"),
    ],
)
async def test_the_doctor_asks_one_small_question(
    server: ModelServer,
    http: httpx2.AsyncClient,
    tmp_path: Path,
    case: Examined,
    ok: bool,
    detail: str,
) -> None:
    server.will(case.reaction, how=case.how)
    path = tmp_path / "settings.yaml"
    written = SETTINGS.replace("{name: help, model: true}", case.channel) + MODEL
    path.write_text(written.replace("http://localhost:11434/v1", server.url))
    found, said = await doctor_model.check(read_settings(path), Secrets(), http)
    assert (found, detail in said) == (ok, True), said
    assert len(server.asked) == 1


async def test_the_doctor_tells_of_an_endpoint_without_schemas_and_of_none(
    server: ModelServer, http: httpx2.AsyncClient, tmp_path: Path
) -> None:
    server.refuses(knows_no_schemas)
    path = tmp_path / "settings.yaml"
    path.write_text((SETTINGS + MODEL).replace("http://localhost:11434/v1", server.url))
    found, said = await doctor_model.check(read_settings(path), Secrets(), http)
    assert found
    assert "knows no JSON schemas" in said
    path.write_text(SETTINGS.replace(", model: true", ""))
    assert await doctor_model.check(read_settings(path), Secrets(), http) == (
        True,
        "off: drafts are worded without one",
    )
