"""Why a message was taken for the first response, in words a helper reads."""

from __future__ import annotations

from bot.questions.linking.state import Candidate


def why(candidate: Candidate) -> str:
    """Such as: came 2 minutes after, shares “reboot” and “pool”; the asker thanked them."""
    seen = candidate.seen
    parts = []
    if "mentions the starter" in seen:
        parts.append("mentions the asker")
    elif "names the asker later" in seen:
        parts.append("its author then mentions the asker")
    if "named in the question" in seen:
        parts.append("its author was asked by name")
    parts.append(f"came {_after(candidate.waited_s)} after")
    if candidate.shared:
        parts.append("shares " + " and ".join(f"“{word}”" for word in candidate.shared))
    if "asker thanks next" in seen:
        parts.append("the asker then said thanks")
    elif "asker names them" in seen:
        parts.append("the asker then named its author")
    elif "asker spoke next, in talk" in seen:
        parts.append("the asker went on right after it")
    elif "latest talk" in seen:
        parts.append("nothing else was being talked about")
    return ", ".join(parts)


def _after(seconds: float) -> str:
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count} {name}{'s' if count > 1 else ''}"
    return "less than a minute"
