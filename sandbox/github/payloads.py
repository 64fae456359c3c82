"""The bodies of webhooks, in GitHub's shape."""

from __future__ import annotations

from sandbox.github.access import Installation
from sandbox.github.records import Comment, Issue, Label, Release, Repository, User
from sandbox.github.shapes import Json, Shapes, node_id, when


class Payloads:
    def __init__(self, shapes: Shapes, installation: Installation) -> None:
        self._shapes = shapes
        self._installation = installation

    def issues(
        self,
        action: str,
        issue: Issue,
        sender: User,
        *,
        label: Label | None = None,
        changes: Json | None = None,
    ) -> Json:
        payload = {
            "action": action,
            "issue": self._shapes.issue(issue),
            **self._around(issue.repository, sender),
        }
        if label:
            payload["label"] = self._shapes.label(issue.repository, label)
        if changes is not None:
            payload["changes"] = changes
        return payload

    def moved(self, old: Issue, new: Issue) -> tuple[Json, Json]:
        """The `changes` of transferred (in the old repository) and of opened (in the new)."""
        return (
            {
                "new_issue": self._shapes.issue(new),
                "new_repository": self._shapes.repository(new.repository),
            },
            {
                "old_issue": self._shapes.issue(old),
                "old_repository": self._shapes.repository(old.repository),
            },
        )

    def issue_comment(
        self,
        action: str,
        issue: Issue,
        comment: Comment,
        sender: User,
        changes: Json | None = None,
    ) -> Json:
        payload = {
            "action": action,
            "issue": self._shapes.issue(issue),
            "comment": self._shapes.comment(issue, comment),
            **self._around(issue.repository, sender),
        }
        if changes is not None:
            payload["changes"] = changes
        return payload

    def release(self, action: str, repository: Repository, release: Release, sender: User) -> Json:
        return {
            "action": action,
            "release": self._shapes.release(repository, release),
            **self._around(repository, sender),
        }

    def ping(self, hook_id: int, url: str | None, app_id: int) -> Json:
        return {
            "zen": "Keep it logically awesome.",
            "hook_id": hook_id,
            "hook": {
                "type": "App",
                "id": hook_id,
                "name": "web",
                "active": True,
                "events": ["issues", "issue_comment", "release"],
                "config": {"content_type": "json", "insecure_ssl": "0", "url": url},
                "app_id": app_id,
            },
        }

    def installation(
        self, action: str, installed: Json, repositories: list[Repository], sender: User
    ) -> Json:
        return {
            "action": action,
            "installation": installed,
            "repositories": [
                {
                    "id": repository.id,
                    "node_id": node_id("R", repository.id),
                    "name": repository.name,
                    "full_name": repository.full_name,
                    "private": repository.private,
                }
                for repository in repositories
            ],
            "sender": self._shapes.user(sender),
        }

    def _around(self, repository: Repository, sender: User) -> Json:
        owner = self._shapes.user(repository.owner)
        organization = {key: owner[key] for key in ("login", "id", "node_id", "url", "avatar_url")}
        return {
            "repository": self._shapes.repository(repository),
            "organization": {**organization, "description": ""},
            "sender": self._shapes.user(sender),
            "installation": {
                "id": self._installation.id,
                "node_id": node_id("IN", self._installation.id),
            },
        }


def installation_shape(shapes: Shapes, installed: Installation, app_id: int, slug: str) -> Json:
    """An installation, as the REST API and the installation webhook show it."""
    everything = installed.repositories is None
    return {
        "id": installed.id,
        "account": shapes.user(installed.account),
        "repository_selection": "all" if everything else "selected",
        "access_tokens_url": shapes.api(f"/app/installations/{installed.id}/access_tokens"),
        "repositories_url": shapes.api("/installation/repositories"),
        "html_url": shapes.web(f"settings/installations/{installed.id}"),
        "app_id": app_id,
        "app_slug": slug,
        "target_id": installed.account.id,
        "target_type": installed.account.type,
        "permissions": installed.permissions,
        "events": ["issue_comment", "issues", "release"],
        "created_at": when(installed.created_at),
        "updated_at": when(installed.created_at),
        "single_file_name": None,
        "suspended_at": when(installed.suspended_at),
        "suspended_by": None,
    }
