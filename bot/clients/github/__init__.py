"""GitHub's REST API, as far as Burley uses it, with errors named for what happens next."""

from __future__ import annotations

from bot.clients.github.comments import Comments, comment_from
from bot.clients.github.credentials import App, credentials
from bot.clients.github.issues import issue_from
from bot.clients.github.places import Places
from bot.clients.github.releases import Releases, release_from

__all__ = ["App", "GitHub", "comment_from", "credentials", "issue_from", "release_from"]


class GitHub(Comments, Places, Releases):
    """All of it. `credentials(secrets)` gives what it signs in with."""
