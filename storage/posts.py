"""What Burley says in channels: written down first, then said; and the weeks' digests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.messages import insert
from storage.records import Digest, Post, PostState
from storage.tables import digests, posts


def plan(tx: sa.Connection, post: Post) -> bool:
    """Write down what is to be said; False if it was planned before."""
    row = {name: getattr(post, name) for name in _names(posts)}
    added = tx.execute(insert(tx, posts).values(row).on_conflict_do_nothing())
    return bool(added.rowcount)


def get(tx: sa.Connection, post_id: str) -> Post | None:
    found = tx.execute(sa.select(posts).where(posts.c.id == post_id)).first()
    return Post(**found._asdict()) if found else None


def move(tx: sa.Connection, post_id: str, to: PostState, **changes: Any) -> None:
    tx.execute(sa.update(posts).where(posts.c.id == post_id).values(state=to, **changes))


def in_state(tx: sa.Connection, states: Sequence[PostState]) -> list[Post]:
    rows = tx.execute(sa.select(posts).where(posts.c.state.in_(states)))
    return [Post(**row._asdict()) for row in rows]


def add_digest(tx: sa.Connection, digest: Digest) -> bool:
    """Claim a week's digest in a channel; False if somebody has."""
    row = {name: getattr(digest, name) for name in _names(digests)}
    added = tx.execute(insert(tx, digests).values(row).on_conflict_do_nothing())
    return bool(added.rowcount)


def digest(tx: sa.Connection, channel: str, week: str) -> Digest | None:
    at = digests.c
    found = tx.execute(sa.select(digests).where(at.channel == channel, at.week == week)).first()
    return Digest(**found._asdict()) if found else None


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns]
