"""The way of every REST call: who calls, what is left for them, which repository, then the answer.

A repository answers under its name and under its id (`/repositories/{repository_id}`), where
the redirects of renamed repositories and the Link headers of lists lead, as on GitHub.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.github.access import Budget, Caller
from sandbox.github.answers import DOCS, Answer, Refusal, moved, not_found
from sandbox.github.call import Call, by_id

if TYPE_CHECKING:
    from sandbox.github.github import GitHub

BY_NAME = "/repos/{owner}/{repo}"
BY_ID = "/repositories/{repository_id}"
NO_USER_AGENT = (
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent"
    " header (https://docs.github.com/rest/overview/resources-in-the-rest-api#user-agent-required)."
    " Check https://developer.github.com for other possible causes.\n"
)


Operation = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True)
class Route:
    method: str
    path: str  # as GitHub's documentation writes it
    operation: Operation
    docs: str = ""  # the rest of the documentation's address
    app_only: bool = False  # wants the app's JWT
    resource: str = "core"
    free: bool = False  # does not count against the budget


def route_defs(github: GitHub, routes: Sequence[Route]) -> list[web.RouteDef]:
    defs = []
    for route in routes:
        paths = [route.path]
        if route.path.startswith(BY_NAME):
            paths.append(route.path.replace(BY_NAME, BY_ID))
        for path in paths:
            defs.append(web.route(route.method, f"/github{path}", _handler(github, route)))
    # What GitHub does not know it does not find; the method does not matter to it either.
    unknown = Route("*", "/{unknown:.*}", _unknown)
    defs.append(web.route("*", f"/github{unknown.path}", _handler(github, unknown)))
    return defs


async def _unknown(call: Call) -> Answer:
    raise not_found()


def _handler(
    github: GitHub, route: Route
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        if not request.headers.get("User-Agent"):
            return web.Response(status=403, text=NO_USER_AGENT)
        docs = DOCS + route.docs
        budget = expires_at = None
        try:
            caller = github.access.caller(request.headers.get("Authorization"))
            expires_at = caller.expires_at if caller.kind == "personal" else None
            _check_kind(caller, route)
            budget = github.access.budget(caller, route.resource)
            if not route.free:
                budget = github.access.spend(caller, route.resource)
            answer = await _answer(github, route, request, caller)
        except Refusal as refusal:
            answer = refusal.answer(docs)
        if _unchanged(request, answer):
            if budget and not route.free:
                budget.used -= 1  # An answer of 304 does not count against the budget.
            answer = Answer(None, 304, {"ETag": answer.etag})
        response = _response(request, answer, budget)
        response.headers["Date"] = format_datetime(github.now().astimezone(UTC), usegmt=True)
        if expires_at is not None:
            response.headers["GitHub-Authentication-Token-Expiration"] = (
                f"{expires_at:%Y-%m-%d %H:%M:%S} UTC"
            )
        return response

    return handle


def _check_kind(caller: Caller, route: Route) -> None:
    if route.app_only and caller.kind != "app":
        message = "A JSON web token could not be decoded"
        raise Refusal(401, message)
    if caller.kind == "app" and not route.app_only and not route.free:
        raise Refusal(403, "Resource not accessible by integration")


async def _answer(github: GitHub, route: Route, request: web.Request, caller: Caller) -> Answer:
    call = Call(github, request, caller)
    names = request.match_info
    if "repository_id" in names:
        number = names["repository_id"]
        call.where = github.places.find_by_id(int(number)) if number.isdecimal() else None
    elif "owner" in names:
        full_name = f"{names['owner']}/{names['repo']}"
        call.where = github.places.find(full_name)
        renamed = call.where is None and github.places.find_renamed(full_name)
        if renamed and caller.may_see(renamed):
            query = f"?{request.query_string}" if request.query_string else ""
            location = github.shapes.api(by_id(renamed, request)) + query
            return moved(location, request.method)
    else:
        return await route.operation(call)
    if call.where is None or not (caller.kind == "app" or caller.may_see(call.where)):
        raise not_found()
    return await route.operation(call)


def _unchanged(request: web.Request, answer: Answer) -> bool:
    if request.method not in {"GET", "HEAD"} or answer.status != 200:
        return False
    asked = request.headers.get("If-None-Match", "")
    plain = answer.etag.removeprefix("W/")
    return plain in {tag.strip().removeprefix("W/") for tag in asked.split(",")}


def _response(request: web.Request, answer: Answer, budget: Budget | None) -> web.Response:
    headers = {
        "X-GitHub-Media-Type": "github.v3; format=json",
        "X-GitHub-Request-Id": uuid.uuid4().hex[:20].upper(),
        "X-GitHub-Api-Version-Selected": "2022-11-28",
        "Server": "github.com",
        **answer.headers,
    }
    if budget:
        headers |= {
            "X-RateLimit-Limit": str(budget.limit),
            "X-RateLimit-Remaining": str(budget.remaining),
            "X-RateLimit-Used": str(budget.used),
            "X-RateLimit-Reset": str(budget.reset),
            "X-RateLimit-Resource": budget.resource,
        }
    if answer.status == 200 and request.method in {"GET", "HEAD"}:
        headers["ETag"] = answer.etag
        headers["Cache-Control"] = "private, max-age=60, s-maxage=60"
    if answer.data is not None or answer.status not in {204, 304}:
        headers["Content-Type"] = answer.content_type
    return web.Response(status=answer.status, body=answer.body, headers=headers)
