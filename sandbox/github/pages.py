"""What the sandbox's page asks and does, and where GitHub's web links lead."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.github.acting import MAINTAINER
from sandbox.github.records import Issue, Repository
from sandbox.github.shapes import Json, when

if TYPE_CHECKING:
    from sandbox.github.github import GitHub

Act = Callable[[dict[str, Any]], Awaitable[Json]]


class Mistake(Exception):
    """The page asked for something that is not there or not allowed."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


class Pages:
    def __init__(self, github: GitHub) -> None:
        self._github = github

    async def everything(self, request: web.Request) -> web.Response:
        repositories = self._github.places.repositories
        return web.json_response({"repositories": [self._repository(r) for r in repositories]})

    def _repository(self, repository: Repository) -> Json:
        return {
            "full_name": repository.full_name,
            "description": repository.description,
            "archived": repository.archived,
            "has_issues": repository.has_issues,
            "labels": [{"name": la.name, "color": la.color} for la in repository.labels],
            "issues": [
                self._issue(issue) for issue in reversed(repository.issues) if not issue.is_pull
            ],
        }

    def _issue(self, issue: Issue) -> Json:
        return {
            "number": issue.number,
            "title": issue.title,
            "body": issue.body or "",
            "state": issue.state,
            "state_reason": issue.state_reason,
            "user": issue.user.login,
            "labels": [{"name": la.name, "color": la.color} for la in issue.labels],
            "created_at": when(issue.created_at),
            "updated_at": when(issue.updated_at),
            "comments": [
                {
                    "id": comment.id,
                    "user": comment.user.login,
                    "body": comment.body,
                    "created_at": when(comment.created_at),
                }
                for comment in issue.comments
            ],
            "html_url": self._github.shapes.issue_page(issue),
            "locked": issue.locked,
        }

    async def open(self, asked: dict[str, Any]) -> Json:
        where = self._where(asked)
        if not where.has_issues:
            raise Mistake(410, "issues_disabled")
        title = str(asked.get("title") or "").strip()
        if not title:
            raise Mistake(400, "no_title")
        labels = [str(name) for name in asked.get("labels") or ()]
        body = str(asked.get("body") or "")
        issue = await self._github.open(where, title, body, labels=labels, by=_who(asked))
        return {"number": issue.number}

    async def comment(self, asked: dict[str, Any]) -> Json:
        issue = self._issue_of(asked)
        body = str(asked.get("body") or "")
        if not body.strip():
            raise Mistake(400, "no_text")
        by = self._github.places.user(_who(asked))
        if issue.locked and not by.maintainer:
            raise Mistake(403, "locked")
        comment = await self._github.comment(issue, body, by=by)
        return {"id": comment.id}

    async def close(self, asked: dict[str, Any]) -> Json:
        reason = str(asked.get("reason") or "completed")
        await self._github.close(self._issue_of(asked), reason, by=_who(asked))
        return {}

    async def reopen(self, asked: dict[str, Any]) -> Json:
        await self._github.reopen(self._issue_of(asked), by=_who(asked))
        return {}

    async def label(self, asked: dict[str, Any]) -> Json:
        issue = self._issue_of(asked)
        name = str(asked.get("label") or "").strip()
        if not name:
            raise Mistake(400, "no_label")
        if asked.get("remove"):
            await self._github.unlabel(issue, name, by=_who(asked))
        else:
            await self._github.label(issue, name, by=_who(asked))
        return {}

    def _where(self, asked: dict[str, Any]) -> Repository:
        where = self._github.places.find(str(asked.get("repository")))
        if where is None:
            raise Mistake(404, "not_found")
        if where.archived:
            raise Mistake(403, "archived")
        return where

    def _issue_of(self, asked: dict[str, Any]) -> Issue:
        number = str(asked.get("number"))
        numbered = self._where(asked).numbered
        issue = numbered.get(int(number)) if number.isdecimal() else None
        if issue is None or issue.gone:
            raise Mistake(404, "not_found")
        return issue

    async def raw_file(self, request: web.Request) -> web.Response:
        """The file itself, at the address that `download_url` gives."""
        names = request.match_info
        where = self._github.places.find(f"{names['owner']}/{names['repo']}")
        if where is None or where.private or names["path"] not in where.files:
            raise web.HTTPNotFound(text="404: Not Found")
        return web.Response(text=where.files[names["path"]])

    async def web_link(self, request: web.Request) -> web.StreamResponse:
        """Lead to the page with what the link is about open."""
        raise web.HTTPFound(f"/#github/{request.match_info['rest']}")


def _who(asked: dict[str, Any]) -> str:
    return str(asked.get("as") or MAINTAINER)


def _handler(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            asked = json.loads(await request.read())
            if not isinstance(asked, dict):
                raise Mistake(400, "no_object")
            return web.json_response({"ok": True, **await act(asked)})
        except ValueError:
            return web.json_response({"ok": False, "error": "no_json"}, status=400)
        except Mistake as mistake:
            answer = {"ok": False, "error": mistake.error}
            return web.json_response(answer, status=mistake.status)

    return handle


def routes(github: GitHub) -> list[web.RouteDef]:
    pages = Pages(github)
    acts = (pages.open, pages.comment, pages.close, pages.reopen, pages.label)
    return [
        web.get("/sandbox/github", pages.everything),
        *(web.post(f"/sandbox/github/{act.__name__}", _handler(act)) for act in acts),
        web.get("/github.example/raw/{owner}/{repo}/main/{path:.*}", pages.raw_file),
        web.get("/github.example/{rest:.*}", pages.web_link),
    ]
