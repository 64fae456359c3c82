"""Block Kit's elements and the limits Slack documents for them.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from sandbox.slack.shapes import (
    Check,
    anything,
    array,
    boolean,
    integer,
    one_of,
    string,
    text,
    thing,
    typed,
    url,
)

_CONFIRM = thing(
    {
        "title": text(100, plain=True),
        "text": text(300),
        "confirm": text(30, plain=True),
        "deny": text(30, plain=True),
    },
    {"style": one_of("primary", "danger")},
)
_OPTION_PARTS: dict[str, Check] = {"description": text(75), "url": url()}
_OPTION = thing({"text": text(75, plain=True), "value": string(150, 1)}, _OPTION_PARTS)
_MARKUP_OPTION = thing({"text": text(75), "value": string(150, 1)}, _OPTION_PARTS)
_OPTIONS = array(_OPTION, 100)
_GROUPS = array(thing({"label": text(75, plain=True), "options": _OPTIONS}, {}), 100)

_ACTION: dict[str, Check] = {"type": anything, "action_id": string(255)}
_CHOICE = _ACTION | {"confirm": _CONFIRM, "focus_on_load": boolean}
_PLACEHOLDER: dict[str, Check] = {"placeholder": text(150, plain=True)}
_MANY: dict[str, Check] = {"max_selected_items": integer(1, 100)}
_TYPED = _ACTION | _PLACEHOLDER | {"focus_on_load": boolean, "dispatch_action_config": anything}


def _select(extra: dict[str, Check], required: dict[str, Check] | None = None) -> Check:
    return thing(required or {}, _CHOICE | _PLACEHOLDER | extra)


def _date(initial: str, check: Check) -> Check:
    return thing({}, _CHOICE | _PLACEHOLDER | {initial: check, "timezone": string(100)})


_STATIC: dict[str, Check] = {"options": _OPTIONS, "option_groups": _GROUPS}
_QUERY: dict[str, Check] = {"min_query_length": integer(0, 1000)}
_CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": boolean,
    "filter": anything,
}

_BUTTON = thing(
    {"text": text(75, plain=True)},
    _ACTION
    | {
        "value": string(2000),
        "url": url(),
        "style": one_of("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(75),
    },
)
_IMAGE = thing(
    {"type": anything, "alt_text": string(2000)},
    {"image_url": url(), "slack_file": anything, "fallback": anything,
     "image_width": anything, "image_height": anything, "image_bytes": anything},
)  # fmt: skip

CHOOSERS: dict[str, Check] = {
    "static_select": _select(_STATIC | {"initial_option": _OPTION}),
    "external_select": _select(_QUERY | {"initial_option": _OPTION}),
    "users_select": _select({"initial_user": string(20)}),
    "conversations_select": _select(
        _CONVERSATIONS | {"initial_conversation": string(20), "response_url_enabled": boolean}
    ),
    "channels_select": _select({"initial_channel": string(20), "response_url_enabled": boolean}),
    "datepicker": _date("initial_date", string(10, 10)),
    "timepicker": _date("initial_time", string(5, 5)),
    "datetimepicker": _date("initial_date_time", integer(0, 10**11)),
    "checkboxes": thing(
        {"options": array(_MARKUP_OPTION, 10)},
        _CHOICE | {"initial_options": array(_MARKUP_OPTION, 10)},
    ),
    "radio_buttons": thing(
        {"options": array(_MARKUP_OPTION, 10)}, _CHOICE | {"initial_option": _MARKUP_OPTION}
    ),
}
MULTI_CHOOSERS: dict[str, Check] = {
    "multi_static_select": _select(_STATIC | _MANY | {"initial_options": _OPTIONS}),
    "multi_external_select": _select(_QUERY | _MANY | {"initial_options": _OPTIONS}),
    "multi_users_select": _select(_MANY | {"initial_users": array(string(20), 100)}),
    "multi_conversations_select": _select(
        _CONVERSATIONS | _MANY | {"initial_conversations": array(string(20), 100)}
    ),
    "multi_channels_select": _select(_MANY | {"initial_channels": array(string(20), 100)}),
}
WRITTEN: dict[str, Check] = {
    "plain_text_input": thing(
        {},
        _TYPED
        | {
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "email_text_input": thing({}, _TYPED | {"initial_value": string(3000)}),
    "url_text_input": thing({}, _TYPED | {"initial_value": string(3000)}),
    "number_input": thing(
        {"is_decimal_allowed": boolean},
        _TYPED | {"initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "rich_text_input": thing({}, _TYPED | {"initial_value": anything}),
    "file_input": thing({}, _ACTION | {"filetypes": anything, "max_files": integer(1, 10)}),
}
_BUTTONS: dict[str, Check] = {
    "button": _BUTTON,
    "overflow": thing({"options": array(_OPTION, 5)}, _ACTION | {"confirm": _CONFIRM}),
    "workflow_button": anything,
}

IN_ACTIONS = typed(_BUTTONS | CHOOSERS)
IN_SECTION = typed(_BUTTONS | CHOOSERS | MULTI_CHOOSERS | {"image": _IMAGE})
IN_INPUT = typed(CHOOSERS | MULTI_CHOOSERS | WRITTEN)
IN_CONTEXT = typed({"image": _IMAGE, "plain_text": text(3000), "mrkdwn": text(3000)})
