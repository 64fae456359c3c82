"""Alembic's entry: runs the migrations on the connection that storage.schema hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from storage.tables import UtcDateTime, metadata


def as_plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    # A migration must not change with the code: it names the database's own type.
    return "sa.BigInteger()" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=as_plain_type,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
