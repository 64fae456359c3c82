"""Real exports: what is stored of them gives the figures that stand beside them.

The data is not part of the repository; BURLEY_REAL_DATA says where it lies.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handlers.slack_export import ImportResult, import_export, open_export
from storage import members, messages
from storage.database import Database
from storage.records import Message
from tests.conftest import sqlite_copy
from tests.support.real_data import REAL_DATA, needs_real_data

pytestmark = needs_real_data

# name: messages, channels, users, threads (of README.md beside the exports; tenacademy has
# one of its 20,011 messages twice)
EXPORTS = {
    "slack_exports/tenacademy-2022": (20_010, 39, 71, 2_026),
    "slack_exports/julia-early": (35_994, 32, 809, 2_735),
    "slack_chats/racket-2017": (6_757, 1, 98, 0),
    "slack_chats/racket-2018": (9_709, 1, 153, 0),
    "slack_chats/elmlang-2019": (14_510, 1, 645, 0),
}
# The week of the message that lies in two files: the gold counts it in both.
TWICE_IN_GOLD = {"slack_exports/tenacademy-2022": Counter({"2022-W38": 1})}
TALK = {None, "thread_broadcast", "file_share", "me_message"}


@pytest.fixture(scope="module", params=sorted(EXPORTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def imported(
    name: str, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, ImportResult]]:
    """The export in a fresh database, imported once for all tests."""
    database = Database(sqlite_copy(sqlite_template, tmp_path_factory.mktemp("real")))
    with open_export(REAL_DATA / f"{name}.zip") as export:
        result = import_export(database, export, lambda *_: None, lambda *_: None)
    yield database, result
    database.close()


def test_every_message_is_imported(name: str, imported: tuple[Database, ImportResult]) -> None:
    database, result = imported
    found = (result.messages, result.channels, result.members, result.threads)
    assert found == EXPORTS[name]
    assert result.new == result.messages
    tenacademy = {"message: there twice": 1} if "tenacademy" in name else {}
    assert dict(result.skipped) == tenacademy
    with database.reading() as tx:
        assert messages.count(tx) == result.messages


def test_messages_and_their_authors_by_week(
    name: str, imported: tuple[Database, ImportResult]
) -> None:
    database, _ = imported
    said: Counter[str] = Counter()
    authors: defaultdict[str, set[str]] = defaultdict(set)
    with database.reading() as tx:
        for channel in members.all_channels(tx):
            for message, by_person in messages.in_channel(tx, channel.id):
                if by_person and message.author is not None:
                    year, week, _day = message.at.isocalendar()
                    said[f"{year}-W{week:02d}"] += 1
                    authors[f"{year}-W{week:02d}"].add(message.author)
    with (REAL_DATA / f"{name}.weekly_active.csv").open() as file:
        gold = {
            row["iso_week_utc"]: (int(row["messages"]), int(row["active_members"]))
            for row in csv.DictReader(file)
        }
    said += TWICE_IN_GOLD.get(name, Counter())
    assert {week: (said[week], len(authors[week])) for week in said} == gold


def test_first_response_of_every_thread(name: str, imported: tuple[Database, ImportResult]) -> None:
    gold = REAL_DATA / f"{name}.threads.jsonl.gz"
    if not gold.exists():
        pytest.skip(f"{name} has no threads")
    database, _ = imported
    checked = 0
    with database.reading() as tx, gzip.open(gold, "rt") as lines:
        channels = {channel.name: channel.id for channel in members.all_channels(tx)}
        for thread in map(json.loads, lines):
            if not thread["root_in_export"]:
                continue
            stored = messages.thread(tx, channels[thread["channel"]], thread["root_ts"])
            bots = {one.id for one in members.get(tx, _authors(stored)).values() if one.is_bot}
            root, *replies = stored
            assert root.ts == thread["root_ts"]
            assert len(replies) == thread["replies_in_export"]
            assert _first_response(root, replies, bots) == _expected(thread), thread["root_ts"]
            checked += 1
    assert checked == EXPORTS[name][3]


def test_replay_gives_every_message_once_and_in_order(
    name: str, imported: tuple[Database, ImportResult]
) -> None:
    _, result = imported
    with open_export(REAL_DATA / f"{name}.zip") as export:
        assert export.message_count() == result.messages
        order = [(raw["ts"], channel.id) for channel, raw in export.messages_in_order()]
    assert order == sorted(set(order))
    assert len(order) == result.messages


def _authors(said: list[Message]) -> set[str]:
    return {one.author for one in said if one.author is not None}


def _first_response(
    root: Message, replies: list[Message], bots: set[str]
) -> tuple[str, str, timedelta] | None:
    """The data's own rule, over what is stored and nothing else."""
    asker = root.author
    if asker is None or root.subtype == "tombstone":
        return None
    for reply in replies:
        person = reply.author is not None and reply.author not in bots and not reply.by_bot
        if person and reply.author != asker and reply.subtype in TALK:
            return str(reply.author), reply.ts, reply.at - root.at
    return None


def _expected(thread: dict[str, Any]) -> tuple[str, str, timedelta] | None:
    if thread["first_responder"] is None:
        return None
    waited = timedelta(seconds=thread["first_response_seconds"])
    return thread["first_responder"], thread["first_response_ts"], waited
