"""What the command itself says: help, and what it did not understand."""

from __future__ import annotations

import html

from bot.slack_text import foreign

HELP = """\
*What I can do*
• `/burley questions` – who waits for an answer, longest first
• `/burley file` – carry your latest message here to GitHub; or `/burley file LINK`
• `/burley reports` – how your reports, and everybody's, stand
• `/burley digest preview` – this week's digest so far, for you alone
• `/burley help` – this text
To report a bug or ask for a feature, just write it in the channel, or choose *File as issue* \
in a message's ⋯ menu. Nothing becomes public before somebody confirms it."""


def not_understood(said: str, near: str | None) -> str:
    meant = f" Did you mean `/burley {near}`?" if near else " `/burley help` lists what I know."
    # What Slack hands over is escaped already.
    return f"I do not know “{foreign(html.unescape(said), 60)}”.{meant}"


def out_of_order() -> str:
    return (
        "Something went wrong on my side; nothing of yours is lost. Please try again in a minute."
    )
