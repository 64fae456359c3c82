"""Who the accounts and channels are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from storage.messages import insert
from storage.records import Channel, Member
from storage.tables import channels, members


def keep(tx: sa.Connection, known: Sequence[Member]) -> None:
    """Keep what is known of these members now."""
    if not known:
        return
    added = insert(tx, members)
    now = {name: added.excluded[name] for name in ("name", "is_bot", "left", "time_zone")}
    tx.execute(
        added.on_conflict_do_update(index_elements=["id"], set_=now),
        [
            {
                "id": member.id,
                "name": member.name,
                "is_bot": member.is_bot,
                "left": member.left,
                "time_zone": member.time_zone,
            }
            for member in known
        ],
    )


def get(tx: sa.Connection, ids: Iterable[str]) -> dict[str, Member]:
    rows = tx.execute(sa.select(members).where(members.c.id.in_(set(ids))))
    return {row.id: Member(row.id, row.name, row.is_bot, row.left, row.time_zone) for row in rows}


def keep_channels(tx: sa.Connection, known: Iterable[Channel]) -> None:
    for channel in known:
        tx.execute(
            insert(tx, channels)
            .values(id=channel.id, name=channel.name)
            .on_conflict_do_update(index_elements=["id"], set_={"name": channel.name})
        )


def all_channels(tx: sa.Connection) -> list[Channel]:
    rows = tx.execute(sa.select(channels).order_by(channels.c.name))
    return [Channel(row.id, row.name) for row in rows]
