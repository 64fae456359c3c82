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


def beginning(tx: sa.Connection, start: str) -> list[Post]:
    """The posts whose ids begin so."""
    rows = tx.execute(sa.select(posts).where(posts.c.id.startswith(start, autoescape=True)))
    return [Post(**row._asdict()) for row in rows]


def asked_of(tx: sa.Connection, report_id: str) -> bool:
    """Whether the maintainers' words came to a report's thread: a question, or a comment."""
    at = posts.c
    from_there = sa.or_(
        at.id == f"needs:{report_id}",
        sa.and_(at.id.startswith("comment:"), at.id.endswith(f":{report_id}", autoescape=True)),
    )
    return tx.execute(sa.select(sa.exists().where(from_there))).scalar_one()


def revise(
    tx: sa.Connection, post_id: str, text: str, blocks: list[dict[str, object]] | None = None
) -> Post | None:
    """Have a planned or said post tell something else; None if it tells that already."""
    at = posts.c
    changed = tx.execute(
        sa.update(posts)
        .where(at.id == post_id, at.text != text)
        .values(text=text, blocks=blocks, edition=at.edition + 1)
    )
    return get(tx, post_id) if changed.rowcount else None


def outdated(tx: sa.Connection) -> list[Post]:
    """Posts of which Slack shows an earlier edition."""
    at = posts.c
    rows = tx.execute(sa.select(posts).where(at.state == "posted", at.shown < at.edition))
    return [Post(**row._asdict()) for row in rows]


def show(tx: sa.Connection, post_id: str, edition: int) -> None:
    """Slack shows this edition of a post now."""
    at = posts.c
    tx.execute(sa.update(posts).where(at.id == post_id, at.shown < edition).values(shown=edition))


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
