"""Which folder of an export is which channel, and what is not to be read at all.

Only public channels are imported: those that channels.json lists. A folder it does not
list may be a private conversation, so it is counted and left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.clients.slack_objects import channel_from
from bot.errors import TellUser
from handlers.slack_export.files import Damaged, File, Files
from handlers.slack_export.json_files import json_from
from storage.records import Channel

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.json")

PRIVATE = ("groups.json", "dms.json", "mpims.json")
KNOWN = frozenset(
    {"channels.json", "users.json", "integration_logs.json", "canvases.json", "lists.json"}
    | set(PRIVATE)
)


@dataclass(slots=True)
class Layout:
    channels: list[Channel]
    files: dict[str, list[File]]  # by channel id, days first and in order
    left_out: Counter[str] = field(default_factory=Counter)


def layout_of(files: Files, name: str) -> Layout:
    """Where the messages lie; raises TellUser for what is no export."""
    listed = list_in(files, "channels.json", name)
    if listed is None:
        raise TellUser(f"{name} is not a Slack export: there is no channels.json at its top.")
    layout = Layout([], {}, Counter(files.left_out))
    folders = _public(listed, layout)
    if not layout.channels:
        raise TellUser(f"{name} cannot be imported: its channels.json lists no public channel.")
    private = _private(files, name)
    refused: dict[str, str] = {}
    for file in files.by_name.values():
        folder, _, inside = file.name.partition("/")
        if not inside:
            if file.name not in KNOWN:
                layout.left_out["file: not part of a Slack export"] += 1
            continue
        folder = _plain(folder)
        channel = folders.get(folder)
        if folder in private:
            refused[folder] = "folder: a private conversation"
        elif folder.startswith("FC:"):
            refused[folder] = "folder: a conversation about a file"
        elif channel is None:
            refused[folder] = "folder: not in channels.json"
        elif "/" in inside or not inside.endswith(".json"):
            layout.left_out["file: not messages"] += 1
        else:
            layout.files[channel.id].append(file)
    layout.left_out.update(refused.values())
    for found in layout.files.values():
        found.sort(key=lambda file: (not is_day(file), file.name))
    return layout


def is_day(file: File) -> bool:
    return DAY.fullmatch(file.name.rpartition("/")[2]) is not None


def list_in(files: Files, wanted: str, name: str) -> Sequence[Any] | None:
    """What a file at the top lists; None without that file, TellUser if it is no list."""
    file = files.by_name.get(wanted)
    if file is None:
        return None
    try:
        listed = json_from(files.read(file))
    except Damaged as damage:
        raise TellUser(f"{name} cannot be imported: its {wanted} is {damage}.") from damage
    if not isinstance(listed, list):
        raise TellUser(f"{name} is not a Slack export: its {wanted} is not a list.")
    return listed


def _public(listed: Sequence[Any], layout: Layout) -> dict[str, Channel]:
    """The channels by the name of their folder; exporters use the name or the id."""
    folders: dict[str, Channel] = {}
    for described in listed:
        channel = channel_from(described) if isinstance(described, Mapping) else None
        if channel is None or channel.id in layout.files:
            layout.left_out["channel: no id of its own"] += 1
        elif any(described.get(flag) is True for flag in ("is_private", "is_im", "is_mpim")):
            layout.left_out["channel: private"] += 1
        else:
            layout.channels.append(channel)
            layout.files[channel.id] = []
            folders.setdefault(_plain(channel.name), channel)
    for channel in layout.channels:
        folders.setdefault(channel.id, channel)
    return folders


def _private(files: Files, name: str) -> set[str]:
    """The folders of what only some people may read."""
    listed = [one for wanted in PRIVATE for one in list_in(files, wanted, name) or ()]
    return {
        _plain(value)
        for one in listed
        if isinstance(one, Mapping)
        for value in (one.get("name"), one.get("id"))
        if isinstance(value, str)
    }


def _plain(name: str) -> str:
    """File systems store é as one character or as two."""
    return unicodedata.normalize("NFC", name)
