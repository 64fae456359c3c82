"""A report has reached GitHub, or cannot: that is written down, and what its thread is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.durable import Work
from bot.issues import replies
from bot.posting import revising, saying
from storage import posts, reports, trackers
from storage.database import Transaction
from storage.records import Comment, Issue, Post, Report, ReportState

# What may be on GitHub already: a doubt stays with a report that failed, and with one that
# somebody takes up again.
NOT_FILED: tuple[ReportState, ...] = ("offered", "confirmed", "in_doubt", "failed")


def opened(tx: Transaction, report: Report, issue: Issue) -> None:
    """The report is this issue, of one of our repositories."""
    reports.keep_issue(tx, issue)
    at = issue.created_at or issue.updated_at
    _file(tx, report, at, repository=issue.repository, issue_number=issue.number,
          issue_url=issue.url, title=issue.title)  # fmt: skip


def joined(tx: Transaction, report: Report, comment: Comment) -> None:
    """The report is this comment, on the issue that it was to be added to."""
    _file(tx, report, comment.created_at, repository=report.repository,
          issue_number=comment.number, issue_url=comment.url)  # fmt: skip


def in_doubt(tx: Transaction, text: str) -> Report | None:
    """The report whose marker stands in a text, if nobody knows whether it is filed."""
    report_id = replies.marked(text)
    report = reports.get(tx, report_id) if report_id else None
    if report is None or report.doubt_since is None or report.state not in NOT_FILED:
        return None
    return report


def plan(tx: Transaction, report_id: str, attempt: int) -> Post | None:
    """What the thread is to be told of an attempt, planned or revised; None if nothing."""
    report = reports.get(tx, report_id)
    if report is None or report.attempt != attempt or report.state not in ("filed", "failed"):
        return None
    if reports.followed_already(tx, report):
        return None  # what was added is no news where the issue's story is told already
    text = replies.outcome(report, reports.issue_of(tx, report))
    post = Post(f"outcome:{report_id}:{attempt}", report.channel, text, report.thread_ts)
    if not posts.plan(tx, post):
        posts.revise(tx, post.id, text)
    return posts.get(tx, post.id)


def telling(post: Post) -> Work:
    """The work of having the thread show it; start it after the commit."""
    outdated = post.state == "posted" and post.shown < post.edition
    return revising(post) if outdated else saying(post)


def _file(tx: Transaction, report: Report, at: datetime, **known: Any) -> None:
    reports.move(tx, report.id, NOT_FILED, "filed", doubt_since=None, failure=None, **known)
    trackers.want(tx, known["repository"], known["issue_number"], report.reporter, at)
