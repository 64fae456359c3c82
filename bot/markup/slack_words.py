"""The words within a line of GitHub Markdown, for Slack."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from bot.markup.links import disguised

PUNCTUATION = r"[!-/:-@\[-`{-~]"
PIECE = re.compile(
    rf"\\(?P<escape>{PUNCTUATION})"
    r"|(?<!`)(?P<ticks>`{1,20}+)(?P<code>[^`]|[^`].{0,2000}?[^`])(?P=ticks)(?!`)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,253})>"
    r"|(?P<image>!?)\[(?P<label>(?:(?!!\[)[^\[\]\\`]|\\.|`[^`]{0,400}`"
    r"|!?+\[[^\[\]]{0,400}+\](?:\([^()\s]{0,800}\))?+){0,1000}+)\]"
    r"(?:\(\s{0,4}<?(?P<address>(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})>?(?:\s{1,4}(?:\"[^\"]{0,400}\"|'[^']{0,400}'))?\s{0,4}\)"
    r"|\[(?P<reference>[^\[\]]{0,200})\])"
    r"|(?P<strong>\*\*(?!\*\*)|__(?!__))(?=\S)(?P<strong_words>.{1,800}?)(?<=\S)(?P=strong)(?![\w*])"
    r"|(?<![\w*])\*(?=[^\s*])(?P<star>[^*]{1,800}?)(?<=\S)\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])(?P<under>.{1,800}?)(?<=[^\s_])_(?!\w)"
    r"|~~(?=\S)(?P<strike>[^~]{1,800}?)(?<=\S)~~"
    r"|<(?P<literal>code|kbd|tt|samp)>(?P<literal_words>[^<>`\n]{1,800})</(?P=literal)>"
    r"|(?P<tag><(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,30})(?P<attributes>[^<>]{0,2000})>)"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][\da-fA-F]{1,6});)"
)
MARKED = ("strong_words", "star", "under", "strike")
STYLES = {"strong_words": "*", "star": "_", "under": "_", "strike": "~"}
TAGS = {
    "b": "*", "strong": "*", "summary": "*", "i": "_", "em": "_", "s": "~", "del": "~",
    "code": "", "kbd": "", "tt": "", "samp": "",
    "br": "\n", "hr": "\n———\n", "li": "", "p": "", "div": "", "details": "", "ul": "", "ol": "",
    "sub": "", "sup": "", "ins": "", "span": "", "center": "", "table": "", "tr": "", "td": " ",
    "th": " ", "tbody": "", "thead": "", "pre": "", "blockquote": "", "picture": "", "source": "",
    "h1": "*", "h2": "*", "h3": "*", "h4": "*", "h5": "*", "h6": "*", "a": "",
    "video": "", "font": "",
}  # fmt: skip
ATTRIBUTE = r"\b{}\s{{0,4}}=\s{{0,4}}[\"']([^\"']{{1,2000}})[\"']"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def words(text: str) -> str:
    """Plain words: escaped, and with no backquote that could swallow what follows."""
    return escaped(text.replace("`", "ˋ"))


def inline(text: str, definitions: Mapping[str, str], *, bold: bool = False) -> str:
    """A line's Markdown as Slack markup."""
    parts: list[str] = []
    end = 0
    for found in PIECE.finditer(text):
        parts.append(words(text[end : found.start()]))
        parts.append(_piece(found, definitions, bold))
        end = found.end()
    return "".join([*parts, words(text[end:])])


def plain(text: str) -> str:
    """A line's Markdown as bare words, not escaped."""
    parts: list[str] = []
    end = 0
    for found in PIECE.finditer(text):
        parts.append(text[end : found.start()])
        inside = next(
            (
                found[name]
                for name in ("escape", "code", "auto", "entity", "literal_words")
                if found[name]
            ),
            None,
        )
        marked = next((found[name] for name in (*MARKED, "label") if found[name]), None)
        if found["entity"]:
            parts.append(html.unescape(found["entity"]))
        elif inside is not None:
            parts.append(inside)
        elif marked is not None:
            parts.append(plain(marked))
        elif found["tag"] and found["name"].lower() not in TAGS:
            parts.append(found["tag"])
        end = found.end()
    return "".join([*parts, text[end:]])


def link(address: str, label: str) -> str:
    """A link in Slack markup, or the words alone where the address is of no safe kind."""
    label = " ".join(label.split())
    if not address.startswith(("http://", "https://", "mailto:")):
        return words(f"{label} ({address})" if label and address else label or address)
    safe = re.sub(
        r"[|<>\s\u0000-\u001f`]",
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()),
        html.unescape(address),
    ).replace("&", "&amp;")
    if not label or label == address:
        return f"<{safe}>"
    if disguised(label, address):
        return f"{words(label)} (<{safe}>)"
    return f"<{safe}|{words(label).replace('|', '¦')}>"


def _piece(found: re.Match[str], definitions: Mapping[str, str], bold: bool) -> str:
    if found["escape"]:
        return words(found["escape"])
    if found["code"] is not None:
        code = found["code"]
        if code.startswith(" ") and code.endswith(" ") and code.strip():
            code = code[1:-1]
        return f"`{escaped(code).replace('`', 'ˋ')}`" if code.strip() else escaped(code)
    if found["auto"]:
        address = found["auto"]
        return link(address, "") if ":" in address else link(f"mailto:{address}", address)
    if found["label"] is not None:
        return _linked(found, definitions)
    if found["entity"]:
        return words(html.unescape(found["entity"]))
    if found["literal"]:
        return f"`{escaped(html.unescape(found['literal_words']))}`"
    if found["tag"]:
        return _tag(found, bold)
    kind = next(name for name in MARKED if found[name])
    inside = inline(found[kind], definitions, bold=bold or kind == "strong_words")
    if bold and kind == "strong_words":
        return inside
    return f"{STYLES[kind]}{inside}{STYLES[kind]}"


def _linked(found: re.Match[str], definitions: Mapping[str, str]) -> str:
    label = plain(found["label"])
    address = found["address"]
    if address is None:
        address = definitions.get((found["reference"] or found["label"]).lower())
        if address is None:
            return words(found.group())
    if found["image"] and not label:
        label = "image"
    return link(address, label)


def _tag(found: re.Match[str], bold: bool) -> str:
    name = found["name"].lower()
    if name == "img":
        source = re.search(ATTRIBUTE.format("src"), found["attributes"])
        alt = re.search(ATTRIBUTE.format("alt"), found["attributes"])
        return link(source[1], alt[1] if alt else "image") if source else ""
    if name == "a" and not found["close"]:
        address = re.search(ATTRIBUTE.format("href"), found["attributes"])
        return link(address[1], "") + " " if address else ""
    if name not in TAGS:
        # <nil> and <none> in an unfenced log: GitHub hides them, we had better not.
        return words(found["tag"])
    mark = TAGS[name]
    return "" if bold and mark == "*" else mark
