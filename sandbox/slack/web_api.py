"""The Web API's front door: reads the arguments, checks token and scope, runs the method."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.calls import ARGUMENTS, OUTCOME
from sandbox.slack.core import Core
from sandbox.slack.errors import ActFailed, SlackError
from sandbox.slack.ids import APP_TOKEN, BOT_TOKEN
from sandbox.slack.json_types import Json
from sandbox.slack.methods import METHODS
from sandbox.slack.methods.method import Arguments, Method

_KINDS = {BOT_TOKEN: "bot", APP_TOKEN: "app"}


def routes(core: Core) -> list[web.RouteDef]:
    async def serve(request: web.Request) -> web.Response:
        method = METHODS.get(request.match_info["method"])
        try:
            body = await _run(core, method, request)
        except SlackError as error:
            body = error.body()
        except ActFailed as error:
            body = {"ok": False, "error": error.code}
        headers = {"X-Slack-Req-Id": core.ids.new("", 12)}
        if method is not None and method.token in ("bot", "any"):
            headers |= {
                "X-OAuth-Scopes": core.app.provided_scopes,
                "X-Accepted-OAuth-Scopes": method.scope or "",
            }
        request[OUTCOME] = str(body.get("error", "ok"))
        return web.json_response(body, headers=headers)

    return [web.get("/api/{method}", serve), web.post("/api/{method}", serve)]


async def _run(core: Core, method: Method | None, request: web.Request) -> Json:
    if method is None:
        raise SlackError("unknown_method", req_method=request.match_info["method"])
    given = await read_arguments(request)
    _check_token(core, method, request.headers.get("Authorization", ""), given)
    return {"ok": True} | await method.run(core, Arguments(given))


async def read_arguments(request: web.Request) -> Json:
    """Query, form, multipart or JSON, as one mapping; read once and kept with the request."""
    if ARGUMENTS not in request:
        given: Json = {**request.query, **await _body(request)}
        request[ARGUMENTS] = given
    return request[ARGUMENTS]


async def _body(request: web.Request) -> Mapping[str, Any]:
    if request.method != "POST" or not request.body_exists:
        return {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return body
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return dict(await request.post())
    raise SlackError("invalid_post_type")


def _check_token(core: Core, method: Method, header: str, given: Mapping[str, Any]) -> None:
    if method.token == "none":
        return
    token = header.removeprefix("Bearer ").strip() or str(given.get("token") or "")
    if not token:
        raise SlackError("not_authed")
    kind = _KINDS.get(token)
    if kind is None:
        raise SlackError("invalid_auth")
    if method.token not in (kind, "any"):
        raise SlackError("not_allowed_token_type")
    if method.scope and method.scope not in core.app.scopes:
        provided = core.app.provided_scopes
        raise SlackError("missing_scope", needed=method.scope, provided=provided)
