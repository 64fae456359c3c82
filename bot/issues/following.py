"""What happens to a filed issue comes back to the thread it was reported in, each thing once.

What a thread is told is a function of how the issue stands, not of the event that brought it:
so lost, doubled and reordered webhooks, and polling instead of them, end in the same words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import replace

from bot.durable import Durable, Work
from bot.issues import outcomes, replies
from bot.posting import revising, saying
from storage import posts, reports, trackers
from storage.database import Database, Transaction
from storage.records import GONE, Comment, Issue, Post, Release, Report

# Whose comments are the maintainers' (GitHub's author_association).
MAINTAINERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


class Following:
    """Issues of the settings' repositories are kept whether or not anybody reported them here:
    `noticed` hears of each, to know what is known already."""

    def __init__(
        self,
        database: Database,
        work: Durable,
        repositories: Collection[str],
        needs_information: Collection[str],
        noticed: Callable[[Issue], Awaitable[None]],
        *,
        tell_comments: bool = True,
    ) -> None:
        self._database = database
        self._work = work
        self._repositories = frozenset(repositories)
        self._needs_information = frozenset(one.casefold() for one in needs_information)
        self._noticed = noticed
        self._tell_comments = tell_comments

    async def issue_changed(self, issue: Issue) -> None:
        """Take in how an issue stands now, however late, repeated or out of order it comes."""

        def unit(tx: Transaction) -> tuple[Issue, list[Work]]:
            ours = replace(issue, repository=trackers.named(tx, issue.repository))
            return ours, [*self._settle(tx, ours), *self._take_in(tx, ours)]

        ours, works = await self._database.write(unit)
        await self._start(works)
        if ours.repository in self._repositories:
            await self._noticed(ours)

    async def moved(self, repository: str, number: int, to: str) -> None:
        """An issue was transferred, or is gone (GONE): its threads go along."""

        def unit(tx: Transaction) -> tuple[Issue | None, list[Work]]:
            known = reports.issue(tx, trackers.named(tx, repository), number)
            if known is None or known.moved is not None:
                return None, []
            left = replace(known, moved=to)
            reports.move_issue(tx, left)
            works = self._tell(tx, left)
            if to != GONE:
                place, _, at = to.rpartition("#")
                here = trackers.named(tx, place)
                reports.relocate(tx, known, here, int(at), replies.address(known, place, int(at)))
            return left, works

        left, works = await self._database.write(unit)
        await self._start(works)
        if left is not None:
            await self._noticed(left)

    async def commented(self, repository: str, comment: Comment) -> None:
        """Somebody wrote, or changed, a comment: a maintainer's words come to the thread."""
        is_told = self._tell_comments and _is_a_maintainers(comment)
        if not is_told and replies.marked(comment.body) is None:
            return

        def unit(tx: Transaction) -> list[Work]:
            here = trackers.named(tx, repository)
            if not is_told:
                return self._settle_comment(tx, here, comment)
            issue = reports.issue(tx, here, comment.number)
            if issue is None:
                return []
            text = replies.commented(issue, comment)
            return [
                work
                for report in _threads(reports.of_issue(tx, here, comment.number))
                for work in _say(tx, report, f"comment:{comment.id}", text)
            ]

        await self._start(await self._database.write(unit))

    async def uncommented(self, comment_id: int) -> None:
        """A comment was deleted on GitHub: its words go here, too."""

        def unit(tx: Transaction) -> list[Work]:
            said = posts.beginning(tx, f"comment:{comment_id}:")
            changed = [posts.revise(tx, one.id, replies.comment_deleted()) for one in said]
            return [revising(one) for one in changed if one is not None]

        await self._start(await self._database.write(unit))

    async def released(self, issue: Issue, release: Release) -> None:
        """A release carries the fix of an issue: its threads are told, once."""

        def unit(tx: Transaction) -> list[Work]:
            known = reports.issue(tx, issue.repository, issue.number)
            if known is None or known.released is not None or known.state != "closed":
                return []
            now = replace(known, released=release.tag)
            reports.mark_released(tx, now)
            told = _threads(reports.of_issue(tx, now.repository, now.number))
            return [
                *self._tell(tx, now),
                *(
                    work
                    for report in told
                    for work in _say(tx, report, "released", replies.released(now, release, report))
                ),
            ]

        await self._start(await self._database.write(unit))

    def _settle(self, tx: Transaction, issue: Issue) -> list[Work]:
        """A report whose answer was lost is filed after all: its issue carries the marker."""
        report = outcomes.in_doubt(tx, issue.body)
        if report is None or report.joins is not None or issue.repository not in self._repositories:
            return []
        outcomes.opened(tx, report, issue)
        return _telling(tx, report)

    def _settle_comment(self, tx: Transaction, repository: str, comment: Comment) -> list[Work]:
        report = outcomes.in_doubt(tx, comment.body)
        if report is None or (report.repository, report.joins) != (repository, comment.number):
            return []
        outcomes.joined(tx, report, comment)
        return _telling(tx, report)

    def _take_in(self, tx: Transaction, issue: Issue) -> list[Work]:
        linked = reports.of_issue(tx, issue.repository, issue.number)
        if not linked and issue.repository not in self._repositories:
            return []
        if reports.keep_issue(tx, issue) is None:
            return []
        now = reports.issue(tx, issue.repository, issue.number)
        return self._tell(tx, now) if linked and now is not None else []

    def _tell(self, tx: Transaction, issue: Issue) -> list[Work]:
        """What every thread of the issue should show now."""
        works: list[Work] = []
        needed = any(one.casefold() in self._needs_information for one in issue.labels)
        for report in _threads(reports.of_issue(tx, issue.repository, issue.number)):
            outcome = f"outcome:{report.id}:{report.attempt}"
            works += _edit(tx, outcome, replies.outcome(report, issue))
            fate = replies.fate(issue)
            if fate is not None:
                works += _say(tx, report, "fate", fate)
            else:
                works += _edit(tx, f"fate:{report.id}", replies.reopened(issue))
            if needed and issue.state == "open":
                works += _say(tx, report, "needs", replies.needs_information(issue, report))
            else:
                works += _edit(tx, f"needs:{report.id}", replies.informed(issue))
        return works

    async def _start(self, works: Iterable[Work]) -> None:
        for work in works:
            await self._work.start(work)


def _is_a_maintainers(comment: Comment) -> bool:
    return (
        comment.association in MAINTAINERS
        and not comment.by_bot
        and not replies.is_ours(comment.body)
    )


def _telling(tx: Transaction, report: Report) -> list[Work]:
    """Not left to the workflow, which waits a quarter of an hour before it looks."""
    post = outcomes.plan(tx, report.id, report.attempt)
    return [outcomes.telling(post)] if post is not None else []


def _threads(linked: Sequence[Report]) -> list[Report]:
    """One report of each thread: two of the same thread are told together."""
    return list({(one.channel, one.thread_ts): one for one in reversed(linked)}.values())


def _say(tx: Transaction, report: Report, what: str, text: str) -> list[Work]:
    """Say it in the report's thread; have it say this if it is said already."""
    post = Post(f"{what}:{report.id}", report.channel, text, report.thread_ts)
    if posts.plan(tx, post):
        return [saying(post)]
    return _edit(tx, post.id, text)


def _edit(tx: Transaction, post_id: str, text: str) -> list[Work]:
    changed = posts.revise(tx, post_id, text)
    return [revising(changed)] if changed is not None and changed.state == "posted" else []
