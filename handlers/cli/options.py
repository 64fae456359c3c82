"""What every command can be told, and how each ends: a result, or one plain sentence."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from bot.errors import InDoubt, Refused, TellUser, TryAgain
from bot.settings import Secrets, Settings, WrongSettings, read_secrets, read_settings
from storage import schema
from storage.database import Database, WrongAddress

Db = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="URL", help="sqlite:///FILE or postgresql://… (else BURLEY_DATABASE)"
    ),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="the community's settings (else BURLEY_CONFIG)"),
]
AsJson = Annotated[bool, typer.Option("--json", help="machine-readable, and nothing else")]


@dataclass(frozen=True, slots=True)
class Installation:
    """The settings and secrets a command runs with."""

    settings: Settings
    secrets: Secrets

    @classmethod
    def read(cls, config: Path | None, db: str | None, default: Path) -> Installation:
        secrets = read_secrets()
        if db is not None:
            secrets = secrets.model_copy(update={"burley_database": db})
        return cls(read_settings(config or secrets.burley_config or default), secrets)

    @contextlib.contextmanager
    def database(self, *, make: bool = False) -> Iterator[Database]:
        """The database, with this version's tables; `make` makes a missing one."""
        with opened(self.secrets.burley_database, make=make) as database:
            schema.prepare(database)
            yield database


@contextlib.contextmanager
def opened(url: str, *, make: bool = False) -> Iterator[Database]:
    """The database as it is, whatever its schema."""
    try:
        path = Path(sa.make_url(url).database or "") if url.startswith("sqlite") else None
        if path is not None and not make and not path.exists():
            raise TellUser(
                f"There is no database at {path} yet. "
                "`burley import PATH` or `burley run` makes one."
            )
        database = Database(url)
    except (ValueError, sa.exc.ArgumentError) as problem:
        raise TellUser(f"--db: {problem}") from None
    except OSError as problem:
        raise TellUser(f"--db: no database can be made there: {problem}") from None
    try:
        yield database
    finally:
        database.close()


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Whatever a person can mend is said in a sentence, and the command fails."""
    try:
        yield
    except (TellUser, WrongSettings, schema.WrongSchema, Refused) as problem:
        _fail(str(problem))
    except (TryAgain, InDoubt) as problem:
        _fail(f"{problem}. Try again in a moment.")
    except sa.exc.DatabaseError as problem:
        said = str(problem.orig).strip().splitlines()[0] if problem.orig else "it cannot be used"
        _fail(f"The database does not answer as it should: {said}.")
    except WrongAddress as problem:
        _fail(f"BURLEY_DATABASE: {problem}.")
    except BrokenPipeError:
        # The reader of our output (head, for instance) has seen enough.
        sys.stderr.close()
    except (OSError, OverflowError) as problem:
        _fail(f"The system does not allow it: {problem}.")


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
