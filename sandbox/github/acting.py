"""What every act on GitHub needs: to find its things, and to tell the world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sandbox.github.payloads import Payloads
from sandbox.github.places import Places
from sandbox.github.records import Comment, Issue, Repository, User
from sandbox.github.shapes import Json
from sandbox.github.webhooks import Webhooks

MAINTAINER = "mara-maintainer"


class Acting:
    """Issues are given as objects or as `owner/name#number`, people as objects or logins."""

    places: Places
    payloads: Payloads
    webhooks: Webhooks
    _now: Callable[[], datetime]
    _notify: Callable[..., None]

    def repository(self, full_name: str) -> Repository:
        """The repository of that name; KeyError when there is none."""
        found = self.places.find(full_name)
        if found is None:
            raise KeyError(full_name)
        return found

    def _add(self, issue: Issue) -> None:
        issue.repository.numbered[issue.number] = issue
        self.places.issues_ever.append(issue)

    def _issue(self, issue: Issue | str) -> Issue:
        return self.places.issue(issue) if isinstance(issue, str) else issue

    def _person(self, by: User | str) -> User:
        return self.places.user(by) if isinstance(by, str) else by

    def _fire(
        self,
        action: str,
        issue: Issue,
        by: User | str,
        *,
        label: str | None = None,
        changes: Json | None = None,
    ) -> None:
        issue.updated_at = self._now()
        self.webhooks.emit(
            "issues",
            self.payloads.issues(
                action,
                issue,
                self._person(by),
                label=issue.repository.label(label) if label else None,
                changes=changes,
            ),
        )
        self._notify("github", repository=issue.repository.full_name, number=issue.number)

    def _fire_comment(
        self,
        action: str,
        issue: Issue,
        comment: Comment,
        by: User | str,
        changes: Json | None = None,
    ) -> None:
        issue.updated_at = self._now()
        payload = self.payloads.issue_comment(action, issue, comment, self._person(by), changes)
        self.webhooks.emit("issue_comment", payload)
        self._notify("github", repository=issue.repository.full_name, number=issue.number)
