"""Block Kit's blocks and surfaces, checked against the limits Slack documents.

https://docs.slack.dev/reference/block-kit/blocks and /reference/views
"""

from collections.abc import Iterator
from typing import Any

from sandbox.slack import elements
from sandbox.slack.json_types import Json
from sandbox.slack.shapes import (
    Check,
    Faults,
    anything,
    array,
    boolean,
    fault,
    one_of,
    string,
    text,
    thing,
    typed,
    url,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100

_BLOCK: dict[str, Check] = {"type": anything, "block_id": string(255)}
_ALWAYS: dict[str, Check] = {
    "section": thing(
        {},
        _BLOCK
        | {
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": elements.IN_SECTION,
            "expand": boolean,
        },
    ),
    "divider": thing({}, _BLOCK),
    "header": thing({"text": text(150, plain=True)}, _BLOCK),
    "context": thing({"elements": array(elements.IN_CONTEXT, 10)}, _BLOCK),
    "actions": thing({"elements": array(elements.IN_ACTIONS, 25)}, _BLOCK),
    "image": thing(
        {"alt_text": string(2000)},
        _BLOCK | {"image_url": url(), "slack_file": anything, "title": text(2000, plain=True)},
    ),
    "input": thing(
        {"label": text(2000, plain=True), "element": elements.IN_INPUT},
        _BLOCK | {"hint": text(2000, plain=True), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": thing({"elements": array(anything, 1000, 0)}, _BLOCK),
    "video": anything,
}
_IN_MESSAGE = _ALWAYS | {
    "markdown": thing({"text": string(12_000, 1)}, _BLOCK),
    "file": anything,
    "table": thing(
        {"rows": array(array(anything, 20), 100)}, _BLOCK | {"column_settings": anything}
    ),
}
_message_blocks = array(typed(_IN_MESSAGE), MESSAGE_BLOCKS, 0)
_view_blocks = array(typed(_ALWAYS), VIEW_BLOCKS, 0)

_VIEW: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = thing(
    {"type": one_of("modal"), "title": text(24, plain=True), "blocks": _view_blocks},
    _VIEW
    | {
        "submit": text(24, plain=True),
        "close": text(24, plain=True),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
# An app may send a modal's switches with a home view; Slack lets them pass.
_HOME = thing(
    {"type": one_of("home"), "blocks": _view_blocks},
    _VIEW | {"clear_on_close": boolean, "notify_on_close": boolean},
)


def message_faults(blocks: Any) -> Faults:
    faults: Faults = []
    _message_blocks(blocks, "/blocks", faults)
    return faults + _faults_between(blocks, "/blocks")


def view_faults(view: Any) -> Faults:
    faults: Faults = []
    typed({"modal": _MODAL, "home": _HOME})(view, "/view", faults)
    if not isinstance(view, dict):
        return faults
    blocks = view.get("blocks")
    has_input = any(block.get("type") == "input" for block in _dicts(blocks))
    if view.get("type") == "modal" and has_input and not view.get("submit"):
        faults.append(fault("missing required field: submit", "/view"))
    return faults + _faults_between(blocks, "/view/blocks")


def _faults_between(blocks: Any, at: str) -> Faults:
    """What can only be seen of several fields or blocks together."""
    faults: Faults = []
    seen: set[str] = set()
    for i, block in enumerate(_dicts(blocks)):
        if block.get("type") == "section" and not (block.get("text") or block.get("fields")):
            faults.append(fault("must have either text or fields", f"{at}/{i}"))
        if block.get("type") == "image" and not (block.get("image_url") or block.get("slack_file")):
            faults.append(fault("missing required field: image_url", f"{at}/{i}"))
        if (block_id := block.get("block_id")) and block_id in seen:
            faults.append(fault(f"block_id already exists: {block_id}", f"{at}/{i}/block_id"))
        seen.add(str(block_id))
        faults += _faults_among(list(block_elements(block)), f"{at}/{i}")
    return faults


def _faults_among(parts: list[Json], at: str) -> Faults:
    faults: Faults = []
    ids = [part["action_id"] for part in parts if part.get("action_id")]
    if len(ids) != len({str(action_id) for action_id in ids}):
        faults.append(fault("action_id already exists", at))
    for part in parts:
        static = part.get("type") in ("static_select", "multi_static_select")
        if static and not (part.get("options") or part.get("option_groups")):
            faults.append(fault("missing required field: options", at))
    return faults


def block_elements(block: Json) -> Iterator[Json]:
    """The interactive elements of a block."""
    candidates = [*_dicts(block.get("elements")), block.get("accessory"), block.get("element")]
    for element in candidates:
        if isinstance(element, dict) and element.get("type") not in (
            "image", "plain_text", "mrkdwn",
        ):  # fmt: skip
            yield element


def _dicts(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
