"""What an app may put into a message: checked and completed as Slack does it."""

import json
from typing import Any

from sandbox.slack.blocks import message_faults
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.filled_blocks import filled
from sandbox.slack.json_types import Json
from sandbox.slack.typed_text import app_text

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN_TEXT = 12_000
MOST_ATTACHMENTS = 100


def contents(core: Core, given: Json) -> Json:
    """The parts of a message that an app gave: text, blocks, attachments, metadata.

    Only what was given is there, so that an update can keep the rest.
    """
    parts: Json = {}
    if (text := _text(given)) is not None:
        if len(text) > LONGEST_TEXT:
            raise SlackError("msg_too_long")
        parts["text"] = app_text(text)
    if (blocks := parsed(given, "blocks", "invalid_blocks_format")) is not None:
        check_blocks(blocks)
        parts["blocks"] = filled(blocks, core.ids)
    if (attachments := parsed(given, "attachments", "invalid_attachments")) is not None:
        parts["attachments"] = _attachments(attachments)
    if (metadata := parsed(given, "metadata", "invalid_metadata_format")) is not None:
        parts["metadata"] = _metadata(metadata)
    return parts


def new_message_contents(core: Core, given: Json) -> Json:
    """The same for a message that is not there yet, which must not be empty."""
    parts = contents(core, given)
    if not (parts.get("text") or parts.get("blocks") or parts.get("attachments")):
        raise SlackError("no_text")
    if parts.get("blocks") and not parts.get("text"):
        parts["text"] = "This content can't be displayed."
    return {name: part for name, part in parts.items() if part} | {"text": parts.get("text", "")}


def check_blocks(blocks: Any) -> None:
    if faults := message_faults(blocks):
        raise SlackError(
            "invalid_blocks",
            errors=faults,
            response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]},
        )


def parsed(given: Json, name: str, error: str) -> Any:
    """An argument that is JSON, or a string that holds JSON, as forms send it."""
    value = given.get(name)
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError(error) from None


def _text(given: Json) -> str | None:
    markdown = given.get("markdown_text")
    if not markdown:
        text = given.get("text")
        return None if text is None else str(text)
    if given.get("text") or given.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    return str(markdown)


def _attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for attachment in attachments:
        if "blocks" in attachment:
            check_blocks(attachment["blocks"])
    fallback = "[no preview available]"
    return [{"id": i, "fallback": fallback, **a} for i, a in enumerate(attachments, 1)]


def _metadata(metadata: Any) -> Json:
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}
