"""What somebody typed as Markdown: it keeps its formatting, and nothing in it acts on GitHub."""

from __future__ import annotations

import re

from bot.markup.defusing import MENTION, REFERENCE, ZERO_WIDTH

# Code and addresses stay: nothing acts in the one, and the other would break.
KEPT = re.compile(
    r"(?ms)^[ ]{0,3}(?P<ticks>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^[ ]{0,3}(?P=ticks)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<run>`{1,20}+)(?!`)[^\n]{0,2000}?(?<!`)(?P=run)(?!`)"
    r"|(?P<address>https?://[^\s<>)\]]{1,2000})"
)
# GitHub's own second name leads to the same page, and leaves no cross reference there.
GITHUB = re.compile(
    r"(?i)^https?://(?:www\.)?github\.com(?=/.+/(?:issues|pulls?|discussions|commits?|milestones?)/)"
)
COMMENT = re.compile(r"<(?=!--)")
IMAGE = re.compile(r"(?<!\\)!(?=\[)")


def inert(markdown: str) -> str:
    """Mentions, references, comments and pictures as words; twice is as good as once.

    Addresses of issues stay addresses, and tell the issue nothing.
    """
    parts: list[str] = []
    end = 0
    for found in KEPT.finditer(markdown):
        kept = found.group()
        if found["address"]:
            kept = GITHUB.sub("https://redirect.github.com", kept)
        parts += [_words(markdown[end : found.start()]), kept]
        end = found.end()
    return "".join([*parts, _words(markdown[end:])])


def inert_title(title: str) -> str:
    """The same for one line in which GitHub reads no Markdown."""
    return _calls(" ".join(title.split()))


def _words(text: str) -> str:
    text = COMMENT.sub("&lt;", text)
    return _calls(IMAGE.sub(r"\\!", text))


def _calls(text: str) -> str:
    text = MENTION.sub("@" + ZERO_WIDTH, text)
    return REFERENCE.sub(lambda found: found.group() + ZERO_WIDTH, text)
