"""Small facts about the workspace itself, by name."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from storage.messages import insert
from storage.tables import notes

Note = Literal["address", "bot_user", "imported", "github_pause"]


def write(tx: sa.Connection, name: Note, value: str) -> None:
    tx.execute(
        insert(tx, notes)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def read(tx: sa.Connection) -> dict[str, str]:
    return {row.name: row.value for row in tx.execute(sa.select(notes))}
