"""The schema: fresh databases are made, outdated ones refused, migrations and tables agree."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.database import Database
from storage.tables import metadata


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.reading() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_the_known_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


def test_a_fresh_database_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'burley.db'}")
    schema.prepare(database)
    assert schema.version(database) == schema.HEAD
    schema.prepare(database)  # and the second start finds it
    database.close()


def test_an_outdated_database_is_refused_with_the_remedy(database: Database) -> None:
    with database.writing() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(schema.WrongSchema, match="burley upgrade"):
        schema.prepare(database)


def test_other_databases_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="sqlite:///FILE or postgresql"):
        Database("mysql://here/burley")
