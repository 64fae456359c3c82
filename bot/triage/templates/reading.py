"""From a repository's template files to the template that fits a report."""

from __future__ import annotations

from collections.abc import Sequence

from bot.triage.templates.forms import parse_form
from bot.triage.templates.markdown_file import parse_markdown
from bot.triage.templates.plain_yaml import LONGEST
from bot.triage.templates.records import Template, TemplateKind

FALLBACKS: dict[str, tuple[TemplateKind, ...]] = {
    "bug": ("bug",),
    "feature": ("feature",),
    "question": ("question", "bug"),
}


def parse(path: str, text: str) -> Template | None:
    """The template in a file, as far as it can be used; None if there is none in it."""
    file = path.rsplit("/", 1)[-1].lower()
    stem, _, ending = file.rpartition(".")
    if len(text) > LONGEST or stem == "config":
        return None
    if ending in ("yml", "yaml"):
        return parse_form(path, text)
    return parse_markdown(path, text) if ending in ("md", "markdown") else None


def choose(templates: Sequence[Template], kind: str) -> Template | None:
    """The first template for this kind of report; a question may go into one for bugs."""
    for wanted in FALLBACKS.get(kind, ()):
        for template in templates:
            if template.kind == wanted and template.sections:
                return template
    return None
