"""A Slack text as GitHub Markdown: code to the letter, people named and never mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from bot.markup.defusing import (
    GITHUB_ADDRESS,
    ZERO_WIDTH,
    decoded,
    inline,
    line_defused,
)
from bot.markup.emoji import NAME as EMOJI
from bot.markup.emoji import emoji
from bot.markup.links import disguised

MENTIONED = re.compile(r"<@([UW][A-Z0-9]+)")
FENCE = re.compile(r"```\n?(?P<code>(?!`{3}).+?)\n?(?:```|\Z)", re.DOTALL)
QUOTE = re.compile(r"(?:&gt;|>)[ ]?")
LONG_QUOTE = re.compile(r"(?:&gt;|>){3}[ ]?")
BULLET = re.compile(r"(?P<space>[ \t]*)(?P<mark>[•◦▪▫‣⁃]\ufe0e?|[-*])[ \t]+(?=\S)")
NUMBER = re.compile(r"(?P<space>[ \t]*)(?P<number>\d{1,3})[.)][ \t]+(?=\S)")
PIECE = re.compile(
    r"`(?P<code>[^`\n]{1,4000})`"
    r"|<(?P<markup>[^<>\n]{1,3000})>"
    r"|(?<![\w*])\*(?P<bold>(?![\s*])[^*\n]{0,800}(?<![\s]))\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>(?![\s_])[^\n]{0,800}?(?<![\s_]))_(?![\w])"
    r"|(?<![\w~])~(?P<strike>(?![\s~])[^~\n]{0,800}(?<![\s]))~(?![\w~])"
    rf"|(?P<emoji>{EMOJI.pattern})"
)
MARKS = {"bold": "**", "italic": "_", "strike": "~~"}
IN_CODE = re.compile(r"<([^<>\n]+)>")
SAFE = ("http://", "https://", "mailto:")
# Above a quote. Only from its first line end on: tried from each of many, it takes for ever.
GAP = re.compile(r"(?<!\n)\n{3,}+(?=> )")
# What would end an address in Markdown, or the code it may stand in.
UNSAFE = re.compile(r"[\s()<>\"`\\|*{}^\[\]\u0000-\u001f]")


def to_markdown(text: str, names: Mapping[str, str] | None = None) -> str:
    """GitHub Markdown for a Slack text; people are named in bold, never mentioned.

    Outside code no @mention, #reference, closing keyword or HTML of the text can do anything on
    GitHub, and nothing becomes a heading, a list or a table by accident.
    """
    text = re.sub(r"\r\n?", "\n", text).replace("\x00", "\ufffd")
    return _blocks(text, names or {}).strip("\n")


def _blocks(text: str, names: Mapping[str, str], *, within_quote: bool = False) -> str:
    # Slack has no quotes within quotes: a second mark is one of the words.
    if within_quote:
        return _fences(text, names)
    made: list[str] = []
    for quoted, part in _quotes(text):
        if quoted:
            inside = _blocks(part, names, within_quote=True).strip("\n")
            # The empty line keeps what follows out of the quote.
            made += [re.sub(r"(?m)^(?=(.?))", lambda m: "> " if m[1] else ">", inside), ""]
        else:
            made.append(_fences(part, names))
    return GAP.sub("\n\n", "\n".join(made))


def _quotes(text: str) -> Iterator[tuple[bool, str]]:
    """The text in parts that are quoted and parts that are not."""
    lines = text.split("\n")
    part: list[str] = []
    quoted = fenced = False
    for at, line in enumerate(lines):
        if not fenced and LONG_QUOTE.match(line):
            yield quoted, "\n".join(part)
            rest = [LONG_QUOTE.sub("", line, count=1), *lines[at + 1 :]]
            yield True, "\n".join(rest)
            return
        is_quote = not (fenced and not quoted) and QUOTE.match(line) is not None
        if is_quote != quoted and part:
            yield quoted, "\n".join(part)
            part, fenced = [], False
        quoted = is_quote
        bare = QUOTE.sub("", line, count=1) if is_quote else line
        part.append(bare)
        fenced ^= bare.count("```") % 2 == 1
    if part:
        yield quoted, "\n".join(part)


def _fences(text: str, names: Mapping[str, str]) -> str:
    made: list[str] = []
    end = 0
    for found in FENCE.finditer(text):
        closed = found.group().endswith("```") and found.end() - found.start() > 6
        if not closed and not re.search(r"(?:^|\n)[ ]{0,3}$", text[: found.start()][-4:]):
            continue
        if before := text[end : found.start()].removesuffix("\n"):
            made.append(_lines(before, names))
        code = _code(found["code"], names)
        ticks = "`" * max(3, _longest_run(code) + 1)
        made.append(f"{ticks}\n{code}\n{ticks}")
        end = found.end() + text.startswith("\n", found.end())
    if end < len(text) or not made:
        made.append(_lines(text[end:], names))
    return "\n".join(made)


def _lines(text: str, names: Mapping[str, str]) -> str:
    made: list[str] = []
    level = -1  # of the list we are in, -1 outside one
    counted: dict[int, int] = {}
    for line in text.split("\n"):
        bullet, number = BULLET.match(line), NUMBER.match(line)
        item = bullet or number
        if item and not (bullet and re.fullmatch(r"[\s*_-]{3,}", line)):
            width = len(item["space"].expandtabs(4))
            deeper = min(width // (4 if bullet and bullet["mark"] not in "-*" else 2), level + 1)
            counts = number is not None and int(number["number"]) == counted.get(deeper, 0) + 1
            if bullet or counts:
                level = deeper
                counted = {at: n for at, n in counted.items() if at < level}
                if number:
                    counted[level] = int(number["number"])
                mark = f"{number['number']}." if number else "-"
                words = _inline(line[item.end() :], names)
                made.append("   " * level + f"{mark} {line_defused(words)}")
                continue
        if level >= 0 and line.strip():
            # Without an empty line it would read on in the list's last item.
            made.append("")
        if line.strip():
            level, counted = -1, {}
        made.append(line_defused(_inline(line, names)))
    return "\n".join(made)


def _inline(text: str, names: Mapping[str, str], within: str = "") -> str:
    made = ""
    end = 0
    for found in PIECE.finditer(text):
        kind = str(found.lastgroup if found["emoji"] is None else "emoji")
        made = _glued(made, _words(text[end : found.start()]))
        made = _glued(made, _piece(found, kind, names, within))
        end = found.end()
    return _glued(made, _words(text[end:]))


def _words(text: str) -> str:
    return inline(decoded(text))


def _glued(left: str, right: str) -> str:
    """Two pieces that do not become one by standing side by side."""
    touching = left[-1:] + right[:1]
    joins = touching in {"``", "**", "__", "~~", "@@", "](", "][", "]:"} or (
        left[-1:] in set("@#-:") and right[:1].isalnum()
    )
    return left + (ZERO_WIDTH if joins else "") + right


def _piece(found: re.Match[str], kind: str, names: Mapping[str, str], within: str) -> str:
    if kind == "code":
        code = _code(found["code"], names)
        ticks = "`" * (_longest_run(code) + 1)
        padded = f" {code} " if code[0] in " `" or code[-1] in " `" else code
        return f"{ticks}{padded}{ticks}" if code.strip() else f"{ticks}{code}{ticks}"
    if kind == "markup":
        return _markup(found["markup"], names, within)
    if kind == "emoji":
        return emoji(found) or _words(found.group())
    inside = _inline(found[kind], names, within + kind)
    mark = MARKS[kind]
    if kind in within or not inside.strip() or inside[0] in mark or inside[-1] in mark + "\\":
        return inside
    return f"{mark}{inside}{mark}"


def _markup(markup: str, names: Mapping[str, str], within: str) -> str:
    target, _, label = markup.partition("|")
    if target.startswith(("@", "#")) and len(target) > 1:
        return _strong(_called(target, label, names), within)
    if target.startswith("!subteam^"):
        group = label or names.get(target.removeprefix("!subteam^"), "a group")
        return _strong(decoded(group), within)
    if target.startswith("!"):
        return inline(_special(target, decoded(label)))
    if not target.startswith(SAFE):
        shown = decoded(target)
        return inline(f"{decoded(label)} ({shown})" if label else f"<{shown}>")
    return _link(decoded(target), decoded(label), names)


def _called(target: str, label: str, names: Mapping[str, str]) -> str:
    """The name of a person or channel, with its sign where it is a channel's."""
    name = decoded(label) or names.get(target[1:], "")
    if target[0] == "@":
        return name.lstrip("@") or "somebody"
    return "#" + (name.lstrip("#") or target[1:])


def _strong(name: str, within: str) -> str:
    shown = inline(" ".join(name.split())) or "somebody"
    if "bold" in within or shown[0] in "*\\ " or shown[-1] in "*\\ ":
        return shown
    return f"**{shown}**"


def _special(target: str, label: str) -> str:
    """@here and its like, and dates: their fallback, or the time itself."""
    name, *rest = target[1:].split("^")
    if label:
        return label
    if name == "date" and rest and re.fullmatch(r"\d{1,11}", rest[0]):
        return datetime.fromtimestamp(int(rest[0]), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"@{name}" if name in {"here", "channel", "everyone"} else name


def _link(address: str, label: str, names: Mapping[str, str]) -> str:
    safe = UNSAFE.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), address
    )
    label = " ".join(label.split())
    bare = address.removeprefix("mailto:")
    if GITHUB_ADDRESS.search(safe):
        same = not label or label in {address, address.split("://")[-1]}
        return f"`{safe}`" if same else f"{inline(label)} (`{safe}`)"
    if not label or label in {address, bare} or f"http://{label}" == address:
        return f"<{safe.removeprefix('mailto:') if address != bare and '?' not in safe else safe}>"
    if disguised(label, address):
        return f"{inline(label)} (<{safe}>)"
    shown = re.sub(r"(?<!\\)([\[\]])", r"\\\1", inline(label))
    return f"[{shown}]({safe})"


def _code(code: str, names: Mapping[str, str]) -> str:
    """Code to the letter; Slack marks up addresses and mentions even there."""

    def shown(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if target.startswith(SAFE):
            return label or target.removeprefix("mailto:")
        if target.startswith("@") and len(target) > 1:
            return f"@{label or names.get(target[1:], target[1:])}"
        if target.startswith("#") and len(target) > 1:
            return f"#{label or names.get(target[1:], target[1:])}"
        if target.startswith("!"):
            return label or f"@{target[1:].split('^')[0]}"
        return found.group()

    return decoded(IN_CODE.sub(shown, code))


def _longest_run(code: str) -> int:
    return max((len(run) for run in re.findall(r"`+", code)), default=0)
