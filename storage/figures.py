"""Counting over stored facts: who posted when, what was asked. Figures are made in `bot`.

Nothing is counted ahead of time, so no late, edited or deleted message and no member later
learnt to be a bot can leave a count behind. `benchmarks/report.py` measures what that costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa

from storage.counted import Asked, Posted
from storage.tables import channels, members, messages, questions


def channel_id(tx: sa.Connection, name: str) -> str | None:
    """The id of a channel by its name (or by its id)."""
    at = channels.c
    found = tx.execute(
        sa.select(at.id).where(sa.or_(at.name == name, at.id == name)).order_by(at.name != name)
    )
    return found.scalars().first()


def first_post(tx: sa.Connection, channel: str | None = None) -> int | None:
    """When people first posted (micros); None when nobody has."""
    at = messages.c
    return tx.execute(
        sa.select(at.micros)
        .where(at.is_talk, at.author.not_in(_bots(tx)), *_in(messages, channel))
        .order_by(at.micros)
        .limit(1)
    ).scalar()


def newest(tx: sa.Connection) -> int | None:
    """When the last message of all came in (micros): how far the facts reach."""
    at = messages.c
    # One at a time, as SQLite finds a single greatest value in the index at once.
    found = [
        tx.execute(sa.select(sa.func.max(at.micros)).where(at.is_talk == talk)).scalar()
        for talk in (True, False)
    ]
    return max((one for one in found if one is not None), default=None)


def posted(
    tx: sa.Connection, starts: Sequence[int], channel: str | None = None
) -> Iterator[Posted]:
    """Who posted how much between each two neighbours of `starts` (micros), week by week."""
    bots = _bots(tx)
    at = messages.c
    # A query for each week reads the index in its order and counts in a small heap; grouping
    # a million rows by (week, author) at once sorts them all, and takes twice as long.
    one_week = (
        sa.select(at.author, sa.func.count())
        .where(
            at.is_talk,
            at.micros >= sa.bindparam("since"),
            at.micros < sa.bindparam("until"),
            *_in(messages, channel),
        )
        .group_by(at.author)
    )
    for week, (since, until) in enumerate(pairwise(starts)):
        for author, number in tx.execute(one_week, {"since": since, "until": until}):
            if author not in bots:
                yield Posted(week, author, number)


def asked(tx: sa.Connection, channel: str | None = None) -> list[Asked]:
    """Every question with its first response, in no order."""
    at = questions.c
    rows = tx.execute(
        sa.select(at.micros, at.response_micros, at.asker, at.response_user)
        .where(*_in(questions, channel))
        .execution_options(yield_per=5_000)
    )
    return [question for some in rows.partitions() for question in map(Asked._make, some)]


def posted_before(tx: sa.Connection, authors: Iterable[str], until: int) -> set[str]:
    """Which of these members had posted before a moment (micros)."""
    at = messages.c
    found: set[str] = set()
    wanted = sorted(authors)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found |= set(
            tx.execute(
                sa.select(at.author)
                .where(at.is_talk, at.author.in_(some), at.micros < until)
                .distinct()
            ).scalars()
        )
    return found


def _bots(tx: sa.Connection) -> set[str]:
    return set(tx.execute(sa.select(members.c.id).where(members.c.is_bot)).scalars())


def _in(table: sa.Table, channel: str | None) -> list[sa.ColumnElement[bool]]:
    return [] if channel is None else [table.c.channel == channel]
