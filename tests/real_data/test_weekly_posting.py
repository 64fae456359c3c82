"""Real exports: posting members and messages of every week equal the gold beside them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.figures.reading import read
from bot.figures.weekly import People, weekly
from handlers.slack_export import import_export, open_export
from storage.database import Database
from tests.conftest import sqlite_copy
from tests.support.real_data import REAL_DATA, needs_real_data

pytestmark = needs_real_data

EXPORTS = (
    "slack_exports/tenacademy-2022",
    "slack_exports/julia-early",
    "slack_chats/racket-2017",
    "slack_chats/racket-2018",
    "slack_chats/elmlang-2019",
)
# A message that lies in two files of the export, which the gold counts twice.
TWICE_IN_GOLD = {("slack_exports/tenacademy-2022", "2022-W38"): 1}


@pytest.mark.parametrize("name", EXPORTS)
def test_posting_members_of_every_week(name: str, sqlite_template: Path, tmp_path: Path) -> None:
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    with open_export(REAL_DATA / f"{name}.zip") as export:
        import_export(database, export, lambda *_: None, lambda *_: None)
    with database.reading() as tx:
        facts = read(tx, ZoneInfo("UTC"), datetime.now(UTC))
    database.close()
    assert facts is not None
    found = {
        week.name: (
            week.members.messages + TWICE_IN_GOLD.get((name, week.name), 0),
            week.members.posting,
        )
        for week in weekly(facts, People())
        if week.members.posting
    }
    with (REAL_DATA / f"{name}.weekly_active.csv").open() as file:
        gold = {
            row["iso_week_utc"]: (int(row["messages"]), int(row["active_members"]))
            for row in csv.DictReader(file)
        }
    assert found == gold
