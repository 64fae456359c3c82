"""Slack's message JSON to records: the same for live events, history and exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from bot.markup.cutting import cut
from storage.records import Channel, Member, Message

TS = re.compile(r"[0-9]{10}\.[0-9]{6}")

# Slack's ids have 9 to 11 characters; a database's index takes no thousands of them.
LONGEST_ID = 200

# Slack cuts what people write at 40,000 characters; what is longer did not come from a person.
LONGEST_TEXT = 40_000

# Of files a draft tells that they are there, and no more.
MOST_FILES = 10
LONGEST_NAME = 100

# Who forwards a long message means its beginning; the rest stands where it was said.
LONGEST_SHARE = 4_000

SLACKBOT = "USLACKBOT"

# Not None: what has a subtype that nobody can read is not taken for somebody talking.
UNKNOWN_SUBTYPE = "unknown"


class NotAMessage(Exception):
    """The JSON is no message of Slack's; the text says in what way."""


def is_ts(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and TS.fullmatch(value) is not None


def message_from(channel: str, said: Mapping[str, Any]) -> Message:
    """A message object of Slack's, wherever it came from.

    Raises NotAMessage for what cannot be one. Missing and null fields are as Slack leaves
    them: a bot's message without a user, a text that is all in files or blocks.
    What a person forwards stands apart from their own words.
    """
    ts = said.get("ts")
    if not is_ts(ts):
        raise NotAMessage("no ts of ten digits, a point and six digits")
    if said.get("type", "message") != "message":
        raise NotAMessage("its type is not message")
    user = id_from(said.get("user"))
    thread_ts = said.get("thread_ts")
    subtype = said.get("subtype")
    text = said.get("text")
    edited = said.get("edited")
    message = Message(
        channel=channel,
        ts=ts,
        author=user,
        text=storable(text) if isinstance(text, str) else "",
        thread_ts=thread_ts if is_ts(thread_ts) else None,
        subtype=None if subtype is None else id_from(subtype) or UNKNOWN_SUBTYPE,
        by_bot=bool(said.get("bot_id")) or user == SLACKBOT,
        edited_ts=_edited_ts(edited),
    )
    shares = list(_shares(said)) if message.is_talk else []
    files = _files(said, *shares)
    return replace(message, files=files, shared=_quoted(shares)) if files or shares else message


def member_from(user: Mapping[str, Any]) -> Member | None:
    """A user object of Slack's; None without an id."""
    found = id_from(user.get("id"))
    if found is None:
        return None
    profile = user.get("profile")
    profile = profile if isinstance(profile, Mapping) else {}
    # display_name is empty for a tenth to a quarter of real members.
    names = (
        profile.get("display_name"),
        profile.get("real_name"),
        user.get("real_name"),
        user.get("name"),
    )
    name = next((name for name in names if isinstance(name, str) and name.strip()), found)
    zone = user.get("tz")
    return Member(
        id=found,
        name=storable(name.strip()),
        is_bot=bool(user.get("is_bot")) or found == SLACKBOT,
        left=bool(user.get("deleted")),
        time_zone=id_from(zone),
    )


def channel_from(channel: Mapping[str, Any]) -> Channel | None:
    found = id_from(channel.get("id"))
    if found is None:
        return None
    return Channel(found, id_from(channel.get("name")) or found)


def storable(text: str) -> str:
    """The text without what a database cannot hold: NUL, lone surrogates, no end of length."""
    text = text[:LONGEST_TEXT].replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def id_from(found: object) -> str | None:
    """The id of an account, a channel, an emoji if it can be one, None for anything else."""
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
        return None
    if found.isascii() and found.isprintable():
        return found
    return storable(found) or None


def _shares(said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The messages that this one forwards or shows below a link: no pages, no apps' cards."""
    attachments = said.get("attachments")
    for one in attachments if isinstance(attachments, list) else ():
        if isinstance(one, Mapping) and (one.get("is_share") or one.get("is_msg_unfurl")):
            yield one


def _quoted(shares: list[Mapping[str, Any]]) -> str:
    """What was said in these messages, as a quotation in Slack's markup."""
    said = [text for one in shares if isinstance(text := one.get("text"), str) and text.strip()]
    # A line end of any kind, or the words below it would read as the sharer's own.
    lines = cut(storable("\n\n".join(said)), LONGEST_SHARE).splitlines()
    return "\n".join(f"&gt; {line}".rstrip() for line in lines)


def _files(*holders: Mapping[str, Any]) -> tuple[str, ...]:
    """What the files of a message, and of those it forwards, are called."""
    names: dict[str, None] = {}
    for holder in holders:
        files = holder.get("files")
        for file in files if isinstance(files, list) else ():
            if isinstance(file, Mapping) and file.get("mode") != "tombstone":
                name = _name(file.get("title")) or _name(file.get("name"))
                names.update({name: None} if name else {})
    return tuple(names)[:MOST_FILES]


def _name(found: object) -> str:
    """One line, as long as anybody reads."""
    if not isinstance(found, str):
        return ""
    return " ".join(storable(found).split())[:LONGEST_NAME].rstrip()


def _edited_ts(edited: object) -> str | None:
    ts = edited.get("ts") if isinstance(edited, Mapping) else None
    return ts if is_ts(ts) else None
