"""Every sentence about questions that wait."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.durations import spoken
from bot.questions.waiting import Waiting
from bot.slack_text import BUTTON, context, cut, foreign, header, link, section
from storage.records import MessageKey, Question

GIST = 90
IT_IS = "question_is"
WHICH_QUESTION = "which_question"  # the dialog's callback id
NO_QUESTION = "none"

KINDS = {
    "chatter": "Not a question",
    "question": "It is a question",
    "bug": "It is a bug report",
    "feature": "It is a feature request",
}
CODE = re.compile(r"```.*?(?:```|\Z)|[*_~`]", re.DOTALL)
MARKUP = re.compile(r"<[^<>|]*(?:\|(?P<label>[^<>]*))?>")

Block = dict[str, Any]
LinkTo = Callable[[MessageKey], str]


def waiting(
    found: Waiting, now: datetime, where: LinkTo, *, correctable: bool = False
) -> tuple[str, list[Block]]:
    """The list, for a command's answer and, with menus to correct it, for App Home."""
    if not found.questions:
        text = "Nobody is waiting for an answer. Every question has one."
        return text, [section(f":sparkles: {text}")]
    count = _counted(found.total)
    blocks = [section(f"*{count}*, longest first:")]
    for one in found.questions:
        menu = {"accessory": _correction(one)} if correctable else {}
        blocks.append(section(_line(one, found, now, where)) | menu)
    more = found.total - len(found.questions)
    if more > 0:
        blocks.append(context(f"and {more} more"))
    return count, blocks


def which_question(
    choices: Sequence[tuple[Question, str]], linked_to: str | None, private: str
) -> Block:
    """The dialog in which a person says which question a message answers."""
    options = [_option("No question of the channel", NO_QUESTION)]
    options += [
        _option(gist(text) or f"{one.kind} of {one.opened_at:%d %B, %H:%M} UTC", one.ts)
        for one, text in choices
    ]
    chosen = next((one for one in options if one["value"] == linked_to), options[0])
    return {
        "type": "modal",
        "callback_id": WHICH_QUESTION,
        "private_metadata": private,
        "title": {"type": "plain_text", "text": "This answers…"},
        "submit": {"type": "plain_text", "text": "Save"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            {
                "type": "input",
                "block_id": "question",
                "label": {"type": "plain_text", "text": "Which question does it answer?"},
                "element": {
                    "type": "static_select",
                    "action_id": "value",
                    "options": options,
                    "initial_option": chosen,
                },
            },
            context("A reply in a thread always answers its thread; this is for the others."),
        ],
    }


def linked(answers: bool) -> str:
    return "Noted: that message answers it." if answers else "Noted: it answers no question."


def _correction(question: Question) -> Block:
    options = [
        _option(label, f"{kind}|{question.channel}|{question.ts}")
        for kind, label in KINDS.items()
        if kind != question.kind
    ]
    return {"type": "overflow", "action_id": IT_IS, "options": options}


def _option(label: str, value: str) -> Block:
    return {"text": {"type": "plain_text", "text": cut(label, BUTTON)}, "value": value}


def home(found: Waiting, now: datetime, where: LinkTo, community: str) -> Block:
    _, blocks = waiting(found, now, where, correctable=True)
    return {
        "type": "home",
        "blocks": [
            header(f"{community}: who is waiting"),
            *blocks,
            {"type": "divider"},
            context(
                "The clock of a question stops when somebody other than the asker answers. "
                "Reactions and bots do not count."
            ),
        ],
    }


def _counted(total: int) -> str:
    return (
        "1 question waits for an answer" if total == 1 else f"{total} questions wait for an answer"
    )


def _line(question: Question, found: Waiting, now: datetime, where: LinkTo) -> str:
    name = foreign(found.names.get(question.asker, question.asker), 60)
    seen = " :eyes:" if question.acknowledged_by else ""
    about = gist(found.texts.get(question.key, "")) or question.kind
    return (
        f"{link(where(question.key), about)}\n"
        f"{name} in <#{question.channel}>, waiting *{spoken(now - question.opened_at)}*{seen}"
    )


def gist(text: str) -> str:
    """The beginning of what somebody said, in one line without markup."""
    plain = MARKUP.sub(lambda found: found["label"] or "", CODE.sub(" ", text))
    return cut(" ".join(html.unescape(plain).split()), GIST)
