"""Whether a link leads where its words say."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LOOKS_LIKE_ADDRESS = re.compile(
    r"(?i)(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,24})(?:[/:?#]|$)"
)


def disguised(label: str, address: str) -> bool:
    """Whether the words look like one address and lead to another."""
    named = LOOKS_LIKE_ADDRESS.match(label)
    if named is None or address.startswith("mailto:"):
        return False
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return True
    return host.lower() != named[1].lower().removeprefix("www.")
