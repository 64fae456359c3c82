"""Keeping what was said: messages, edits, deletions."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.records import Message, MessageKey, micros_of
from storage.tables import deletions, members, messages


def insert(tx: sa.Connection, table: sa.Table) -> Any:
    """INSERT … ON CONFLICT, the same for both databases."""
    return (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(table)


def keep(tx: sa.Connection, message: Message) -> bool:
    """Keep a message; True if that changed anything.

    The same message again, an older edit than the one at hand, and a message that was
    deleted meanwhile change nothing, whatever order they come in.
    """
    if _is_deleted(tx, message.key):
        return False
    # Not by its rowcount: psycopg has none any more when the cursor of an INSERT is closed.
    added = tx.execute(
        insert(tx, messages).values(_row(message)).on_conflict_do_nothing().returning(messages.c.ts)
    )
    if added.first() is not None:
        return True
    return message.edited_ts is not None and _edit(tx, [message]) > 0


def keep_many(tx: sa.Connection, kept: Sequence[Message]) -> int:
    """Keep messages that come in bulk, each as `keep` would; how many were new."""
    kept = _without_deleted(tx, kept)
    if not kept:
        return 0
    # Past SQLAlchemy's own handling of parameters, which takes longer than the database.
    values = [_values(one) for one in kept]
    if tx.dialect.name == "sqlite":
        new = tx.exec_driver_sql(_INSERT_ROWS, values).rowcount
    else:
        columns = tuple(list(column) for column in zip(*values, strict=True))
        new = tx.exec_driver_sql(_INSERT_COLUMNS, columns).rowcount
    if new < len(kept):
        _edit(tx, [one for one in kept if one.edited_ts is not None])
    return new


@contextlib.contextmanager
def many_coming(tx: sa.Connection) -> Iterator[None]:
    """While much is kept in one transaction, leave SQLite the memory to sort it in.

    Messages come channel by channel, so the indexes by time are written all over the place:
    with SQLite's usual 2 MB a million messages take twice as long as with 64.
    """
    if tx.dialect.name != "sqlite":
        yield
        return
    usual = tx.exec_driver_sql("PRAGMA cache_size").scalar_one()
    tx.exec_driver_sql("PRAGMA cache_size=-64000")
    try:
        yield
    finally:
        tx.exec_driver_sql(f"PRAGMA cache_size={usual}")


def delete(tx: sa.Connection, key: MessageKey) -> bool:
    """Forget a message for good; True if it was there."""
    channel, ts = key
    tx.execute(insert(tx, deletions).values(channel=channel, ts=ts).on_conflict_do_nothing())
    gone = tx.execute(sa.delete(messages).where(messages.c.channel == channel, messages.c.ts == ts))
    return bool(gone.rowcount)


def get(tx: sa.Connection, key: MessageKey) -> Message | None:
    channel, ts = key
    found = tx.execute(
        sa.select(messages).where(messages.c.channel == channel, messages.c.ts == ts)
    ).first()
    return _record(found) if found else None


def thread(tx: sa.Connection, channel: str, thread_ts: str) -> list[Message]:
    """The first message of a thread and its replies, in order."""
    at = messages.c
    rows = tx.execute(
        sa.select(messages)
        .where(at.channel == channel, sa.or_(at.ts == thread_ts, at.thread_ts == thread_ts))
        .order_by(at.micros)
    )
    return [_record(row) for row in rows]


def latest_of(tx: sa.Connection, channel: str, author: str, since: datetime) -> MessageKey | None:
    """The last thing that somebody said in a channel since then."""
    at = messages.c
    found = tx.execute(
        sa.select(at.channel, at.ts)
        .where(at.channel == channel, at.author == author, at.is_talk)
        .where(at.micros >= int(since.timestamp() * 1_000_000))
        .order_by(at.micros.desc())
        .limit(1)
    ).first()
    return (found.channel, found.ts) if found else None


def span(tx: sa.Connection, channel: str) -> tuple[int, int]:
    """When the first and the last message of a channel were said (micros); zeros for none."""
    at = messages.c
    first, last = (
        tx.execute(sa.select(edge(at.micros)).where(at.channel == channel)).scalar()
        for edge in (sa.func.min, sa.func.max)
    )
    return first or 0, last or 0


def last_before(tx: sa.Connection, channel: str, micros: int) -> int:
    """When the message before a moment was said (micros); zero when there is none."""
    at = messages.c
    found = tx.execute(
        sa.select(sa.func.max(at.micros)).where(at.channel == channel, at.micros < micros)
    ).scalar()
    return found or 0


def in_channel(
    tx: sa.Connection, channel: str, since: int = 0, until: int | None = None
) -> Iterable[tuple[Message, bool]]:
    """What was said in a channel in [since, until) (micros), in order.

    Each with whether a person said it, by all that is known of the author now.
    """
    at = messages.c
    rows = tx.execute(
        sa.select(messages, members.c.is_bot)
        .outerjoin(members, members.c.id == at.author)
        .where(
            at.channel == channel,
            at.micros >= since,
            *([] if until is None else [at.micros < until]),
        )
        .order_by(at.micros)
        .execution_options(yield_per=2_000)
    )
    for row in rows:
        yield _record(row), bool(row.is_talk and not row.is_bot)


def spans_of(tx: sa.Connection, author: str) -> dict[str, tuple[int, int]]:
    """For each channel the author wrote in, when they first and last did (micros)."""
    at = messages.c
    rows = tx.execute(
        sa.select(at.channel, sa.func.min(at.micros), sa.func.max(at.micros))
        .where(at.author == author)
        .group_by(at.channel)
    )
    return {channel: (first, last) for channel, first, last in rows}


def first_moment(tx: sa.Connection) -> datetime | None:
    """When the oldest message at hand was said."""
    micros = tx.execute(sa.select(sa.func.min(messages.c.micros))).scalar()
    return None if micros is None else datetime.fromtimestamp(micros / 1_000_000, UTC)


def count(tx: sa.Connection) -> int:
    return tx.execute(sa.select(sa.func.count()).select_from(messages)).scalar_one()


def _edit(tx: sa.Connection, edited: Sequence[Message]) -> int:
    """Put these texts in place of older ones; how many were older."""
    if not edited:
        return 0
    at = messages.c
    when = sa.bindparam("when", type_=sa.Text)
    changed = tx.execute(
        sa.update(messages)
        .where(at.channel == sa.bindparam("where"), at.ts == sa.bindparam("which"))
        .where(sa.or_(at.edited_ts.is_(None), at.edited_ts < when))
        .values(
            text=sa.bindparam("what"),
            files=sa.bindparam("attached"),
            shared=sa.bindparam("quoted"),
            edited_ts=when,
        ),
        [
            {
                "where": one.channel,
                "which": one.ts,
                "when": one.edited_ts,
                "what": one.text,
                "attached": _lines(one.files),
                "quoted": one.shared or None,
            }
            for one in edited
        ],
    )
    return changed.rowcount


def _without_deleted(tx: sa.Connection, kept: Sequence[Message]) -> Sequence[Message]:
    if not kept:
        return kept
    at = deletions.c
    first, last = min(one.ts for one in kept), max(one.ts for one in kept)
    gone = {
        (channel, ts)
        for channel, ts in tx.execute(
            sa.select(at.channel, at.ts).where(
                at.channel.in_({one.channel for one in kept}), at.ts.between(first, last)
            )
        )
    }
    return [one for one in kept if one.key not in gone] if gone else kept


def _is_deleted(tx: sa.Connection, key: MessageKey) -> bool:
    channel, ts = key
    at = deletions.c
    found = tx.execute(sa.select(at.ts).where(at.channel == channel, at.ts == ts)).first()
    return found is not None


_POSTGRESQL: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_COLUMNS = tuple(column.name for column in messages.columns)


def _values(message: Message) -> tuple[object, ...]:
    """A message's row, in the order of _COLUMNS."""
    return (
        message.channel,
        message.ts,
        micros_of(message.ts),
        message.author,
        message.text,
        message.thread_ts,
        message.subtype,
        message.is_talk,
        message.by_bot,
        message.edited_ts,
        _lines(message.files),
        message.shared or None,
    )


def _lines(files: tuple[str, ...]) -> str | None:
    return "\n".join(files) or None


def _row(message: Message) -> dict[str, object]:
    return dict(zip(_COLUMNS, _values(message), strict=True))


_INSERT = f"INSERT INTO messages ({', '.join(_COLUMNS)})"
_INSERT_ROWS = f"{_INSERT} VALUES ({', '.join('?' for _ in _COLUMNS)}) ON CONFLICT DO NOTHING"
# One array a column: a tenth of the time of as many INSERTs.
_ARRAYS = ", ".join(f"%s::{column.type.compile(_POSTGRESQL)}[]" for column in messages.columns)
_INSERT_COLUMNS = (
    f"{_INSERT} SELECT * FROM unnest({_ARRAYS}) "  # noqa: S608  (names of our own columns)
    "ON CONFLICT DO NOTHING"
)


def _record(row: Any) -> Message:
    return Message(
        channel=row.channel,
        ts=row.ts,
        author=row.author,
        text=row.text or "",
        thread_ts=row.thread_ts,
        subtype=row.subtype,
        by_bot=row.by_bot,
        edited_ts=row.edited_ts,
        files=tuple(row.files.split("\n")) if row.files else (),
        shared=row.shared or "",
    )
