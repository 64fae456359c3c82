"""A Markdown issue template: front matter if there is any, headings, and lines to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.triage.templates.front_matter import front_matter
from bot.triage.templates.plain_yaml import text_of, words_of
from bot.triage.templates.records import Section, Template, Topic
from bot.triage.templates.topics import kind_of, topic_of

COMMENT = re.compile(r"<!--((?:(?!<!--).)*?)-->", re.S)
FENCE = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n(.*?)(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.S | re.M)
HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})\s+(?P<words>\S.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})\s*$")
BOLD = re.compile(
    r"^\s{0,3}(?P<mark>\*\*"
    r"|__)\s*(?P<words>[^*_\n][^\n]*?)\s*(?P=mark)(?P<colon>\s*[:：])?(?P<rest>.*)$"
)
BULLET = re.compile(r"^(?P<space>\s{0,12})(?P<mark>[-*+]|\d{1,2}[.)])\s+(?P<words>\S.*)$")
BOX = re.compile(r"^\[[ xX]\]\s+(?P<words>.*)$")
LABEL = re.compile(r"^(?P<words>[A-Z][^:\n]{1,60}):\s*$")
NOT_HEADINGS = re.compile(
    r"(?i)^(?:note|warning|important|tip|attention|caution|thanks?|please|n\.?b\.?)\b"
)
COMMAND = re.compile(r"`([^`\n]{3,200})`")
EXAMPLE = re.compile(r"\s*(?:\[[^\]\n]*\]|\((?:e\.g|for example)[^()\n]*\)|_[^_\n]+_)\s*$")


def parse_markdown(path: str, text: str) -> Template | None:
    """The template; None when it has neither front matter nor anything to fill in."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front, fault, body = front_matter(text)
    sections = tuple(_with_topics(_sections(body)))
    name, about = (
        text_of(front.get("name")),
        text_of(front.get("about") or front.get("description")),
    )
    if not sections and not name:
        return None
    labels = words_of(front.get("labels"))
    return Template(
        path=path,
        name=name,
        about=about,
        title=text_of(front.get("title")),
        labels=labels,
        kind=kind_of(path, name, about, labels),
        sections=sections,
        fault=fault,
    )


def _sections(body: str) -> Iterator[Section]:
    lines = FENCE.sub(r"\n", COMMENT.sub(_comment, body)).splitlines()
    only_labels = not any(
        HEADING.match(one) or BOLD.match(one) for one in lines if len(one) <= LONGEST_LINE
    )
    held: Section | None = None
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        begun = _begun(line, following, only_labels)
        if begun is not None:
            if held is not None:
                yield held
            held = begun
        elif held is not None and line.strip() and not UNDERLINE.match(line):
            hint = line.strip().removeprefix(HINT)
            held = replace(
                held,
                hint=f"{held.hint} {hint}".strip(),
                commands=(*held.commands, *commands_in(hint)),
            )
    if held is not None:
        yield held


# A longer line is no heading.
LONGEST_LINE = 500
# Stands before what was in a comment, which is a hint and nothing else.
HINT = "\x00"


def _comment(found: re.Match[str]) -> str:
    """A comment's words as hints; within a line it leaves that line as it was."""
    lines = [line.strip() for line in found[1].splitlines() if line.strip()]
    return "".join(f"\n{HINT}{line}" for line in lines) + ("\n" if "\n" in found[1] else "")


def _begun(line: str, following: str, only_labels: bool) -> Section | None:
    """The section that begins with this line, if one does."""
    if line.startswith(HINT) or not line.strip() or len(line) > LONGEST_LINE:
        return None
    if found := HEADING.match(line):
        return Section(_clean(found["words"]), line.rstrip())
    if UNDERLINE.match(following) and not UNDERLINE.match(line) and not BULLET.match(line):
        return Section(_clean(line), f"{line.rstrip()}\n{following.strip()}")
    if (found := BOLD.match(line)) and not NOT_HEADINGS.match(found["words"]):
        whole = line[: found.start("rest")].rstrip()
        hint = found["rest"].strip(" :")
        words = _clean(found["words"])
        colon = not found["colon"] and found["rest"].startswith(":")
        return Section(words, whole + (":" if colon else ""), hint=hint, commands=commands_in(hint))
    if (found := BULLET.match(line)) and _asks(found["words"]):
        return _field(line, found)
    if only_labels and (found := LABEL.match(line)):
        return Section(_clean(found["words"]), line.strip())
    return None


def _asks(words: str) -> bool:
    """Whether a bullet is there to be filled in: not a hint's own list."""
    bare = EXAMPLE.sub("", words).rstrip()
    return (
        bare.endswith((":", "?", "："))
        or BOX.match(words) is not None
        or bool(commands_in(words))
        or (len(bare) <= 50 and not bare.endswith((".", "!", ";", ",")))
    )


def _field(line: str, found: re.Match[str]) -> Section:
    box = BOX.match(found["words"])
    whole = line.rstrip()
    words = box["words"] if box else found["words"]
    shown = EXAMPLE.sub("", whole) or whole
    if box:
        whole = re.sub(r"\[[xX]\]", "[ ]", whole, count=1)
        return Section(
            _clean(words), whole, "field" if whole.endswith(":") else "checkboxes", "consent"
        )
    return Section(
        _clean(EXAMPLE.sub("", words)),
        shown.rstrip(),
        "field",
        hint=whole[len(shown) :].strip(),
        commands=commands_in(words),
    )


def _with_topics(sections: Iterator[Section]) -> Iterator[Section]:
    """The same with their topics, and whether fields below a heading hold its answer."""
    listed = list(sections)
    above: Topic = ""
    for at, section in enumerate(listed):
        below = listed[at + 1] if at + 1 < len(listed) else None
        if section.how != "markdown":
            topic = section.topic or topic_of(section.heading)
            yield replace(section, topic=topic or above)
            continue
        above = topic_of(section.heading, section.hint)
        deeper = below is not None and (below.how != "markdown" or _level(below) > _level(section))
        yield replace(section, topic=above, parts=deeper)


def _level(section: Section) -> int:
    """How deep a heading is; a line in bold stands below every heading."""
    found = HEADING.match(section.line)
    return len(found["level"]) if found else 1 if "\n" in section.line else 7


def commands_in(text: str) -> tuple[str, ...]:
    return tuple(
        command
        for command in COMMAND.findall(text)
        if re.match(r"(?:sudo )?[a-z][\w.-]*\s+\S", command) or command.startswith("cat ")
    )


def _clean(words: str) -> str:
    """A heading's words without its marks and its colon."""
    return re.sub(r"^[*_#\s]+|[*_:\s：]+$", "", words).strip()
