"""Foreign text on its way into Slack: nothing in it may act, nothing may be too long."""

from __future__ import annotations

from datetime import datetime

SECTION = 3_000
BUTTON = 75


def escaped(text: str) -> str:
    """The text as plain words in Slack markup: no mention, link or channel call survives."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, longest: int) -> str:
    """At most `longest` characters, before escaping."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def foreign(text: str, longest: int = SECTION) -> str:
    """Escaped and at most `longest` characters, never cut within an entity."""
    kept = cut(text, longest)
    shown = escaped(kept)
    while len(shown) > longest:
        # An escaped sign is at most five long, so this never takes too much.
        kept = kept.removesuffix("…")
        kept = kept[: len(kept) - max(1, (len(shown) - longest) // 5)] + "…"
        shown = escaped(kept)
    return shown


def link(address: str, label: str) -> str:
    """A link in Slack markup; the label may be anybody's words."""
    safe = address.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
    words = foreign(" ".join(label.split()), 300).replace("|", "¦")
    return f"<{safe}|{words}>"


def moment(at: datetime) -> str:
    """A time that Slack shows in the reader's own zone."""
    fallback = at.strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def context(text: str) -> dict[str, object]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def header(text: str) -> dict[str, object]:
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, 150)}}


def button(
    label: str, action: str, value: str = "", *, style: str | None = None
) -> dict[str, object]:
    made: dict[str, object] = {
        "type": "button",
        "text": {"type": "plain_text", "text": cut(label, BUTTON)},
        "action_id": action,
        "value": value,
    }
    return {**made, "style": style} if style else made


def actions(*buttons: dict[str, object], block_id: str | None = None) -> dict[str, object]:
    made: dict[str, object] = {"type": "actions", "elements": list(buttons)}
    return {**made, "block_id": block_id} if block_id else made
