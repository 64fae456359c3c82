"""Submitting and closing modals, and what the app answers to that."""

from sandbox.slack.blocks import view_faults
from sandbox.slack.core import Core
from sandbox.slack.errors import ActFailed, SlackError
from sandbox.slack.interactivity import payload_base
from sandbox.slack.json_types import Json
from sandbox.slack.view_state import problems, values_of


async def submit(core: Core, user: str, view_id: str, given: Json) -> dict[str, str]:
    """A person sends a form; the errors shown beside its fields, none if it was taken."""
    view = _open_view(core, user, view_id)
    values = values_of(view["blocks"], given)
    if refused := problems(view["blocks"], values):
        return refused
    payload = payload_base(core, "view_submission", user) | {
        "trigger_id": core.triggers.new(user, view_id),
        "view": view | {"state": {"values": values}},
        "response_urls": [],
    }
    answer = await core.delivery.ask("interactive", payload)
    errors = await _obey(core, user, view, answer)
    core.notify("views", user=user)
    return errors


async def close(core: Core, user: str, view_id: str) -> None:
    """A person closes a modal; the app hears of it if it asked to."""
    view = _open_view(core, user, view_id)
    if view["clear_on_close"]:
        await _clear(core, user)
    else:
        core.view_store.remove(user, view_id)
        await _tell_closed(core, user, view, cleared=False)
    core.notify("views", user=user)


async def _obey(core: Core, user: str, view: Json, answer: Json) -> dict[str, str]:
    match answer.get("response_action"):
        case "errors":
            errors = answer.get("errors") or {}
            if not set(errors) <= {block["block_id"] for block in view["blocks"]}:
                # Slack's client says "We had some trouble connecting. Try again?"
                raise ActFailed("errors_for_unknown_blocks")
            return dict(errors)
        case "update":
            core.view_store.update(user, _open_view(core, user, view["id"]), _checked(answer))
        case "push":
            try:
                core.view_store.push(user, _checked(answer))
            except SlackError as error:
                raise ActFailed(error.code) from error
        case "clear":
            await _clear(core, user)
        case None:
            core.view_store.remove(user, view["id"])
        case _:
            raise ActFailed("unknown_response_action")
    return {}


def _checked(answer: Json) -> Json:
    view = answer.get("view")
    if not isinstance(view, dict) or view_faults(view):
        raise ActFailed("invalid_view")
    return view


async def _clear(core: Core, user: str) -> None:
    views, core.view_store.stacks[user] = core.view_store.stacks[user], []
    for view in views:
        await _tell_closed(core, user, view, cleared=True)


async def _tell_closed(core: Core, user: str, view: Json, *, cleared: bool) -> None:
    if view["notify_on_close"]:
        payload = payload_base(core, "view_closed", user) | {"view": view, "is_cleared": cleared}
        await core.delivery.ask("interactive", payload)


def _open_view(core: Core, user: str, view_id: str) -> Json:
    for view in core.view_store.stacks[user]:
        if view["id"] == view_id:
            return view
    raise ActFailed("view_not_found")
