"""The dialogs in which a person sees, and changes, exactly what goes to GitHub."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack_text import BUTTON, context, cut, foreign, link
from bot.triage.known import Likely
from bot.triage.pieces import LONGEST_INPUT, parts
from bot.triage.replies import BELOW, listed
from storage.records import Report

Block = dict[str, Any]

# The modals' callback ids, and the action of choosing another repository.
REVIEW, JOIN, MOVE = "report_review", "report_join", "report_move"
NAME_ME = "name_me"


def review(
    report: Report,
    repositories: Mapping[str, str],
    removed: Mapping[str, int],
    runner_up: str | None,
    issues: Sequence[Likely],
    reporter: str | None,
    private: str,
    again: str = "",
) -> Block:
    """The modal with exactly what would be filed.

    `reporter` is how the reporter would be named, when it is they who look at it; `again` says
    why it is shown once more.
    """
    draft = report.repository + again  # Slack keeps what stands in inputs of the same name
    blocks: list[Block] = [context(f":warning: *{again}*")] if again else []
    blocks.append(_repository(report, repositories))
    why = f"Why there: {foreign(report.why, 300)}."
    if runner_up and runner_up != report.repository:
        why += f" It might also be {foreign(runner_up, 100)}."
    blocks += [context(why), _field("title", "Title", report.title, 200, draft=draft)]
    for number, (name, part) in enumerate(parts(report.body).items()):
        label = "Text, as GitHub Markdown" if number == 0 else "Text, continued"
        more = number > 0
        blocks.append(
            _field(name, label, part, LONGEST_INPUT, draft=draft, multiline=True, more=more)
        )
    if reporter is not None:
        blocks.append(_name_me(reporter))
    if report.labels:
        blocks.append(context("Labels: " + ", ".join(foreign(one, 50) for one in report.labels)))
    if removed:
        blocks.append(context(_removed(removed)))
    if report.missing:
        blocks.append(context(f"Not given: {listed(report.missing)}"))
    if issues:
        lines = "\n".join(f"• {link(one.issue.url, _label(one))}" for one in issues)
        blocks.append(context(f"Perhaps it is one of these:\n{lines}"))
    if report.wording:
        blocks.append(context(foreign(report.wording, 300)))
    blocks.append(context(f"{BELOW} This becomes a public issue when you press *File it*."))
    return _modal(REVIEW, "File a report", "File it", blocks, private)


def joining(
    report: Report,
    issues: Sequence[Likely],
    chosen: str | None,
    text: str,
    removed: Mapping[str, int],
    private: str,
    again: str = "",
) -> Block:
    """The modal with exactly what would be added to an issue that exists."""
    options = [
        {"text": {"type": "plain_text", "text": cut(_label(one), BUTTON)}, "value": one.issue.name}
        for one in issues
    ]
    if chosen and chosen not in {one["value"] for one in options}:
        options.insert(0, {"text": {"type": "plain_text", "text": chosen}, "value": chosen})
    blocks: list[Block] = [context(f":warning: *{again}*")] if again else []
    if options:
        first = next((one for one in options if one["value"] == chosen), None)
        blocks.append(
            {
                "type": "input",
                "block_id": "issue",
                "optional": True,
                "label": {"type": "plain_text", "text": "Issue"},
                "element": {
                    "type": "static_select",
                    "action_id": "value",
                    "options": options,
                    **({"initial_option": first} if first else {}),
                },
            }
        )
    label = (
        "Or another one: its address, or owner/name#number"
        if options
        else ("Issue: its address, or owner/name#number")
    )
    if not chosen or report.attempt > 1:  # that one may be gone
        blocks.append(_field("other", label, "", 300, more=True))
    for number, (name, part) in enumerate(parts(text).items()):
        label = "What to add, as GitHub Markdown" if number == 0 else "What to add, continued"
        blocks.append(
            _field(name, label, part, LONGEST_INPUT, draft=again, multiline=True, more=True)
        )
    if removed:
        blocks.append(context(_removed(removed)))
    blocks.append(
        context(
            "This becomes a public comment there when you press *Add it*. Leave the text empty to "
            "be counted only."
        )
    )
    return _modal(JOIN, "Add to an issue", "Add it", blocks, private)


def _label(one: Likely) -> str:
    closed = "" if one.issue.state == "open" else " (closed)"
    return f"{one.issue.name}{closed}: {one.issue.title}"


def _repository(report: Report, repositories: Mapping[str, str]) -> Block:
    options = [
        {"text": {"type": "plain_text", "text": cut(f"{title} · {name}", BUTTON)}, "value": name}
        for name, title in repositories.items()
    ]
    chosen = next((one for one in options if one["value"] == report.repository), options[0])
    return {
        "type": "input",
        "block_id": "repository",
        "dispatch_action": True,
        "label": {"type": "plain_text", "text": "Repository"},
        "element": {
            "type": "static_select",
            "action_id": MOVE,
            "options": options,
            "initial_option": chosen,
        },
    }


def _name_me(reporter: str) -> Block:
    option = {
        "text": {"type": "plain_text", "text": cut(f"Name me there as {reporter}", BUTTON)},
        "value": NAME_ME,
    }
    return {
        "type": "input",
        "block_id": "named",
        "optional": True,
        "label": {"type": "plain_text", "text": "Your name"},
        "element": {"type": "checkboxes", "action_id": "value", "options": [option]},
    }


def _removed(removed: Mapping[str, int]) -> str:
    listed = ", ".join(f"{number} × {kind}" for kind, number in sorted(removed.items()))
    it, them = ("It was", "it") if sum(removed.values()) == 1 else ("They were", "them")
    return f"Not in the issue: {listed}. {it} posted in the channel, so please rotate {them}."


def _field(
    name: str,
    label: str,
    value: str,
    longest: int,
    *,
    draft: str = "",
    multiline: bool = False,
    more: bool = False,
) -> Block:
    """An input; one that continues another, or is an alternative (`more`), may be empty.

    `draft` names what it was filled from: Slack keeps what stands in an input of the same name
    when a dialog is updated.
    """
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": label},
        "optional": more,
        "element": {
            "type": "plain_text_input",
            "action_id": f"value:{draft}",
            "multiline": multiline,
            **({"initial_value": cut(value, longest)} if value else {}),
            "min_length": 0 if more else 1,
            "max_length": longest,
        },
    }


def _modal(callback: str, title: str, submit: str, blocks: list[Block], private: str) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": private,
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": submit},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": blocks,
    }
