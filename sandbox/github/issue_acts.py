"""What people and bots do with issues: open, edit, close, reopen, label."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.github.acting import MAINTAINER, Acting
from sandbox.github.records import Event, Issue, Repository, User
from sandbox.github.shapes import Json


class IssueActs(Acting):
    async def open(
        self,
        repository: Repository | str,
        title: str,
        body: str | None = None,
        *,
        labels: Iterable[str] = (),
        by: User | str = MAINTAINER,
    ) -> Issue:
        """Open an issue. Labels the repository does not have yet are created."""
        where = self.repository(repository) if isinstance(repository, str) else repository
        now = self._now()
        issue = Issue(
            repository=where,
            id=next(self.places.ids),
            number=max(where.numbered, default=0) + 1,
            title=title,
            body=body,
            user=self._person(by),
            created_at=now,
            updated_at=now,
        )
        self._add(issue)
        for name in labels:
            label = where.label(name) or self.places.new_label(where, name)
            if label not in issue.labels:
                issue.labels.append(label)
        self._fire("opened", issue, by)
        for label in issue.labels:
            self.webhooks.emit(
                "issues",
                self.payloads.issues("labeled", issue, self._person(by), label=label),
            )
        return issue

    async def edit(
        self,
        issue: Issue | str,
        *,
        title: str | None = None,
        body: str | None = None,
        by: User | str = MAINTAINER,
    ) -> Issue:
        issue = self._issue(issue)
        changes: Json = {}
        if title is not None and title != issue.title:
            changes["title"] = {"from": issue.title}
            issue.title = title
        if body is not None and body != issue.body:
            changes["body"] = {"from": issue.body}
            issue.body = body
        if changes:
            self._fire("edited", issue, by, changes=changes)
        return issue

    async def close(
        self,
        issue: Issue | str,
        reason: str = "completed",
        *,
        by: User | str = MAINTAINER,
        commit: str | None = None,
    ) -> Issue:
        """Close with reason completed, not_planned or duplicate; `commit` says that it did."""
        issue = self._issue(issue)
        was_open = issue.state == "open"
        issue.state, issue.state_reason = "closed", reason
        if was_open:
            issue.closed_at, issue.closed_by = self._now(), self._person(by)
            self._happened(issue, "closed", by, commit)
            self._fire("closed", issue, by)
        return issue

    async def reopen(self, issue: Issue | str, *, by: User | str = MAINTAINER) -> Issue:
        issue = self._issue(issue)
        if issue.state == "open":
            return issue
        issue.state, issue.state_reason = "open", "reopened"
        issue.closed_at = issue.closed_by = None
        self._happened(issue, "reopened", by)
        self._fire("reopened", issue, by)
        return issue

    def _happened(
        self,
        issue: Issue,
        kind: str,
        by: User | str,
        commit: str | None = None,
        source: Issue | None = None,
    ) -> None:
        event = Event(next(self.places.ids), kind, self._person(by), self._now(), commit, source)
        issue.events.append(event)

    async def label(self, issue: Issue | str, name: str, *, by: User | str = MAINTAINER) -> Issue:
        issue = self._issue(issue)
        where = issue.repository
        label = where.label(name) or self.places.new_label(where, name)
        if label not in issue.labels:
            issue.labels.append(label)
            self._fire("labeled", issue, by, label=label.name)
        return issue

    async def unlabel(self, issue: Issue | str, name: str, *, by: User | str = MAINTAINER) -> Issue:
        issue = self._issue(issue)
        label = issue.repository.label(name)
        if label in issue.labels:
            issue.labels = [kept for kept in issue.labels if kept is not label]
            self._fire("unlabeled", issue, by, label=name)
        return issue
