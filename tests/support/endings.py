"""How a story of the kill tests ended: by the database, by Slack and by GitHub."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

import sqlalchemy as sa

from sandbox.sandbox import Sandbox
from storage import posts, reports
from storage.database import Database, Transaction
from storage.records import Post, PostState, Report, ReportState
from tests.support.community import database_path

UNFINISHED = "SELECT count(*) FROM {table} WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"


@dataclass
class Outcome:
    """What there is in the end, by what each report was called."""

    issues: dict[str, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)  # its thread, and where it points to
    urls: dict[str, str] = field(default_factory=dict)
    said_twice: list[str] = field(default_factory=list)  # keys of posts
    not_as_written: list[str] = field(default_factory=list)  # posts that show something else
    issues_in_all: int = 0
    asked_for_help: int = 0
    exit_code: int = 0
    output: str = ""


def outcome_of(sandbox: Sandbox, url: str, said: Mapping[str, str]) -> Outcome:
    """What became of each report; `said` is the ts of its message, by what it was called."""
    github, slack = sandbox.github, sandbox.slack
    outcome = Outcome(issues_in_all=len(github.issues))
    found = reports_in(url)
    for name, ts in said.items():
        mark = f"burley:report:{found[ts].id} "
        texts = [issue.body or "" for issue in github.issues]
        written = [one.body for issue in github.issues for one in issue.comments]
        outcome.issues[name] = sum(mark in text for text in texts)
        outcome.comments[name] = sum(mark in text for text in written)
        outcome.told[name] = [
            one["text"] for one in slack.thread("openebs", ts)[1:]
            if _key(one).startswith("outcome:") and str(found[ts].issue_url) in one["text"]
        ]  # fmt: skip
    keys = Counter(_key(one) for one in slack.messages("openebs") if _key(one))
    outcome.said_twice = [key for key, times in keys.items() if times > 1]
    shown = {_key(one): one["text"] for one in slack.messages("openebs")}
    written_down = posts_in(url)
    outcome.not_as_written = [one.id for one in written_down if shown.get(one.id) != one.text]
    outcome.asked_for_help = sum(
        one.id.startswith("outcome:") and "could not file" in one.text for one in written_down
    )
    return outcome


def reports_in(url: str) -> dict[str, Report]:
    """By the ts of their messages."""
    with _reading(url) as tx:
        return {one.ts: one for one in reports.in_state(tx, get_args(ReportState))}


def posts_in(url: str) -> list[Post]:
    with _reading(url) as tx:
        return posts.in_state(tx, get_args(PostState))


def _key(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key") or "")


@contextlib.contextmanager
def _reading(url: str) -> Iterator[Transaction]:
    database = Database(url)
    try:
        with database.reading() as tx:
            yield tx
    finally:
        database.close()


def unfinished(url: str) -> int:
    """How many workflows are under way, by DBOS's own tables."""
    if not url.startswith("sqlite"):
        with _reading(url) as tx:
            query = sa.text(UNFINISHED.format(table="dbos.workflow_status"))
            return int(tx.execute(query).scalar_one())
    path = database_path(url)
    work = sqlite3.connect(path.with_name(f"{path.stem}-work.db"))
    try:
        return int(work.execute(UNFINISHED.format(table="workflow_status")).fetchone()[0])
    finally:
        work.close()
