"""GitHub's webhooks: checked, and taken as a hint of how an issue stands now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gidgethub
from aiohttp import web
from gidgethub import sansio

from bot import logs
from bot.clients.github import comment_from, issue_from
from bot.issues.following import Following
from bot.issues.tracking import Tracking
from storage.records import GONE

LONGEST = 25 * 1024 * 1024  # GitHub sends no more

log = logs.get("github")


def routes(following: Following, tracking: Tracking, secret: str | None) -> list[web.RouteDef]:
    async def webhook(request: web.Request) -> web.Response:
        if secret is None:
            return web.Response(status=404)
        body = await request.read()
        if not _is_signed(request.headers.get("X-Hub-Signature-256", ""), body, secret):
            return web.Response(status=401, text="The signature does not fit the body.")
        try:
            event = sansio.Event.from_http(request.headers, body, secret=secret)
        except (gidgethub.GitHubException, ValueError, LookupError, RecursionError):
            return web.Response(status=400, text="This is no event of GitHub's.")
        try:
            await _take_in(event, following, tracking)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            log.warning("an event that nobody can read", kind=event.event, why=repr(problem))
        return web.Response(text="ok")

    return [web.post("/github/webhook", webhook)]


def _is_signed(signature: str, body: bytes, secret: str) -> bool:
    if not signature.isascii():  # compare_digest raises on it
        return False
    try:
        sansio.validate_event(body, signature=signature, secret=secret)
    except gidgethub.ValidationFailure:
        return False
    return True


async def _take_in(event: sansio.Event, following: Following, tracking: Tracking) -> None:
    data: Mapping[str, Any] = event.data
    match event.event:
        case "issues":
            await _issue(data, following)
        case "issue_comment" if "pull_request" not in data["issue"]:
            await _comment(data, following)
        case "release" | "installation" | "installation_repositories" | "repository" | "label":
            tracking.hurry()


async def _issue(data: Mapping[str, Any], following: Following) -> None:
    repository, issue = str(data["repository"]["full_name"]), data["issue"]
    if data.get("action") == "transferred":
        changes = data["changes"]
        to = f"{changes['new_repository']['full_name']}#{changes['new_issue']['number']}"
        await following.moved(repository, int(issue["number"]), to)
    elif data.get("action") == "deleted":
        await following.moved(repository, int(issue["number"]), GONE)
    else:
        await following.issue_changed(issue_from(repository, issue))


async def _comment(data: Mapping[str, Any], following: Following) -> None:
    repository = str(data["repository"]["full_name"])
    comment = comment_from(data["comment"], int(data["issue"]["number"]))
    if data.get("action") == "deleted":
        await following.uncommented(comment.id)
        return
    await following.issue_changed(issue_from(repository, data["issue"]))
    await following.commented(repository, comment)
