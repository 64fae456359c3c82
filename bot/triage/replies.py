"""Every sentence about offering and preparing a report."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.markup import to_slack
from bot.slack_text import actions, button, context, cut, foreign, header, link, section
from bot.triage.draft import fingerprint, words_of
from bot.triage.known import Likely, Seen
from storage.records import MessageKey, Report

Block = dict[str, Any]

FILE_IT, EDIT, NOT_A_REPORT = "report_file", "report_edit", "report_decline"
ASK, SAME = "report_ask", "report_same"

# A text this long is shown whole in the offer; a longer one is confirmed in the dialog only,
# because nothing is filed that was not seen.
SHOWN_WHOLE = 1_200
BEGINNING = 500

NOTHING = Seen()

NAMES = {"bug": "a bug report", "feature": "a feature request"}


def mark(report: Report) -> str:
    """By this a button knows the draft it was shown with."""
    return words_of(report)[:12]


def names(seen: Seen) -> str:
    """The issues that somebody was shown as perhaps the same."""
    return ",".join(one.issue.name for one in seen.issues)


def is_new(seen: Seen, shown: str) -> bool:
    """Whether there are issues among these that somebody was not shown."""
    return not {one.issue.name for one in seen.issues} <= set(shown.split(","))


def mark_of_missing(report: Report) -> str:
    """By this an offer that asks for less than the one before is known."""
    return fingerprint("", "", "", report.missing)[:12]


def offer(report: Report, seen: Seen = NOTHING) -> tuple[str, list[Block]]:
    """Shown to one person alone: what Burley would file, and where."""
    value = f"{report.id}:{mark(report)}:{names(seen)}"
    what = NAMES.get(report.kind, "a report")
    text = f"This looks like {what} for {report.repository}. Shall I carry it there?"
    shown = rendered(report.body)
    whole = len(shown) <= SHOWN_WHOLE
    known = [_known(one, report) for one in seen.issues]
    choices = [
        button("File it", FILE_IT, value, style="primary") if whole else None,
        button("Edit", EDIT, value) if whole else None,
        None if whole else button("Review and file", EDIT, value, style="primary"),
        button("Add what is missing", ASK, value) if report.missing and not report.asked else None,
        button("Not a report", NOT_A_REPORT, value),
    ]
    return text, [
        section(f"This looks like {what} for *{report.repository}*. Shall I carry it there?"),
        section(f"*{foreign(report.title, 200)}*"),
        section(shown if whole else rendered(report.body, BEGINNING)),
        {"type": "divider"},
        *([section("*Is it one of these already?*"), *known] if known else []),
        *([context(_told_elsewhere(seen.elsewhere))] if seen.elsewhere else []),
        *([context(f"Not given yet: {listed(report.missing)}")] if report.missing else []),
        *([context(foreign(report.wording, 300))] if report.wording else []),
        context(_terms(report)),
        actions(*(one for one in choices if one is not None)),
    ]


def _terms(report: Report) -> str:
    labels = f" Labels: {', '.join(foreign(one, 50) for one in report.labels)}."
    return (
        f"Why there: {foreign(report.why, 300)}.{labels if report.labels else ''} {BELOW} Nothing "
        "is public until you press a button; your name does not go along."
    )


BELOW = "A link to the message stands below the text."


def addition(report: Report) -> tuple[str, list[Block]]:
    """Shown to a reporter who answers in the thread: what would be added to their issue."""
    place = f"{report.repository}#{report.joins}"
    value = f"{report.id}:{mark(report)}"
    text = f"Shall I send this to {place}?"
    shown = rendered(report.body)
    whole = len(shown) <= SHOWN_WHOLE
    return text, [
        section(f"Shall I send this to *{place}*, as a public comment?"),
        section(shown if whole else rendered(report.body, BEGINNING)),
        actions(
            *([button("Send it", FILE_IT, value, style="primary")] if whole else []),
            button("Edit" if whole else "Review and send", EDIT, value),
            button("No", NOT_A_REPORT, value),
        ),
    ]


def _known(one: Likely, report: Report) -> Block:
    issue = one.issue
    state = "" if issue.state == "open" else ", closed"
    return section(
        f"{link(issue.url, f'{issue.name}: {cut(issue.title, 120)}')}{state} – "
        f"{foreign(one.why, 200)}"
    ) | {"accessory": button(f"It’s #{issue.number}", SAME, f"{report.id}:{issue.name}")}


def _told_elsewhere(reports: Sequence[Report]) -> str:
    channels = ", ".join(dict.fromkeys(f"<#{one.channel}>" for one in reports))
    return f"Somebody told much the same in {channels} lately, and nobody has filed that yet."


def listed(missing: Sequence[str]) -> str:
    """What is missing, by the headings of the form."""
    headings = (one.splitlines()[0].strip(" :*") for one in missing)
    return foreign(" · ".join(cut(one, 100) for one in headings if one), 500)


def rendered(markdown: str, longest: int | None = None) -> str:
    """GitHub Markdown as it looks in Slack, with headings close to what stands below them."""
    return re.sub(r"(?m)^(\*[^*\n]+\*)\n\n+", r"\1\n", to_slack(markdown, longest))


def ask(report: Report) -> str:
    """In the thread, once: what the maintainers will want to know."""
    lines = [
        f"<@{report.reporter}> before I carry this to {report.repository}: "
        "the maintainers will ask for the following. Please answer here, as far as you can."
    ]
    for one in report.missing:
        _, question, *commands = one.splitlines()
        lines.append(f"• {foreign(question, 300)}")
        if commands:
            lines.append("```" + foreign("\n".join(commands), 600) + "```")
    lines.append(
        "What commands print can hold secrets and names: please read it before you paste it."
    )
    return "\n".join(lines)


def asked(report: Report, seen: Seen = NOTHING) -> tuple[str, list[Block]]:
    """In place of the offer: what to do now, and the offer again."""
    said = "I have asked in the thread. What you answer there goes into the draft:"
    return said, [section(said), *offer(report, seen)[1]]


def not_asked(report: Report) -> str:
    if report.asked:
        return "That was asked in the thread already. What is answered there goes into the draft."
    if report.state != "offered":
        return already(report)
    return "Nothing is missing any more."


def worded(repository: str | None, same_as: str | None) -> str:
    """What a language model did, said to whoever confirms the text."""
    said = "A language model helped to word this: please read it before you confirm it."
    if repository:
        said += f" It would file it in {repository}."
    if same_as:
        said += f" It takes it for the same as {same_as}."
    return said


def worded_no_more(before: str) -> str:
    """When a draft that a model had worded is drafted anew."""
    if not before:
        return ""
    return "Drafted anew without the language model, as the thread has changed since."


def not_worded(why: str) -> str:
    return f"Drafted without the language model: {why}."


def changed(report: Report, seen: Seen = NOTHING) -> tuple[str, list[Block]]:
    """In place of an offer that is no longer true: why nothing was filed, and a fresh one."""
    said = "Something has changed since I showed you this, so nothing was filed. This is it now:"
    return said, [section(said), *offer(report, seen)[1]]


def policy(notice: str) -> tuple[str, list[Block]]:
    return notice, [section(foreign(notice)), context("Only you see this. Nothing was filed.")]


# Who waits a minute for the link need not be told why.
SOON = timedelta(minutes=1)


def on_its_way(report: Report, ahead: int = 0, takes: timedelta = SOON) -> str:
    """`ahead` is how many reports go to GitHub before this, which takes that long."""
    if report.state == "filed":
        return (
            f"Thank you. You are counted for {report.repository}#{report.joins}; nothing was "
            "written there. I will say in the thread when it is closed."
        )
    place = f"{report.repository}#{report.joins}" if report.joins else report.repository
    if takes <= SOON:
        return f"Thank you. It is on its way to {place}; the link comes into the thread."
    minutes = math.ceil(takes / timedelta(minutes=1))
    return (
        f"Thank you. There are {ahead} reports before yours, and GitHub takes only so many in an "
        f"hour: it should be in {place} in about {minutes} minutes. The link comes into the "
        "thread; until then `/burley reports` shows it under *Not on GitHub yet*."
    )


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


def queue(waiting: Sequence[Report], where: Callable[[MessageKey], str]) -> list[Block]:
    """For helpers, in App Home: reports of quiet channels, which nobody was offered."""
    blocks: list[Block] = []
    for one in waiting:
        value = f"{one.id}:{mark(one)}"
        blocks += [
            section(
                f"{link(where(one.key), cut(one.title, 120))}\n"
                f"{NAMES.get(one.kind, 'a report')} for {one.repository}, in <#{one.channel}>"
            ),
            actions(
                button("Review and file", EDIT, value), button("Not a report", NOT_A_REPORT, value)
            ),
        ]
    return [header("Reports to look at"), *blocks, {"type": "divider"}] if blocks else []


def unknown_issue(report: Report) -> str:
    return (
        f"I know no {report.repository}#{report.joins}, so I cannot count you for it. Look whether "
        "the number is right; an issue of the last minutes reaches me a little later."
    )


def taken_out() -> str:
    return (
        "I took out of what you typed what looks like a secret or somebody's address. Look at it "
        "again, and press the button if it is right."
    )


def moved_on(untouched: bool) -> str:
    """Why a dialog is shown once more: what it was drafted from has changed."""
    if untouched:
        return "The thread has changed since you opened this. This is the text now."
    return (
        "The thread has changed since you opened this. Look whether what you wrote is still right, "
        "and press *File it* again."
    )


def perhaps_known() -> str:
    return (
        "There is an issue now that looks like the same: see below. Press *File it* again if yours "
        "is another matter."
    )


def no_link() -> str:
    return (
        "I need a message's link: *Copy link* in its ⋯ menu, then `/burley file` and the link. "
        "Without a link I take your latest message in the channel."
    )


def nothing_said() -> str:
    return (
        "I have no message of yours in this channel from the last day. Write what happened, or "
        "give me a message's link: `/burley file LINK`."
    )


def no_issue() -> str:
    return (
        "Choose an issue, or write its address, such as "
        "https://github.com/openebs/zfs-localpv/issues/12."
    )


def opted_out() -> str:
    return "Its author wants this message left alone: it begins with 📣."


def for_its_author(report: Report) -> str:
    if report.queued:
        return "Its author and the helpers decide about this; it waits for the helpers."
    return "Its author and the helpers decide about this; I have shown it to its author."


def not_yours() -> str:
    return "Only its author and the helpers can decide about this."


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
