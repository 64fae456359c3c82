"""Logs and tables that people paste among their words, made code before anything else is read."""

from __future__ import annotations

import re

FENCE = "```"
# So few lines of log still read well as they are.
FEWEST = 4
LOG_LINE = re.compile(
    r"[ \t]*(?:\S{1,60}[ \t]+)?[\[({\"']?(?:"
    r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|[IWEFD]\d{4} \d\d:|\d\d:\d\d:\d\d[.,\s\]]"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ \d\d:"
    r"|(?:level|time|ts)=|\"(?:level|time|ts)\":|(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL)\b"
    r"|goroutine \d|panic: |File \"[^\"]+\", line \d)"
)
TRACE_LINE = re.compile(r"(?:\t| {2,})+\S|[\w./*()-]+\(.*\)$|created by ")
TABLE_HEAD = re.compile(r"[ \t]*(?:NAMESPACE|NAME)[ \t]{2,}[A-Z][A-Z() -]+")
ROW = re.compile(r"\S.*?(?: {2,}|\t)\S")


def with_code_fenced(text: str) -> str:
    """A Slack text in which pasted log lines and tables stand between fences."""
    if len(text.splitlines()) < 2 or text.count(FENCE) % 2:
        return text
    made: list[str] = []
    for number, part in enumerate(text.split(FENCE)):
        made.append(part if number % 2 else _fenced(part))
    return FENCE.join(made)


def _fenced(words: str) -> str:
    """Plain words, their runs of log lines and their tables between fences."""
    lines = words.split("\n")
    made: list[str] = []
    at = 0
    while at < len(lines):
        end = _end_of_code(lines, at)
        if end > at:
            made += [FENCE, *lines[at:end], FENCE]
            at = end
        else:
            made.append(lines[at])
            at += 1
    return "\n".join(made)


def _end_of_code(lines: list[str], start: int) -> int:
    """Where the code that begins here ends; where it starts if none does."""
    end = start
    if TABLE_HEAD.match(lines[start]):
        end = start + 1
        while end < len(lines) and ROW.match(lines[end]):
            end += 1
        return end if end > start + 1 else start
    if not LOG_LINE.match(lines[start]):
        return start
    logged = 0
    while end < len(lines) and lines[end].strip():
        if LOG_LINE.match(lines[end]):
            logged += 1
        elif not TRACE_LINE.match(lines[end]):
            break
        end += 1
    return end if logged and end - start >= FEWEST else start
