"""The same history, imported or replayed through Slack's SDK into the running bot: same figures."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import app
from bot.clock import RealClock
from bot.judging import Judge
from bot.questions.understanding import Understanding
from handlers.cli.options import Installation
from handlers.slack_export import import_export, open_export
from storage import questions
from storage.database import Database
from storage.records import Question
from tests.support.community import settings
from tests.support.exports import ExportBuilder, account, message
from tests.support.real_data import REAL_DATA, needs_real_data


async def test_replay_and_import_agree_on_a_made_up_community(
    tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await agree(made_up_community(tmp_path), sqlite_url, capsys)


@needs_real_data
@pytest.mark.parametrize(
    "name", ["slack_exports/tenacademy-2022.zip", "slack_chats/racket-2017.zip"]
)
async def test_replay_and_import_agree_on_real_exports(
    name: str, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await agree(REAL_DATA / name, sqlite_url, capsys)


async def agree(path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    imported = Database(url)
    with open_export(path) as export:
        result = import_export(imported, export, Understanding(Judge()).rederive, lambda _n: None)
    assert result.messages > 0
    app.report(imported, app.ReportSettings.of(settings()), now=RealClock().now())
    table = capsys.readouterr().out
    here = Installation(settings(), app.read_secrets())
    replayed: list[Question] = []

    def look(database: Database) -> None:
        with database.reading() as tx:
            replayed.extend(questions.opened(tx))

    await app.replay(here, path, speed=10_000, port=0, afterwards=look)
    assert capsys.readouterr().out == table
    with imported.reading() as tx:
        assert questions.opened(tx) == replayed
    imported.close()


def made_up_community(folder: Path) -> Path:
    """Six weeks of twenty people and a bot, with threads, bursts, joins, mentions and edits."""
    chance = random.Random(7)
    people = [f"U{number:03d}" for number in range(20)]
    said: list[Mapping[str, Any]] = []
    now = 1_600_000_000
    for number in range(600):
        now += chance.choice([20, 90, 600, 4_000, 20_000])
        ts = f"{now}.{number:06d}"
        author = chance.choice(people)
        text = chance.choice(
            ["How do I resize a pool?", "thanks!", "hello", "the PVC stays Pending after upgrade",
             f"<@{chance.choice(people)}> try the newest one", "it would be nice to have quotas"]
        )  # fmt: skip
        more: dict[str, Any] = {}
        roots = [one for one in said if "thread_ts" not in one or one["thread_ts"] == one["ts"]]
        if said and chance.random() < 0.4:
            root = chance.choice(roots[-10:])
            more = {"thread_ts": root["ts"], "parent_user_id": root.get("user")}
        if chance.random() < 0.05:
            more |= {"subtype": "channel_join"}
        if chance.random() < 0.05:
            more |= {"bot_id": "B1", "subtype": "bot_message"}
            author = ""
        said.append(message(ts, author or None, text, **more))
    export = ExportBuilder().channel("C1", "general")
    export.file("users.json", [account(one, f"person {one}") for one in people])
    days: dict[str, list[Any]] = {}
    for one in said:
        days.setdefault(str(int(float(one["ts"])) // 86_400), []).append(one)
    for place, messages in enumerate(days.values()):
        export.day("general", f"2020-{9 + place // 28:02d}-{1 + place % 28:02d}", *messages)
    assert json.dumps(said)
    return export.zip(folder / "made-up.zip")
