"""What maintainers do with issues: transfer, delete, lock."""

from __future__ import annotations

from sandbox.github.acting import MAINTAINER, Acting
from sandbox.github.records import Issue, Repository, User


class ModerationActs(Acting):
    async def transfer(
        self, issue: Issue | str, to: Repository | str, *, by: User | str = MAINTAINER
    ) -> Issue:
        """Move an issue; it gets a new id and number, and labels that are known over there."""
        old = self._issue(issue)
        where = self.repository(to) if isinstance(to, str) else to
        known = (where.label(label.name) for label in old.labels)
        new = Issue(
            repository=where,
            id=next(self.places.ids),
            number=max(where.numbered, default=0) + 1,
            title=old.title,
            body=old.body,
            user=old.user,
            created_at=old.created_at,
            updated_at=self._now(),
            labels=[label for label in known if label],
            comments=old.comments,
            state=old.state,
            state_reason=old.state_reason,
        )
        self._add(new)
        old.moved_to = new
        in_old, in_new = self.payloads.moved(old, new)
        self._fire("transferred", old, by, changes=in_old)
        self._fire("opened", new, by, changes=in_new)
        return new

    async def delete(self, issue: Issue | str, *, by: User | str = MAINTAINER) -> None:
        issue = self._issue(issue)
        issue.deleted = True
        self._fire("deleted", issue, by)

    async def lock(
        self,
        issue: Issue | str,
        reason: str | None = None,
        *,
        by: User | str = MAINTAINER,
    ) -> Issue:
        """Lock the conversation: only people with push access can comment from now on."""
        issue = self._issue(issue)
        issue.locked, issue.lock_reason = True, reason
        self._fire("locked", issue, by)
        return issue

    async def unlock(self, issue: Issue | str, *, by: User | str = MAINTAINER) -> Issue:
        issue = self._issue(issue)
        issue.locked, issue.lock_reason = False, None
        self._fire("unlocked", issue, by)
        return issue
