"""Takes from a report what everybody's has: markup, links, template questions; tells logs."""

from __future__ import annotations

import html
import re

from bot.triage.similar.words import COMMON, EMPTY, TEMPLATE

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SLACK = re.compile(
    r"<(?:[@#!][^<>|\n]{1,80}(?:\|([^<>\n]{0,80}))?"
    r"|((?:https?|mailto):[^<>|\n]{1,600})(?:\|([^<>\n]{0,300}))?)>"
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{1,600}\)")
# Only HTML's own names: between the signs of List<PoolStatus> stands what matters.
_TAG = re.compile(
    r"</?(?:a|b|br|code|details|div|em|h\d|hr|i|img|kbd|li|ol|p|pre|span|strong|sub|summary|sup"
    r"|t[drh]|table|tbody|thead|ul)\b[^<>\n]{0,300}>",
    re.IGNORECASE,
)
_URL = re.compile(r"\b(?:https?|ftp)://[^\s<>()\"'`/]{1,300}([^\s<>()\"'`]{0,2000})")
_MOST_URLS = 5
_LONGEST_PATH = 200
_MARKED = re.compile(r"\s{0,3}(?:#{1,6}\s|\*\*|[-*]\s|\[)")
# "[A clear description of …]", "- [x] I have searched the existing issues".
_INSTRUCTION = re.compile(
    r"\s{0,3}(?:\[[A-Z][^\]\n]{20,300}\]|[-*]\s+\[.?\]\s+(?:I|There|The|By|This|Have)\b.{0,300})\s*$"
)
_LOGGED = re.compile(
    r"\s{0,40}(?:at [\w$.<>/ \[\]]{1,200}[(:]|File \"|goroutine \d|#\d{1,3}\s+0x|[EWIDF]\d{4} \d\d:"
    r"|\[?\d{4}[-/]\d\d[-/]\d\d[T ]|\[\s*\d+\.\d{3,}\]|\S{1,80} +\d+/\d+ +\w+ +\d)"
)
_WORD = re.compile(r"[^\W_]+")
_ASKED = EMPTY | COMMON | TEMPLATE | frozenset("abcdefghijklmnopqrstuvwxyz")
_LONGEST_ASKED = 300


def bare(text: str) -> tuple[str, list[str]]:
    """The text without its markup, and the paths of its first links as words."""
    text = text.replace("\r", "")
    if "<" in text:
        text = _COMMENT.sub(" ", text)
        text = _SLACK.sub(lambda found: f" {found[1] or found[3] or found[2] or ''} ", text)
        text = _TAG.sub(" ", text)
    text = _IMAGE.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if "://" not in text:
        return text, []
    paths = [path[:_LONGEST_PATH].replace("/", " ") for path in _URL.findall(text)[:_MOST_URLS]]
    return _URL.sub(" ", text), paths


def is_template(line: str) -> bool:
    """Whether the line is a template's question or instruction rather than somebody's words."""
    if not _MARKED.match(line):
        return False
    if len(line) > _LONGEST_ASKED:
        return False
    words = _WORD.findall(line.lower())
    return _INSTRUCTION.match(line) is not None or all(word in _ASKED for word in words)


def is_logged(line: str) -> bool:
    """Whether a program wrote it: a log line, a stack trace, a row of a listing."""
    return _LOGGED.match(line) is not None
