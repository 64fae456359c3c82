"""One REST call: its caller, its repository, and what it asks for, or why it is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web
from yarl import URL

from sandbox.github.access import Caller
from sandbox.github.answers import Refusal, not_found, page_of
from sandbox.github.records import Issue, Repository

if TYPE_CHECKING:
    from sandbox.github.github import GitHub


@dataclass
class Call:
    """One request, with what was found out about it on the way."""

    github: GitHub
    request: web.Request
    caller: Caller
    where: Repository | None = None

    @property
    def repository(self) -> Repository:
        assert self.where is not None, "only routes below a repository ask for it"
        return self.where

    @property
    def query(self) -> dict[str, str]:
        return dict(self.request.query)

    def writes(self) -> None:
        """Refuse callers who may not write issues here, and everybody when archived."""
        self.caller.must_write_issues(self.repository)
        if self.repository.archived:
            raise Refusal(403, "Repository was archived so is read-only.")

    async def body(self) -> dict[str, Any]:
        raw = await self.request.read()
        try:
            found = json.loads(raw) if raw.strip() else {}
        except ValueError as error:
            raise Refusal(400, "Problems parsing JSON") from error
        if not isinstance(found, dict):
            raise Refusal(400, "Body should be a JSON object")
        return found

    def issue(self) -> Issue:
        """The issue of the path, wherever it is now; 410 when deleted, 404 when there is none."""
        number = self.request.match_info["issue_number"]
        issue = self.repository.numbered.get(int(number)) if number.isdecimal() else None
        if issue is None:
            raise not_found()
        if issue.deleted:
            raise Refusal(410, "This issue was deleted")
        return issue

    def issue_here(self) -> Issue:
        """Like `issue`, but one that was transferred away is not found."""
        issue = self.issue()
        if issue.moved_to:
            # Only GET of the issue itself is redirected; its comments are a 404.
            # https://github.com/Systemorph/MeshWeaver/issues/4629
            raise not_found()
        return issue

    def page(
        self, found: Sequence[Any], path: str | None = None
    ) -> tuple[list[Any], dict[str, str]]:
        """A page of what was found; links lead to the repository's id unless a path is given."""
        if path is None:
            path = by_id(self.repository, self.request)
        url = URL(self.github.shapes.api(path)).with_query(self.request.query)
        return page_of(found, url)


def by_id(repository: Repository, request: web.Request) -> str:
    """The path of the request with the repository's id in the place of its name."""
    named = 5 if "owner" in request.match_info else 4
    below = request.rel_url.raw_path.split("/", named)[named:]
    return "/".join(["/repositories", str(repository.id), *below])
