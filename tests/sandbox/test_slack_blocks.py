"""Block Kit: what Slack refuses, and how it says why."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    OverflowMenuElement,
    SectionBlock,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.blocks import message_faults, view_faults

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(**parts: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": "go"} | parts


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**parts: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "placeholder": plain("Pick")} | parts


def option(text: str = "One", value: str = "1") -> Json:
    return {"text": plain(text), "value": value}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


REFUSED: list[tuple[Json | list[Json], str]] = [
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "must have either text or fields [json-pointer:/blocks/0]"),
    ({"type": "section", "text": "bare"}, "must be an object [json-pointer:/blocks/0/text]"),
    (
        {"type": "section", "fields": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        {"type": "section", "fields": [plain("x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    ({"type": "carousel9"}, "unsupported type: carousel9 [json-pointer:/blocks/0]"),
    ({}, "missing required field: type [json-pointer:/blocks/0]"),
    (
        {"type": "divider", "text": "x"},
        "invalid additional property: text [json-pointer:/blocks/0]",
    ),
    (actions(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (
        actions(button(text=plain("x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions(button(action_id="x" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        actions(button(style="loud")),
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        actions(button(), button()),
        "action_id already exists [json-pointer:/blocks/0]",
    ),
    (
        actions(*(button(action_id=str(i)) for i in range(26))),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        actions({"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0]",
    ),
    (actions(select()), "missing required field: options [json-pointer:/blocks/0]"),
    (
        actions(select(options=[option()] * 101)),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions(select(options=[option("x" * 76)])),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    (
        {"type": "image", "image_url": "https://a.b/c.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        "block_id already exists: a [json-pointer:/blocks/1/block_id]",
    ),
    (
        {"type": "context", "elements": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
]


@pytest.mark.parametrize(("blocks", "expected"), REFUSED)
def test_what_slack_refuses_is_refused(blocks: Any, expected: str) -> None:
    assert expected in message_faults(blocks if isinstance(blocks, list) else [blocks])


def test_what_slack_takes_is_taken() -> None:
    models = [
        HeaderBlock(text="Waiting"),
        SectionBlock(
            text=MarkdownTextObject(text="x" * 3000),
            accessory=OverflowMenuElement(action_id="o", options=[Option(value="1", label="One")]),
        ),
        SectionBlock(fields=["*a*", "b"]),
        DividerBlock(),
        ContextBlock(elements=[MarkdownTextObject(text="small")]),
        ImageBlock(image_url="https://a.b/c.png", alt_text="a chart", title="A chart"),
        ActionsBlock(
            elements=[
                ButtonElement(text="File it", action_id="file", value="1", style="primary"),
                ButtonElement(text="Docs", action_id="docs", url="https://a.b/c"),
                UserSelectElement(placeholder="Who", action_id="who"),
                StaticSelectElement(
                    placeholder="Pick",
                    action_id="pick",
                    options=[Option(value="1", label="One"), Option(value="2", label="Two")],
                    initial_option=Option(value="1", label="One"),
                ),
            ]
        ),
    ]
    blocks = [model.to_dict() for model in models]
    assert message_faults([*blocks, {"type": "markdown", "text": "**x**"}]) == []


def modal(**parts: Any) -> Json:
    return {"type": "modal", "title": plain("Report"), "blocks": [section("x")]} | parts


FORM = {"type": "input", "label": plain("Title"), "element": {"type": "plain_text_input"}}
LONG = "x" * 4000
REFUSED_VIEWS: list[tuple[Any, str]] = [
    (modal(title=plain(LONG)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(submit=plain(LONG)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(close=plain(LONG)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (modal(title=None), "missing required field: title [json-pointer:/view]"),
    (
        modal(private_metadata=LONG),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (
        modal(callback_id=LONG),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    (modal(blocks=[FORM] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(blocks=[FORM]), "missing required field: submit [json-pointer:/view]"),
    (
        modal(blocks=[{"type": "markdown", "text": "x"}]),
        "unsupported type: markdown [json-pointer:/view/blocks/0]",
    ),
    ({"type": "window"}, "unsupported type: window [json-pointer:/view]"),
    ({"type": "home"}, "missing required field: blocks [json-pointer:/view]"),
    ("view", "must be an object [json-pointer:/view]"),
]


@pytest.mark.parametrize(("view", "expected"), REFUSED_VIEWS)
def test_views_slack_refuses_are_refused(view: Any, expected: str) -> None:
    assert expected in view_faults(view)


def test_views_slack_takes_are_taken() -> None:
    assert view_faults(modal(blocks=[FORM] * 100, submit=plain("Send"), notify_on_close=True)) == []
    assert view_faults({"type": "home", "blocks": [section("x")]}) == []


async def refusal(call: Awaitable[Any]) -> Json:
    with pytest.raises(SlackApiError) as raised:
        await call
    data: Json = raised.value.response.data
    return data


async def test_the_api_names_each_fault(client: AsyncWebClient, openebs: str) -> None:
    answer = await refusal(
        client.chat_postMessage(channel=openebs, text="x", blocks=[section("x" * 3001)])
    )
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ]
    home = {"type": "home", "blocks": [{"type": "nonsense"}]}
    answer = await refusal(client.views_publish(user_id="U0ASHA0001", view=home))
    assert answer["error"] == "invalid_arguments"
    assert "unsupported type: nonsense" in answer["response_metadata"]["messages"][0]
