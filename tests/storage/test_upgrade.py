"""A database of an earlier version is brought to this one with all that is in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage import messages, posts, reports, schema
from storage.database import Database
from storage.records import Message

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MICROS = int(NOW.timestamp() * 1_000_000)


@pytest.fixture
def earlier(database: Database) -> Database:
    """The first schema, with a report that was filed and told of, and one that was offered."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with database.writing() as tx:
        for table in reversed(sa.inspect(tx).get_table_names()):
            tx.execute(sa.text(f'DROP TABLE "{table}"'))
    with database.writing() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, "0001")
        tx.execute(
            sa.text(
                "INSERT INTO messages (channel, ts, micros, author, text, is_talk, by_bot) "
                "VALUES ('C1', '1700000001.000001', 1700000001000001, 'U1', 'Words', :yes, :no)"
            ),
            {"yes": True, "no": False},
        )
        report = (
            "INSERT INTO reports (id, channel, ts, thread_ts, reporter, kind, repository, title, "
            "body, labels, why, state, attempt, issue_number) VALUES (:id, 'C1', :ts, :ts, 'U1', "
            "'bug', 'o/r', 'Title', 'Body', '[\"Bug\"]', 'why', :state, 1, :number)"
        )
        filed = {"id": "a", "ts": "1.000001", "state": "filed", "number": 7}
        offered = {"id": "b", "ts": "1.000002", "state": "offered", "number": None}
        tx.execute(sa.text(report), [filed, offered])
        tx.execute(
            sa.text(
                "INSERT INTO issues (repository, number, title, url, state, updated_at) "
                "VALUES ('o/r', 7, 'Title', 'https://x.example/7', 'open', :at)"
            ),
            {"at": MICROS},
        )
        tx.execute(
            sa.text(
                "INSERT INTO posts (id, channel, text, state, ts) VALUES "
                "('outcome:a:1', 'C1', 'Filed.', 'posted', '1.000003'), "
                "('outcome:b:1', 'C1', 'Soon.', 'planned', NULL)"
            )
        )
    return database


def test_everything_is_there_after_the_upgrade(earlier: Database) -> None:
    with pytest.raises(schema.WrongSchema, match="burley upgrade"):
        schema.prepare(earlier)
    schema.upgrade(earlier)
    schema.prepare(earlier)
    with earlier.reading() as tx:
        filed, offered = reports.get(tx, "a"), reports.get(tx, "b")
        issue = reports.issue(tx, "o/r", 7)
        outdated = posts.outdated(tx)
        planned = posts.get(tx, "outcome:b:1")
        said = messages.get(tx, ("C1", "1700000001.000001"))
    assert filed is not None
    assert (filed.labels, filed.missing, filed.joins) == (("Bug",), (), None)
    assert offered is not None
    assert offered.state == "offered"
    assert issue is not None
    assert (issue.labels, issue.body, issue.updated_at) == ((), "", NOW)
    # What was posted before is not taken for outdated, and edited in every thread.
    assert outdated == []
    assert planned is not None
    assert planned.shown == 0
    assert said == Message("C1", "1700000001.000001", "U1", "Words")
