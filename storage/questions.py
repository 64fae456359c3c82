"""Questions and their first responses: derived rows, replaced when what they rest on changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from storage.messages import insert
from storage.records import Decision, FirstResponse, MessageKey, Question, micros_of
from storage.tables import acknowledgements, decisions, questions


def add(tx: sa.Connection, opened: Sequence[Question]) -> None:
    if opened:
        tx.execute(sa.insert(questions), [_row(question) for question in opened])


def forget(tx: sa.Connection, channel: str, since: int, until: int) -> set[str]:
    """Forget the questions opened in [since, until) (micros).

    Returns those opened earlier whose first response came in that time: what they rest on
    has changed.
    """
    at = questions.c
    here = at.channel == channel
    tx.execute(sa.delete(questions).where(here, at.micros >= since, at.micros < until))
    answered = sa.select(at.ts).where(here, at.response_micros >= since, at.response_micros < until)
    return set(tx.execute(answered).scalars())


def get(tx: sa.Connection, key: MessageKey) -> Question | None:
    found = list(_select(tx, questions.c.channel == key[0], questions.c.ts == key[1]))
    return found[0] if found else None


def waiting(tx: sa.Connection, limit: int | None = None) -> list[Question]:
    """Questions without a first response, oldest first."""
    return list(_select(tx, questions.c.response_ts.is_(None), limit=limit))


def count_waiting(tx: sa.Connection) -> int:
    at = questions.c
    unanswered = sa.select(sa.func.count()).select_from(questions).where(at.response_ts.is_(None))
    return tx.execute(unanswered).scalar_one()


def opened(
    tx: sa.Connection, since: datetime | None = None, until: datetime | None = None
) -> list[Question]:
    """Questions opened in [since, until), oldest first."""
    conditions = []
    if since is not None:
        conditions.append(questions.c.micros >= _micros(since))
    if until is not None:
        conditions.append(questions.c.micros < _micros(until))
    return list(_select(tx, *conditions))


def before(tx: sa.Connection, key: MessageKey, limit: int) -> list[Question]:
    """The last questions asked in a channel before a message, newest first."""
    at = questions.c
    earlier = sa.select(at.ts).where(at.channel == key[0], at.micros < micros_of(key[1]))
    newest = tx.execute(earlier.order_by(at.micros.desc()).limit(limit)).scalars().all()
    found = list(_select(tx, at.channel == key[0], at.ts.in_(newest)))
    return found[::-1]


def acknowledge(tx: sa.Connection, key: MessageKey, user: str, at: datetime) -> None:
    channel, ts = key
    tx.execute(
        insert(tx, acknowledgements)
        .values(channel=channel, ts=ts, user=user, at=at)
        .on_conflict_do_nothing()
    )


def unacknowledge(tx: sa.Connection, key: MessageKey, user: str) -> None:
    at = acknowledgements.c
    tx.execute(
        sa.delete(acknowledgements).where(at.channel == key[0], at.ts == key[1], at.user == user)
    )


def decide(tx: sa.Connection, decision: Decision) -> None:
    """Keep a person's decision; the last word counts."""
    values = {"value": decision.value, "by": decision.by, "at": decision.at}
    tx.execute(
        insert(tx, decisions)
        .values(channel=decision.channel, ts=decision.ts, about=decision.about, **values)
        .on_conflict_do_update(index_elements=["channel", "ts", "about"], set_=values)
    )


def decided(tx: sa.Connection, channel: str, about: str) -> dict[str, str]:
    """What people decided in a channel, by the message's ts."""
    at = decisions.c
    rows = tx.execute(sa.select(at.ts, at.value).where(at.channel == channel, at.about == about))
    return {row.ts: row.value for row in rows}


def decided_of(tx: sa.Connection, key: MessageKey, about: str) -> str | None:
    """What people decided of one message."""
    at = decisions.c
    here = sa.and_(at.channel == key[0], at.ts == key[1], at.about == about)
    return tx.execute(sa.select(at.value).where(here)).scalar()


def _select(tx: sa.Connection, *conditions: Any, limit: int | None = None) -> Iterable[Question]:
    at = questions.c
    rows = tx.execute(
        sa.select(questions).where(*conditions).order_by(at.micros, at.channel).limit(limit)
    ).all()
    first_seen = _acknowledged(tx, [row.ts for row in rows])
    for row in rows:
        by, when = first_seen.get((row.channel, row.ts), (None, None))
        yield Question(
            channel=row.channel,
            ts=row.ts,
            asker=row.asker,
            kind=row.kind,
            confidence=row.confidence,
            why=row.why,
            first_response=FirstResponse(
                row.response_ts, row.response_user, row.response_how, row.response_why
            )
            if row.response_ts
            else None,
            acknowledged_by=by,
            acknowledged_at=when,
            solved_at=None
            if row.solved_micros is None
            else datetime.fromtimestamp(row.solved_micros / 1_000_000, UTC),
        )


def _acknowledged(tx: sa.Connection, ts: Sequence[str]) -> dict[MessageKey, tuple[str, datetime]]:
    """Who put their eyes on each message first, and when."""
    at = acknowledgements.c
    seen: dict[MessageKey, tuple[str, datetime]] = {}
    for start in range(0, len(ts), 500):
        rows = tx.execute(
            sa.select(acknowledgements)
            .where(at.ts.in_(ts[start : start + 500]))
            .order_by(at.at.desc(), at.user.desc())
        )
        seen |= {(row.channel, row.ts): (row.user, row.at) for row in rows}
    return seen


def _row(question: Question) -> dict[str, object]:
    first = question.first_response
    return {
        "channel": question.channel,
        "ts": question.ts,
        "micros": micros_of(question.ts),
        "asker": question.asker,
        "kind": question.kind,
        "confidence": question.confidence,
        "why": question.why,
        "response_ts": first.ts if first else None,
        "response_micros": micros_of(first.ts) if first else None,
        "response_user": first.user if first else None,
        "response_how": first.how if first else None,
        "response_why": first.why if first else "",
    }


def _micros(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
