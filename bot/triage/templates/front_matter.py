"""The lines between --- at the top of a Markdown file; of broken ones what can be used."""

from __future__ import annotations

import re
from typing import Any

from bot.triage.templates.plain_yaml import load

FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(?P<front>.*?)(?:^---[ \t]*$\n?|\Z)", re.S | re.M)
SIMPLE = re.compile(r"^(name|about|description|title|labels)[ \t]*:[ \t]*(.*)$", re.M)


def front_matter(text: str) -> tuple[dict[str, Any], str, str]:
    """The front matter, what is wrong with it, and the text below it."""
    found = FRONT.match(text)
    if found is None:
        return {}, "", text
    body = text[found.end() :]
    if not found.group().rstrip().endswith("---") or found["front"].count("\n#") > 1:
        # It was opened and never closed: what looks like its lines is, the rest is the body.
        lines = found["front"].splitlines()
        known = [line for line in lines if SIMPLE.match(line)]
        body = "\n".join(line for line in lines if not SIMPLE.match(line)) + "\n" + body
        return dict(SIMPLE.findall("\n".join(known))), NEVER_CLOSED, body
    read = load(found["front"])
    if isinstance(read, dict):
        return read, "", body
    if not found["front"].strip():
        return {}, "", body
    simple = {key: value.strip(" \"'") for key, value in SIMPLE.findall(found["front"])}
    return simple, UNREADABLE, body


NEVER_CLOSED = (
    "Its front matter is opened with --- and never closed, so only its plain lines were used."
)
UNREADABLE = "Its front matter is no valid YAML, so only its plain lines were used."
