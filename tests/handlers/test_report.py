"""`burley report`: what a person sees of the figures."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.errors import TellUser
from bot.figures.covered import Shift
from handlers.cli.report import report
from handlers.cli.report_data import ReportSettings
from storage import members, messages, questions
from storage.database import Database
from storage.records import Channel, FirstResponse, Member, Message, Question

MONDAY = datetime(2019, 3, 4, tzinfo=UTC)
SETTINGS = ReportSettings(
    community="Test & <b>Friends</b>",
    helpers=frozenset({"UHELP"}),
    shifts=(Shift(ZoneInfo("UTC"), frozenset(range(5)), time(9), time(17)),),
)


def ts(day: float) -> str:
    return f"{int((MONDAY + timedelta(days=day)).timestamp())}.000000"


def said(day: float, author: str, channel: str = "C1", **rest: Any) -> Message:
    return Message(channel, ts(day), author, "hello", **rest)


def question(day: float, answered_day: float | None, channel: str = "C1") -> Question:
    answer = FirstResponse(ts(answered_day), "UHELP", "thread") if answered_day else None
    return Question(channel, ts(day), "UANN", "question", 0.9, "asks", answer)


@pytest.fixture
def workspace(database: Database) -> Database:
    with database.writing() as tx:
        members.keep(tx, [Member("UANN", "Ann Example"), Member("UBOT", "bot", is_bot=True)])
        members.keep_channels(tx, [Channel("C1", "help"), Channel("C2", "random")])
        messages.keep_many(
            tx,
            [
                said(0.5, "UANN"),
                said(0.6, "UHELP"),
                said(0.7, "UBOT"),
                said(1, "UANN"),
                said(8, "UCID", "C2"),
                said(8.5, "UCID", "C2", subtype="channel_join"),
                said(15, "UANN"),
            ],
        )
        questions.add(tx, [question(0.5, 0.6), question(1, None)])
        questions.add(tx, [question(8, None, "C2")])
    return database


def seen(database: Database, settings: ReportSettings = SETTINGS, **asked: Any) -> str:
    console = Console(width=80, record=True, file=io.StringIO())
    report(database, settings, console=console, now=MONDAY + timedelta(days=16), **asked)
    return console.export_text()


def as_json(database: Database, capsys: pytest.CaptureFixture[str], **asked: Any) -> Any:
    report(database, SETTINGS, as_json=True, now=MONDAY + timedelta(days=16), **asked)
    return json.loads(capsys.readouterr().out)


def test_json_counts_people_and_questions_by_week(
    workspace: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    found = as_json(workspace, capsys)["weeks"]
    assert [week["week"] for week in found] == ["2019-W10", "2019-W11", "2019-W12"]
    assert [week["posting_members"] for week in found] == [2, 1, 1]
    assert [week["new_members"] for week in found] == [2, 1, 0]
    assert [week["messages"] for week in found] == [3, 1, 1]
    asked = found[0]["questions"]
    assert (asked["opened"], asked["answered_1h"], asked["answered_24h"]) == (2, 0, 1)
    assert (asked["unanswered"], asked["median_s"]) == (1, 8640)
    assert asked["first_response_by"] == {"helper": 1, "community": 0, "burley": 0}


def test_a_member_found_to_be_a_bot_is_in_no_figure(
    workspace: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.writing() as tx:
        members.keep(tx, [Member("UCID", "cid", is_bot=True)])
    assert [week["posting_members"] for week in as_json(workspace, capsys)["weeks"]] == [2, 0, 1]


def test_one_channel_and_some_weeks(
    workspace: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    found = as_json(workspace, capsys, channel="#random")["weeks"]
    assert [(week["week"], week["messages"]) for week in found] == [
        ("2019-W11", 1),
        ("2019-W12", 0),
    ]
    found = as_json(workspace, capsys, since=date(2019, 3, 13), until=date(2019, 3, 13))["weeks"]
    assert [week["week"] for week in found] == ["2019-W11"]


def test_the_time_zone_decides_where_a_week_ends(
    workspace: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.writing() as tx:
        messages.keep(tx, said(6.99, "ULATE"))
    weeks = as_json(workspace, capsys, time_zone="Asia/Kolkata")["weeks"]
    assert [week["posting_members"] for week in weeks] == [2, 2, 1]
    assert [week["posting_members"] for week in as_json(workspace, capsys)["weeks"]] == [3, 1, 1]


def test_an_old_history_ends_with_its_last_message(
    workspace: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    report(workspace, SETTINGS, as_json=True, now=datetime(2026, 1, 1, tzinfo=UTC))
    found = json.loads(capsys.readouterr().out)
    assert found["as_of"] == "2019-03-19T00:00:00+00:00"
    assert len(found["weeks"]) == 3


def test_the_table_fits_a_terminal_and_says_what_counts(workspace: Database) -> None:
    table = seen(workspace)
    assert "2019-W10" in table
    assert "50 %" in table
    assert "2 h 24 min" in table
    assert "n = 3 questions" in table
    assert "1 by helpers" in table
    assert "Kaplan–Meier" in table
    assert max(map(len, table.splitlines())) <= 80


def test_an_empty_database_says_what_to_do(database: Database) -> None:
    assert "burley import" in seen(database)


def test_an_empty_database_is_no_week_in_json(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert as_json(database, capsys)["weeks"] == []


def test_weeks_without_messages_say_where_the_messages_are(workspace: Database) -> None:
    assert "2019-W10 to 2019-W12" in " ".join(seen(workspace, since=date(2030, 1, 1)).split())


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"channel": "hepl"}, r"no channel #hepl.*#help"),
        ({"time_zone": "Europe/Berlni"}, "Europe/Berlin"),
        ({"since": date(2019, 4, 1), "until": date(2019, 3, 1)}, "later than"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    workspace: Database, asked: dict[str, Any], words: str
) -> None:
    with pytest.raises(TellUser, match=words):
        seen(workspace, **asked)


def test_the_page_needs_no_network_names_nobody_and_escapes_what_it_shows(
    workspace: Database, tmp_path: Path
) -> None:
    with workspace.writing() as tx:
        members.keep_channels(tx, [Channel("C2", "<script>alert(1)</script>")])
    path = tmp_path / "report.html"
    said = seen(workspace, html=path)
    page = path.read_text("utf-8")
    assert "report.html" in said.replace("\n", "")
    assert "default-src 'none'" in page
    assert "Test &amp; &lt;b&gt;Friends" in page
    assert "<script>alert(1)" not in page
    assert page.count("<script") == page.count("</script>") == 3
    assert "Ann Example" not in page
    assert "What still waits" in page
    for chart in ("posting", "answered", "waits", "who", "hours"):
        assert f'id="{chart}"' in page


def test_the_page_links_to_messages_when_the_workspace_is_known(
    workspace: Database, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    known = ReportSettings(workspace_url="https://example.slack.com/")
    seen(workspace, known, html=path)
    assert f"https://example.slack.com/archives/C1/p{ts(1).replace('.', '')}" in path.read_text()


def test_a_page_can_be_made_of_nothing(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    seen(database, html=path)
    assert "Nobody has posted" in path.read_text("utf-8")


def test_a_page_that_cannot_be_written_is_said(workspace: Database, tmp_path: Path) -> None:
    with pytest.raises(TellUser, match="cannot be written"):
        seen(workspace, html=tmp_path / "missing" / "report.html")
