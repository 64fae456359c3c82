"""Clicks and shortcuts: the payloads Slack sends for what people do with the app's messages.

https://docs.slack.dev/reference/interaction-payloads
"""

from dataclasses import dataclass

from sandbox.slack import ephemerals
from sandbox.slack.blocks import block_elements
from sandbox.slack.core import Core
from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import APP_ID, TEAM_ID, VERIFICATION_TOKEN
from sandbox.slack.json_types import Json
from sandbox.slack.view_state import values_of


@dataclass(frozen=True)
class Place:
    """Where an element was used: a message, an ephemeral message, a modal or App Home."""

    channel: str = ""
    ts: str = ""
    ephemeral_id: str = ""
    view_id: str = ""
    home: bool = False


def payload_base(core: Core, kind: str, user: str) -> Json:
    return {
        "type": kind,
        "user": core.directory.payload_user(user),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": core.team,
        "enterprise": None,
        "is_enterprise_install": False,
    }


async def act(core: Core, user: str, place: Place, action: Json, state: Json | None = None) -> None:
    """A person uses an element; returns when the app has acknowledged."""
    where = _message(core, user, place) if place.channel or place.ephemeral_id else None
    payload = where or _view(core, user, place)
    blocks = payload.pop("blocks")
    element, block_id = _element(blocks, action["action_id"], action.get("block_id"))
    values = {"values": values_of(blocks, state or {})}
    if "view" in payload:
        payload["view"] |= {"state": values}
    else:
        payload["state"] = values
    payload["actions"] = [_action(core, element, block_id, action)]
    await core.delivery.ask("interactive", payload_base(core, "block_actions", user) | payload)


def _message(core: Core, user: str, place: Place) -> Json:
    if place.ephemeral_id:
        found = ephemerals.find(core, user, place.ephemeral_id)
        channel = found["channel"] if found else ""
    else:
        found = core.conversation(place.channel).get(place.ts)
        channel = core.conversation(place.channel).id
    if found is None:
        raise ActFailed("message_not_found")
    hidden = bool(place.ephemeral_id)
    conversation = core.conversation(channel)
    thread = {"thread_ts": found["thread_ts"]} if found.get("thread_ts") else {}
    payload: Json = {
        "container": {
            "type": "message",
            "message_ts": found["ts"],
            "channel_id": channel,
            "is_ephemeral": hidden,
            **thread,
        },
        "trigger_id": core.triggers.new(user),
        "channel": {"id": channel, "name": conversation.name},
        "response_url": core.response_urls.new(
            "actions",
            user,
            channel,
            ts=None if hidden else found["ts"],
            ephemeral_id=place.ephemeral_id or None,
            thread_ts=found.get("thread_ts"),
        ),
        "blocks": _all_blocks(found),
    }
    # Slack does not say again what an ephemeral message said.
    return payload if hidden else payload | {"message": found}


def _all_blocks(message: Json) -> list[Json]:
    inner = [a.get("blocks") or [] for a in message.get("attachments") or []]
    return [*(message.get("blocks") or []), *(block for blocks in inner for block in blocks)]


def _view(core: Core, user: str, place: Place) -> Json:
    if place.home:
        view = core.view_store.homes.get(user)
    else:
        found = core.view_store.find(view_id=place.view_id)
        view = found[1] if found and found[0] == user else None
    if view is None:
        raise ActFailed("view_not_found")
    return {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": core.triggers.new(user, None if place.home else view["id"]),
        "view": dict(view),
        "blocks": view["blocks"],
    }


def _element(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, str]:
    for block in blocks:
        for element in block_elements(block):
            here = block_id is None or block.get("block_id") == block_id
            if here and element.get("action_id") == action_id:
                return element, str(block.get("block_id"))
    raise ActFailed("action_not_found")


def _action(core: Core, element: Json, block_id: str, given: Json) -> Json:
    """The element as it stands in `actions`, with what the person chose."""
    own: Json = {
        k: element[k] for k in ("type", "action_id", "text", "value", "style") if k in element
    }
    chosen = {k: v for k, v in given.items() if k not in ("type", "action_id", "block_id", "text")}
    option = chosen.get("selected_option")
    if isinstance(option, str):
        chosen["selected_option"] = _option(element, option)
    return {**own, **chosen, "block_id": block_id, "action_ts": core.ts.new()}


def _option(element: Json, value: str) -> Json:
    groups = [group["options"] for group in element.get("option_groups") or []]
    for option in [*(element.get("options") or []), *(o for group in groups for o in group)]:
        if option["value"] == value:
            return dict(option)
    raise ActFailed("option_not_found")


async def shortcut(
    core: Core, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
) -> None:
    """A person uses a shortcut: on a message if channel and ts are given, else a global one."""
    kind = "message" if channel and ts else "global"
    known = core.app.shortcut(callback_id)
    if known is None or known.get("type") != kind:
        raise ActFailed("unknown_shortcut")
    payload: Json = {
        "callback_id": callback_id,
        "trigger_id": core.triggers.new(user),
        "action_ts": core.ts.new(),
    }
    if channel and ts:
        conversation = core.conversation(channel)
        if ts not in conversation:
            raise ActFailed("message_not_found")
        message = conversation.shown(ts)
        payload |= {
            "channel": {"id": conversation.id, "name": conversation.name},
            "message_ts": ts,
            "message": {"team": TEAM_ID, **message},
            "response_url": core.response_urls.new(
                "app", user, conversation.id, thread_ts=message.get("thread_ts")
            ),
        }
    kind = "message_action" if channel and ts else "shortcut"
    base = payload_base(core, kind, user)
    del base["api_app_id"]  # shortcuts, unlike all other payloads, do not carry it
    await core.delivery.ask("interactive", base | payload)
