"""What Slack makes of text: as a person types it, and as an app sends it."""

import re
from collections.abc import Callable

Lookup = Callable[[str], str | None]

_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_URL = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_TRAILING = ".,:;!?'\")]}"
_MENTION = re.compile(r"(?<![\w@.])@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
_CHANNEL = re.compile(r"(?<![\w#&/])#([a-z0-9][a-z0-9_-]*)", re.IGNORECASE)
_SPECIAL = {"here": "<!here>", "channel": "<!channel>", "everyone": "<!everyone>"}
# What an app may write in angle brackets: mentions, dates and links.
_CONTROL = re.compile(r"<(?:[@#!][^<>\n]+|(?:https?://|mailto:|tel:|slack://)[^<>\n]+)>")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed_message(text: str, user_id: Lookup, channel_id: Lookup) -> str:
    """A message a person typed: escaped, links and names made live, but not inside code."""
    parts = _CODE.split(escape(text))
    return "".join(
        part if i % 2 else _live(part, user_id, channel_id, command=False)
        for i, part in enumerate(parts)
    )


def typed_command(text: str, user_id: Lookup, channel_id: Lookup, should_escape: bool) -> str:
    """The text behind a slash command; names become ids if the manifest asks for it.

    https://docs.slack.dev/interactivity/implementing-slash-commands (should_escape)
    """
    escaped = escape(text)
    return _live(escaped, user_id, channel_id, command=True) if should_escape else escaped


def app_text(text: str) -> str:
    """Text an app sends: stray &, < and > become entities, plain links become live."""
    out, end = [], 0
    for control in _CONTROL.finditer(text):
        out += [_plain(text[end : control.start()]), control.group()]
        end = control.end()
    return "".join([*out, _plain(text[end:])])


def _plain(text: str) -> str:
    amps = re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", text)
    return _link_urls(amps.replace("<", "&lt;").replace(">", "&gt;"))


def _live(text: str, user_id: Lookup, channel_id: Lookup, *, command: bool) -> str:
    def mention(match: re.Match[str]) -> str:
        word = match[1].rstrip("._-")
        rest = match[1][len(word) :]
        if not command and word.lower() in _SPECIAL:
            return _SPECIAL[word.lower()] + rest
        found = user_id(word)
        if found is None:
            return match[0]
        return (f"<@{found}|{word}>" if command else f"<@{found}>") + rest

    def channel(match: re.Match[str]) -> str:
        found = channel_id(match[1])
        return f"<#{found}|{match[1].lower()}>" if found else match[0]

    # Links first, and names only outside of them: a URL may hold # and @.
    parts = re.split(r"(<[^<>]+>)", _link_urls(text))
    return "".join(
        part if i % 2 else _CHANNEL.sub(channel, _MENTION.sub(mention, part))
        for i, part in enumerate(parts)
    )


def _link_urls(text: str) -> str:
    def link(match: re.Match[str]) -> str:
        url, tail = match[0], ""
        # An entity that closes a bracket (&gt;) is not part of the address.
        if (cut := re.search(r"&(?:lt|gt);", url)) is not None:
            url, tail = url[: cut.start()], url[cut.start() :]
        bare = url.rstrip(_TRAILING)
        return f"<{bare}>{url[len(bare) :]}{tail}"

    return _URL.sub(link, text)
