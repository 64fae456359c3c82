"""The same text as a program would read it: unescaped, and with wrapped lines joined.

Patterns look at the views; what they find is cut out of the original, so a view remembers
where each of its characters came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class View:
    text: str
    # Of each change, in order: where it stands here and below, and how long it is.
    here: list[int] = field(default_factory=list)
    here_long: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    below_long: list[int] = field(default_factory=list)
    under: View | None = None
    unescaped: bool = False

    def original(self, start: int, stop: int) -> tuple[int, int]:
        """Where text[start:stop] stands in the text that the lowest view was made from."""
        if self.under is None:
            return start, stop
        first, last = self._place(start)[0], self._place(stop - 1)[1]
        return self.under.original(first, last)

    def _place(self, at: int) -> tuple[int, int]:
        index = bisect_right(self.here, at) - 1
        # A change that left nothing here shares its place with the character after it.
        while index >= 0 and self.here[index] == at and self.here_long[index] == 0:
            index -= 1
            if index >= 0 and self.here[index] != at:
                break
        if index >= 0 and at < self.here[index] + self.here_long[index]:
            return self.below[index], self.below[index] + self.below_long[index]
        index = bisect_right(self.here, at) - 1
        if index < 0:
            return at, at + 1
        past = at - self.here[index] - self.here_long[index]
        place = self.below[index] + self.below_long[index] + past
        return place, place + 1


def views(text: str) -> Iterator[View]:
    """The text, then every reading of it that differs from the ones before."""
    plain = View(text)
    yield plain
    unescaped = _changed(_changed(plain, ESCAPE, _unescaped), QUOTE_MARK, lambda _: "")
    if "│" in text or "┃" in text:
        unescaped = _changed(unescaped, FRAME, lambda _: "")
    if unescaped is not plain:
        unescaped = replace(unescaped, unescaped=True)
        yield unescaped
    if (joined := _changed(unescaped, LINE_BREAK, _joined)) is not unescaped:
        yield joined
    if PERCENT.search(text) or ("?" in text and "+" in text):
        # In a query + is a space, in base64 itself.
        for pattern in (PERCENT, PERCENT_OR_PLUS):
            yield _changed(_changed(plain, pattern, _percent), ESCAPE, _unescaped)


def _changed(
    under: View, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str | None]
) -> View:
    made = View("", under=under)
    parts: list[str] = []
    end = length = 0
    for found in pattern.finditer(under.text):
        new = replacement(found)
        if new is None:
            continue
        start, stop = found.span()
        parts += [under.text[end:start], new]
        length += start - end
        made.here.append(length)
        made.here_long.append(len(new))
        made.below.append(start)
        made.below_long.append(stop - start)
        length += len(new)
        end = stop
    if not made.here:
        return under
    text = "".join([*parts, under.text[end:]])
    return View(text, made.here, made.here_long, made.below, made.below_long, under)


# Slack's and HTML's entities (also escaped twice), JSON's escapes (also a string within a
# string), terminal colours, and characters that nobody sees.
ESCAPE = re.compile(
    r"&(?:amp;){0,3}(?:(?P<name>lt|gt|quot|apos|nbsp)|#(?P<dec>\d{1,6})|#[xX](?P<hex>[\da-fA-F]{1,5}));"
    r"|&amp;(?:amp;){0,3}"
    r"|(?<!\\)\\{1,8}(?:u00(?P<unicode>[0-7][\da-fA-F])|(?P<letter>[\"'/nrt]))"
    r"|\x1b\[[\d;]{0,20}[A-Za-z]"
    r"|[\u00a0\u00ad\u200b-\u200f\u2060\ufeff]"
)
NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def _unescaped(found: re.Match[str]) -> str:
    if name := found["name"]:
        return NAMED[name]
    if number := found["dec"]:
        return chr(int(number))
    if number := found["hex"] or found["unicode"]:
        return chr(int(number, 16))
    if letter := found["letter"]:
        return LETTERS.get(letter, letter)
    if found.group() == "\u00a0":
        return " "
    return "&" if found.group()[0] == "&" else ""


PERCENT = re.compile(r"%([2-7][\da-fA-F]|0[9aAdD])")


PERCENT_OR_PLUS = re.compile(rf"{PERCENT.pattern}|\+")


def _percent(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "


# What a quote, a comment, a diff or a frame puts before each line.
QUOTE_MARK = re.compile(r"(?m)^[ \t]{0,8}(?:>[ ]?){1,3}|^[|#][ ]|^\+|^-(?=[ ]{2}|\w+:)")
FRAME = re.compile(r"(?m)^[│┃][ ]?|(?<![ \t])[ \t]{1,200}[│┃][ \t]{0,8}$")
# A line break with what terminals, YAML, quotes, shells and string literals put around it.
LINE_BREAK = re.compile(
    r"(?<=[A-Za-z0-9+/=_.~%@:&?-])(?:[\"'] ?[+\\]|[ \t]{0,8}\\)?\r?\n"
    r"[ \t]{0,200}(?:(?<=[ \t])[\"'])?(?=[A-Za-z0-9+/=_.~%@:&?-])"
)
FRAGMENT = re.compile(r"[A-Za-z0-9+/=_.~%@:&?-]{1,16}")
FRAGMENT_END = re.compile(r"[A-Za-z0-9+/=_.~%@:&?-]{1,16}$")
SHORTEST_FOLDED = 16
# What begins a line of its own rather than carrying on the one above.
NEW_LINE = re.compile(
    r"[\w./-]+:(?:\s|$)"  # a YAML key
    r"|[A-Za-z_][\w.-]{2,60}=(?![=\s]|[\"'](?:[\s,;}\])]|$))"  # an assignment
    r"|[A-Za-z][a-z]{0,10}[.,:?]?(?:\s|$)"  # a word
    r"|-{1,4}[ \t]|--[a-z]|-----|\.\.\.|\?[ \t]"  # a list item, an option, a PEM boundary
    r"|[IWEF]\d{4}\s|\d{4}-\d\d-\d\d|\d{1,2}:\d\d|https?://"  # a log line, an address
)
WORD = re.compile(r"(?:^|\s)[A-Za-z]?[a-z]{0,10}[.:,]?$|:$")


def _folded_option(text: str, start: int, new: re.Match[str]) -> bool:
    """Whether "…ssword=x" goes on from a line as long as terminals fold them."""
    return (
        new.group()[0].islower()
        and "=" in new.group()
        and text.rfind("\n", max(0, start - 55), start) < 0
        and start >= 55
    )


def _joined(found: re.Match[str]) -> str | None:
    text, start, stop = found.string, *found.span()
    left = FRAGMENT_END.search(text, max(0, start - SHORTEST_FOLDED), start)
    right = FRAGMENT.match(text, stop)
    long = (len(left.group()) if left else 0) + (len(right.group()) if right else 0)
    if long < SHORTEST_FOLDED:
        return None
    if (new := NEW_LINE.match(text, stop)) and not _folded_option(text, start, new):
        return None
    if WORD.search(text[max(0, start - 14) : start]):
        return None
    return ""
