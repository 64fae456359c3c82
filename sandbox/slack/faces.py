"""How the app itself appears on what it posts: bot_id, app_id, bot_profile, user."""

from sandbox.slack.ids import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from sandbox.slack.json_types import Json
from sandbox.slack.manifest import App

_ICON = "https://avatars.example/bot_72.png"


def bot_profile(app: App) -> Json:
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER_ID,
        "name": app.bot_name,
        "icons": {"image_36": _ICON, "image_48": _ICON, "image_72": _ICON},
        "deleted": False,
        "updated": 1_700_000_000,
        "team_id": TEAM_ID,
    }


def bot_message(app: App, username: str | None = None) -> Json:
    """The author's part of a message by the app; under another name it has no user."""
    base: Json = {"type": "message", "bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID}
    if username:
        return base | {"subtype": "bot_message", "username": username}
    return base | {"user": BOT_USER_ID, "bot_profile": bot_profile(app)}
