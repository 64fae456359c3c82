"""The report as one self-contained page: charts, what still waits, every week's figures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import jinja2
from markupsafe import Markup

from bot.durations import spoken
from bot.figures import charts
from bot.figures.charts import Spec
from bot.figures.hours import asked_by_hour, helpers_by_hour
from bot.figures.response import LEAST_FOR_P90, survival
from bot.figures.weekly import AllWaits, Week, all_waits
from bot.figures.weeks import moment
from handlers.cli import report_words as words
from handlers.cli.report_data import Report
from storage.records import Question

TEMPLATES = Path(__file__).parent / "templates"
MOST_WAITING = 25


@dataclass(frozen=True)
class Chart:
    id: str
    title: str
    says: str
    how: str
    spec: Spec


@dataclass(frozen=True)
class Tile:
    name: str
    value: str
    note: str


def page(made: Report, waiting: Sequence[Question], channels: Mapping[str, str]) -> str:
    """HTML that needs no network. Nobody is named in it, and nobody is ranked."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = _charts(made)
    specs = {chart.id: chart.spec for chart in shown}
    environment.filters["unbroken"] = _unbroken
    return environment.get_template("report.html.j2").render(
        title=made.settings.community or "The community",
        scope=_scope(made),
        lead=words.lead(made.weeks) if made.weeks else words.nothing(made),
        tiles=_tiles(made.weeks),
        tiles_say=words.latest(made.weeks, _latest(made.weeks)),
        charts=shown,
        specs=_json(specs),
        vega=_script(_vega()) if shown else "",
        css=Markup((TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704  ours
        waiting=_waiting(made, waiting, channels) if made.weeks else None,
        waiting_says=words.waiting(len(waiting), min(len(waiting), MOST_WAITING)),
        columns=words.COLUMNS,
        rows=[_row(week) for week in reversed(made.weeks)],
        definitions=words.DEFINITIONS,
        made=words.made(made),
    )


def _charts(made: Report) -> list[Chart]:
    facts, weeks = made.facts, made.weeks
    if facts is None or not weeks:
        return []
    found = [
        Chart(
            "posting", "Who posts", words.posting(weeks), words.HOW_POSTING,
            charts.posting_members(weeks),
        )
    ]  # fmt: skip
    if not any(week.questions.opened for week in weeks):
        return found
    zone = facts.calendar.zone
    waits = all_waits(facts, made.settings.people, made.coverage, weeks)
    curve = _curve(waits, bool(made.coverage))
    first = facts.calendar.starts[facts.calendar.names.index(weeks[0].name)]
    end = facts.calendar.starts[facts.calendar.names.index(weeks[-1].name) + 1]
    until = min(end, facts.as_of)
    asked = asked_by_hour((one.opened for one in facts.asked if first <= one.opened <= until), zone)
    helpers = helpers_by_hour(made.coverage, first, until, zone) if made.coverage else None
    return [
        *found,
        Chart(
            "answered", "How many get an answer in time", words.answered(weeks),
            words.HOW_ANSWERED, charts.answered_in_time(weeks),
        ),
        Chart(
            "waits", "How long people wait", words.waits(waits, bool(made.coverage)),
            words.HOW_WAITS, charts.waiting_times(weeks),
        ),
        *curve,
        Chart(
            "who", "Who answers", words.who_answers(made), words.HOW_WHO,
            charts.questions_opened(weeks),
        ),
        Chart(
            "hours", "When people ask, and when helpers are there",
            words.hours(asked, helpers, made.settings.time_zone), words.HOW_HOURS,
            charts.hours_of_the_week(asked, helpers, len(weeks)),
        ),
    ]  # fmt: skip


def _curve(waits: AllWaits, with_coverage: bool) -> list[Chart]:
    """Nothing below twenty questions: a curve of a few steps says no more than they do."""
    wall = waits.everybody
    if wall.opened < LEAST_FOR_P90:
        return []
    curves = {"by the clock": list(survival(wall.waited, wall.waiting))}
    if with_coverage:
        covered = survival(waits.covered.waited, waits.covered.waiting)
        curves["in helpers’ hours"] = list(covered)
    return [
        Chart(
            "curve",
            "How many still wait after a while",
            words.curve(wall),
            words.HOW_CURVE + (words.HOW_HELPERS_CLOCK if with_coverage else ""),
            charts.still_waiting(curves),
        )
    ]


def _tiles(weeks: Sequence[Week]) -> list[Tile]:
    """The latest whole week in which anybody posted, beside the one before it."""
    place = _latest(weeks)
    if place is None:
        return []
    week, before = weeks[place], weeks[place - 1] if place else None
    asked = week.questions
    return [
        Tile(
            "People posting",
            f"{week.members.posting:,}",
            words.change(week.members.posting, before.members.posting if before else None),
        ),
        Tile("Of them new", f"{week.members.new:,}", words.returning(week.members.returning)),
        Tile(
            "Questions",
            f"{asked.opened:,}",
            words.change(asked.opened, before.questions.opened if before else None),
        ),
        Tile(
            "Answered in 24 hours",
            words.percent(asked.answered_24h, asked.opened),
            words.unanswered(asked.unanswered) if asked.opened else "nobody asked",
        ),
        Tile(
            "Median wait",
            words.wait(asked.median_s, asked.opened),
            f"n = {asked.opened:,}" + (f", p90 {words.p90(asked)}" if asked.p90_s else ""),
        ),
    ]


def _latest(weeks: Sequence[Week]) -> int | None:
    places = [at for at, week in enumerate(weeks) if week.finished and week.members.posting]
    return places[-1] if places else None


def _waiting(
    made: Report, waiting: Sequence[Question], channels: Mapping[str, str]
) -> list[dict[str, object]]:
    assert made.facts is not None
    now, zone = moment(made.facts.as_of), made.facts.calendar.zone
    return [
        {
            "age": spoken(max(now - one.opened_at, timedelta(0))),
            "channel": channels.get(one.channel, one.channel),
            "asked": f"{one.opened_at.astimezone(zone):%a %-d %b %Y, %H:%M}",
            "kind": one.kind,
            "seen": one.acknowledged_at is not None,
            "link": _link(made, one),
        }
        for one in waiting[:MOST_WAITING]
    ]


def _link(made: Report, question: Question) -> str | None:
    workspace = made.settings.workspace_url
    if not workspace or not workspace.startswith("https://"):
        return None
    return f"{workspace.rstrip('/')}/archives/{question.channel}/p{question.ts.replace('.', '')}"


def _row(week: Week) -> list[str]:
    asked, members = week.questions, week.members
    return [
        week.name + ("" if week.finished else " …"),
        f"{members.posting:,}",
        f"{members.new:,}",
        f"{members.returning:,}",
        "–" if members.gone_quiet is None else f"{members.gone_quiet:,}",
        f"{members.messages:,}",
        f"{asked.opened:,}",
        words.percent(asked.answered_1h, asked.opened),
        words.percent(asked.answered_24h, asked.opened),
        words.percent(asked.answered_7d, asked.opened),
        f"{asked.unanswered:,}" if asked.opened else "–",
        words.wait(asked.median_s, asked.opened),
        words.p90(asked),
    ]


def _scope(made: Report) -> str:
    channel = f"#{made.channel.removeprefix('#')}" if made.channel else "all channels"
    if not made.weeks:
        return channel
    first, last = made.weeks[0].name, made.weeks[-1].name
    span = first if first == last else f"{first} to {last}"
    return f"{span} · {channel} · weeks in {made.settings.time_zone}"


def _unbroken(text: str) -> str:
    """Numbers and their units stay on one line."""
    return re.sub(r"(?<=\d) (?=(?:%|s|min|h|days?)\b|%)", "\u00a0", text)


def _vega() -> str:
    """Vega, Vega-Lite and vega-embed in one piece of JavaScript, from the Python package."""
    import vl_convert  # takes a while, and only the page needs it

    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _script(code: str) -> Markup:
    """Code for inside <script>, which ends at the first `</script` whatever stands around it."""
    safe = re.sub(r"<(?=/script|!--)", r"\\x3c", code, flags=re.IGNORECASE)
    return Markup(safe)  # noqa: S704  what could end the element is gone


def _json(values: object) -> Markup:
    """JSON for inside <script>."""
    text = json.dumps(values, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704  no < is left
