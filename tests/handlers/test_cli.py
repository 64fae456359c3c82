"""The command line: a result, or one plain sentence and a failure; never a traceback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

import app
from handlers.cli.commands import Programs, make
from sandbox.sandbox import Sandbox
from storage import messages, questions
from storage.database import Database
from storage.records import FirstResponse, Message, Question
from storage.tables import metadata
from tests.support.community import MANIFEST
from tests.support.exports import ExportBuilder, message

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "run", "demo", "import", "report", "questions", "triage", "quality", "learn", "redact",
    "digest", "doctor", "upgrade",
)  # fmt: skip
T1, T2 = "1600000000.000100", "1600000100.000100"
BURLEY = make(Programs(app.DEFAULT_SETTINGS, app.run, app.demo, app.replay))
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, with nothing of Burley's in the environment."""
    for name in os.environ:
        if name.startswith(("SLACK_", "GITHUB_", "BURLEY_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def burley(*words: object, typed: str = "", **environment: str) -> Result:
    """What the command answers; an error that nobody expected is raised here."""
    found = CliRunner().invoke(BURLEY, [str(word) for word in words], input=typed, env=environment)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def result(*words: object, typed: str = "") -> str:
    """What a command that succeeds prints; it has nothing to say beside that."""
    found = burley(*words, typed=typed)
    assert (found.exit_code, found.stderr) == (0, "")
    return found.stdout


def refusal(*words: object, typed: str = "", **environment: str) -> str:
    """The one sentence of a command that fails."""
    found = burley(*words, typed=typed, **environment)
    assert found.exit_code == 1
    assert found.stdout == ""
    assert re.fullmatch(r"[^\n]+\n", found.stderr), found.stderr
    return found.stderr.strip()


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def contents(url: str) -> int:
    """How many rows there are in all of our tables."""
    database = Database(url)
    with database.reading() as tx:
        count = sum(
            tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        )
    database.close()
    return count


def ask(database: Database, ts: str = T1, answered: str | None = None) -> None:
    with database.writing() as tx:
        messages.keep(tx, Message("C1", ts, "UASHA", "How?"))
        first = FirstResponse(answered, "UKOFI", "thread") if answered else None
        questions.add(tx, [Question("C1", ts, "UASHA", "question", 0.9, "asks", first)])


# What every command has in common.


def test_burley_alone_lists_its_commands() -> None:
    found = burley()
    for name in COMMANDS:
        assert re.search(rf"^\W+{name}\b", found.output, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    assert "Usage: burley" in result(name, "--help")


@pytest.mark.parametrize("name", ["report", "questions", "learn", "digest", "upgrade"])
def test_without_a_database_there_is_a_way_to_one_and_nothing_is_made(
    name: str, tmp_path: Path
) -> None:
    said = refusal(name, "--db", f"sqlite:///{tmp_path}/new/burley.db")
    assert said.startswith(f"There is no database at {tmp_path}/new/burley.db yet. `burley import")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["report", "questions", "digest"])
@pytest.mark.parametrize("as_json", [False, True])
def test_an_empty_database_is_no_mistake(name: str, as_json: bool, sqlite_url: str) -> None:
    said = result(name, "--db", sqlite_url, *(["--json"] if as_json else []))
    if as_json:
        for line in said.splitlines():
            json.loads(line)
    else:
        assert re.search(r"No questions yet\.|A quiet week: nobody posted|Nobody has posted", said)


@pytest.mark.parametrize("name", ["report", "questions", "learn", "digest", "import x.zip"])
def test_an_outdated_database_is_refused_with_the_remedy(name: str, database: Database) -> None:
    with database.writing() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    assert "then run: burley upgrade" in refusal(*name.split(), "--db", database.url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://here/burley", "--db: a database's address is sqlite:///FILE or postgresql://"),
        ("burley.db", "--db: a database's address is sqlite:///FILE or postgresql://"),
        ("", "--db: a database's address is sqlite:///FILE or postgresql://"),
        ("postgresql://127.0.0.1:1/burley", "The database does not answer as it should: conn"),
        ("sqlite:///notes.txt", "The database does not answer as it should: file is not a data"),
        ("sqlite:///folder", "The database does not answer as it should: unable to open"),
        ("sqlite:////proc/no/burley.db", "--db: no database can be made there"),
        ("sqlite:///notes.txt/burley.db", "--db: no database can be made there"),
    ],
)
def test_a_database_that_is_none_is_refused_in_words(url: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database at all " * 500)
    (tmp_path / "folder").mkdir()
    export = ExportBuilder().day("general", "2020-09-13", message(T1)).zip(tmp_path / "a.zip")
    assert refusal("import", export, "--db", url).startswith(told)


def test_no_password_is_repeated() -> None:
    assert "s3cret" not in refusal("questions", "--db", "mysql://me:s3cret@here/burley")


@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_settings_are_refused_by_every_command_that_reads_them(
    name: str, tmp_path: Path
) -> None:
    if name in ("redact", "doctor"):
        return
    (tmp_path / "wrong.yaml").write_text("community: Test\nchanels: [a]\n")
    words = [name, "--config", "wrong.yaml", *(["x"] if name in ("import", "quality") else [])]
    found = burley(*words)
    assert found.exit_code == 1
    assert "wrong.yaml, line 2: `chanels` is not a setting of Burley." in found.stderr
    assert "Traceback" not in found.stderr


def test_a_missing_settings_file_is_refused_in_words() -> None:
    assert refusal("triage", "--config", "no.yaml").startswith("no.yaml cannot be read:")
    assert refusal("triage", BURLEY_CONFIG="no.yaml").startswith("no.yaml cannot be read:")


# import


@pytest.fixture
def export(tmp_path: Path) -> Path:
    said = [
        message(T1, "U1", "How do I resize a ZFS volume?", thread_ts=T1),
        message(T2, "U2", "Edit the PVC.", thread_ts=T1),
    ]
    return ExportBuilder().day("general", "2020-09-13", *said).zip(tmp_path / "export.zip")


def test_an_export_is_brought_in_once_and_found_again(export: Path, sqlite_url: str) -> None:
    first = result("import", export, "--db", sqlite_url)
    assert first == "export.zip: 2 messages (2 new), 2 members, 1 channel, 1 thread.\n"
    rows = contents(sqlite_url)
    assert "2 messages (0 new)" in result("import", export, "--db", sqlite_url)
    assert contents(sqlite_url) == rows
    [asked] = result("questions", "--json", "--db", sqlite_url).splitlines()
    assert json.loads(asked)["first_response"]["user"] == "U2"


def test_an_import_makes_the_database_and_its_folder(export: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/burley.db"
    found = json.loads(result("import", export, "--db", url, "--json"))
    assert (found["messages"], found["new"], found["skipped"]) == (2, 2, {})
    assert contents(url) > 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gone.zip", None),
        ("text.zip", b"no zip at all"),
        ("empty.zip", b""),
        ("short.zip", "cut"),
        ("bad.zip", b'[{"type": "message", "ts": '),
        ("odd.zip", b'{"what": "is this"}'),
        ("none.zip", b"[1, null, {}]"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_broken_export_is_refused_and_leaves_nothing_behind(
    name: str, content: bytes | str | None, as_json: bool, export: Path, sqlite_url: str
) -> None:
    path = export.with_name(name)
    if content == "cut":
        path.write_bytes(export.read_bytes()[:-200])
    elif isinstance(content, bytes) and content.startswith((b"[", b"{")):
        ExportBuilder().file("general/2020-09-13.json", content).zip(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    before = contents(sqlite_url)
    said = refusal("import", path, "--db", sqlite_url, *(["--json"] if as_json else []))
    assert name in said
    assert contents(sqlite_url) == before


# questions and digest


def test_questions_are_listed_with_their_first_response(database: Database) -> None:
    ask(database, T1, answered=T2)
    ask(database, T2)
    said = result("questions", "--db", database.url)
    assert "after 1 min" in said
    assert "waiting for" in said
    only = result("questions", "--waiting", "--db", database.url)
    assert "after" not in only
    assert "waiting for" in only


def test_questions_as_json_are_one_object_a_line(database: Database) -> None:
    ask(database, T1, answered=T2)
    ask(database, T2)
    lines = result("questions", "--json", "--db", database.url).splitlines()
    answered, waiting = (json.loads(line) for line in lines)
    assert answered["first_response"] == {
        "ts": T2, "user": "UKOFI", "seconds": 100.0, "how": "thread"
    }  # fmt: skip
    assert waiting["first_response"] is None


def test_nobody_waiting_is_said_kindly(database: Database) -> None:
    assert result("questions", "--waiting", "--db", database.url) == "Nobody is waiting.\n"


def test_a_weeks_digest_is_printed_and_posts_nothing(database: Database) -> None:
    ask(database, T1, answered=T2)
    before = contents(str(database.url))
    said = result("digest", "--week", "2020-W37", "--db", database.url)
    assert said.startswith("OpenEBS, week 37\n\n1 question was asked, and it has its answer.\n")
    found = json.loads(result("digest", "--week", "2020-W37", "--json", "--db", database.url))
    assert found["text"].startswith("OpenEBS, week 37")
    assert {block["type"] for block in found["blocks"]} == {"header", "section", "context"}
    assert contents(str(database.url)) == before


@pytest.mark.parametrize(
    "week", ["37", "2020-37", "2020-W60", "2020-W00", "0000-W01", "0001-W01", "9999-W52", "W", ""]
)
def test_a_week_that_is_none_is_refused_in_words(week: str, sqlite_url: str) -> None:
    assert refusal("digest", "--week", week, "--db", sqlite_url).startswith("--week: ")


def test_a_week_to_come_has_no_digest(sqlite_url: str) -> None:
    year, week, _ = (datetime.now(UTC) + timedelta(weeks=2)).isocalendar()
    said = refusal("digest", "--week", f"{year}-W{week:02}", "--db", sqlite_url)
    assert "has not begun" in said


# triage and redact


def test_triage_answers_each_line(tmp_path: Path) -> None:
    typed = (
        '{"id": 1, "text": "the zfs-localpv PVC stays Pending after the upgrade"}\n\n'
        '{"id": "b", "text": "good morning everybody"}\n{"text": ""}\n'
    )
    bug, chat, empty = (json.loads(line) for line in result("triage", typed=typed).splitlines())
    assert (bug["id"], bug["kind"], bug["repository"]) == (1, "bug", "openebs/zfs-localpv")
    assert (chat["id"], chat["kind"], chat["repository"]) == ("b", "chatter", None)
    assert empty["id"] is None


@pytest.mark.parametrize(
    ("text", "kind", "repository", "policy"),
    [
        ("how do I resize a rawfile volume?", "question", "openebs/rawfile-localpv", None),
        ("how do I replace a disk of a cStor pool?", "question", None, "archived"),
        ("nice talk about zfs-localpv yesterday, thanks!", "chatter", "openebs/zfs-localpv", None),
        ("good morning everybody, thanks for the GUI talk!", "chatter", None, None),
    ],
)
def test_triage_tells_the_place_of_whatever_names_one(
    text: str, kind: str, repository: str | None, policy: str | None
) -> None:
    told = json.loads(result("triage", typed=json.dumps({"id": 1, "text": text})))
    assert (told["kind"], told["repository"], told["policy"]) == (kind, repository, policy)


def test_quality_counts_a_repository_and_a_policy_alike(tmp_path: Path) -> None:
    lines = [
        {"text": "zfs-localpv crashes", "kind": "bug", "repository": "openebs/zfs-localpv"},
        {"text": "the cStor pool is offline", "kind": "bug", "policy": "archived"},
        {"text": "it crashes", "kind": "bug", "repository": "openebs/mayastor"},
        {"text": "good morning", "kind": "chatter"},
    ]
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in lines))
    assert json.loads(result("quality", str(file), "--json"))["router_accuracy"] == 0.6667


def test_nothing_in_is_nothing_out() -> None:
    assert result("triage") == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("zfs is broken", "Line 2 is no JSON: Expecting value."),
        ('{"id": 1, "text": "a', "Line 2 is no JSON: Invalid control character."),
        ("[1]", 'Line 2 should look like {"id": 1, "text": "…"}.'),
        ('{"id": 1}', 'Line 2 should look like {"id": 1, "text": "…"}.'),
        ('{"id": 1, "text": null}', 'Line 2 should look like {"id": 1, "text": "…"}.'),
        ("[" * 100_000, "Line 2 is no JSON"),
    ],
)
def test_a_line_that_triage_cannot_read_is_named(line: str, told: str) -> None:
    assert refusal("triage", typed=f"\n{line}\n").startswith(told)


def test_redact_writes_json_and_only_that() -> None:
    found = json.loads(result("redact", typed="token: xoxb-123456789012-abcdefghijklmnop\n"))
    assert "abcdefghijklmnop" not in found["text"]
    assert sum(one["count"] for one in found["removed"]) == 1
    assert json.loads(result("redact")) == {"text": "", "removed": []}


# upgrade


def test_a_database_of_this_version_needs_no_upgrade(sqlite_url: str) -> None:
    assert result("upgrade", "--db", sqlite_url) == "Nothing to do.\n"


def test_a_database_without_tables_gets_them(tmp_path: Path) -> None:
    (tmp_path / "burley.db").touch()
    url = f"sqlite:///{tmp_path}/burley.db"
    assert result("upgrade", "--db", url) == "The database was empty; it has its tables now.\n"
    assert result("questions", "--db", url) == "No questions yet.\n"


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writing() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    said = refusal("upgrade", "--db", database.url)
    assert said.startswith("The database is at schema 9999, which this Burley does not know")


# run and demo


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Set SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN does not"),
        ({"BURLEY_PORT": "99999"}, "BURLEY_PORT in the environment or .env"),
        (
            {
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_APP_TOKEN": "xapp-1",
                "SLACK_API_URL": "http://127.0.0.1:1/api",
            },
            "Slack cannot be reached (ClientConnectorError). Try again in a moment.",
        ),
    ],
)
def test_a_bot_that_cannot_start_says_why(environment: dict[str, str], told: str) -> None:
    assert refusal("run", "--db", "sqlite:///burley.db", **environment).startswith(told)


def test_a_demo_on_a_taken_port_says_so() -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        said = refusal("demo", "--port", port)
    assert said.startswith(f"Port {port} is taken")
    assert said.endswith("choose another with --port.")


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    found = burley("demo", "--port", port)
    assert found.exit_code == 2
    assert "--port" in found.stderr


def test_a_replay_of_nothing_says_so() -> None:
    assert "gone.zip" in refusal("demo", "--replay", "gone.zip")


def process(*words: object) -> subprocess.Popen[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "GITHUB_", "BURLEY_"))
    }
    return subprocess.Popen(
        [sys.executable, ROOT / "app.py", *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def test_the_demo_says_where_it_is_and_ends_when_asked() -> None:
    running = process("run", "--or-demo")
    assert running.stdout is not None
    assert "Burley's sandbox is at http://127.0.0.1:" in running.stdout.readline()
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "Traceback" not in said


def test_as_a_program_too_a_mistake_is_one_sentence() -> None:
    running = process("import", "gone.zip", "--db", "sqlite:///burley.db", "--json")
    printed, said = running.communicate(timeout=20)
    assert running.returncode == 1
    assert printed == ""
    assert re.fullmatch(r"[^\n]*gone\.zip[^\n]*\.\n", said)


# doctor


@contextlib.asynccontextmanager
async def sandbox_with(*, without_scope: str = "") -> AsyncIterator[Sandbox]:
    scopes = [one for one in MANIFEST["oauth_config"]["scopes"]["bot"] if one != without_scope]
    sandbox = Sandbox(MANIFEST | {"oauth_config": {"scopes": {"bot": scopes}}})
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


async def examined(sandbox: Sandbox, *words: str, **environment: str) -> tuple[int, Json]:
    """The doctor's exit code, and what it says of each thing it looked at."""
    everything = {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{sandbox.url}/api/",
        "GITHUB_TOKEN": "ghs_sandbox",
        "GITHUB_API_URL": f"{sandbox.url}/github",
        "BURLEY_DATABASE": "sqlite:///burley.db",
        **environment,
    }
    found = await asyncio.to_thread(burley, "doctor", "--json", *words, **everything)
    assert found.stderr == ""
    checks = json.loads(found.stdout)["checks"]
    assert found.exit_code == (0 if all(one["ok"] for one in checks) else 1)
    return found.exit_code, {one["name"]: one for one in checks}


def to_mend(checks: Json) -> Json:
    return {name: one["detail"] for name, one in checks.items() if not one["ok"]}


async def test_a_healthy_installation_has_nothing_to_mend() -> None:
    async with sandbox_with() as sandbox:
        code, checks = await examined(sandbox, GITHUB_WEBHOOK_SECRET="s")
    assert (code, to_mend(checks)) == (0, {})
    assert checks["channels"]["detail"].startswith("3 found; invite Burley into each")
    assert checks["GitHub"]["detail"] == "6 repositories take issues, with a token"
    assert checks["webhook"]["detail"] == "signature is checked"


async def test_channels_may_be_given_by_id(tmp_path: Path) -> None:
    text = app.DEFAULT_SETTINGS.read_text().replace("- openebs\n", "- C0OPENEBS1\n")
    (tmp_path / "by_id.yaml").write_text(text)
    async with sandbox_with() as sandbox:
        code, checks = await examined(sandbox, "--config", "by_id.yaml")
    assert (code, to_mend(checks)) == (0, {})


@pytest.mark.parametrize(
    ("environment", "name", "told"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack", "invalid_auth. Copy SLACK_BOT_TOKEN again"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Socket Mode", "invalid_auth. Make SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": ""}, "Slack", "Set SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xapp-sandbox"}, "Slack", "SLACK_BOT_TOKEN does not start with xoxb-"),
        ({"SLACK_API_URL": "http://127.0.0.1:1"}, "Slack", "Slack cannot be reached"),
        ({"SLACK_API_URL": "slack.com"}, "Slack", "Slack"),
        ({"GITHUB_TOKEN": "ghp_wrong"}, "GitHub", "GitHub does not accept the token (401)"),
        ({"GITHUB_TOKEN": ""}, "GitHub", "GITHUB_TOKEN is not set"),
        ({"GITHUB_API_URL": "http://127.0.0.1:1"}, "GitHub", "GitHub cannot be reached"),
        ({"GITHUB_API_URL": "github.com"}, "GitHub", "GITHUB_API_URL is no address"),
        ({"BURLEY_DATABASE": "mysql://me:s3cret@here/x"}, "database", "address is sqlite:///"),
        ({"BURLEY_DATABASE": "sqlite:////proc/no/burley.db"}, "database", "no database can be"),
        ({"BURLEY_DATABASE": "postgresql://127.0.0.1:1/x"}, "database", "connection"),
    ],
)
async def test_what_is_wrong_is_named_and_the_rest_is_looked_at_too(
    environment: dict[str, str], name: str, told: str
) -> None:
    async with sandbox_with() as sandbox:
        code, checks = await examined(sandbox, **environment)
    wrong = to_mend(checks)
    assert code == 1
    assert list(wrong) == [name]
    assert told in wrong[name]
    assert "s3cret" not in str(checks)


async def test_a_missing_scope_is_named() -> None:
    async with sandbox_with(without_scope="reactions:read") as sandbox:
        _, checks = await examined(sandbox)
    assert to_mend(checks)["scopes"].startswith("missing: reactions:read. Paste app.yaml into")


async def test_a_scope_without_which_channels_cannot_be_listed_is_named() -> None:
    async with sandbox_with(without_scope="channels:read") as sandbox:
        _, checks = await examined(sandbox)
    wrong = to_mend(checks)
    assert wrong["scopes"].startswith("missing: channels:read.")
    assert "channels:read is missing" in str(wrong)


async def test_a_channel_that_does_not_exist_is_named(tmp_path: Path) -> None:
    text = app.DEFAULT_SETTINGS.read_text().replace("- openebs\n", "- opnebs\n")
    (tmp_path / "typo.yaml").write_text(text)
    async with sandbox_with() as sandbox:
        _, checks = await examined(sandbox, "--config", "typo.yaml")
    assert to_mend(checks) == {
        "channels": "not in the workspace: opnebs. Correct them in the settings."
    }


async def test_repositories_that_take_no_issues_are_named() -> None:
    async with sandbox_with() as sandbox:
        sandbox.github.archive("openebs/zfs-localpv")
        sandbox.github.disable_issues("openebs/lvm-localpv")
        sandbox.github.rename("openebs/rawfile-localpv", "openebs/rawfile")
        _, checks = await examined(sandbox)
    assert to_mend(checks) == {
        "GitHub": "openebs/lvm-localpv: the repository has its issues switched off. Switch them "
        "on under its Settings. openebs/zfs-localpv: the repository is archived. Take it out of "
        "the settings, or unarchive it. openebs/rawfile-localpv: the repository is called "
        "openebs/rawfile now. Write that in the settings."
    }


async def test_wrong_settings_are_all_that_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("community: Test\nchanels: [a]\n")
    async with sandbox_with() as sandbox:
        code, checks = await examined(sandbox, "--config", "wrong.yaml")
    assert code == 1
    assert list(checks) == ["settings"]
    assert "wrong.yaml, line 2: `chanels` is not" in checks["settings"]["detail"]


def test_the_doctor_can_be_read_by_people() -> None:
    said = result("doctor", "--db", "sqlite:///burley.db")
    assert "ok   settings: OpenEBS, from " in said
    assert "ok   Slack: no token is set: `make run` starts the sandbox" in said
    assert "MEND" not in said
