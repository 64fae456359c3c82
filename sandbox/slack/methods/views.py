"""views.*: modals and App Home."""

import json
from typing import Any

from sandbox.slack.app_messages import parsed
from sandbox.slack.blocks import view_faults
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError, invalid_arguments
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments, Method

LARGEST_VIEW = 250_000


async def open_view(core: Core, arguments: Arguments) -> Json:
    view = _view(arguments, "modal")
    user, _ = core.triggers.exchange(arguments.text("trigger_id"))
    opened = core.view_store.open(user, view)
    core.notify("views", user=user)
    return {"view": opened}


async def push(core: Core, arguments: Arguments) -> Json:
    view = _view(arguments, "modal")
    user, _ = core.triggers.exchange(arguments.text("trigger_id"))
    pushed = core.view_store.push(user, view)
    core.notify("views", user=user)
    return {"view": pushed}


async def update(core: Core, arguments: Arguments) -> Json:
    view_id, external_id = arguments.maybe("view_id"), arguments.maybe("external_id")
    if not (view_id or external_id):
        raise invalid_arguments("missing required field: view_id")
    found = core.view_store.find(view_id=view_id or "", external_id=external_id or "")
    if found is None:
        raise SlackError("not_found")
    user, old = found
    view = _view(arguments, old["type"])
    if (hash_ := arguments.maybe("hash")) and hash_ != old["hash"]:
        raise SlackError("hash_conflict")
    new = core.view_store.update(user, old, view)
    core.notify("home" if view["type"] == "home" else "views", user=user)
    return {"view": new}


async def publish(core: Core, arguments: Arguments) -> Json:
    if not core.app.has_home:
        raise SlackError("not_enabled")
    user = arguments.text("user_id")
    view = _view(arguments, "home")
    if core.directory.get(user) is None:
        raise invalid_arguments("failed to match all allowed schemas [json-pointer:/user_id]")
    old = core.view_store.homes.get(user)
    if (hash_ := arguments.maybe("hash")) and old and hash_ != old["hash"]:
        raise SlackError("hash_conflict")
    home = core.view_store.publish(user, view)
    core.notify("home", user=user)
    return {"view": home}


def _view(arguments: Arguments, kind: str) -> Json:
    view: Any = parsed(dict(arguments.given), "view", "invalid_arguments")
    if view is None:
        raise invalid_arguments("missing required field: view")
    if isinstance(view, dict) and view.get("type") in ("modal", "home") and view["type"] != kind:
        raise invalid_arguments(f"must be a {kind} view [json-pointer:/view/type]")
    if faults := view_faults(view):
        raise invalid_arguments(*faults)
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    return dict(view)


METHODS = (
    Method("views.open", open_view),
    Method("views.push", push),
    Method("views.update", update),
    Method("views.publish", publish),
)
