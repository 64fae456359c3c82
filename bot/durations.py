"""How long something took, as people say it."""

from __future__ import annotations

from datetime import timedelta


def spoken(wait: timedelta) -> str:
    """The two largest units at the most: 45 s, 12 min, 3 h 20 min, 2 days 4 h."""
    seconds = max(0, int(wait.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    unit = "day" if days == 1 else "days"
    return f"{days} {unit} {hours} h" if hours and days < 7 else f"{days} {unit}"
