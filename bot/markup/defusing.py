"""Plain text for GitHub: reads as it did, and neither acts nor becomes formatting.

Mentions and references are broken with a zero-width space, as GitHub looks for them after the
Markdown is rendered, when a backslash is already gone; formatting is escaped with backslashes.
"""

from __future__ import annotations

import re

from bot.markup.github_emoji import NAMES as EMOJI

ZERO_WIDTH = "\u200b"
# Slack escapes these three, once, and nothing else.
ENTITY = re.compile(r"&(amp|lt|gt);")
CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}

MENTION = re.compile(r"@(?=\w)")
REFERENCE = re.compile(r"#(?=\d)|\b[Gg][Hh]-(?=\d)")
# An address of an issue, a pull request or a commit leaves a cross reference on that page.
GITHUB_ADDRESS = re.compile(
    r"(?i)(?:https?://)?(?:[\w.-]{1,60}@)?(?:www\.)?github\.com(?::\d{1,5})?/[^\s<>`\"']{0,300}?"
    r"/(?:issues|pulls?|discussions|commits?|milestones?)/[^\s<>`\"'|)\]]{0,400}"
)
# Between colons the name of an emoji is one to GitHub even within words, where Slack shows none.
COLONS = re.compile(r":(?=(?P<name>[a-z0-9_+-]{2,60}):(?P<glued>\w?))")
SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"
    r"|[*`~]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?]|$)|(?<=--)>"
    r"|&(?=#?\w{1,40};|$)|&(?=#$)"
    r"|\[(?=[\^!]|[ xX]\]|$)|\](?=[(\[:])|!(?=\[|$)|\^(?=\[)|\$(?=\S)"
)
HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
# What makes a block of a line: headings, rules, lists, quotes, tables' second lines.
LINE = re.compile(
    r"^(?P<space>[ \t]*)(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))"
    r"|(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|=+[ \t]*$|(?:[-_*][ \t]*){3,}$"
    r"|[|:][-|: \t]*$|-[-|: \t]*$))"
)


def decoded(text: str) -> str:
    """Slack's entities as the characters they stand for, once."""
    return ENTITY.sub(lambda found: CHARACTERS[found[1]], text)


def defused(text: str) -> str:
    """A plain Slack text as Markdown in which nothing acts on GitHub; reads the same."""
    lines = [line_defused(inline(decoded(line))) for line in re.split(r"\r\n?|\n", text)]
    return "\n".join(lines)


def titled(text: str) -> str:
    """The same for an issue's title, where GitHub reads no Markdown."""
    return _inert(" ".join(decoded(text).split()))


def inline(text: str) -> str:
    """Already decoded words within a line; what follows them may be anything."""
    parts: list[str] = []
    end = 0
    for found in GITHUB_ADDRESS.finditer(text):
        parts += [_words(text[end : found.start()]), f"`{found.group()}`"]
        end = found.end()
    return "".join([*parts, _words(text[end:])])


def line_defused(line: str) -> str:
    """A finished line that starts no heading, list, quote, rule, table or indented code."""
    found = LINE.match(line)
    bare = line.lstrip(" \t")
    space = line[: len(line) - len(bare)]
    # Unbreakable spaces look the same and are no indentation to Markdown.
    shown = "\u00a0" * len(space.expandtabs(4)) if len(space.expandtabs(4)) > 1 else space
    if not found:
        return shown + bare
    if (number := found["number"]) is not None:
        return f"{shown}{number}\\{bare[len(number) :]}"
    return f"{shown}\\{bare}"


def _words(text: str) -> str:
    escaped = SPECIAL.sub(lambda found: HTML.get(found.group()) or "\\" + found.group(), text)
    return _inert(escaped)


def _inert(text: str) -> str:
    text = MENTION.sub("@" + ZERO_WIDTH, text)
    text = REFERENCE.sub(lambda found: found.group() + ZERO_WIDTH, text)
    return COLONS.sub(_colon, text)


def _colon(found: re.Match[str]) -> str:
    """Broken only where a time, an address or a list cannot be meant: all others can be copied."""
    at = found.start()
    before = found.string[at - 1] if at else ""
    glued = found["glued"] or before.isalnum() or before == "_"
    return ":" + ZERO_WIDTH if glued and found["name"] in EMOJI else ":"
