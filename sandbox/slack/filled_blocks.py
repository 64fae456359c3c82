"""What Slack adds to blocks it accepts: block_id, action_id, the defaults of text objects."""

import copy
from typing import Any

from sandbox.slack.blocks import block_elements
from sandbox.slack.ids import Ids
from sandbox.slack.json_types import Json


def filled(blocks: list[Json], ids: Ids) -> list[Json]:
    """A copy of the blocks as Slack gives them back."""
    done = copy.deepcopy(blocks)
    for block in done:
        block.setdefault("block_id", ids.new("b", 5))
        if block["type"] != "rich_text":
            for element in block_elements(block):
                element.setdefault("action_id", ids.new("a", 5))
            _fill_texts(block)
    return done


def _fill_texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _fill_texts(item)
    if not isinstance(value, dict):
        return
    if value.get("type") == "plain_text" and "text" in value:
        value.setdefault("emoji", True)
    if value.get("type") == "mrkdwn" and "text" in value:
        value.setdefault("verbatim", False)
    for part in value.values():
        _fill_texts(part)
