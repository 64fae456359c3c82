"""The schema's version: a fresh database is made, an outdated one is refused in words."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from storage.database import Database

# Known here so that a start needs no Alembic; a test holds it against the migrations.
HEAD = "0002"

MIGRATIONS = Path(__file__).parent / "migrations"


class WrongSchema(Exception):
    """The database was made by another version of Burley; the text says what to do."""


def version(database: Database) -> str | None:
    """The schema's version, None for a database without tables."""
    with database.reading() as tx:
        if not sa.inspect(tx).has_table("alembic_version"):
            return None
        return tx.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def prepare(database: Database) -> None:
    """Make the tables of a fresh database; raise WrongSchema for another version's."""
    found = version(database)
    if found is None:
        upgrade(database)
    elif found != HEAD:
        raise WrongSchema(
            f"The database is at schema {found}, this Burley needs {HEAD}. "
            "Make a backup, stop every running Burley, then run: burley upgrade"
        )


def upgrade(database: Database) -> None:
    """Bring the database to this version's schema, step by step."""
    # Alembic takes a third of a second to import, so only those who need it pay.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    found = version(database)
    if found is not None and found not in known:
        raise WrongSchema(
            f"The database is at schema {found}, which this Burley does not know: a newer one "
            "made it. Install that version again, or go back to a backup."
        )
    with database.writing() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
