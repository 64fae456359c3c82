"""Every sentence about offering and preparing a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack_text import actions, button, context, cut, foreign, section
from bot.triage.draft import words_of
from storage.records import Report

Block = dict[str, Any]

FILE_IT, EDIT, NOT_A_REPORT = "report_file", "report_edit", "report_decline"
REVIEW = "report_review"  # the modal's callback id

# A body this long is shown whole in the offer; a longer one is confirmed in the modal only,
# because nothing is filed that was not seen.
SHOWN_WHOLE = 2_000

NAMES = {"bug": "a bug report", "feature": "a feature request", "question": "a report"}


def mark(report: Report) -> str:
    """By this a button knows the draft it was shown with."""
    return words_of(report)[:12]


def offer(report: Report) -> tuple[str, list[Block]]:
    """Shown to the reporter alone: what Burley would file, and where."""
    value = f"{report.id}:{mark(report)}"
    what = NAMES.get(report.kind, "a report")
    text = f"This looks like {what} for {report.repository}. Shall I carry it there?"
    whole = len(report.body) <= SHOWN_WHOLE
    choices = [
        button("File it", FILE_IT, value, style="primary") if whole else None,
        button("Edit" if whole else "Review and file", EDIT, value),
        button("Not a report", NOT_A_REPORT, value),
    ]
    blocks: list[Block] = [
        section(f"This looks like {what} for *{report.repository}*. Shall I carry it there?"),
        section(f"*{foreign(report.title, 200)}*"),
        section(foreign(report.body, SHOWN_WHOLE)),
        {"type": "divider"},
        context(
            f"Why there: {foreign(report.why, 300)}. Nothing is public until you press a button; "
            "your name does not go along."
        ),
        actions(*(one for one in choices if one is not None)),
    ]
    return text, blocks


def changed(report: Report) -> tuple[str, list[Block]]:
    """In place of an offer that is no longer true: why nothing was filed, and a fresh one."""
    said = "The text has changed since I showed you this, so nothing was filed. This is it now:"
    return said, [section(said), *offer(report)[1]]


def policy(notice: str) -> tuple[str, list[Block]]:
    return notice, [section(foreign(notice)), context("Only you see this. Nothing was filed.")]


def review(
    report: Report,
    repositories: Sequence[tuple[str, str]],
    removed: Mapping[str, int],
    runner_up: str | None,
    private: str,
) -> Block:
    """The modal with exactly what would be filed."""
    options = [
        {"text": {"type": "plain_text", "text": cut(f"{title} · {name}", 75)}, "value": name}
        for name, title in repositories
    ]
    chosen = next((one for one in options if one["value"] == report.repository), options[0])
    blocks: list[Block] = [
        {
            "type": "input",
            "block_id": "repository",
            "label": {"type": "plain_text", "text": "Repository"},
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": options,
                "initial_option": chosen,
            },
        },
        _field("title", "Title", report.title, 200),
    ]
    if runner_up and runner_up != report.repository:
        blocks.insert(1, context(f"or {foreign(runner_up, 100)}, which the text points to as well"))
    for number, (name, part) in enumerate(parts(report.body).items()):
        label = "Text" if number == 0 else "Text, continued"
        blocks.append(_field(name, label, part, LONGEST_INPUT, multiline=True, more=number > 0))
    if report.labels:
        blocks.append(context("Labels: " + ", ".join(foreign(one, 50) for one in report.labels)))
    if removed:
        listed = ", ".join(f"{number} × {kind}" for kind, number in sorted(removed.items()))
        it, them = ("It was", "it") if sum(removed.values()) == 1 else ("They were", "them")
        blocks.append(
            context(
                f"Not in the issue: {listed}. {it} posted in the channel, so please rotate {them}."
            )
        )
    blocks.append(context("This becomes a public issue when you press *File it*."))
    return {
        "type": "modal",
        "callback_id": REVIEW,
        "private_metadata": private,
        "title": {"type": "plain_text", "text": "File a report"},
        "submit": {"type": "plain_text", "text": "File it"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": blocks,
    }


# Slack's longest input.
LONGEST_INPUT = 3_000


def parts(body: str) -> dict[str, str]:
    """The body in pieces that fit Slack's inputs, by the ids of their blocks; see `join`.

    It is cut at line ends where there are any. `body3n` is a piece that a line end, which
    no input shows, followed; `body3` one that was cut in the middle of a line.
    """
    pieces: dict[str, str] = {}
    while len(body) > LONGEST_INPUT:
        end = body.rfind("\n", 1, LONGEST_INPUT + 1)
        if end > 0:
            pieces[f"body{len(pieces)}n"], body = body[:end], body[end + 1 :]
        else:
            pieces[f"body{len(pieces)}"], body = body[:LONGEST_INPUT], body[LONGEST_INPUT:]
    return {**pieces, f"body{len(pieces)}": body}


def join(pieces: Mapping[str, str]) -> str:
    """The text of pieces that `parts` made, whatever was typed into them since."""
    numbered = {
        int(name.removeprefix("body").removesuffix("n")): (name, piece)
        for name, piece in pieces.items()
        if name.startswith("body")
    }
    return "".join(
        piece + ("\n" if name.endswith("n") else "")
        for _, (name, piece) in sorted(numbered.items())
    )


def _field(
    name: str, label: str, value: str, longest: int, *, multiline: bool = False, more: bool = False
) -> Block:
    """An input; what continues another (`more`) may be emptied."""
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": label},
        "optional": more,
        "element": {
            "type": "plain_text_input",
            "action_id": "value",
            "multiline": multiline,
            **({"initial_value": cut(value, longest)} if value else {}),
            "min_length": 0 if more else 1,
            "max_length": longest,
        },
    }


def on_its_way(report: Report) -> str:
    return f"Thank you. It is on its way to {report.repository}; the link comes into the thread."


def left_alone() -> str:
    return "Understood, I leave it here. Thank you for telling me."


def already(report: Report) -> str:
    if report.issue_url:
        return f"This is filed already: {report.issue_url}"
    return {
        "confirmed": "This is on its way already; the link comes into the thread.",
        "in_doubt": "This is on its way already; the link comes into the thread.",
        "failed": f"Filing this did not work: {report.failure}. {TRY_AGAIN}",
        "declined": f"This was set aside as not a report. {TRY_AGAIN}",
        "withdrawn": "The message is gone, so nothing was filed of it.",
        "policy": "This does not go into a public tracker, so nothing was filed. What to do "
        "instead is said by *File as issue* in the message's ⋯ menu.",
    }.get(report.state, "This has been decided already.")


TRY_AGAIN = "*File as issue* in the message's ⋯ menu takes it up again."


def perhaps_there(report: Report) -> str:
    return (
        f"This may have reached {report.repository} at the first attempt, so it can only go there: "
        "I look for it before I file it again."
    )


def set_aside() -> str:
    return "This was set aside as not a report. Its author, or a helper, can take it up again."


def forgotten() -> str:
    return "I no longer know this report. Use *File as issue* in the message's ⋯ menu."


def not_ours(repository: str) -> str:
    return f"{foreign(repository, 100)} is not among this community's repositories."


def not_listening() -> str:
    return "I do not listen in this channel, so I cannot file what is said here."


def unknown_message() -> str:
    return "I do not have this message: it is older than I am here, or it reached me too late."


def not_a_persons() -> str:
    return "No person wrote this message, so nobody could answer what the maintainers ask."


def a_few_words() -> str:
    return "Please write a few words here."


def nothing_to_file() -> str:
    return "There is no text in this message that could become an issue. Write a few words first."
