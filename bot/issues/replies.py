"""Every sentence about issues, on GitHub and in the thread."""

from __future__ import annotations

from bot.slack_text import foreign, link
from storage.records import Issue, Report


def marker(report: Report) -> str:
    """Invisible on GitHub's page; by it Burley knows its own issue again."""
    return f"<!-- burley:report:{report.id} -->"


def body(report: Report, permalink: str) -> str:
    """What the issue says: the confirmed text, where it came from, the marker."""
    who = "the reporter" if report.confirmed_by == report.reporter else "a member"
    return (
        f"{report.body}\n\n---\n"
        f"Reported in Slack: {permalink}\n"
        f"Carried here by Burley after {who} confirmed this text.\n"
        f"{marker(report)}"
    )


def outcome(report: Report, issue: Issue | None) -> str:
    """What the thread is told once the report is filed, or cannot be.

    The issue can be closed by then: nobody was told of it while Burley did not know it.
    """
    if report.issue_url is None:
        return (
            f"I could not file this in {report.repository}: "
            f"{foreign(report.failure or 'GitHub refused it', 300)}. Nothing is lost: "
            "once that is mended, *File as issue* on the message tries again."
        )
    where = link(report.issue_url, f"{report.repository}#{report.issue_number}")
    filed = f"Filed as {where}: {foreign(report.title, 200)}."
    if issue is not None and issue.state == "closed":
        return f"{filed} {closed(issue)}"
    return f"{filed} I will say here when it is closed."


def closed(issue: Issue) -> str:
    where = link(issue.url, f"{issue.repository}#{issue.number}")
    how = {
        "not_planned": "was closed as not planned",
        "duplicate": "was closed as a duplicate",
    }.get(issue.state_reason or "", "was closed as completed")
    return f"{where} {how}."


def reopened(issue: Issue) -> str:
    return f"{link(issue.url, f'{issue.repository}#{issue.number}')} was reopened."
