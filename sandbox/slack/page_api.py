"""What the page in the browser reads and does in the Slack half."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.slack import interactivity
from sandbox.slack.core import TEAM_NAME
from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import BOT_ID, BOT_USER_ID, SLACKBOT, TEAM_ID
from sandbox.slack.interactivity import Place
from sandbox.slack.json_types import Json
from sandbox.slack.timestamps import is_ts, ts_key
from sandbox.slack.workspace import Workspace

Act = Callable[[Json], Awaitable[Json | None]]
MOST_MESSAGES = 500


def routes(workspace: Workspace) -> list[web.RouteDef]:
    acts = _Acts(workspace)

    async def show_messages(request: web.Request) -> web.Response:
        return web.json_response(messages_for(workspace, request.query))

    async def show_home(request: web.Request) -> web.Response:
        user = workspace.user_id(request.query.get("as", ""))
        return web.json_response({"view": workspace.home(user)})

    return [
        web.get("/sandbox/messages", _answered(show_messages)),
        web.get("/sandbox/home", _answered(show_home)),
        web.post("/sandbox/messages", _act(acts.say)),
        web.post("/sandbox/messages/edit", _act(acts.edit)),
        web.post("/sandbox/messages/delete", _act(acts.delete)),
        web.post("/sandbox/reactions", _act(acts.react)),
        web.post("/sandbox/commands", _act(acts.command)),
        web.post("/sandbox/shortcuts", _act(acts.shortcut)),
        web.post("/sandbox/actions", _act(acts.use_element)),
        web.post("/sandbox/home", _act(acts.open_home)),
        web.post("/sandbox/views/submit", _act(acts.submit)),
        web.post("/sandbox/views/close", _act(acts.close)),
    ]


class _Acts:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def say(self, given: Json) -> Json:
        ts = await self._workspace.say(
            given["as"],
            given["channel"],
            given["text"],
            given.get("thread_ts"),
            bool(given.get("broadcast")),
        )
        return {"ts": ts}

    async def edit(self, given: Json) -> None:
        await self._workspace.edit(given["as"], given["channel"], given["ts"], given["text"])

    async def delete(self, given: Json) -> None:
        await self._workspace.delete(given["as"], given["channel"], given["ts"])

    async def react(self, given: Json) -> None:
        act = self._workspace.unreact if given.get("remove") else self._workspace.react
        await act(given["as"], given["channel"], given["ts"], given["name"])

    async def command(self, given: Json) -> None:
        await self._workspace.command(
            given["as"], given["channel"], given["text"], given.get("thread_ts")
        )

    async def shortcut(self, given: Json) -> None:
        await self._workspace.shortcut(
            given["as"], given["callback_id"], given.get("channel"), given.get("ts")
        )

    async def use_element(self, given: Json) -> None:
        user = self._workspace.user_id(given["as"])
        place = _place(given["container"])
        await interactivity.act(
            self._workspace.core, user, place, given["action"], given.get("state")
        )

    async def open_home(self, given: Json) -> None:
        await self._workspace.open_home(given["as"])

    async def submit(self, given: Json) -> Json:
        errors = await self._workspace.submit_view(
            given["as"], given["view_id"], given.get("values")
        )
        return {"ok": False, "errors": errors} if errors else {}

    async def close(self, given: Json) -> None:
        await self._workspace.close_view(given["as"], given["view_id"])


def _place(container: Json) -> Place:
    match container["type"]:
        case "message":
            return Place(channel=container["channel"], ts=container["ts"])
        case "ephemeral":
            return Place(ephemeral_id=container["id"])
        case "view":
            return Place(view_id=container["id"])
        case "home":
            return Place(home=True)
    raise ActFailed("invalid_container")


def state(workspace: Workspace, viewer: str) -> Json:
    """Everything the page needs to draw its frame, as `viewer` sees it."""
    core = workspace.core
    command = next(iter(core.app.commands.values()), {})
    shortcuts = ("name", "callback_id", "type")
    return {
        "team": {"id": TEAM_ID, "name": TEAM_NAME},
        "as": viewer,
        "users": [_user(user) for user in core.directory.users()],
        "channels": [
            {
                "id": c.id,
                "name": c.name,
                "topic": (c.info.get("topic") or {}).get("value", ""),
                "purpose": (c.info.get("purpose") or {}).get("value", ""),
                "is_member_bot": BOT_USER_ID in c.members,
            }
            for c in core.conversations.values()
            if c.kind == "channel"
        ],
        "app": {
            "name": core.app.name,
            "command": command.get("command"),
            "usage_hint": command.get("usage_hint", ""),
            "shortcuts": [{k: s.get(k) for k in shortcuts} for s in core.app.shortcuts],
            "home": core.app.has_home,
            "bot_user": BOT_USER_ID,
            "connected": workspace.http_url is not None or workspace.sockets.connected,
        },
        "views": workspace.open_views(viewer) if core.directory.get(viewer) else [],
    }


def _user(user: Json) -> Json:
    profile = user.get("profile") or {}
    return {
        "id": user["id"],
        "name": user.get("name", user["id"]),
        "real_name": user.get("real_name") or profile.get("real_name") or "",
        "display_name": profile.get("display_name") or "",
        # Slack itself says that Slackbot is no bot; nobody can speak as it all the same.
        "is_bot": bool(user.get("is_bot")) or user["id"] == SLACKBOT,
        "color": user.get("color") or "",
        "title": profile.get("title") or "",
    }


def messages_for(workspace: Workspace, query: Any) -> Json:
    """The last messages of a channel and what only the viewer sees of it, in order."""
    core = workspace.core
    conversation = core.conversation(query.get("channel", ""))
    before = query.get("before")
    if before and not is_ts(before):
        raise ActFailed("invalid_ts")
    limit = query.get("limit", "100")
    most = max(1, min(int(limit), MOST_MESSAGES)) if limit.isdigit() else 100
    shown, has_more = conversation.before(before, most)
    first = shown[0]["ts"] if shown and has_more else None
    viewer = core.directory.find_id(query.get("as", "")) or ""
    own = [
        e
        for e in core.ephemerals.get(viewer, [])
        if e["channel"] == conversation.id
        and (not before or ts_key(e["ts"]) < ts_key(before))
        and (not first or ts_key(e["ts"]) >= ts_key(first))
    ]
    everything = [_seen(workspace, m) for m in shown] + own
    everything.sort(key=lambda m: ts_key(m["ts"]))
    return {"messages": everything, "has_more": has_more}


def _seen(workspace: Workspace, message: Json) -> Json:
    seen = {**message, "id": message["ts"]}
    if message.get("bot_id") == BOT_ID:
        seen.setdefault("username", workspace.core.app.bot_name)
    return seen


def _answered(
    handler: Callable[[web.Request], Awaitable[web.Response]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Turns what a person cannot do into `{"ok": false, "error": …}`."""

    async def answered(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except ActFailed as failure:
            return web.json_response({"ok": False, "error": failure.code})

    return answered


def _act(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            given = await request.json()
            done = await act(given)
        except (KeyError, TypeError, ValueError, AttributeError):
            return web.json_response({"ok": False, "error": "invalid_arguments"}, status=400)
        return web.json_response({"ok": True} | (done or {}))

    return _answered(handle)
