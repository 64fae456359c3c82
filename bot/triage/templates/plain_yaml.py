"""YAML that strangers wrote: small, shallow, without aliases, or not at all."""

from __future__ import annotations

from typing import Any

import yaml

# GitHub's own largest form is far smaller.
LONGEST = 100_000
DEEPEST = 12


class _Plain(yaml.SafeLoader):
    """Refuses what makes little text large (aliases), or reading it deep."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.YAMLError("too deep")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def load(text: str) -> Any:
    """What the YAML says, or None if it cannot be read."""
    if len(text) > LONGEST:
        return None
    try:
        return yaml.load(text, _Plain)  # noqa: S506 - a SafeLoader that refuses more
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError):
        # Beside its own errors PyYAML lets through those of dates and numbers it cannot make.
        return None


def text_of(value: object) -> str:
    """A value as one line of words; nothing of lists and mappings."""
    if value is None or isinstance(value, (dict, list, bytes, set, tuple)):
        return ""
    return " ".join(str(value).replace("<!--", "").split())


def words_of(value: object) -> tuple[str, ...]:
    """A list of words, written as a list or with commas between them."""
    parts = value if isinstance(value, list) else text_of(value).split(",")
    words = (text_of(part) for part in parts)
    # A sign alone is what is left of broken YAML.
    return tuple(dict.fromkeys(word for word in words if any(map(str.isalnum, word))))
