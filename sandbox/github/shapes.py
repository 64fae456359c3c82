"""The JSON in which GitHub shows its things, in the REST API and in webhooks alike."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.github.records import Comment, Issue, Label, Release, Repository, User

Json = dict[str, Any]

REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


def when(moment: datetime | None) -> str | None:
    """GitHub writes whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def node_id(kind: str, number: int) -> str:
    return f"{kind}_{base64.urlsafe_b64encode(number.to_bytes(8, 'big')).decode().rstrip('=')}"


class Shapes:
    """Knows the sandbox's address, which every one of GitHub's objects repeats."""

    def __init__(self, base_url: Callable[[], str], app_slug: str, app_id: int) -> None:
        self._base_url = base_url
        self._app = (app_slug, app_id)

    def api(self, path: str) -> str:
        return f"{self._base_url().rstrip('/')}/github{path}"

    def web(self, path: str) -> str:
        return f"{self._base_url().rstrip('/')}/github.example/{path}"

    def user(self, user: User) -> Json:
        # The web address of an app's account is that of the app.
        slug = user.login.removesuffix("[bot]")
        page = f"apps/{slug}" if user.type == "Bot" else user.login
        return {
            "login": user.login,
            "id": user.id,
            "node_id": node_id("U", user.id),
            "avatar_url": "",
            "gravatar_id": "",
            "url": self.api(f"/users/{user.login}"),
            "html_url": self.web(page),
            "type": user.type,
            "user_view_type": "public",
            "site_admin": False,
        }

    def app(self) -> Json:
        slug, app_id = self._app
        return {
            "id": app_id,
            "slug": slug,
            "client_id": f"Iv23sandbox{app_id}",
            "node_id": node_id("A", app_id),
            "name": slug.capitalize(),
            "html_url": self.web(f"apps/{slug}"),
        }

    def label(self, repository: Repository, label: Label) -> Json:
        return {
            "id": label.id,
            "node_id": node_id("LA", label.id),
            "url": self.api(f"/repos/{repository.full_name}/labels/{label.name}"),
            "name": label.name,
            "color": label.color,
            "default": label.name in {"bug", "documentation", "question"},
            "description": label.description,
        }

    def repository(self, repository: Repository) -> Json:
        api = self.api(f"/repos/{repository.full_name}")
        open_issues = sum(issue.state == "open" for issue in repository.issues)
        return {
            "id": repository.id,
            "node_id": node_id("R", repository.id),
            "name": repository.name,
            "full_name": repository.full_name,
            "private": repository.private,
            "owner": self.user(repository.owner),
            "html_url": self.web(repository.full_name),
            "description": repository.description,
            "fork": False,
            "url": api,
            "issues_url": api + "/issues{/number}",
            "labels_url": api + "/labels{/name}",
            "releases_url": api + "/releases{/id}",
            "contents_url": api + "/contents/{+path}",
            "created_at": when(repository.created_at),
            "updated_at": when(repository.created_at),
            "pushed_at": when(repository.created_at),
            "has_issues": repository.has_issues,
            "archived": repository.archived,
            "disabled": False,
            "visibility": "private" if repository.private else "public",
            "open_issues_count": open_issues,
            "open_issues": open_issues,
            "default_branch": "main",
        }

    def issue(self, issue: Issue, *, single: bool = False) -> Json:
        """An issue; `closed_by` is only shown when it is fetched by its number."""
        api = self.api(f"/repos/{issue.repository.full_name}/issues/{issue.number}")
        shape: Json = {
            "url": api,
            "repository_url": self.api(f"/repos/{issue.repository.full_name}"),
            "labels_url": api + "/labels{/name}",
            "comments_url": api + "/comments",
            "events_url": api + "/events",
            "html_url": self.issue_page(issue),
            "id": issue.id,
            "node_id": node_id("I", issue.id),
            "number": issue.number,
            "title": issue.title,
            "user": self.user(issue.user),
            "labels": [self.label(issue.repository, label) for label in issue.labels],
            "state": issue.state,
            "locked": issue.locked,
            "assignee": None,
            "assignees": [],
            "milestone": None,
            "comments": len(issue.comments),
            "created_at": when(issue.created_at),
            "updated_at": when(issue.updated_at),
            "closed_at": when(issue.closed_at),
            "author_association": association(issue.user),
            "active_lock_reason": issue.lock_reason,
            "body": issue.body,
            "reactions": reactions(api + "/reactions"),
            "timeline_url": api + "/timeline",
            "performed_via_github_app": self.app() if issue.user.type == "Bot" else None,
            "state_reason": issue.state_reason,
        }
        if issue.is_pull:
            shape["pull_request"] = {
                "url": self.api(f"/repos/{issue.repository.full_name}/pulls/{issue.number}"),
                "html_url": self.issue_page(issue),
                "merged_at": when(issue.merged_at),
            }
        if single:
            shape["closed_by"] = self.user(issue.closed_by) if issue.closed_by else None
        return shape

    def issue_page(self, issue: Issue) -> str:
        kind = "pull" if issue.is_pull else "issues"
        return self.web(f"{issue.repository.full_name}/{kind}/{issue.number}")

    def comment(self, issue: Issue, comment: Comment) -> Json:
        api = self.api(f"/repos/{issue.repository.full_name}/issues")
        return {
            "url": f"{api}/comments/{comment.id}",
            "html_url": f"{self.issue_page(issue)}#issuecomment-{comment.id}",
            "issue_url": f"{api}/{issue.number}",
            "id": comment.id,
            "node_id": node_id("IC", comment.id),
            "user": self.user(comment.user),
            "created_at": when(comment.created_at),
            "updated_at": when(comment.updated_at),
            "body": comment.body,
            "author_association": association(comment.user),
            "reactions": reactions(f"{api}/comments/{comment.id}/reactions"),
            "performed_via_github_app": self.app() if comment.user.type == "Bot" else None,
        }

    def release(self, repository: Repository, release: Release) -> Json:
        return {
            "url": self.api(f"/repos/{repository.full_name}/releases/{release.id}"),
            "html_url": self.web(f"{repository.full_name}/releases/tag/{release.tag}"),
            "id": release.id,
            "node_id": node_id("RE", release.id),
            "author": self.user(release.author),
            "tag_name": release.tag,
            "target_commitish": "main",
            "name": release.name,
            "body": release.body,
            "draft": False,
            "prerelease": release.prerelease,
            "created_at": when(release.published_at),
            "published_at": when(release.published_at),
            "assets": [],
        }


def association(user: User) -> str:
    return "MEMBER" if user.maintainer else "NONE"


def reactions(url: str) -> Json:
    return {"url": url, "total_count": 0, **dict.fromkeys(REACTIONS, 0)}
