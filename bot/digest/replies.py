"""Every sentence of the digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.digest.facts import WeekFacts
from bot.durations import spoken
from bot.figures.response import InTime
from bot.slack_text import context, foreign, header, link, section
from storage.records import MessageKey, Report

Block = dict[str, Any]
LinkTo = Callable[[MessageKey], str]

# A section holds 3,000 characters, and nobody reads more on a phone.
MOST_REPORTS = 5
FEW = 10

DEFINITION = (
    ":information_source: Questions count by the week they were opened, unanswered ones "
    "included. A response is somebody else's first answer; reactions and bots do not count. "
    "The median treats unanswered questions as still open. Posting members wrote at least once."
)


def digest(facts: WeekFacts, where: LinkTo) -> tuple[str, list[Block]]:
    """The week in fifteen seconds."""
    title = f"{facts.community}, week {facts.number}"
    so_far = " so far" if facts.so_far else ""
    blocks = [
        header(f"{title}{so_far}"),
        section(headline(facts)),
        section("\n".join(_numbers(facts))),
    ]
    if facts.waiting:
        lines = [
            f"• {link(where(one.key), f'open for {spoken(facts.now - one.opened_at)}')} "
            f"in <#{one.channel}>"
            for one in facts.waiting
        ]
        blocks.append(section("*Still waiting for an answer*\n" + "\n".join(lines)))
    if facts.filed:
        lines = [_filed(one) for one in facts.filed[:MOST_REPORTS]]
        more = len(facts.filed) - len(lines)
        lines += [f"• and {more} more"] if more > 0 else []
        blocks.append(section("*Reported*\n" + "\n".join(lines)))
    blocks.append(context(DEFINITION))
    return f"{title}{so_far}: {headline(facts)}", blocks


def headline(facts: WeekFacts) -> str:
    """One sentence of what mattered."""
    if facts.opened == 0:
        if facts.posting == 0:
            return "A quiet week: nobody posted in the channels I listen to."
        return f"Nobody asked for help; {_people(facts.posting)} posted."
    asked = "1 question was" if facts.opened == 1 else f"{facts.opened} questions were"
    if facts.unanswered == 0:
        everyone = "it has its answer" if facts.opened == 1 else "every one has an answer"
        return f"{asked} asked, and {everyone}."
    still = "1 still waits" if facts.unanswered == 1 else f"{facts.unanswered} still wait"
    return f"{asked} asked; {still} for an answer."


def _numbers(facts: WeekFacts) -> list[str]:
    lines = [
        f"*Posting members* {facts.posting} ({_change(facts.posting, facts.posting_before)})"
        + (f", {_people(facts.new)} for the first time" if facts.new else "")
    ]
    if facts.opened:
        lines.append(f"*Answered within a day* {_share(facts.answered_day)}")
        median = "more than half still wait" if facts.median is None else spoken(facts.median)
        lines.append(f"*Median wait* {median} (n = {facts.opened})")
    return lines


def _share(answered: InTime) -> str:
    if answered.share is None:
        return "too early to tell"
    if answered.old_enough < FEW:  # a share of a handful says less than the numbers
        return f"{answered.answered_of_old_enough} of {answered.old_enough}"
    return f"{round(100 * answered.share)} % of {answered.old_enough}"


def _change(now: int, before: int | None) -> str:
    if before is None:
        return "the first week"
    if now == before:
        return "as many as the week before"
    return f"{abs(now - before)} {'more' if now > before else 'fewer'} than the week before"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _filed(report: Report) -> str:
    where = f"{report.repository}#{report.issue_number}"
    return f"• {link(report.issue_url or '', where)} {foreign(report.title, 120)}"
