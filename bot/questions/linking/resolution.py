"""Does a text say that a question is done? Thanks, "that worked", ✅."""

from __future__ import annotations

import re
from typing import Literal

Resolution = Literal["solved", "thanks", "unsolved"]

_UNSOLVED = re.compile(
    r"\b(?:(?:did|does|do|has|is|was|would|will|could|can)(?: not|n'?t)\b[^.!?\n]{0,24}\b"
    r"(?:work|help|solve|fix|change)\w*|(?:not|never) (?:work|help|solv|fix)\w*"
    r"|no luck|still (?:the same|fail|get|stuck|see|no|not|hav|broken|an? )\w*"
    r"|same (?:error|problem|issue|result)|unsolved|unresolved)",
)
_SOLVED = re.compile(
    r"\b(?:(?:that|this|it|which|now|everything|all|yours?|solution|suggestion|trick|fix)"
    r"(?:'s)?(?: \w+){0,2} (?:worked|works(?: now| fine| great| perfectly|[.!]|$)|solved|fixed"
    r"|resolved|helped|did it|did the trick)|(?:solved|fixed|resolved)(?: (?:it|now|this|my"
    r"|the|by|thanks?|thank)\b|[.!]|$)|did the trick|(?:is|be|now) working(?: now)?"
    r"|works (?:now|like a charm|perfectly)|(?:problem|issue) (?:is )?(?:gone|solved|fixed)"
    r"|figured (?:it )?out|got it (?:to work|working)|that was (?:it|the (?:problem|issue))"
    r"|never ?mind|nvm)",
)
_DONE_MARK = re.compile(r"✅|☑|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):")
_THANKS = re.compile(
    r"\b(?:thanks?(?: you)?|thank you|thx|thnx|tnx|tysm|ty|cheers|merci|danke|gracias|obrigad[oa]"
    r"|much appreciated|appreciate (?:it|that|your|the))\b|:(?:pray|bow|thankyou):|🙏|🙇",
)
_AHEAD = re.compile(
    r"\b(?:thanks?|thank you|thx|cheers|appreciated?)\b[^.\n]{0,20}\b(?:in advance|for any)"
    r"|(?:would|will|any)\b[^.\n]{0,40}\bappreciated|no,? thanks|thanks to\b",
)


def resolution(text: str) -> Resolution | None:
    """What an asker's text says of the question's state; thanks in advance say nothing."""
    low = text[:2_000].lower().replace("’", "'")
    if _UNSOLVED.search(low):
        return "unsolved"
    if _DONE_MARK.search(low):
        return "solved"
    if _AHEAD.search(low):
        return None
    if _SOLVED.search(low) and not low.rstrip().endswith("?"):
        return "solved"
    if _THANKS.search(low):
        return "thanks"
    return None
