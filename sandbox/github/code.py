"""What maintainers do with code, as far as issues hear of it: commits and merged pull requests."""

from __future__ import annotations

import hashlib
import re

from sandbox.github.acting import MAINTAINER
from sandbox.github.issue_acts import IssueActs
from sandbox.github.records import Commit, Issue, Repository, User

# https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
CLOSES = re.compile(r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b")
MENTIONS = re.compile(r"#(\d+)\b")


class CodeActs(IssueActs):
    async def push(
        self, repository: Repository | str, message: str, *, by: User | str = MAINTAINER
    ) -> Commit:
        """A commit on the main branch; the issues that its message closes are closed by it."""
        where = self.repository(repository) if isinstance(repository, str) else repository
        commit = self._commit(where, message, by)
        for issue in _issues(where, CLOSES.findall(message)):
            await self.close(issue, by=by, commit=commit.sha)
        return commit

    async def merge(
        self,
        repository: Repository | str,
        title: str,
        body: str = "",
        *,
        by: User | str = MAINTAINER,
    ) -> Issue:
        """A pull request, opened and at once merged as one commit.

        The issues that its text closes are closed, and as on GitHub the event names no commit.
        """
        where = self.repository(repository) if isinstance(repository, str) else repository
        now = self._now()
        pull = Issue(
            repository=where,
            id=next(self.places.ids),
            number=max(where.numbered, default=0) + 1,
            title=title,
            body=body,
            user=self._person(by),
            created_at=now,
            updated_at=now,
            state="closed",
            closed_at=now,
            is_pull=True,
            merged_at=now,
        )
        self._add(pull)
        self._commit(where, f"{title} (#{pull.number})", by)
        text = f"{title}\n{body}"
        for issue in _issues(where, MENTIONS.findall(text)):
            self._happened(issue, "cross-referenced", by, source=pull)
        for issue in _issues(where, CLOSES.findall(text)):
            await self.close(issue, by=by)
        return pull

    def _commit(self, where: Repository, message: str, by: User | str) -> Commit:
        name = f"{where.id} {len(where.commits)} {message}"
        sha = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
        commit = Commit(sha, message, self._person(by), self._now())
        where.commits.append(commit)
        return commit


def _issues(where: Repository, numbers: list[str]) -> list[Issue]:
    found = (where.numbered.get(int(number)) for number in dict.fromkeys(numbers))
    return [one for one in found if one is not None and not one.gone and not one.is_pull]
