"""The figures as JSON, for programs. Keys are only ever added."""

from __future__ import annotations

from collections.abc import Sequence

from bot.figures.response import InTime
from bot.figures.weekly import Cohort, Week

Json = dict[str, object]


def as_json(weeks: Sequence[Week]) -> list[Json]:
    return [_week(week) for week in weeks]


def _week(week: Week) -> Json:
    members = week.members
    return {
        "week": week.name,
        "finished": week.finished,
        "posting_members": members.posting,
        "new_members": members.new,
        "returning_members": members.returning,
        "gone_quiet_members": members.gone_quiet,
        "retention": {str(after): _rounded(share) for after, share in members.retention.items()},
        "messages": members.messages,
        "questions": {
            **_cohort(week.questions),
            "covered_median_s": _rounded(week.questions.covered_median_s),
            "covered_p90_s": _rounded(week.questions.covered_p90_s),
            "first_response_by": dict(week.by_responder),
            "by_asker": {asker: _cohort(cohort) for asker, cohort in week.by_asker.items()},
        },
    }


def _cohort(cohort: Cohort) -> Json:
    """`answered_…` are counts of all opened; shares are of those old enough for the window."""
    windows = {
        "1h": cohort.answered_1h,
        "24h": cohort.answered_24h,
        "7d": cohort.answered_7d,
    }
    return {
        "opened": cohort.opened,
        **{f"answered_{name}": one.answered for name, one in windows.items()},
        "unanswered": cohort.unanswered,
        "median_s": _rounded(cohort.median_s),
        "p90_s": _rounded(cohort.p90_s),
        "shares": {name: _share(one) for name, one in windows.items()},
    }


def _share(one: InTime) -> Json:
    return {"share": _rounded(one.share), "n": one.old_enough}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
