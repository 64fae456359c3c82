"""Which repository a report belongs to, with the reason and the runner-up.

`rules` decides, on what `terms` finds in the lines that `lines` makes of a text;
`weights` says how much each sort of word counts, `lessons` what people's corrections add.
"""

from bot.triage.router.lessons import Lesson, lesson
from bot.triage.router.route import Policy, Route
from bot.triage.router.rules import Router

__all__ = ["Lesson", "Policy", "Route", "Router", "lesson"]
