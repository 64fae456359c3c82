"""Comments on issues: to write one, to find it again, and what others say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import gidgethub

from bot.clients.github.issues import Issues
from bot.clients.github.parts import is_bot, login, moment, stamp, text
from bot.errors import InDoubt
from storage.records import Comment


class Comments(Issues):
    async def comment(self, repository: str, number: int, body: str) -> Comment:
        """Write a comment. Raises InDoubt when nobody knows whether it was written.

        Raises Moved or Gone when the issue is not there any more.
        """
        with self._writing(repository) as said:
            said[404] = "the issue does not exist, or {who} may not see it"
            try:
                made = await self._post(repository, f"/issues/{number}/comments", {"body": body})
            except gidgethub.BadRequest as problem:
                if problem.status_code in (404, 410):
                    # Where a transferred issue is now, only the issue itself tells.
                    await self.issue(repository, number)
                raise
            if not made.get("id"):
                raise InDoubt("GitHub answered without the comment's id")
            return comment_from(made, number)

    async def find_comment(
        self, repository: str, number: int, marker: str, since: datetime
    ) -> Comment | None:
        """The comment on an issue that holds `marker`, made or changed after `since`."""
        path = f"/issues/{number}/comments?since={stamp(since)}"
        found = await self._all(repository, path)
        with self._reading(repository):
            return next(
                (comment_from(one, number) for one in found if marker in (one.get("body") or "")),
                None,
            )

    async def comments_since(self, repository: str, since: datetime | None) -> list[Comment]:
        """The comments on the repository's issues that were written or changed since then."""
        with self._reading(repository):
            return [
                comment_from(one)
                async for one in self._changed(repository, "/issues/comments", since)
                # GitHub lists what is said on pull requests here too.
                if "/pull/" not in str(one.get("html_url"))
            ]


def comment_from(comment: Mapping[str, Any], number: int | None = None) -> Comment:
    """A comment object of GitHub's, from its API or a webhook."""
    return Comment(
        id=int(comment["id"]),
        number=number or int(str(comment["issue_url"]).rpartition("/")[2]),
        author=login(comment.get("user")),
        association=str(comment.get("author_association") or "NONE"),
        body=text(comment.get("body")),
        url=str(comment.get("html_url") or ""),
        created_at=moment(comment["created_at"]),
        updated_at=moment(comment["updated_at"]),
        by_bot=is_bot(comment.get("user")),
    )
