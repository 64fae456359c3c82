"""Reports on their way to an issue tracker, and the issues they became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.messages import insert
from storage.records import Issue, MessageKey, Report, ReportState
from storage.tables import issues, reports

# What goes when nothing of a message's words may be kept.
WIPED = {"title": "", "body": "", "why": ""}


def add(tx: sa.Connection, report: Report) -> bool:
    """Keep a new report; False if its message is one already."""
    row = {name: getattr(report, name) for name in _names(reports)}
    row["labels"] = list(report.labels)
    added = tx.execute(insert(tx, reports).values(row).on_conflict_do_nothing())
    return bool(added.rowcount)


def get(tx: sa.Connection, report_id: str) -> Report | None:
    return _one(tx, reports.c.id == report_id)


def hold(tx: sa.Connection, report_id: str) -> Report | None:
    """Read a report that nobody else changes until this transaction ends."""
    return _one(tx, reports.c.id == report_id, hold=True)


def of_message(tx: sa.Connection, key: MessageKey) -> Report | None:
    return _one(tx, reports.c.channel == key[0], reports.c.ts == key[1])


def of_issue(tx: sa.Connection, repository: str, number: int) -> list[Report]:
    at = reports.c
    return _all(tx, at.repository == repository, at.issue_number == number)


def in_state(tx: sa.Connection, states: Sequence[ReportState]) -> list[Report]:
    return _all(tx, reports.c.state.in_(states))


def move(
    tx: sa.Connection,
    report_id: str,
    since: Sequence[ReportState],
    to: ReportState,
    **changes: Any,
) -> bool:
    """Move a report from one of the states `since` to another; False if it was in none.

    The state is part of the condition, so that of two who press at once one succeeds.
    """
    if "labels" in changes:
        changes["labels"] = list(changes["labels"])
    moved = tx.execute(
        sa.update(reports)
        .where(reports.c.id == report_id, reports.c.state.in_(since))
        .values(state=to, **changes)
    )
    return bool(moved.rowcount)


def claim(tx: sa.Connection, report: Report, now: datetime) -> bool:
    """Write down that this report is about to be filed; False if it is not as it was read."""
    at = reports.c
    claimed = tx.execute(
        sa.update(reports)
        .where(at.id == report.id, at.state == report.state, at.attempt == report.attempt)
        .where(at.doubt_since.is_not_distinct_from(report.doubt_since))
        .values(state="in_doubt", doubt_since=now)
    )
    return bool(claimed.rowcount)


def withdraw(tx: sa.Connection, key: MessageKey) -> None:
    """Take back what is not filed yet of a message that is gone, and wipe its words.

    What may be on GitHub already keeps its state, so that somebody looks there.
    """
    at = reports.c
    here = sa.and_(at.channel == key[0], at.ts == key[1], at.state != "filed")
    tx.execute(sa.update(reports).where(here).values(WIPED))
    on_github_perhaps = sa.or_(
        at.state == "in_doubt", sa.and_(at.state == "confirmed", at.doubt_since.is_not(None))
    )
    tx.execute(sa.update(reports).where(here, ~on_github_perhaps).values(state="withdrawn"))


def filed_between(tx: sa.Connection, since: datetime, until: datetime) -> list[Report]:
    """Reports filed of messages that were said in [since, until)."""
    at = reports.c
    rows = _all(tx, at.state == "filed")
    return [one for one in rows if since.timestamp() <= float(one.ts) < until.timestamp()]


def keep_issue(tx: sa.Connection, issue: Issue) -> Issue | None:
    """Keep what is newest of an issue; what was known before if this is newer, else None.

    An issue that was not known counts as having been open.
    """
    at = issues.c
    here = sa.and_(at.repository == issue.repository, at.number == issue.number)
    found = tx.execute(sa.select(issues).where(here)).first()
    values = {name: getattr(issue, name) for name in _names(issues)}
    if found is None:
        tx.execute(sa.insert(issues).values(values))
        return Issue(**{**values, "state": "open", "state_reason": None})
    # GitHub's times are whole seconds: of two in the same second the later arrival counts.
    if found.updated_at > issue.updated_at:
        return None
    tx.execute(sa.update(issues).where(here).values(values))
    return Issue(**found._asdict())


def issue_of(tx: sa.Connection, report: Report) -> Issue | None:
    """The issue that a report became, as the tracker last showed it."""
    at = issues.c
    found = tx.execute(
        sa.select(issues).where(
            at.repository == report.repository, at.number == report.issue_number
        )
    ).first()
    return Issue(**found._asdict()) if found else None


def _one(tx: sa.Connection, *conditions: Any, hold: bool = False) -> Report | None:
    found = _all(tx, *conditions, hold=hold)
    return found[0] if found else None


def _all(tx: sa.Connection, *conditions: Any, hold: bool = False) -> list[Report]:
    query = sa.select(reports).where(*conditions).order_by(reports.c.ts)
    # Only PostgreSQL needs to be asked; on SQLite there is one writer at a time.
    rows = tx.execute(query.with_for_update() if hold else query)
    return [Report(**{**row._asdict(), "labels": tuple(row.labels)}) for row in rows]


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns]
