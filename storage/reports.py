"""Reports on their way to an issue tracker, and the issues they became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.messages import insert
from storage.records import Issue, MessageKey, Report, ReportState
from storage.tables import decisions, issues, reports

# What goes when nothing of a message's words may be kept.
WIPED: dict[str, Any] = {"title": "", "body": "", "why": "", "missing": []}


def add(tx: sa.Connection, report: Report) -> bool:
    """Keep a new report; False if its message is one already."""
    row = _listed({name: getattr(report, name) for name in _names(reports)})
    added = tx.execute(insert(tx, reports).values(row).on_conflict_do_nothing())
    return bool(added.rowcount)


def get(tx: sa.Connection, report_id: str) -> Report | None:
    return _one(tx, reports.c.id == report_id)


def hold(tx: sa.Connection, report_id: str) -> Report | None:
    """Read a report that nobody else changes until this transaction ends."""
    return _one(tx, reports.c.id == report_id, hold=True)


def of_message(tx: sa.Connection, key: MessageKey) -> Report | None:
    return _one(tx, reports.c.channel == key[0], reports.c.ts == key[1])


def of_messages(tx: sa.Connection, channel: str, ts: Sequence[str]) -> list[Report]:
    """The reports that these messages are, in order."""
    return _all(tx, reports.c.channel == channel, reports.c.ts.in_(ts))


def open_of(tx: sa.Connection, channel: str, reporter: str) -> list[Report]:
    """What somebody was offered in a channel, or could not be filed, and is still open."""
    at = reports.c
    still = at.state.in_(("offered", "failed"))
    return _all(tx, at.channel == channel, at.reporter == reporter, still, at.joins.is_(None))


def undecided(tx: sa.Connection, since: datetime, limit: int) -> list[Report]:
    """The newest reports on messages said since then that are not on GitHub yet."""
    at = reports.c
    waiting = at.state.in_(("offered", "confirmed", "in_doubt"))
    found = _all(tx, waiting, at.ts >= f"{since.timestamp():.6f}", at.joins.is_(None))
    return found[::-1][:limit]


def queue(tx: sa.Connection, limit: int) -> list[Report]:
    """Reports that helpers should look at, oldest first."""
    at = reports.c
    rows = _all(tx, at.state == "offered", at.queued)
    return rows[:limit]


def of_issue(tx: sa.Connection, repository: str, number: int) -> list[Report]:
    at = reports.c
    return _all(tx, at.repository == repository, at.issue_number == number)


def in_state(tx: sa.Connection, states: Sequence[ReportState]) -> list[Report]:
    return _all(tx, reports.c.state.in_(states))


def count(tx: sa.Connection, state: ReportState, but: str) -> int:
    """How many reports are in a state, besides one."""
    at = reports.c
    waiting = sa.select(sa.func.count()).where(at.state == state, at.id != but)
    return tx.execute(waiting).scalar_one()


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
    moved = tx.execute(
        sa.update(reports)
        .where(reports.c.id == report_id, reports.c.state.in_(since))
        .values(state=to, **_listed(changes))
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
    if found is None:
        values = _listed({name: getattr(issue, name) for name in _names(issues)})
        tx.execute(sa.insert(issues).values(values))
        return replace(issue, state="open", state_reason=None)
    before = _issue(found)
    # GitHub's times are whole seconds: of two in the same second the later arrival counts.
    if before.updated_at > issue.updated_at:
        return None
    # Which release carries the fix is found out here, and not told by the issue.
    newer = replace(issue, released=issue.released or before.released)
    values = _listed({name: getattr(newer, name) for name in _names(issues)})
    tx.execute(sa.update(issues).where(here).values(values))
    return before


def issue(tx: sa.Connection, repository: str, number: int) -> Issue | None:
    at = issues.c
    found = tx.execute(
        sa.select(issues).where(at.repository == repository, at.number == number)
    ).first()
    return _issue(found) if found else None


def move_issue(tx: sa.Connection, issue: Issue) -> None:
    """Write down where an issue went."""
    at = issues.c
    here = sa.and_(at.repository == issue.repository, at.number == issue.number)
    tx.execute(sa.update(issues).where(here).values(moved=issue.moved))


def mark_released(tx: sa.Connection, issue: Issue) -> None:
    """Write down which release carries an issue's fix."""
    at = issues.c
    here = sa.and_(at.repository == issue.repository, at.number == issue.number)
    tx.execute(sa.update(issues).where(here).values(released=issue.released))


def relocate(tx: sa.Connection, issue: Issue, repository: str, number: int, url: str) -> None:
    """Have the reports of a transferred issue follow it to its new place."""
    at = reports.c
    tx.execute(
        sa.update(reports)
        .where(at.repository == issue.repository, at.issue_number == issue.number)
        .values(repository=repository, issue_number=number, issue_url=url)
    )


def followed_already(tx: sa.Connection, report: Report) -> bool:
    """Whether an earlier report of the same thread became, or joined, the same issue."""
    others = of_issue(tx, report.repository, report.issue_number or 0)
    here = (report.channel, report.thread_ts)
    return report.state == "filed" and any(
        (one.channel, one.thread_ts) == here and one.ts < report.ts for one in others
    )


def followed(tx: sa.Connection, repository: str, now: datetime) -> set[int]:
    """The issues of a repository that were reported here and may still change.

    What was closed a month ago is left alone.
    """
    at, told = issues.c, reports.c
    a_month_ago = now - timedelta(days=30)
    numbers = tx.execute(
        sa.select(told.issue_number)
        .outerjoin(
            issues, sa.and_(at.repository == told.repository, at.number == told.issue_number)
        )
        .where(told.repository == repository, told.issue_number.is_not(None))
        .where(at.moved.is_(None))
        .where(sa.or_(at.state.is_(None), at.state == "open", at.updated_at >= a_month_ago))
    ).scalars()
    return {number for number in numbers if number is not None}


def linked_issues(tx: sa.Connection) -> list[Issue]:
    """The issues that were reported, or wanted, here."""
    at, told = issues.c, reports.c
    linked = sa.exists().where(
        told.repository == at.repository, told.issue_number == at.number, told.state == "filed"
    )
    return [_issue(row) for row in tx.execute(sa.select(issues).where(linked))]


def corrections_since(tx: sa.Connection, since: datetime) -> int:
    """How often people said that a message, or a repository, is another."""
    at = decisions.c
    taught = sa.select(sa.func.count()).where(at.at >= since, at.about.in_(("kind", "repository")))
    return tx.execute(taught).scalar_one()


def fixed_unreleased(tx: sa.Connection, repository: str) -> list[Issue]:
    """Closed issues of a repository that were reported here and are in no release yet."""
    at, told = issues.c, reports.c
    rows = tx.execute(
        sa.select(issues)
        .where(at.repository == repository, at.state == "closed", at.released.is_(None))
        .where(sa.or_(at.state_reason.is_(None), at.state_reason == "completed"))
        .where(sa.exists().where(told.repository == at.repository, told.issue_number == at.number))
    )
    return [_issue(row) for row in rows]


def all_issues(tx: sa.Connection) -> Iterator[Issue]:
    """Every issue at hand that is still where it was."""
    rows = tx.execute(
        sa.select(issues).where(issues.c.moved.is_(None)).execution_options(yield_per=1_000)
    )
    return (_issue(row) for row in rows)


def issue_of(tx: sa.Connection, report: Report) -> Issue | None:
    """The issue that a report became, as the tracker last showed it."""
    if report.issue_number is None:
        return None
    return issue(tx, report.repository, report.issue_number)


def _one(tx: sa.Connection, *conditions: Any, hold: bool = False) -> Report | None:
    found = _all(tx, *conditions, hold=hold)
    return found[0] if found else None


def _all(tx: sa.Connection, *conditions: Any, hold: bool = False) -> list[Report]:
    query = sa.select(reports).where(*conditions).order_by(reports.c.ts)
    # Only PostgreSQL needs to be asked; on SQLite there is one writer at a time.
    rows = tx.execute(query.with_for_update() if hold else query)
    return [
        Report(**{**row._asdict(), "labels": tuple(row.labels), "missing": tuple(row.missing)})
        for row in rows
    ]


def _issue(row: Any) -> Issue:
    return Issue(**{**row._asdict(), "labels": tuple(row.labels)})


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Ready for columns of JSON, which know lists only."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns]
