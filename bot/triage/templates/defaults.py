"""The headings of an issue for a repository that has no template of its own."""

from __future__ import annotations

from bot.triage.templates.records import Section, Template, Topic

HEADINGS: dict[str, tuple[tuple[str, Topic], ...]] = {
    "bug": (
        ("What happens", "description"),
        ("Steps to reproduce", "steps"),
        ("What was expected", "expected"),
        ("Output and logs", "output"),
        ("Environment", "environment"),
        ("Additional context", "extra"),
    ),
    "feature": (
        ("The problem", "problem"),
        ("What is wished for", "wish"),
        ("Alternatives", "alternatives"),
        ("Additional context", "extra"),
    ),
    "question": (
        ("Question", "description"),
        ("Output and logs", "output"),
        ("Environment", "environment"),
        ("Additional context", "extra"),
    ),
}


def default(kind: str) -> Template:
    """A sober template; of its headings only those with content are shown, and the environment."""
    headings = HEADINGS.get(kind, HEADINGS["question"])
    return Template(
        path="",
        name="",
        about="",
        title="",
        labels=(),
        kind="other",
        sections=tuple(Section(words, f"### {words}", topic=topic) for words, topic in headings),
    )
