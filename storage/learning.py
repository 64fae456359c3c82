"""What people corrected, as hashed features, and what was learned from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.messages import insert
from storage.records import Kind, MessageKey
from storage.tables import learned, lessons


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message's features (no words) and the kind that a person says it is."""

    kind: Kind
    features: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a refit came to; `delta` is empty where nothing better was found."""

    at: datetime
    corrections: int
    right_before: int
    right_after: int
    delta: dict[str, dict[str, float]]


def teach(tx: sa.Connection, key: MessageKey, lesson: Lesson) -> None:
    values = {"kind": lesson.kind, "features": lesson.features}
    tx.execute(
        insert(tx, lessons)
        .values(channel=key[0], ts=key[1], **values)
        .on_conflict_do_update(index_elements=["channel", "ts"], set_=values)
    )


def all_lessons(tx: sa.Connection) -> list[Lesson]:
    """Every correction, in an order that does not depend on when it was made."""
    at = lessons.c
    rows = tx.execute(sa.select(at.kind, at.features).order_by(at.channel, at.ts))
    return [Lesson(row.kind, row.features) for row in rows]


def keep(tx: sa.Connection, outcome: Outcome) -> None:
    row = {column.name: getattr(outcome, column.name) for column in learned.columns}
    tx.execute(insert(tx, learned).values(row).on_conflict_do_nothing())


def latest(tx: sa.Connection) -> Outcome | None:
    found = tx.execute(sa.select(learned).order_by(learned.c.at.desc()).limit(1)).first()
    return Outcome(**found._asdict()) if found else None
