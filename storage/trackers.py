"""The repositories that reports go to: their labels and templates, and who wants what solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.messages import insert
from storage.records import MessageKey, Tracker
from storage.tables import demand, model_calls, routed, trackers


def get(tx: sa.Connection, repository: str) -> Tracker:
    """What is known of a repository, which may be nothing but its name."""
    found = tx.execute(sa.select(trackers).where(trackers.c.repository == repository)).first()
    if found is None:
        return Tracker(repository, repository)
    values = found._asdict()
    labels, templates = values["labels"], values["templates"]
    return Tracker(
        **{
            **values,
            "labels": None if labels is None else tuple(labels),
            "templates": None if templates is None else tuple((a, b) for a, b in templates),
        }
    )


def named(tx: sa.Connection, full_name: str) -> str:
    """What the settings call a repository that GitHub calls so."""
    at = trackers.c
    there = sa.func.lower(at.full_name) == full_name.lower()
    return tx.execute(sa.select(at.repository).where(there)).scalar() or full_name


def troubled(tx: sa.Connection) -> list[Tracker]:
    """The repositories that do not get issues as they should."""
    at = trackers.c
    names = sa.select(at.repository).where(sa.or_(at.trouble.is_not(None), at.dropped.is_not(None)))
    return [get(tx, name) for name in tx.execute(names.order_by(at.repository)).scalars()]


def learn(tx: sa.Connection, repository: str, **known: Any) -> None:
    """Keep what was read of a repository; what is not given stays as it was."""
    for name in ("labels", "templates"):
        if known.get(name) is not None:
            known[name] = [list(one) if isinstance(one, tuple) else one for one in known[name]]
    first = {"full_name": repository, **known}
    tx.execute(
        insert(tx, trackers)
        .values(repository=repository, **first)
        .on_conflict_do_update(index_elements=["repository"], set_=known or first)
    )


def want(tx: sa.Connection, repository: str, number: int, member: str, at: datetime) -> bool:
    """Count a member among those who want this issue solved; False if they were already."""
    added = tx.execute(
        insert(tx, demand)
        .values(repository=repository, number=number, member=member, at=at)
        .on_conflict_do_nothing()
    )
    return bool(added.rowcount)


def wanted(tx: sa.Connection, since: datetime | None = None) -> Mapping[tuple[str, int], int]:
    """How many members want each issue solved, of those who said so since then."""
    at = demand.c
    counted = sa.select(at.repository, at.number, sa.func.count()).group_by(
        at.repository, at.number
    )
    if since is not None:
        counted = counted.where(at.at >= since)
    return {(repository, number): people for repository, number, people in tx.execute(counted)}


@dataclass(frozen=True, slots=True)
class Moved:
    """A report's features (no words), and the repository that people moved it to."""

    repository: str
    features: tuple[int, ...]


def teach(tx: sa.Connection, key: MessageKey, lesson: Moved) -> None:
    values = {"repository": lesson.repository, "features": list(lesson.features)}
    tx.execute(
        insert(tx, routed)
        .values(channel=key[0], ts=key[1], **values)
        .on_conflict_do_update(index_elements=["channel", "ts"], set_=values)
    )


def lessons(tx: sa.Connection) -> Sequence[Moved]:
    """Every report that was moved, in an order that does not depend on when."""
    at = routed.c
    rows = tx.execute(sa.select(at.repository, at.features).order_by(at.channel, at.ts))
    return [Moved(row.repository, tuple(row.features)) for row in rows]


def spend(tx: sa.Connection, day: str, most: int) -> bool:
    """Count one more call of the language model on this day (UTC); False beyond `most`."""
    at = model_calls.c
    counted = insert(tx, model_calls).values(day=day, calls=1)
    tx.execute(counted.on_conflict_do_update(index_elements=["day"], set_={"calls": at.calls + 1}))
    calls = tx.execute(sa.select(at.calls).where(at.day == day)).scalar_one()
    return bool(calls <= most)
