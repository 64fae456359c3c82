"""Safe Markdown in the pieces it can be taken apart into without changing how it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Shape = Literal["text", "list", "quote", "fence"]
Looks = Literal["output", "log", "manifest", "code"]

FENCE = re.compile(r"(?P<indent> {0,3})(?P<ticks>`{3,}|~{3,})(?P<info>[^`]*)$")
ITEM = re.compile(r"\s{0,12}(?:[-*+•]|\d{1,9}[.)])\s+\S")
QUOTE = re.compile(r" {0,3}>")
# A new sentence may only start with a letter or inline code: no such line is a heading, a list…
BOUNDARY = re.compile(r"[.!?…:]?[.!?…]['\")\]*_`]{0,3}\s+(?=[^\W\d_]|`(?!`))")
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|resp|cf|no|ver|incl|esp)\.\s+$", re.I
)
INLINE_CODE = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)")

TABLE = re.compile(r"^(?:\S+\s{2,})?NAME(?:SPACE)?\s{2,}.*[A-Z]{3}", re.M)
PROMPT = re.compile(
    r"^[ \t]*(?:[\w@~:/.\[\]-]{0,60}[$#>]\s+)?(?:sudo )?(?:kubectl|helm|zfs|zpool|lvs|vgs|pvs|uname"
    r"|journalctl|dmesg|docker|crictl|systemctl|lsblk|nvme)\s",
    re.M,
)
LOG = re.compile(
    r"^[ \t]*(?:[\w./-]{0,60}\s)?[\[({\"']?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|[IWEF]\d{4} \d\d:"
    r"|\d\d:\d\d:\d\d"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ \d\d:|\[? *(?:ERROR|WARN|INFO"
    r"|DEBUG)\b"
    r"|(?:level|time|ts)=|panic:|fatal error:|goroutine \d|Traceback|Caused by:|ERROR:|error:"
    r"|at \w)",
    re.M | re.I,
)
MANIFEST = re.compile(r"^[ \t]*(?:apiVersion|kind|metadata|spec|provisioner|parameters)\s*:", re.M)
YAML_LINE = re.compile(r"^\s*(?:- )?[\w./-]+:(?:\s|$)")


# A longer line is no prose.
LONGEST_LINE = 4_000


@dataclass(frozen=True, slots=True)
class Block:
    shape: Shape
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def code(self) -> str:
        """What stands between a fence's first and last line."""
        return "\n".join(self.lines[1:-1])

    @property
    def looks(self) -> Looks:
        """What a fence most likely holds."""
        code = self.code
        if len(MANIFEST.findall(code)) >= 2:
            return "manifest"
        if TABLE.search(code) or PROMPT.search(code):
            return "output"
        if LOG.search(code):
            return "log"
        lines = [line for line in code.splitlines() if line.strip()]
        as_yaml = sum(YAML_LINE.match(line) is not None for line in lines)
        return "manifest" if len(lines) > 2 and as_yaml > 0.8 * len(lines) else "code"


def blocks(markdown: str) -> list[Block]:
    """The blocks in their order; a fence that was never closed is closed."""
    made: list[Block] = []
    lines: list[str] = []
    shape: Shape | None = None
    closing = ""

    def finish() -> None:
        nonlocal lines, shape
        if shape is not None and lines:
            made.append(Block(shape, tuple(lines)))
        lines, shape = [], None

    for line in markdown.splitlines():
        if shape == "fence":
            lines.append(line)
            bare = line.strip()
            if (
                bare.startswith(closing)
                and not bare.strip(closing[0])
                and not line.startswith("    ")
            ):
                finish()
            continue
        if found := FENCE.match(line):
            finish()
            shape, lines, closing = "fence", [line], found["ticks"]
            continue
        if not line.strip():
            finish()
            continue
        here: Shape = "quote" if QUOTE.match(line) else "list" if ITEM.match(line) else "text"
        if here != shape:
            finish()
        shape = here
        lines.append(line)
    if shape == "fence":
        lines.append(closing)
    finish()
    return made


def sentences(line: str) -> list[str]:
    """A line cut after its sentences, never within code, a link or anything marked.

    What is cut joins again to exactly the line.
    """
    if len(line) > LONGEST_LINE:
        return [line]
    parts: list[str] = []
    start = 0
    for found in BOUNDARY.finditer(line):
        part = line[start : found.end()]
        if _is_whole(part) and not ABBREVIATED.search(part):
            parts.append(part)
            start = found.end()
    return [*parts, line[start:]] if line[start:] or not parts else parts


def _is_whole(part: str) -> bool:
    """Whether every mark that opens in it also closes in it."""
    bare = re.sub(r"\\.", "", INLINE_CODE.sub("", part))
    return (
        "`" not in bare
        and all(bare.count(mark) % 2 == 0 for mark in ("**", "~~", '"'))
        and len(re.findall(r"(?<!\w)_|_(?!\w)", bare)) % 2 == 0
        and bare.count("[") == bare.count("]")
        and bare.count("(") == bare.count(")")
        and bare.count("<") == bare.count(">")
    )
