"""A template filled with what was told: every heading, in its order, in the reporter's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from bot.triage.templates import questions
from bot.triage.templates.answers import Answers
from bot.triage.templates.asking import missing
from bot.triage.templates.defaults import default
from bot.triage.templates.records import Filled, Passage, Section, Template, Told

# GitHub refuses bodies over 65,536 characters.
LONGEST_BODY = 60_000
LONGEST_PASSAGE = 1_000


def fill(template: Template | None, told: Told) -> Filled:
    """The issue's text, and what to ask the reporter for; a default where there is no template.

    No longer than GitHub takes: then the latest of what others said is left out first, the
    reporter's latest next, the end of a single message last, and the text says so.
    """
    usable = template if template is not None and _is_usable(template) else None
    if sum(len(one.markdown) for one in told.passages) <= LONGEST_BODY:
        whole = _filled(usable, told)
        if len(whole.body) <= LONGEST_BODY:
            return whole
    return _shortened(usable, told)


def _is_usable(template: Template) -> bool:
    """Whether it has headings, and leaves room for what stands below them."""
    lengths = [len(one.line) + sum(map(len, one.choices)) for one in template.sections]
    return 0 < sum(lengths) < LONGEST_BODY // 3


def _shortened(template: Template | None, told: Told) -> Filled:
    room = LONGEST_BODY - len(questions.cut_short()) - 2
    replies = sum(not one.by_reporter for one in told.passages)
    own = len(told.passages) - replies

    def kept(number: int) -> Told:
        """With as many passages as this, the replies being the first to go."""
        left_own, left_replies = min(number, own), max(0, number - own)
        chosen: list[Passage] = []
        for one in told.passages:
            if one.by_reporter and left_own:
                chosen.append(one)
                left_own -= 1
            elif not one.by_reporter and left_replies:
                chosen.append(one)
                left_replies -= 1
        return replace(told, passages=tuple(chosen))

    in_order = sorted(told.passages, key=lambda one: not one.by_reporter)
    lengths = accumulate(len(one.markdown) for one in in_order)
    fewest, most = 1, max(1, sum(length <= room for length in lengths))
    while fewest < most:
        middle = (fewest + most + 1) // 2
        if len(_filled(template, kept(middle)).body) <= room:
            fewest = middle
        else:
            most = middle - 1
    filled = _filled(template, kept(fewest))
    if len(filled.body) <= room:
        rest = f"\n\n{questions.left_out()}" if fewest < len(told.passages) else ""
        return Filled(filled.body + rest, filled.missing)
    first = kept(1).passages[0]
    longest = room
    while True:
        cut = replace(first, markdown=_cut(first.markdown, longest))
        filled = _filled(template, replace(told, passages=(cut,)))
        over = len(filled.body) - room
        if over <= 0 or longest <= LONGEST_PASSAGE:
            return Filled(f"{filled.body}\n\n{questions.cut_short()}", filled.missing)
        longest = max(LONGEST_PASSAGE, longest - over)


def _cut(markdown: str, longest: int) -> str:
    """The beginning, to the end of a line where there is one; reading it closes its fences."""
    if len(markdown) <= longest:
        return markdown
    end = markdown.rfind("\n", longest // 2, longest)
    if end > 0:
        return markdown[:end]
    # No mark may stay open in the middle of a line: of one so long only plain words are kept.
    return markdown[:longest].replace("`", "").replace("*", "").rstrip("\\ ")


def _filled(template: Template | None, told: Told) -> Filled:
    used = template or default(told.kind)
    answers = Answers(used.sections, told)
    parts: list[str] = []
    for at, section in enumerate(used.sections):
        if template is None and not _worth_showing(section, answers.given(at)):
            continue
        text = _section(section, answers.text(at))
        # Fields stand below each other without a gap, except around blocks.
        close = section.how in ("field", "checkboxes") and section.line[:1] != "#"
        tight = close and at > 0 and _is_row(used.sections[at - 1], parts) and "\n" not in text
        parts.append(("\n" if tight else "\n\n") + text)
    if answers.added:
        parts.append(f"\n\n{_heading_like(used.sections[0])}\n\n{answers.added}")
    return Filled("".join(parts).strip("\n"), missing(used, answers, told))


def _heading_like(first: Section) -> str:
    """A heading of ours in the manner of the template's own."""
    words = questions.ADDED
    if first.line.startswith("#"):
        return f"{first.line.split(' ')[0]} {words}"
    return f"**{words}**" if first.line.startswith("**") else f"### {words}"


def _is_row(before: Section, parts: Sequence[str]) -> bool:
    row = before.how in ("field", "checkboxes") and before.line[:1] != "#"
    return row and bool(parts) and "\n" not in parts[-1].strip("\n")


def _worth_showing(section: Section, given: bool) -> bool:
    return given or section.topic == "environment"


def _section(section: Section, answer: str) -> str:
    if section.how == "field":
        if section.topic == "consent":
            return section.line
        line = section.line if section.line.rstrip()[-1:] in ":?：" else f"{section.line}:"
        return f"{line}\n\n{answer}" if "\n" in answer else f"{line} {answer}"
    if section.how == "checkboxes":
        boxes = "\n".join(f"- [ ] {choice}" for choice in section.choices)
        return f"{section.line}\n\n{boxes}" if boxes else section.line
    return f"{section.line}\n\n{answer}" if answer else section.line
