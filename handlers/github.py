"""GitHub's webhooks: checked, and taken as a hint of how an issue stands now."""

from __future__ import annotations

import gidgethub
from aiohttp import web
from gidgethub import sansio

from bot import logs
from bot.clients.github import issue_from
from bot.issues.following import Following

LONGEST = 25 * 1024 * 1024  # GitHub sends no more

log = logs.get("github")


def routes(following: Following, secret: str | None) -> list[web.RouteDef]:
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
        if event.event == "issues":
            await _issue(event, following)
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


async def _issue(event: sansio.Event, following: Following) -> None:
    try:
        issue = issue_from(str(event.data["repository"]["full_name"]), event.data["issue"])
    except (KeyError, TypeError, ValueError) as problem:
        log.warning("an issue event without an issue", why=repr(problem))
        return
    await following.issue_changed(issue)
