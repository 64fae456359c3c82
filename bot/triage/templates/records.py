"""What an issue template is, what was told, and what comes of the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

TemplateKind = Literal["bug", "feature", "question", "docs", "other"]
How = Literal["markdown", "field", "textarea", "input", "dropdown", "checkboxes"]
# What a heading asks for; "" where it does not say.
Topic = Literal[
    "", "description", "steps", "steps and actual", "expected", "actual", "output", "config",
    "environment", "solution", "wish", "problem", "reason", "alternatives", "screenshots",
    "extra", "title", "consent",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a template, or a field below one.

    `line` is what stands in the issue, exactly as the template has it. A field ("- Kernel
    version:") is answered on its own line; of checkboxes, `choices` are the boxes' words.
    """

    heading: str
    line: str
    how: How = "markdown"
    topic: Topic = ""
    hint: str = ""
    commands: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    multiple: bool = False
    render: str = ""
    parts: bool = False  # its answer stands in the sections below it


@dataclass(frozen=True, slots=True)
class Template:
    """`fault` says in a sentence what of the file could not be used."""

    path: str
    name: str
    about: str
    title: str
    labels: tuple[str, ...]
    kind: TemplateKind
    sections: tuple[Section, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What one person said at once, as safe Markdown without secrets."""

    by_reporter: bool
    markdown: str


@dataclass(frozen=True, slots=True)
class Told:
    """A thread in order of time, the reporter's first message first.

    `placed` names headings of the template under which some of the words belong.
    """

    kind: str
    passages: tuple[Passage, ...]
    placed: Mapping[str, Sequence[str]] = field(default_factory=dict)  # quotations by heading


@dataclass(frozen=True, slots=True)
class Missing:
    """A question for the reporter, and the commands whose output answers it."""

    heading: str
    question: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    body: str
    missing: tuple[Missing, ...] = ()
