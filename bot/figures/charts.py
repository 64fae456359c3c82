"""The charts as Vega-Lite specifications: drawn as pictures for Slack, live on the page.

Words and lines are drawn in `currentColor`, so that a page decides whether ink is dark or
light. The colours are Okabe and Ito's (2008), which people of every colour vision tell apart.
Every function returns the chart with a `description` that says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.durations import spoken
from bot.figures.hours import Hours
from bot.figures.response import HOUR, InTime, Step
from bot.figures.weekly import Week

Spec = dict[str, Any]

BLUE, SKY, GREEN, ORANGE, RED, GREY = (
    "#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00", "#8a8f98",
)  # fmt: skip
DAY = 24 * HOUR
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WAITS = (
    60, 300, 900, HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 1825 * DAY,
)  # fmt: skip
# An answer within a second is a coincidence; a logarithm needs some lower end.
SHORTEST = 10.0
CURVE_POINTS = 160
WHOLE: Spec = {"tickMinStep": 1, "format": ",d"}


def posting_members(weeks: Sequence[Week]) -> Spec:
    """People posting each week: regulars, returning and new ones stacked."""
    kinds = ("regular", "returning", "new")
    rows = [
        {**_when(week), "kind": kind, "order": order, "people": people, "all": week.members.posting}
        for week in weeks
        for order, (kind, people) in enumerate(
            zip(
                kinds,
                (
                    week.members.posting - week.members.new - week.members.returning,
                    week.members.returning,
                    week.members.new,
                ),
                strict=True,
            )
        )
    ]
    return _chart(
        "People who posted at least once in each week, by whether they are new",
        rows,
        mark={"type": "bar", "tooltip": True},
        encoding={
            "x": _weeks_axis(weeks),
            "y": _y("people", "people posting", stack="zero", axis=WHOLE),
            "color": _colors("kind", dict(zip(kinds, (BLUE, ORANGE, GREEN), strict=True))),
            "order": {"field": "order"},
            "tooltip": _tooltip("week", "kind", "people", all="all posting"),
        },
    )


def answered_in_time(weeks: Sequence[Week]) -> Spec:
    """The share of each week's questions that had an answer within an hour, a day, a week."""
    names = ("in 7 days", "in 24 hours", "in 1 hour")
    rows = [
        {**_when(week), "window": name, "share": one.share, "n": one.old_enough}
        for week in weeks
        for name, one in zip(names, _windows(week)[::-1], strict=True)
    ]
    return _lines(
        "Share of the questions opened in each week that a person answered in time",
        weeks,
        rows,
        y=_y("share", "answered", axis={"format": "%"}, scale={"domain": [0, 1]}),
        color=_colors("window", dict(zip(names, (SKY, BLUE, GREEN), strict=True))),
        tooltip=_tooltip("week", "window", "share", n="questions old enough"),
    )


def questions_opened(weeks: Sequence[Week]) -> Spec:
    """Who answered first, in questions a week; what is unanswered stands on top."""
    kinds: Sequence[tuple[str, str]] = (
        ("a helper", BLUE), ("the community", GREEN), ("only Burley", ORANGE), ("nobody yet", GREY),
    )  # fmt: skip
    rows = []
    for week in weeks:
        by = week.by_responder
        counts = (
            by.get("helper", 0),
            by.get("community", 0),
            by.get("burley", 0),
            week.questions.unanswered - by.get("burley", 0),
        )
        rows += [
            {**_when(week), "by": name, "order": order, "questions": count}
            for order, ((name, _), count) in enumerate(zip(kinds, counts, strict=True))
        ]
    there = {row["by"] for row in rows if row["questions"]}
    return _chart(
        "Questions opened in each week, by who answered them first",
        [row for row in rows if row["by"] in there],
        mark={"type": "bar", "tooltip": True},
        encoding={
            "x": _weeks_axis(weeks),
            "y": _y("questions", "questions", stack="zero", axis=WHOLE),
            "color": _colors("by", {name: color for name, color in kinds if name in there}),
            "order": {"field": "order"},
            "tooltip": _tooltip("week", "by", "questions"),
        },
    )


def waiting_times(weeks: Sequence[Week]) -> Spec:
    """Median and 90th percentile of the wait, week by week."""
    rows: list[Spec] = [
        {
            **_when(week),
            "figure": figure,
            "seconds": None if seconds is None else max(seconds, SHORTEST),
            "wait": "" if seconds is None else spoken(timedelta(seconds=seconds)),
            "n": week.questions.opened,
        }
        for week in weeks
        for figure, seconds in (
            ("90th percentile", week.questions.p90_s),
            ("median", week.questions.median_s),
        )
    ]
    shown = {row["figure"] for row in rows if row["seconds"] is not None}
    rows = [row for row in rows if row["figure"] in shown]
    colors = {"90th percentile": ORANGE, "median": BLUE}
    return _lines(
        "Median and 90th percentile of the wait for the first answer, by week opened",
        weeks,
        rows,
        y=_y(
            "seconds",
            "wait",
            scale={"type": "log", "domain": _reach(rows)},
            axis=_waits_axis(),
        ),
        color=_colors("figure", {name: one for name, one in colors.items() if name in shown}),
        tooltip=_tooltip("week", "figure", "wait", n="questions"),
    )


def still_waiting(curves: Mapping[str, Sequence[Step]]) -> Spec:
    """The share of questions still waiting after a time, with the 95 % band of the first."""
    rows = [
        {
            "clock": name,
            "seconds": max(step.seconds, SHORTEST),
            "wait": spoken(timedelta(seconds=step.seconds)),
            "waiting": step.waiting,
            "low": step.low if place == 0 else None,
            "high": step.high if place == 0 else None,
            "at risk": step.at_risk,
        }
        for place, (name, steps) in enumerate(curves.items())
        for step in _thinned(steps)
    ]
    x = {
        "field": "seconds",
        "type": "quantitative",
        "title": "time since the question",
        "scale": {"type": "log", "domain": _reach(rows)},
        "axis": _waits_axis(),
    }
    color = _colors("clock", dict(zip(curves, (BLUE, ORANGE), strict=False)))
    y = _y("waiting", "still waiting", axis={"format": "%"}, scale={"domain": [0, 1]})
    return {
        **_base("Share of questions still without an answer after a time (Kaplan-Meier)", rows),
        "encoding": {"x": x, "color": color},
        "layer": [
            {
                "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.18},
                "transform": [{"filter": "isValid(datum.low)"}],
                "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
                "encoding": {"y": y},
            },
            {
                "mark": {"type": "point", "opacity": 0, "size": 120},
                "encoding": {
                    "y": y,
                    "tooltip": _tooltip("clock", "wait", waiting="still waiting"),
                },
            },
        ],
    }


def hours_of_the_week(asked: Hours, helpers: Hours | None, weeks: int) -> Spec:
    """When people ask, as colour; when helpers are there, as dots."""
    rows = [
        {
            "day": DAYS[day],
            "hour": hour,
            "questions": asked[day][hour],
            "a week": round(asked[day][hour] / max(weeks, 1), 2),
            "helpers": round(helpers[day][hour], 2) if helpers else None,
        }
        for day in range(7)
        for hour in range(24)
    ]
    shared = {
        "x": {
            "field": "hour",
            "type": "ordinal",
            "title": "hour of the day",
            "axis": {"labelAngle": 0, "values": [0, 3, 6, 9, 12, 15, 18, 21], "ticks": False},
        },
        "y": {
            "field": "day",
            "type": "ordinal",
            "sort": list(DAYS),
            "title": None,
            "axis": {"ticks": False},
        },
    }
    tooltip = _tooltip("day", "hour", "questions", "a week")
    if helpers:
        tooltip.append(_tip("helpers", "helpers there", format="%"))
    cells = {
        "mark": {"type": "rect", "fill": BLUE, "cornerRadius": 2},
        "encoding": {
            "fillOpacity": {
                "field": "questions",
                "type": "quantitative",
                "title": "questions",
                "scale": {"range": [0.05, 1], "domainMin": 0},
                "legend": None,
            },
            "tooltip": tooltip,
        },
    }
    dots = {
        "transform": [{"filter": "datum.helpers >= 0.5"}],
        "mark": {
            "type": "circle",
            "size": 34,
            "fill": ORANGE,
            "opacity": 1,
            "stroke": "white",
            "strokeWidth": 1,
        },
        "encoding": {"tooltip": tooltip},
    }
    return {
        **_base("Questions by weekday and hour, and the hours in which helpers work", rows),
        "height": 210,
        "encoding": shared,
        "layer": [cells, dots] if helpers else [cells],
    }


def _lines(
    description: str,
    weeks: Sequence[Week],
    rows: list[Spec],
    y: Spec,
    color: Spec,
    tooltip: list[Spec],
) -> Spec:
    """A line a figure, with a dot a week: larger for more questions, hollow if still young."""
    young = {week.name for week in weeks if _windows(week)[2].old_enough < week.questions.opened}
    for row in rows:
        row["young"] = row["week"] in young
    return {
        **_base(description, rows),
        "encoding": {"x": _weeks_axis(weeks), "y": y, "color": color},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2, "opacity": 0.8}},
            {
                "mark": {"type": "point", "filled": True, "opacity": 1},
                "transform": [{"filter": f"isValid(datum['{y['field']}'])"}],
                "encoding": {
                    "size": {
                        "field": "n",
                        "type": "quantitative",
                        "scale": {"range": [16, 110] if len(weeks) <= 60 else [5, 20]},
                        "legend": None,
                    },
                    "opacity": {
                        "condition": {"test": "datum.young", "value": 0.45},
                        "value": 1,
                    },
                    "tooltip": tooltip,
                },
            },
        ],
    }


def _chart(description: str, rows: list[Spec], **rest: Any) -> Spec:
    return {**_base(description, rows), **rest}


def _base(description: str, rows: list[Spec]) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "width": "container",
        "height": 240,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": None,
        "data": {"values": rows},
        "config": CONFIG,
    }


CONFIG: Spec = {
    "font": "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": "currentColor",
        "gridOpacity": 0.13,
        "domain": False,
        "tickColor": "currentColor",
        "tickOpacity": 0.3,
        "labelOverlap": True,
        "titlePadding": 8,
    },
    "axisX": {"grid": False},
    "legend": {
        "labelColor": "currentColor",
        "labelFontSize": 12,
        "orient": "top",
        "direction": "horizontal",
        "title": None,
        "symbolType": "square",
        "symbolOpacity": 1,
        "columns": 3,
    },
}


def _when(week: Week) -> Spec:
    return {"week": week.name, "date": week.monday.isoformat()}


def _windows(week: Week) -> tuple[InTime, InTime, InTime]:
    asked = week.questions
    return asked.answered_1h, asked.answered_24h, asked.answered_7d


def _weeks_axis(weeks: Sequence[Week]) -> Spec:
    """One place a week, quiet weeks too; labels by their Monday, as many as there is room for."""
    written = "%b %Y" if len(weeks) > 60 else "%-d %b"
    return {
        "field": "date",
        "type": "ordinal",
        "title": None,
        "scale": {
            "domain": [week.monday.isoformat() for week in weeks],
            "type": "band",
            "paddingInner": 0.12,
        },
        "axis": {
            "labelExpr": f"utcFormat(toDate(datum.value), '{written}')",
            "labelAngle": 0,
            "labelOverlap": "greedy",
            "labelSeparation": 16,
            "labelPadding": 8,
            "ticks": False,
        },
    }


def _y(field: str, title: str, **rest: Any) -> Spec:
    rest["axis"] = {"tickCount": 5, **rest.get("axis", {})}
    return {"field": field, "type": "quantitative", "title": title, **rest}


def _colors(field: str, colors: dict[str, str]) -> Spec:
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": list(colors), "range": list(colors.values())},
        "legend": {} if len(colors) > 1 else None,
    }


def _tooltip(*fields: str, **titled: str) -> list[Spec]:
    return [_tip(name, name) for name in fields] + [_tip(name, say) for name, say in titled.items()]


def _tip(field: str, title: str, **rest: str) -> Spec:
    if field in ("share", "waiting"):
        rest["format"] = ".0%"
    return {"field": field, "title": title, **rest}


def _waits_axis() -> Spec:
    labels = " : ".join(f"datum.value == {seconds:.0f} ? '{_short(seconds)}'" for seconds in WAITS)
    return {
        "values": list(WAITS),
        "labelExpr": f"{labels} : ''",
        "grid": True,
        "labelSeparation": 8,
    }


def _short(seconds: float) -> str:
    return spoken(timedelta(seconds=seconds))


def _reach(rows: Iterable[Spec]) -> list[float]:
    """Where a scale of waits begins and ends: at the marks around what there is."""
    found = [row["seconds"] for row in rows if row["seconds"] is not None]
    low, high = min(found, default=HOUR), max(found, default=HOUR)
    return [
        max((mark for mark in (SHORTEST, *WAITS) if mark <= low), default=SHORTEST),
        min((mark for mark in WAITS if mark >= high), default=high),
    ]


def _thinned(steps: Sequence[Step]) -> list[Step]:
    """A curve from 100 % on, with no more points than an eye can tell apart."""
    seen = {}
    if steps and steps[0].seconds > SHORTEST:
        seen[0] = Step(SHORTEST, 1.0, 1.0, 1.0, steps[0].at_risk)
    for step in steps:
        seen[round((1 - step.waiting) * CURVE_POINTS)] = step
    return list(seen.values())
