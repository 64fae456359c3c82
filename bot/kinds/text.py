"""Takes a message or an issue apart: its prose, its first line, and what shape it has.

Everything looks at a bounded piece of the text and walks it once, so that a
pasted log of ten megabytes costs no more than a long message.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

# A person has said what it is about by then; the rest is logs. The end is kept
# too, because that is where people put their question.
HEAD, TAIL = 6_000, 2_000
LEAD = 160

# Words that stand for what was taken out. Prose is lower-cased, so these cannot
# be mistaken for somebody's word.
CODE, BLOCK, LINK, IMAGE, MENTION, CHANNEL, QUOTE, VERSION, NUMBER, TRACE, EMOJI = (
    " CODE ", " BLOCK ", " LINK ", " IMAGE ", " MENTION ", " CHANNEL ", " QUOTE ",
    " VERSION ", " NUMBER ", " TRACE ", " EMOJI ",
)  # fmt: skip

# Question marks of other scripts: full-width, Arabic, Armenian, Ethiopic, vertical,
# small, reversed, doubled, and the inverted one that opens a Spanish question.
_MARKS = str.maketrans(dict.fromkeys("？؟՞፧︖﹖⸮⁇⁈⁉¿\u037e", "?") | {"’": "'", "‘": "'", "`": " "})

_GREEK = re.compile("[\u0370-\u03ff]")
_INLINE = re.compile(r"`([^`\n]{1,300})`")
_SLACK = re.compile(r"<([@#!]?)([^<>|\n]{1,600})(?:\|([^<>\n]{0,300}))?>")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{1,600}\)|<img\b[^>\n]{0,600}>")
_MD_LINK = re.compile(r"\[([^\]\n]{1,200})\]\([^)\n]{1,600}\)")
_URL = re.compile(r"\b(?:https?|ftp)://[^\s<>]{1,2000}")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,120}>")
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]{2,40}:")
_AT = re.compile(r"(?<![\w.])@[\w.-]{1,40}")
_VERSION = re.compile(r"\bv?\d{1,6}(?:\.\w{1,20}){1,5}\b")
_NUMBER = re.compile(r"\b\d\w{0,60}")
_TRACE_LINE = re.compile(
    r"\s{0,40}(?:at [\w$.<>/ \[\]]{1,200}[(:]|File \"|Traceback |goroutine \d|#\d{1,3}\s+0x"
    r"|panic:|Caused by:"
    r"|E?W?I?\d{4} \d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[\d{2,4}[-:/])"
)
_HEADING = re.compile(r"[ ]{0,3}#{1,6}\s{1,9}(.{1,120})|[ ]{0,3}\*\*([^*\n]{2,100})\*\*[ :?]{0,3}")
WORD = re.compile(r"[A-Z]{4,7}|[^\W\d_]+(?:'[^\W\d_]+)*|[?!.:;,\n]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text without its code, links and markup, and what was seen while taking them out."""

    lead: str
    prose: str
    headings: tuple[str, ...]
    length: int
    blocks: int
    codes: int
    links: int
    images: int
    mentions: int
    quotes: int
    traces: int
    lines: int
    mention_first: bool
    emoji: int

    @property
    def asks(self) -> int:
        """Question marks outside code, links and quotes, in any script."""
        return self.prose.count("?")


def shorten(text: str) -> str:
    if len(text) <= HEAD + TAIL:
        return text
    return text[:HEAD] + "\n" + text[-TAIL:]


def read(text: str) -> Reading:
    """Read Slack's raw text or GitHub's Markdown; any string will do."""
    length = len(text)
    text = shorten(text)
    if "\r" in text:
        text = text.replace("\r", "")
    text = _drop_comments(text)
    text, blocks = _drop_fences(text)
    codes = links = images = mentions = emoji = 0
    if "`" in text:
        text, codes = _INLINE.subn(CODE, text)
    if "](" in text or "<img" in text:
        text, images = _IMAGE.subn(IMAGE, text)
        text, more = _MD_LINK.subn(r" \1 LINK ", text)
        links += more
    mention_first = text.lstrip()[:2] == "<@" or text.lstrip()[:1] == "@"
    if "<" in text:
        mentions = text.count("<@")
        links += text.count("<http")
        text = _SLACK.sub(_plain, text)
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if "://" in text:
        text, more = _URL.subn(LINK, text)
        links += more
    if "@" in text:
        text, more = _AT.subn(MENTION, text)
        mentions += more
    lines, headings, quotes, traces = _lines(text)
    prose = "\n".join(lines).strip()
    if ";" in prose and _GREEK.search(prose):
        prose = prose.replace(";", "?")
    prose = prose.translate(_MARKS)
    if ":" in prose:
        prose, emoji = _EMOJI_NAME.subn(EMOJI, prose)
    prose = _NUMBER.sub(NUMBER, _VERSION.sub(VERSION, prose))
    lead = next((line for line in prose.split("\n") if line.strip()), "")
    if len(lead) > LEAD:
        lead = lead[:LEAD].rsplit(" ", 1)[0]
    return Reading(
        lead, prose, tuple(headings), length, blocks, codes, links, images, mentions,
        quotes, traces, len(lines), mention_first, emoji,
    )  # fmt: skip


def lower(text: str) -> str:
    """Lower case, except for the words that stand for what was taken out."""
    return " ".join(w if w in _KEPT else w.lower() for w in text.split(" "))


_KEPT = frozenset("CODE BLOCK LINK IMAGE MENTION CHANNEL QUOTE VERSION NUMBER TRACE EMOJI".split())


def _plain(found: re.Match[str]) -> str:
    sign, target, label = found.groups()
    if sign == "@":
        return MENTION
    if sign == "#":
        return CHANNEL
    if sign == "!":
        return MENTION
    if "://" in target or target.startswith("mailto:"):
        # A label that only repeats the address says nothing.
        return f" {label} LINK " if label and "://" not in label and "/" not in label else LINK
    return found.group(0)


def _drop_comments(text: str) -> str:
    """Without the HTML comments in which issue templates instruct the writer."""
    if "<!--" not in text:
        return text
    kept = []
    place = 0
    while (start := text.find("<!--", place)) >= 0:
        kept.append(text[place:start])
        end = text.find("-->", start)
        place = len(text) if end < 0 else end + 3
    kept.append(text[place:])
    return " ".join(kept)


def _drop_fences(text: str) -> tuple[str, int]:
    if "```" not in text:
        return text, 0
    parts = text.split("```")
    # An odd number of fences: the last one was never closed, so what follows is code too.
    return BLOCK.join(parts[::2]), len(parts) // 2


def _lines(text: str) -> tuple[list[str], list[str], int, int]:
    lines: list[str] = []
    headings: list[str] = []
    quotes = traces = 0
    for line in text.split("\n"):
        bare = line.lstrip()
        if bare[:1] == ">" and bare[:2] != ">>":
            quotes += 1
            continue
        if _TRACE_LINE.match(line):
            traces += 1
            if traces == 1:
                lines.append(TRACE)
            continue
        if bare[:1] in "#*" and (found := _HEADING.match(line)):
            title = (found.group(1) or found.group(2)).strip(" #:*?")
            headings.append(title.lower())
        lines.append(line)
    return lines, headings, quotes, traces
