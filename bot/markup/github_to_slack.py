"""GitHub Markdown as Slack's markup: nothing in a foreign text can call anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.markup.cutting import cut
from bot.markup.slack_words import escaped, inline, plain

FENCE = re.compile(r"(?P<space>[ ]*)(?P<mark>`{3,}+|~{3,}+)(?P<info>[^`\n]*)$")
HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:[ \t]+(?P<words>.*?))?(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{2,})[ \t]*$")
RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
BULLET = re.compile(r"(?P<space>[ \t]*)[-*+][ \t]+(?:\[(?P<done>[ xX])\][ \t]+)?(?=\S)")
NUMBER = re.compile(r"(?P<space>[ \t]*)(?P<number>\d{1,9})[.)][ \t]+(?=\S)")
DELIMITERS = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
CELL = re.compile(r"(?<!\\)\|")
DEFINITION = re.compile(
    r"[ ]{0,3}\[(?P<name>[^\]\^][^\]]{0,200})\]:[ \t]*<?(?P<address>[^\s>]+)>?.*$"
)
# Fenced or inline code, in which a comment is no comment, or a comment.
COMMENT = re.compile(
    r"(?ms)^[ ]{0,12}(?P<ticks>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^[ ]{0,12}(?P=ticks)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<run>`{1,20}+)(?!`)[^\n]{0,2000}?(?<!`)(?P=run)(?!`)"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
)
# Inert while link_names is off, as it is; broken all the same, but not within an address. Whole
# words or not: a cut may make one of a longer word.
CALL = re.compile(r"<[^<>]*>|@(?=here|channel|everyone|group)", re.IGNORECASE)
DEEPEST_QUOTE = 3
MARKS = ("•", "◦", "▪")


def to_slack(markdown: str, limit: int | None = None) -> str:
    """Slack markup for GitHub Markdown, cut to the limit where one is given.

    Every &, < and > of the text is escaped, so that no mention, channel call or link comes out
    but the links of the text itself.
    """
    text = re.sub(r"\r\n?", "\n", markdown).replace("\x00", "\ufffd")
    lines = _without_comments(text).split("\n")
    definitions = {
        found["name"].lower(): found["address"]
        for line in lines
        if (found := DEFINITION.match(line))
    }
    made = "\n".join(_blocks(lines, definitions))
    made = re.sub(r"\n{3,}", "\n\n", made).strip("\n")
    made = CALL.sub(lambda found: "@\u200b" if found.group() == "@" else found.group(), made)
    return made if limit is None else cut(made, limit)


def _without_comments(text: str) -> str:
    return COMMENT.sub(lambda found: "" if found["comment"] else found.group(), text)


def _blocks(lines: list[str], definitions: Mapping[str, str], quotes: int = 0) -> list[str]:
    made: list[str] = []
    indents: list[int] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := FENCE.match(line):
            at, code = _fenced(lines, at, fence)
            made += _code_block(code)
            continue
        at += 1
        if quotes < DEEPEST_QUOTE and QUOTE.match(line):
            start = at - 1
            while at < len(lines) and QUOTE.match(lines[at]):
                at += 1
            inside = [QUOTE.sub("", quoted, count=1) for quoted in lines[start:at]]
            made += ["&gt; " + quoted for quoted in _blocks(inside, definitions, quotes + 1)]
            continue
        if DEFINITION.match(line):
            continue
        if at < len(lines) and "|" in line and DELIMITERS.match(lines[at]) and "|" in lines[at]:
            start = at - 1
            while at < len(lines) and "|" in lines[at]:
                at += 1
            made += _table(lines[start:at])
            continue
        if heading := HEADING.match(line):
            made.append(_bold(heading["words"] or "", definitions))
            continue
        if RULE.match(line):
            made.append("———")
            continue
        item = BULLET.match(line) or NUMBER.match(line)
        if item:
            made.append(_item(line, item, indents, definitions))
            continue
        if line.strip() and not line.startswith((" ", "\t")):
            indents.clear()
        if at < len(lines) and line.strip() and not indents and UNDERLINE.match(lines[at]):
            made.append(_bold(line.strip(), definitions))
            at += 1
            continue
        made.append(_indented(line, indents, definitions))
    return made


def _fenced(lines: list[str], at: int, fence: re.Match[str]) -> tuple[int, list[str]]:
    """The line after a fence, and the code in it, less the fence's own indentation."""
    closing = re.compile(rf"[ \t]*{re.escape(fence['mark'][0])}{{{len(fence['mark'])},}}[ \t]*$")
    code: list[str] = []
    at += 1
    while at < len(lines) and not closing.match(lines[at]):
        space = len(lines[at]) - len(lines[at].lstrip(" "))
        code.append(lines[at][min(space, len(fence["space"])) :])
        at += 1
    return at + 1, code


def _code_block(code: list[str]) -> list[str]:
    # Slack knows no longer fence: three backquotes in code would end it.
    shown = "\n".join(code).replace("```", "``\u200b`")
    return ["```", *escaped(shown).split("\n"), "```"] if shown.strip() else []


def _table(rows: list[str]) -> list[str]:
    """A table as code with its columns aligned: Slack has none of its own."""
    cells = [
        [plain(cell.strip().replace("\\|", "|")) for cell in CELL.split(row.strip().strip("|"))]
        for at, row in enumerate(rows)
        if at != 1
    ]
    width = max(map(len, cells))
    cells = [[*row, *[""] * (width - len(row))] for row in cells]
    widths = [max(len(row[column]) for row in cells) for column in range(width)]
    lines = [
        "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return _code_block([lines[0], "  ".join("-" * size for size in widths), *lines[1:]])


def _bold(words: str, definitions: Mapping[str, str]) -> str:
    shown = inline(words, definitions, bold=True).strip()
    return f"*{shown}*" if shown else ""


def _item(
    line: str, item: re.Match[str], indents: list[int], definitions: Mapping[str, str]
) -> str:
    width = len(item["space"].expandtabs(4))
    while indents and indents[-1] > width:
        indents.pop()
    if not indents or indents[-1] < width:
        indents.append(width)
    level = len(indents) - 1
    groups = item.groupdict()
    if (done := groups.get("done")) is not None:
        mark = "☐" if done == " " else "☑"
    elif number := groups.get("number"):
        mark = f"{number}."
    else:
        mark = MARKS[min(level, 2)]
    return "    " * level + f"{mark} {inline(line[item.end() :], definitions)}"


def _indented(line: str, indents: list[int], definitions: Mapping[str, str]) -> str:
    bare = line.lstrip(" \t")
    space = "    " * len(indents) if indents and bare != line else line[: len(line) - len(bare)]
    return space + inline(bare, definitions) if bare else ""
