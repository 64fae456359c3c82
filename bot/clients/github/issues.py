"""Issues: to open one, to find it again, to see how it stands and what changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import gidgethub

from bot import logs
from bot.clients.github.calls import Calls
from bot.clients.github.parts import login, moment, names, perhaps, stamp, text
from bot.clients.github.wire import PAGE
from bot.errors import Gone, InDoubt, Moved
from bot.repositories import dropped_labels
from storage.records import Issue

log = logs.get("github")


class Issues(Calls):
    async def open_issue(
        self, repository: str, title: str, body: str, labels: Sequence[str]
    ) -> Issue:
        """Make an issue. Raises InDoubt when nobody knows whether it was made.

        GitHub may leave labels out without a word: `dropped_labels` tells which.
        """
        with self._writing(repository) as said:
            said[404] = "the repository does not exist, or {who} may not see it"
            data = {"title": title, "body": body, "labels": list(labels)}
            made = await self._post(repository, "/issues", data)
            if not made.get("number"):
                raise InDoubt("GitHub answered without the issue's number")
            issue = issue_from(repository, made)
        if dropped := dropped_labels(labels, issue):
            log.warning("labels left out", repository=repository, labels=dropped)
        return issue

    async def find_issue(self, repository: str, marker: str, since: datetime) -> Issue | None:
        """The issue whose body holds `marker`, made or changed after `since`.

        Lists and does not search: GitHub's search lags far behind its list.
        """
        url = (
            f"/repos/{repository}/issues?state=all&sort=created&direction=desc&per_page={PAGE}"
            f"&since={stamp(since)}"
        )
        with self._reading(repository):
            async for one in self._wire(repository).getiter(url):
                if marker in (one.get("body") or "") and "pull_request" not in one:
                    return issue_from(repository, one)
        return None

    async def issue(self, repository: str, number: int) -> Issue:
        """How an issue stands. Raises Moved after a transfer, and Gone when it is no more."""
        with self._reading(repository):
            try:
                found = await self._wire(repository).getitem(f"/repos/{repository}/issues/{number}")
            except gidgethub.BadRequest as problem:
                if problem.status_code in (404, 410):
                    raise Gone(f"{repository}#{number} does not exist any more") from problem
                raise
            issue = issue_from(repository, found)
            there = str(found["repository_url"]).removeprefix(f"{self._base_url}/repos/")
        if (there.casefold(), issue.number) == (repository.casefold(), number):
            return issue
        # It was redirected: to the repository's new name, or to where the issue is now.
        present = str((await self._get(repository, ""))["full_name"])
        if (there.casefold(), issue.number) == (present.casefold(), number):
            return issue
        raise Moved(there, issue.number)

    async def issues_since(self, repository: str, since: datetime | None) -> AsyncIterator[Issue]:
        """The issues that changed since then (None: all), oldest change first; no pull requests.

        One that changes while this runs may come twice.
        """
        changed = self._changed(repository, "/issues", since)
        while True:
            with self._reading(repository):
                one = await anext(changed, None)
                if one is not None and "pull_request" in one:
                    continue
                issue = None if one is None else issue_from(repository, one)
            if issue is None:
                return
            yield issue


def issue_from(repository: str, issue: Mapping[str, Any]) -> Issue:
    """An issue object of GitHub's, from its API or a webhook."""
    return Issue(
        repository=repository,
        number=int(issue["number"]),
        title=text(issue.get("title")),
        url=str(issue.get("html_url") or ""),
        state="closed" if issue.get("state") == "closed" else "open",
        state_reason=issue.get("state_reason"),
        updated_at=moment(issue["updated_at"]),
        body=text(issue.get("body")),
        labels=names(issue.get("labels")),
        locked=bool(issue.get("locked")),
        author=login(issue.get("user")),
        created_at=perhaps(issue.get("created_at")),
        closed_at=perhaps(issue.get("closed_at")),
    )
