"""What a person chose and typed in a form: Slack's `state.values`, and what is missing in it."""

from typing import Any

from sandbox.slack.blocks import block_elements
from sandbox.slack.json_types import Json

# Where each element keeps what was chosen, and where it says what is chosen at first.
_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_REQUIRED = "Please complete this required field."


def values_of(blocks: list[Json], given: Json) -> Json:
    """The form's values: what was given, and elsewhere what the form showed at first.

    For a text input the bare text will do, also in place of the whole block.
    """
    values: Json = {}
    for block in blocks:
        for element in block_elements(block):
            if element.get("type") in _FIELDS:
                mine = given.get(block["block_id"])
                if isinstance(mine, dict):
                    mine = mine.get(element["action_id"])
                at = values.setdefault(block["block_id"], {})
                at[element["action_id"]] = _value(element, mine)
    return values


def _value(element: Json, given: Any) -> Json:
    kind = element["type"]
    field, initial = _FIELDS[kind]
    value: Json = {"type": kind, field: element.get(initial)}
    if field.endswith("s") and value[field] is None:
        value[field] = []
    if isinstance(given, dict):
        return value | given | {"type": kind}
    return value if given is None else value | {field: given}


def problems(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's own client refuses before it sends a form, by block."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = values[block["block_id"]][element["action_id"]]
        chosen = value.get(_FIELDS[element["type"]][0])
        if not block.get("optional") and chosen in (None, "", []):
            found[block["block_id"]] = _REQUIRED
        elif isinstance(chosen, str) and (problem := _length_problem(element, chosen)):
            found[block["block_id"]] = problem
    return found


def _length_problem(element: Json, text: str) -> str | None:
    if text and len(text) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if len(text) > element.get("max_length", 3000):
        return f"Must be at most {element.get('max_length', 3000)} characters."
    return None
