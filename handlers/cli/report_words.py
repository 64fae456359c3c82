"""The sentences of `burley report`, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.durations import spoken
from bot.figures.hours import Hours
from bot.figures.response import LEAST_FOR_P90, InTime
from bot.figures.weekly import AllWaits, Cohort, Waits, Week
from bot.figures.weeks import moment
from handlers.cli.report_data import Report

DEFINITIONS = (
    "Questions count in the week they were opened, unanswered ones included. An answer is the "
    "first response by another person; bots, reactions and the asker's own words are none. A "
    "question too young for a window is left out of that window's share. Median and p90 treat "
    "the unanswered as still open (Kaplan–Meier); p90 needs 20 questions. Who only reads is not "
    "counted, unlike in Slack's “active members”."
)
NOTHING_YET = (
    "Nobody has posted anything here yet, so there are no figures. Import a Slack export with "
    "`burley import EXPORT.zip`, or let Burley listen for a while with `burley run`."
)
NO_WEEKS = "There are no messages in the weeks asked for; the facts reach from {first} to {last}."
HOW_POSTING = (
    "A new member posts for the first time in what Burley has seen, so at the start of a history "
    "everybody is new. Returning members had been silent for four weeks or more."
)
HOW_ANSWERED = (
    "Weeks are those in which the question was opened; unanswered questions count as not "
    "answered. Larger dots stand for more questions, pale ones for weeks that may still change."
)
HOW_WAITS = (
    "From the question to the first response by another person, unanswered questions as still "
    "open (Kaplan–Meier). The 90th percentile is left out below 20 questions, and neither is "
    "drawn where too many still wait to tell. The scale is logarithmic."
)
HOW_CURVE = "Kaplan–Meier curve over all questions of these weeks, with its 95 % band."
HOW_HELPERS_CLOCK = (
    " In helpers’ hours the clock runs only while at least one helper is working: who asks and is "
    "answered outside of them has not waited at all."
)
HOW_WHO = (
    "First responses by people, counted in the week the question was opened. Helpers are those "
    "named in the settings."
)
HOW_HOURS = (
    "The stronger the colour, the more questions. A dot marks an hour in which a helper was "
    "working at least half of the time, holidays and daylight saving taken into account."
)
COLUMNS = (
    "Week", "Posting", "New", "Back", "Gone quiet", "Messages", "Questions", "In 1 h",
    "In 24 h", "In 7 d", "Unanswered", "Median", "p90",
)  # fmt: skip
WEEKDAYS = (
    "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays",
)  # fmt: skip
MARKS = "… not over, or too early to tell.  ~ without the questions that are too young for it."
COLUMNS_MEAN = (
    "People: posted in the week; new: for the first time. ≤ 1 h: share of the questions asked "
    "that had an answer by then. Open: without an answer now. not yet: too many are open to tell."
)
NO_HELPERS = "No helpers are named in the settings, so everybody who answers counts as community."


def wait(seconds: float | None, opened: int) -> str:
    """How long people waited, shortly; what to say when the data cannot tell."""
    if not opened:
        return "–"
    if seconds is None:
        return "not yet"
    # Nobody reads the minutes of a long wait.
    unit = 86_400 if seconds >= 86_400 else 3_600 if seconds >= 36_000 else 1
    return spoken(timedelta(seconds=round(seconds / unit) * unit))


def p90(cohort: Cohort) -> str:
    if cohort.p90_s is None and cohort.opened < LEAST_FOR_P90:
        return "–"
    return wait(cohort.p90_s, cohort.opened)


def percent(in_time: InTime, opened: int) -> str:
    """A share; with ~ where some questions are too young to be in it."""
    if not opened:
        return "–"
    if in_time.share is None:
        return "…"
    return f"{'~' if in_time.old_enough < opened else ''}{100 * in_time.share:.0f} %"


def number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def nothing(made: Report) -> str:
    if made.facts is None:
        return NOTHING_YET.replace("`", "")
    names = made.facts.calendar.names
    return NO_WEEKS.format(first=names[0], last=names[-1])


def lead(weeks: Sequence[Week]) -> str:
    """The whole report in a sentence."""
    opened = sum(week.questions.opened for week in weeks)
    span = number(len(weeks), "week")
    if not opened:
        return (
            f"In {span}, {number(_messages(weeks), 'message')} were posted; nobody asked for help."
        )
    day = _together(week.questions.answered_24h for week in weeks)
    open_ = sum(week.questions.unanswered for week in weeks)
    answered = (
        f"{percent(day, opened)} had an answer by a person within a day"
        if (day.old_enough)
        else "none is a day old yet"
    )
    return (
        f"In {span}, people asked {number(opened, 'question')}; {answered}, and "
        f"{'none is' if not open_ else '1 is' if open_ == 1 else f'{open_:,} are'} without one."
    )


def latest(weeks: Sequence[Week], place: int | None) -> str:
    """Which week the tiles show."""
    if place is None:
        return ""
    week = weeks[place]
    quiet = any(one.finished for one in weeks[place + 1 :])
    which = "the last one in which anybody posted" if quiet else "the latest whole week"
    return f"{week.name}, {which}"


def change(now: int, before: int | None) -> str:
    if before is None:
        return "in the first whole week"
    if now == before:
        return "as in the week before"
    return f"{abs(now - before):,} {'more' if now > before else 'fewer'} than the week before"


def returning(count: int) -> str:
    return "nobody came back after a silence" if not count else f"{count:,} more came back"


def unanswered(count: int) -> str:
    return "every one has an answer by now" if not count else f"{count:,} still without an answer"


def posting(weeks: Sequence[Week]) -> str:
    """The ends, the height and the stay of the members."""
    whole = [week for week in weeks if week.finished and week.members.posting] or list(weeks)
    most = max(whole, key=lambda week: week.members.posting)
    said = (
        f"{number(whole[-1].members.posting, 'person', 'people')} posted in {whole[-1].name}; the "
        f"most were {most.members.posting:,} in {most.name}."
    )
    stayed = [
        f"{share * 100:.0f} % in week {after}"
        for after in (1, 4, 12)
        if (share := _retention(weeks, after)) is not None
    ]
    return said + (f" Of new members, these posted again: {', '.join(stayed)}." if stayed else "")


def answered(weeks: Sequence[Week]) -> str:
    opened = sum(week.questions.opened for week in weeks)
    hour, day, week = (
        _together(getattr(one.questions, name) for one in weeks)
        for name in ("answered_1h", "answered_24h", "answered_7d")
    )
    return (
        f"Of {number(opened, 'question')}, {percent(hour, opened)} were answered within an hour, "
        f"{percent(day, opened)} within 24 hours and {percent(week, opened)} within a week."
    )


def waits(all_: AllWaits, with_coverage: bool) -> str:
    median, p90 = all_.everybody.quantiles()
    n = all_.everybody.opened
    said = f"Half of all questions had an answer after {wait(median, n)}"
    if median is None:
        said = "Not half of the questions had an answer so far"
    if p90 is not None:
        said += f", nine in ten after {wait(p90, n)}"
    elif n >= LEAST_FOR_P90:
        said += "; the 90th percentile cannot be told, as more than a tenth are still open"
    said += f" (n = {n:,})."
    if with_coverage and (within := all_.covered.quantiles()[0]) is not None:
        said += f" Counting only helpers’ hours, the median is {wait(within, n)}."
    first, known = all_.first_question, all_.known
    if min(first.opened, known.opened) >= LEAST_FOR_P90:
        said += f" A member’s first question ever: {_median(first)}; later ones: {_median(known)}."
    return said


def _median(waits: Waits) -> str:
    median = waits.quantiles()[0]
    return f"{wait(median, waits.opened)} (n = {waits.opened:,})"


def curve(wall: Waits) -> str:
    n = wall.opened
    return f"{len(wall.waiting):,} of {number(n, 'question')} had no answer when the data end."


def who_answers(made: Report) -> str:
    by = {
        who: sum(week.by_responder.get(who, 0) for week in made.weeks)
        for who in ("helper", "community", "burley")
    }
    people = by["helper"] + by["community"]
    if not people:
        return "Nobody has answered a question yet."
    if not made.settings.helpers:
        return f"{number(people, 'first answer')} by people. {NO_HELPERS}"
    helpers = 100 * by["helper"] / people
    return (
        f"Of {number(people, 'first answer')} by people, {helpers:.0f} % came from helpers and "
        f"{100 - helpers:.0f} % from the community."
    )


def hours(asked: Hours, helpers: Hours | None, time_zone: str) -> str:
    """The busiest hour, and how many asked while a helper was there."""
    total = sum(map(sum, asked))
    if total < LEAST_FOR_P90:
        return "There are too few questions yet to show a pattern."
    day, hour = max(
        ((day, hour) for day in range(7) for hour in range(24)),
        key=lambda cell: asked[cell[0]][cell[1]],
    )
    said = f"Most questions come on {WEEKDAYS[day]} from {hour}:00 to {hour + 1}:00 ({time_zone})."
    if helpers is None:
        return f"{said} The settings give no office hours, so helpers’ hours are not shown."
    met = sum(asked[day][hour] * helpers[day][hour] for day in range(7) for hour in range(24))
    return f"{said} {met / total * 100:.0f} % are asked while a helper is working."


def waiting(count: int, shown: int) -> str:
    if not count:
        return "Nothing: every question of these weeks has an answer."
    some = f"; these are the latest {shown}" if shown < count else ""
    return f"{number(count, 'question')} of these weeks {'waits' if count == 1 else 'wait'}{some}."


def made(made: Report) -> str:
    if made.facts is None:
        return "Made by Burley."
    as_of = moment(made.facts.as_of).astimezone(made.facts.calendar.zone)
    return (
        f"Made by Burley from facts up to {as_of:%Y-%m-%d %H:%M} ({made.settings.time_zone}). "
        f"{MARKS}"
    )


def _together(windows: Iterable[InTime]) -> InTime:
    found = list(windows)
    return InTime(
        sum(one.answered for one in found),
        sum(one.old_enough for one in found),
        sum(one.answered_of_old_enough for one in found),
    )


def _retention(weeks: Sequence[Week], after: int) -> float | None:
    """Over all members new in weeks long enough ago."""
    cohorts = [
        (week.members.new, share)
        for week in weeks
        if (share := week.members.retention.get(after)) is not None
    ]
    new = sum(count for count, _ in cohorts)
    return sum(count * share for count, share in cohorts) / new if new else None


def _messages(weeks: Sequence[Week]) -> int:
    return sum(week.members.messages for week in weeks)
