"""Every sentence about issues, on GitHub and in the thread."""

from __future__ import annotations

import re

from bot.markup import to_slack
from bot.repositories import RepositoryState
from bot.slack_text import foreign, link
from storage.records import GONE, Comment, Issue, Release, Report


def marker(report: Report) -> str:
    """Invisible on GitHub's page; by it Burley knows its own issue again."""
    return f"<!-- burley:report:{report.id} -->"


def marked(text: str) -> str | None:
    """The id of the report whose marker stands in a text."""
    found = re.search(r"<!-- burley:report:(\w+) -->", text)
    return found[1] if found else None


def body(report: Report, permalink: str, name: str | None) -> str:
    """What GitHub shows: the confirmed text, where it came from, the marker.

    `name` is the reporter's, if they want to be named.
    """
    who = "the reporter" if report.confirmed_by == report.reporter else "a member"
    by = f" by {_plain(name)}" if name else ""
    return (
        f"{report.body}\n\n---\n"
        f"Reported in Slack{by}: {permalink}\n"
        f"Carried here by Burley after {who} confirmed this text.\n"
        f"{marker(report)}"
    )


def _plain(name: str) -> str:
    """A person's name, in which nothing can act on GitHub."""
    return " ".join(re.sub(r"[^\w .'’-]", " ", name).split())[:80]


def outcome(report: Report, issue: Issue | None) -> str:
    """What the thread shows of a report that is filed, or cannot be: how it stands now.

    The issue can be closed by then: nobody was told of it while Burley did not know it.
    """
    if report.issue_url is None:
        again = "*File as issue*" if report.joins is None else "*Add to issue*"
        return (
            f"I could not file this in {report.repository}: "
            f"{foreign(report.failure or 'GitHub refused it', 300)}. Nothing is lost: "
            f"once that is mended, {again} on the message tries again."
        )
    where = link(report.issue_url, f"{report.repository}#{report.issue_number}")
    if report.joins is not None:
        filed = f"Added to {where}."
    else:
        filed = f"Filed as {where}: {foreign(report.title, 200)}."
    return f"{filed} {_status(issue)}"


def never_answered() -> str:
    """Why a report failed of which nobody knows for sure that it is not on GitHub."""
    return "GitHub gave no answer to two tries, and shows nothing of it in its lists"


def transferred(to: str) -> str:
    return f"the issue was moved to {to}, which is not among this community's repositories"


def _status(issue: Issue | None) -> str:
    if issue is None or (issue.state == "open" and issue.moved is None):
        return "I will say here when it is closed."
    if issue.moved == GONE:
        return "It was deleted on GitHub since."
    if issue.moved is not None:
        return f"It was moved to {foreign(issue.moved, 200)}."
    if issue.released is not None:
        return f"It {_how(issue)}; the fix is in {foreign(issue.released, 60)}."
    return f"It {_how(issue)}."


def _how(issue: Issue) -> str:
    return {
        "not_planned": "was closed as not planned",
        "duplicate": "was closed as a duplicate",
    }.get(issue.state_reason or "", "was closed as completed")


def fate(issue: Issue) -> str | None:
    """What the thread is told when an issue is decided; None while it is open."""
    if issue.moved == GONE:
        return f"{issue.name} was deleted on GitHub, so there is nothing more to follow."
    if issue.moved is not None:
        return None
    return f"{_place(issue)} {_how(issue)}." if issue.state == "closed" else None


def reopened(issue: Issue) -> str:
    """In place of what was said when it was closed."""
    return f"{_place(issue)} was closed, and has been reopened since."


def needs_information(issue: Issue, report: Report) -> str:
    return (
        f"<@{report.reporter}> the maintainers need more information for {_place(issue)}. Answer "
        "here and press the button that I show you then, or answer on GitHub."
    )


def informed(issue: Issue) -> str:
    """In place of the above, once the label is gone or the issue closed."""
    return f"The maintainers asked for more information for {_place(issue)}; that is settled."


# As much of a maintainer's comment as a thread shows.
COMMENT = 400


def commented(issue: Issue, comment: Comment) -> str:
    said = to_slack(comment.body, COMMENT)
    quoted = "\n".join(f"> {line}" for line in said.splitlines())
    return f"{foreign(comment.author, 60)} wrote on {link(comment.url, issue.name)}:\n{quoted}"


def comment_deleted() -> str:
    return "A comment that stood here was deleted on GitHub."


def released(issue: Issue, release: Release, report: Report) -> str:
    where = link(release.url, release.name or release.tag)
    return f"<@{report.reporter}> the fix for {_place(issue)} is released in {where}."


def is_ours(body: str) -> bool:
    """Whether Burley wrote this comment."""
    return "<!-- burley:" in body


def address(issue: Issue, repository: str, number: int) -> str:
    """Where an issue of that number is, by the address of one that is known."""
    return issue.url.replace(f"{issue.repository}/issues/{issue.number}",
                             f"{repository}/issues/{number}")  # fmt: skip


def _place(issue: Issue) -> str:
    return link(issue.url, issue.name)


def trouble(state: RepositoryState) -> str | None:
    """Why nothing can be filed in a repository, for whoever looks after Burley."""
    if state.archived:
        return "it is archived, so no report can be filed there: take it out of the settings"
    if not state.has_issues:
        return "its issues are switched off: switch them on, or take it out of the settings"
    return None
