"""Importing Slack's exports, on exports made here; what real ones look like is copied."""

from __future__ import annotations

import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import TellUser
from handlers.cli.import_ import run_import
from handlers.slack_export import ImportResult, import_export, open_export
from storage import members, messages
from storage.database import Database, Transaction
from storage.records import Channel
from storage.tables import metadata
from tests.support.community import settings as openebs
from tests.support.exports import ExportBuilder, account, message

T1, T2, T3, T4 = (f"16000000{n}0.000100" for n in range(1, 5))


@pytest.fixture
def export() -> ExportBuilder:
    return ExportBuilder()


def nothing(*_: object) -> None:
    """Understands nothing, shows no progress."""


def imported(
    database: Database, path: Path, understand: Callable[[Transaction, str], object] = nothing
) -> ImportResult:
    with open_export(path) as opened:
        return import_export(database, opened, understand, nothing)


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(sa.select(table).order_by(*table.c))]
            for table in (metadata.tables[name] for name in ("channels", "members", "messages"))
        }


def said(database: Database, channel: str = "C1") -> list[tuple[str, str]]:
    with database.reading() as tx:
        return [(one.ts, one.text) for one, _ in messages.in_channel(tx, channel)]


@pytest.fixture
def small(export: ExportBuilder) -> ExportBuilder:
    """Two channels; a thread that goes on the next day, and a reply sent to the channel too."""
    export.channel("C2", "help")
    root = message(T1, "U1", "why?", thread_ts=T1, reply_count=2, attachments=None, blocks=None)
    export.day("general", "2020-09-12", root)
    export.day(
        "general",
        "2020-09-13",
        message(T2, "U2", "because", thread_ts=T1, parent_user_id="U1"),
        message(T4, "U1", "so", thread_ts=T1, subtype="thread_broadcast", root=root),
    )
    return export.day("help", "2020-09-12", message(T3, "U2", "hi"))


@pytest.mark.parametrize("packed", ["zip", "zip inside a folder", "folder", "folder in a folder"])
def test_export_is_imported_however_it_is_packed(
    small: ExportBuilder, packed: str, database: Database, tmp_path: Path
) -> None:
    made = {
        "zip": lambda: small.zip(tmp_path / "export.zip"),
        "zip inside a folder": lambda: small.zip(tmp_path / "export.zip", "My export/"),
        "folder": lambda: small.folder(tmp_path / "export"),
        "folder in a folder": lambda: small.folder(tmp_path / "export" / "inside").parent,
    }[packed]()

    result = imported(database, made)

    assert result.as_json() == {
        "messages": 4,
        "members": 2,
        "channels": 2,
        "threads": 1,
        "new": 4,
        "skipped": {},
    }
    assert said(database) == [(T1, "why?"), (T2, "because"), (T4, "so")]
    with database.reading() as tx:
        assert [one.ts for one in messages.thread(tx, "C1", T1)] == [T1, T2, T4]
        assert members.all_channels(tx) == [Channel("C1", "general"), Channel("C2", "help")]
        assert members.get(tx, ["U1"])["U1"].name == "Ada"


def test_importing_twice_changes_nothing(
    small: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    path = small.zip(tmp_path / "export.zip")
    first = imported(database, path)
    before = everything(database)
    again = imported(database, path)
    assert everything(database) == before
    assert again.as_json() == first.as_json() | {"new": 0}


def test_later_export_brings_newer_edits_and_older_one_does_not_undo_them(
    database: Database, tmp_path: Path
) -> None:
    edited = {"user": "U1", "ts": "1600000500.000000"}
    paths = [
        ExportBuilder().day("general", "2020-09-12", said).zip(tmp_path / f"{number}.zip")
        for number, said in enumerate(
            [message(T1, text="befor"), message(T1, text="before", edited=edited)]
        )
    ]
    for path in (paths[0], paths[1], paths[0]):
        imported(database, path)
    assert said(database) == [(T1, "before")]


def test_deleted_message_does_not_come_back_with_an_export(
    small: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    with database.writing() as tx:
        messages.delete(tx, ("C1", T2))
    imported(database, small.zip(tmp_path / "export.zip"))
    assert said(database) == [(T1, "why?"), (T4, "so")]


def test_every_channel_with_messages_is_understood_once_they_are_kept(
    small: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    small.channel("C3", "empty")
    understood: dict[str, int] = {}

    def understand(tx: Transaction, channel: str) -> None:
        understood[channel] = len(list(messages.in_channel(tx, channel)))

    imported(database, small.zip(tmp_path / "export.zip"), understand)
    assert understood == {"C1": 3, "C2": 1}


def test_failing_import_leaves_the_database_as_it_was(
    small: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    before = everything(database)

    def understand(tx: Transaction, channel: str) -> None:
        if channel == "C2":
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        imported(database, small.zip(tmp_path / "export.zip"), understand)
    assert everything(database) == before


def test_private_conversations_and_what_is_no_channel_are_left_alone(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.top["groups.json"] = [{"id": "G1", "name": "board"}]
    export.top["dms.json"] = [{"id": "D1", "members": ["U1", "U2"]}]
    export.top["mpims.json"] = [{"id": "G2", "name": "mpdm-ada--ben-1"}]
    export.top["canvases.json"] = export.top["integration_logs.json"] = []
    export.channel("C9", "secret", is_private=True)
    for folder in ("board", "D1", "mpdm-ada--ben-1", "secret", "unknown", "FC:F1:notes.md"):
        export.day(folder, "2020-09-12", message(T1, text="between us"))
    export.day("general", "2020-09-12", message(T2))

    result = imported(database, export.zip(tmp_path / "export.zip"))

    assert said(database) == [(T2, "hello")]
    assert result.messages == result.channels == 1
    assert dict(result.skipped) == {
        "channel: private": 1,
        "folder: a private conversation": 3,
        "folder: a conversation about a file": 1,
        "folder: not in channels.json": 2,
    }


def test_files_that_are_no_day_are_read_if_they_hold_messages(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.day("general", "2020-09-12", message(T1), message(T3))
    export.file("general/tss.json", [message(T1), message(T2), message(T1)])
    export.file("general/canvas_in_the_conversation.json", [{"id": "F1"}, {"id": "F2"}])
    export.file("general/attachments/F1.png", b"\x89PNG")
    export.file("general/.DS_Store", b"\x00").file("__MACOSX/general/._x.json", b"\x00")

    result = imported(database, export.zip(tmp_path / "export.zip"))

    assert [ts for ts, _ in said(database)] == [T1, T2, T3]
    assert result.messages == result.new == 3
    assert dict(result.skipped) == {"file: not messages": 2, "message: there twice": 2}


def test_only_the_files_that_are_broken_are_skipped(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.day("general", "2020-09-10", message(T1))
    export.file("general/2020-09-11.json", b'[{"type": "message", "ts": "16000')
    export.file("general/2020-09-12.json", b'[{"text": "caf\xe9"}]')
    export.file("general/2020-09-13.json", {"messages": []})
    export.file("general/2020-09-14.json", b"[" * 100_000)
    export.file("general/2020-09-15.json", b"")
    export.file("general/2020-09-16.json", b"\xef\xbb\xbf" + json.dumps([message(T2)]).encode())

    result = imported(database, export.zip(tmp_path / "export.zip"))

    assert [ts for ts, _ in said(database)] == [T1, T2]
    assert dict(result.skipped) == {
        "file: not JSON": 3,
        "file: not UTF-8": 1,
        "file: not messages": 1,
    }


def test_only_the_messages_that_are_none_are_skipped(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.day(
        "general",
        "2020-09-12",
        message(T1),
        None,
        7,
        {"type": "message"},
        message("soon"),
        {**message(T2), "type": "reaction_added"},
        message("١٦٠٠٠٠٠٠٠٠.٠٠٠١٠٠"),
    )
    result = imported(database, export.zip(tmp_path / "export.zip"))
    assert result.messages == 1
    assert dict(result.skipped) == {
        "message: not an object": 2,
        "message: no ts of ten digits, a point and six digits": 3,
        "message: its type is not message": 1,
    }


def test_whatever_people_type_is_kept(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    texts = ["", "👋🏽 schön", "שלום עליכם", "a\x00b", "cut here \ud83d", "x" * 10_000_000]
    for number, text in enumerate(texts):
        export.day("general", f"2020-09-1{number}", message(f"160000000{number}.000100", text=text))
    imported(database, export.zip(tmp_path / "export.zip"))
    assert [text for _, text in said(database)] == [
        "",
        "👋🏽 schön",
        "שלום עליכם",
        "ab",
        "cut here ?",
        "x" * 40_000,
    ]


def test_members_of_every_sort_are_kept(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.top["users.json"] = [
        {"id": "U1"},
        {"id": "U2", "profile": None, "real_name": "Ben", "deleted": True},
        {"id": "U3", "name": "robot", "is_bot": True, "profile": {"display_name": ""}},
        {"name": "nobody"},
        None,
    ]
    export.day("general", "2020-09-12", message(T1, "U7"), message(T2, None, bot_id="B1"))
    result = imported(database, export.zip(tmp_path / "export.zip"))
    assert result.members == 3
    assert result.skipped == {"member: no id": 2}
    with database.reading() as tx:
        known = members.get(tx, ["U1", "U2", "U3"])
        by_people = [(one.author, person) for one, person in messages.in_channel(tx, "C1")]
    assert [(one.name, one.left, one.is_bot) for one in known.values()] == [
        ("U1", False, False),
        ("Ben", True, False),
        ("robot", False, True),
    ]
    assert by_people == [("U7", True), (None, False)]


def test_no_private_particulars_are_stored(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    private = {"email": "ada@mail.example", "phone": "0123456", "image_24": "https://a.example"}
    export.top["users.json"] = [account("U1", "Ada") | {"profile": private, "name": "ada"}]
    file = {
        "url_private": "https://files.example/F1?t=xoxe-1-secret",
        "name": "notes.txt",
        "preview": "the words within",
    }
    export.day(
        "general", "2020-09-12", message(T1, files=[file], user_profile=private, upload=True)
    )
    imported(database, export.zip(tmp_path / "export.zip"))
    kept = repr(everything(database))
    for trace in (
        "mail.example",
        "0123456",
        "a.example",
        "xoxe",
        "files.example",
        "the words within",
    ):
        assert trace not in kept


def test_missing_users_are_counted(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.without("users.json").day("general", "2020-09-12", message(T1))
    result = imported(database, export.zip(tmp_path / "export.zip"))
    assert (result.messages, result.members) == (1, 0)
    assert result.skipped == {"file: users.json is missing": 1}


def _nothing_there(path: Path) -> Path:
    return path / "nothing"


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        (path / "export.zip").write_bytes(content)
        return path / "export.zip"

    return make


def _truncated(path: Path) -> Path:
    whole = ExportBuilder().day("general", "2020-09-12", message(T1)).zip(path / "whole.zip")
    return _bytes(whole.read_bytes()[:-30])(path)


def _encrypted(path: Path) -> Path:
    whole = bytearray(ExportBuilder().zip(path / "whole.zip").read_bytes())
    for place in range(len(whole) - 4):
        if whole[place : place + 4] == b"PK\x01\x02":
            whole[place + 8] |= 1  # the flag that says so
    return _bytes(bytes(whole))(path)


def _with_top(name: str, content: Any) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        export = ExportBuilder()
        export.without(name).file(name, content).day("general", "2020-09-12", message(T1))
        return export.zip(path / "export.zip")

    return make


def _only(content: Any) -> Callable[[Path], Path]:
    return lambda path: (
        ExportBuilder().file("general/2020-09-12.json", content).zip(path / "export.zip")
    )


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_nothing_there, "There is no file or folder"),
        (_bytes(b""), "is not a Slack export"),
        (_bytes(b"\x00\xff" * 99), "is not a Slack export"),
        (_bytes(b"PK\x03\x04" + b"\x00" * 99), "damaged or incomplete zip"),
        (_truncated, "damaged or incomplete zip"),
        (_bytes(b"From ada Mon Jan  1 00:00:00 2020\n\nhello"), "a mailing list's archive"),
        (_encrypted, "protected by a password"),
        (lambda path: path, "no channels.json"),
        (lambda path: ExportBuilder().without("channels.json").folder(path), "no channels.json"),
        (_with_top("channels.json", {"ok": False}), "its channels.json is not a list"),
        (_with_top("channels.json", b"{"), "its channels.json is not JSON"),
        (_with_top("channels.json", b'["caf\xe9"]'), "its channels.json is not UTF-8"),
        (_with_top("channels.json", [1, {}, {"id": 2}]), "lists no public channel"),
        (_with_top("users.json", b"[{"), "its users.json is not JSON"),
        (_with_top("users.json", "U1"), "its users.json is not a list"),
        (_with_top("groups.json", b"?"), "its groups.json is not JSON"),
        (_only([{"id": 1, "body": "an issue"}]), "Nothing in export.zip is a Slack message"),
        (_only(b"[{"), "Nothing in export.zip is a Slack message"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_a_sentence(
    make: Callable[[Path], Path], sentence: str, database: Database, tmp_path: Path
) -> None:
    before = everything(database)
    with pytest.raises(TellUser, match=sentence) as told:
        imported(database, make(tmp_path))
    assert str(told.value).endswith(".")
    assert everything(database) == before


def test_names_in_a_zip_never_lead_out_of_it(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.day("general", "2020-09-12", message(T1))
    for name in ("../general/2020-09-13.json", "/general/2020-09-14.json"):
        export.file(name, [message(T2)])
    export.file("general\\2020-09-15.json", [message(T3)])  # made on Windows
    result = imported(database, export.zip(tmp_path / "export.zip"))
    assert [ts for ts, _ in said(database)] == [T1, T3]
    assert result.skipped == {"file: leads out of the export": 2}


def test_links_in_a_folder_never_lead_out_of_it(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    outside = tmp_path / "elsewhere.json"
    outside.write_text(json.dumps([message(T2)]))
    path = export.day("general", "2020-09-12", message(T1)).folder(tmp_path / "export")
    (path / "general" / "2020-09-13.json").symlink_to(outside)
    (path / "general" / "2020-09-14.json").symlink_to(path / "general" / "2020-09-14.json")
    result = imported(database, path)
    assert [ts for ts, _ in said(database)] == [T1]
    assert result.skipped["file: leads out of the export"] == 1


def test_damaged_entry_of_a_zip_is_skipped(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.day("general", "2020-09-12", message(T1))
    export.day("general", "2020-09-13", message(T2, text="this one breaks"))
    path = tmp_path / "export.zip"
    export.zip(path)
    with zipfile.ZipFile(path) as packed:
        start = packed.getinfo("general/2020-09-13.json").header_offset
    broken = bytearray(path.read_bytes())
    broken[start + 70 : start + 80] = b"\xff" * 10
    path.write_bytes(broken)
    result = imported(database, path)
    assert [ts for ts, _ in said(database)] == [T1]
    assert result.skipped == {"file: damaged in the zip": 1}


def test_channel_names_of_any_script_find_their_folder(
    export: ExportBuilder, database: Database, tmp_path: Path
) -> None:
    export.channel("C2", "hilfe-für-alle").channel("C3", "質問")
    export.day("hilfe-fu\u0308r-alle", "2020-09-12", message(T1))  # as macOS spells it
    export.day("質問", "2020-09-12", message(T2))
    imported(database, export.zip(tmp_path / "export.zip"))
    assert said(database, "C2") == [(T1, "hello")]
    assert said(database, "C3") == [(T2, "hello")]


def test_messages_come_in_the_order_they_were_said(export: ExportBuilder, tmp_path: Path) -> None:
    export.channel("C2", "help")
    export.day("general", "2020-09-12", message(T3), message(T1))
    export.day("general", "2020-09-13", message(T4))
    export.file("general/tss.json", [message(T1), message(T2), message(T4)])
    export.day("help", "2020-09-12", message(T1), message(T4), {"ts": None})
    with open_export(export.zip(tmp_path / "export.zip")) as opened:
        order = [(raw["ts"], channel.id) for channel, raw in opened.messages_in_order()]
        assert opened.message_count() == len(order)
        assert [channel.name for channel in opened.channels()] == ["general", "help"]
        assert [user["id"] for user in opened.users()] == ["U1", "U2"]
    assert order == [(T1, "C1"), (T1, "C2"), (T2, "C1"), (T3, "C1"), (T4, "C1"), (T4, "C2")]


SOME_TS = st.integers(0, 15).map(lambda number: f"16000000{number:02d}.000100")


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["general", "help"]),
            st.sampled_from(["2020-09-12", "2020-09-13", "2020-09-14", "odd", "tss"]),
        ),
        st.lists(SOME_TS, max_size=8),
    )
)
def test_order_and_count_hold_however_files_overlap(
    files: dict[tuple[str, str], list[str]],
) -> None:
    export = ExportBuilder().channel("C2", "help")
    ids = {"general": "C1", "help": "C2"}
    for (folder, name), times in files.items():
        export.file(f"{folder}/{name}.json", [message(ts) for ts in times])
    expected = {(ts, ids[folder]) for (folder, _), times in files.items() for ts in times}
    with (
        tempfile.TemporaryDirectory() as made,
        open_export(export.folder(Path(made))) as opened,
    ):
        order = [(raw["ts"], channel.id) for channel, raw in opened.messages_in_order()]
        assert order == sorted(expected)
        assert opened.message_count() == len(expected)
        parts = [part for channel in opened.channels() for part in opened.parts(channel)]
    read = [(one.ts, one.channel) for part in parts for one in part.messages]
    assert sorted(read) == sorted(expected)
    repeated = sum(part.left_out["message: there twice"] for part in parts)
    assert len(read) + repeated == sum(map(len, files.values()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | SOME_TS,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "ts", "user", "text", "type", "profile", "x"]),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)
NEARLY_A_MESSAGE = st.fixed_dictionaries(
    {"ts": SOME_TS | JSON},
    optional=dict.fromkeys(
        ("type", "user", "text", "thread_ts", "subtype", "edited", "bot_id", "files"), JSON
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    day=st.lists(NEARLY_A_MESSAGE | JSON, max_size=6) | JSON,
    channels=st.lists(JSON, max_size=3) | JSON,
    users=st.lists(JSON, max_size=3) | JSON,
)
def test_arbitrary_json_is_imported_or_refused_whole(
    day: Any, channels: Any, users: Any, database: Database
) -> None:
    export = ExportBuilder().file("general/2020-09-12.json", day)
    export.top["users.json"] = users
    if isinstance(channels, list):
        export.top["channels.json"] += channels
    else:
        export.top["channels.json"] = channels
    before = everything(database)
    with tempfile.TemporaryDirectory() as made:
        path = export.zip(Path(made, "export.zip"))
        try:
            result = imported(database, path)
        except TellUser:
            assert everything(database) == before
            return
        after = everything(database)
        assert len(after["messages"]) - len(before["messages"]) == result.new
        assert imported(database, path).as_json() == result.as_json() | {"new": 0}
        assert everything(database) == after


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_zip_with_any_byte_changed_is_imported_or_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made, "export.zip")
        export = ExportBuilder().day("general", "2020-09-12", message(T1))
        whole = bytearray(export.zip(path).read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))])
        with contextlib.suppress(TellUser), open_export(path) as opened:
            list(opened.messages_in_order())


def test_import_prints_one_line_of_json_and_nothing_else(
    small: ExportBuilder, sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(sqlite_url)
    run_import(database, small.zip(tmp_path / "export.zip"), openebs(), as_json=True)
    database.close()
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "messages": 4,
        "members": 2,
        "channels": 2,
        "threads": 1,
        "new": 4,
        "skipped": {},
    }
    assert err == ""


def test_import_says_what_came_and_what_was_skipped(
    small: ExportBuilder, sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.file("general/tss.json", [message(T1)])
    database = Database(sqlite_url)
    run_import(database, small.zip(tmp_path / "export.zip"), openebs(), as_json=False)
    database.close()
    assert capsys.readouterr() == (
        "export.zip: 4 messages (4 new), 2 members, 2 channels, 1 thread.\n"
        "Skipped:\n"
        "  1 × message: there twice\n",
        "",
    )


def test_an_import_that_fills_the_disk_is_refused_in_a_sentence_and_leaves_nothing(
    small: ExportBuilder, sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    with database.writing() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    small.file("general/long.json", [message("1600000099.000001", text="word " * 7_000)])
    with pytest.raises(TellUser, match=r"Nothing was imported.*disk is full"):
        run_import(database, small.zip(tmp_path / "export.zip"), openebs(), as_json=True)
    with database.reading() as tx:
        assert messages.count(tx) == 0
    database.close()
