"""Issue templates: read, chosen, and filled with what a thread tells."""

from bot.triage.templates.filling import LONGEST_BODY, fill
from bot.triage.templates.questions import attached
from bot.triage.templates.reading import choose, parse
from bot.triage.templates.records import Filled, Missing, Passage, Section, Template, Told

__all__ = [
    "LONGEST_BODY",
    "Filled",
    "Missing",
    "Passage",
    "Section",
    "Template",
    "Told",
    "attached",
    "choose",
    "fill",
    "parse",
]
