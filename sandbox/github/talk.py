"""What is said: comments, and the announcement of a release."""

from __future__ import annotations

from sandbox.github.acting import MAINTAINER, Acting
from sandbox.github.records import Comment, Issue, Release, Repository, User


class TalkActs(Acting):
    async def comment(
        self, issue: Issue | str, body: str, *, by: User | str = MAINTAINER
    ) -> Comment:
        issue = self._issue(issue)
        now = self._now()
        comment = Comment(next(self.places.ids), self._person(by), body, now, now)
        issue.comments.append(comment)
        self._fire_comment("created", issue, comment, by)
        return comment

    async def edit_comment(
        self, issue: Issue | str, comment: Comment, body: str, *, by: User | str = MAINTAINER
    ) -> Comment:
        issue = self._issue(issue)
        changes = {"body": {"from": comment.body}}
        comment.body, comment.updated_at = body, self._now()
        self._fire_comment("edited", issue, comment, by, changes)
        return comment

    async def delete_comment(
        self, issue: Issue | str, comment: Comment, *, by: User | str = MAINTAINER
    ) -> None:
        issue = self._issue(issue)
        issue.comments.remove(comment)
        self._fire_comment("deleted", issue, comment, by)

    async def publish_release(
        self,
        repository: Repository | str,
        tag: str,
        body: str = "",
        *,
        name: str | None = None,
        prerelease: bool = False,
        by: User | str = MAINTAINER,
    ) -> Release:
        where = self.repository(repository) if isinstance(repository, str) else repository
        author = self._person(by)
        now = self._now()
        release = Release(next(self.places.ids), tag, name or tag, body, author, now, prerelease)
        where.releases.append(release)
        where.tags[tag] = len(where.commits)
        # One publication is three deliveries, as on GitHub.
        for action in ("created", "published", "prereleased" if prerelease else "released"):
            payload = self.payloads.release(action, where, release, author)
            self.webhooks.emit("release", payload)
        self._notify("github", repository=where.full_name)
        return release
