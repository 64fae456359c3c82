"""A YAML issue form, as GitHub renders what is submitted with it: "### Label", then the answer."""

from __future__ import annotations

from typing import Any

from bot.triage.templates.markdown_file import commands_in
from bot.triage.templates.plain_yaml import load, text_of, words_of
from bot.triage.templates.records import How, Section, Template
from bot.triage.templates.topics import kind_of, topic_of

FIELDS: dict[str, How] = {
    "textarea": "textarea",
    "input": "input",
    "dropdown": "dropdown",
    "checkboxes": "checkboxes",
}
# More fields, or more choices, than anybody reads.
MOST = 200


def parse_form(path: str, text: str) -> Template | None:
    """The template; None when the file is no form or cannot be read."""
    read = load(text)
    if not isinstance(read, dict) or not isinstance(read.get("body"), list):
        return None
    fields = [section for one in read["body"][:MOST] if (section := _section(one)) is not None]
    if not fields:
        return None
    name, about = text_of(read.get("name")), text_of(read.get("description") or read.get("about"))
    labels = words_of(read.get("labels"))
    return Template(
        path=path,
        name=name,
        about=about,
        title=text_of(read.get("title")),
        labels=labels,
        kind=kind_of(path, name, about, labels),
        sections=tuple(fields),
    )


def _section(field: Any) -> Section | None:
    """A field of a form; None for its explanations, which are no part of the issue."""
    if not isinstance(field, dict) or field.get("type") not in FIELDS:
        return None
    how = FIELDS[field["type"]]
    attributes = _mapping(field.get("attributes"))
    label = text_of(attributes.get("label")) or text_of(field.get("id"))
    if not label:
        return None
    options = attributes.get("options")
    choices = [
        text_of(one.get("label") if isinstance(one, dict) else one)
        for one in (options if isinstance(options, list) else [])[:MOST]
    ]
    hint = f"{text_of(attributes.get('description'))} {text_of(attributes.get('placeholder'))}"
    return Section(
        heading=label,
        line=f"### {label}",
        how=how,
        topic="consent" if how == "checkboxes" else topic_of(label, hint),
        hint=hint.strip(),
        commands=commands_in(hint),
        required=_mapping(field.get("validations")).get("required") is True,
        choices=tuple(one for one in choices if one),
        multiple=attributes.get("multiple") is True,
        render=text_of(attributes.get("render")),
    )


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
