"""The weekly figures as a table that a person reads in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.figures.weekly import Week
from bot.figures.weeks import moment
from handlers.cli import report_words as words
from handlers.cli.report_data import Report

LATEST_WEEKS = 26
BARS = "▁▂▃▄▅▆▇█"


def show(made: Report, console: Console, all_weeks: bool) -> None:
    """Print the report; of a long history only the latest half year, unless all is wanted."""
    if made.facts is None:
        console.print(words.NOTHING_YET)
        return
    if not made.weeks:
        names = made.facts.calendar.names
        console.print(words.NO_WEEKS.format(first=names[0], last=names[-1]))
        return
    shown = made.weeks if all_weeks else made.weeks[-LATEST_WEEKS:]
    console.print(_heading(made))
    console.print(_table(shown))
    console.print()
    earlier = len(made.weeks) - len(shown)
    if earlier:
        since = made.weeks[0].monday
        console.print(
            f"{words.number(earlier, 'earlier week')} not shown; see all with --since {since}.",
            style="italic",
        )
    for line in _remarks(made, shown):
        console.print(line)
    console.print(words.COLUMNS_MEAN, words.DEFINITIONS, style="dim")


def sparkline(values: Sequence[int]) -> str:
    highest = max(values, default=0)
    if not highest:
        return BARS[0] * len(values)
    return "".join(BARS[round(value / highest * (len(BARS) - 1))] for value in values)


def _heading(made: Report) -> Text:
    assert made.facts is not None
    where = f"#{made.channel.removeprefix('#')}" if made.channel else "all channels"
    zone = made.settings.time_zone
    until = moment(made.facts.as_of).astimezone(made.facts.calendar.zone)
    text = Text()
    text.append(made.settings.community or "The community", style="bold")
    text.append(f", {where}, weeks in {zone}, as of {until:%Y-%m-%d %H:%M}")
    return text


def _table(weeks: Sequence[Week]) -> Table:
    """Made to fit into 80 columns."""
    table = Table(box=None, padding=(0, 0, 0, 1), pad_edge=False, header_style="bold underline")
    table.add_column("Week", no_wrap=True)
    for title in (
        "People", "new", "Posts", "Asked", "≤ 1 h", "≤ 24 h", "≤ 7 d", "Open", "Median", "p90",
    ):  # fmt: skip
        table.add_column(title, justify="right", no_wrap=True)
    for week in weeks:
        asked = week.questions
        table.add_row(
            week.name + ("" if week.finished else "…"),
            f"{week.members.posting:,}",
            f"{week.members.new:,}",
            f"{week.members.messages:,}",
            f"{asked.opened:,}",
            words.percent(asked.answered_1h, asked.opened),
            words.percent(asked.answered_24h, asked.opened),
            words.percent(asked.answered_7d, asked.opened),
            f"{asked.unanswered:,}" if asked.opened else "–",
            words.wait(asked.median_s, asked.opened),
            words.p90(asked),
            style="" if week.members.messages else "dim",
        )
    return table


def _remarks(made: Report, shown: Sequence[Week]) -> list[str]:
    lines = []
    if len(shown) > 2:
        people = sparkline([week.members.posting for week in shown])
        asked = sparkline([week.questions.opened for week in shown])
        lines += [f"People posting  {people}", f"Questions       {asked}"]
    opened = sum(week.questions.opened for week in shown)
    if not opened:
        return [*lines, "Nobody asked for help in these weeks."]
    by = {
        who: sum(week.by_responder.get(who, 0) for week in shown)
        for who in ("helper", "community", "burley")
    }
    unanswered = sum(week.questions.unanswered for week in shown)
    answers = [f"{by['helper']:,} by helpers"] if made.settings.helpers else []
    answers.append(f"{by['community']:,} by the community")
    if by["burley"]:
        answers.append(f"{by['burley']:,} only by Burley")
    lines.append(
        f"n = {words.number(opened, 'question')}: first answered {', '.join(answers)}; "
        f"{unanswered:,} without an answer by a person."
    )
    if any(not week.finished for week in shown):
        lines.append(words.MARKS)
    if not made.settings.helpers:
        lines.append(words.NO_HELPERS)
    return lines
