"""Who is in the workspace: people, the bot, user groups; found by id or by name."""

from collections.abc import Iterable

from sandbox.slack.errors import ActFailed
from sandbox.slack.ids import APP_ID, BOT_ID, BOT_USER_ID, SLACKBOT, TEAM_ID
from sandbox.slack.json_types import Json

_AVATAR = "https://avatars.example/72.png"


def person(user_id: str, name: str, real_name: str, title: str = "", color: str = "9f69e7") -> Json:
    """A user object as users.info returns it."""
    return {
        "id": user_id,
        "team_id": TEAM_ID,
        "name": name,
        "deleted": False,
        "color": color,
        "real_name": real_name,
        "tz": "Europe/Berlin",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "profile": {
            "title": title,
            "real_name": real_name,
            "real_name_normalized": real_name,
            "display_name": name,
            "display_name_normalized": name,
            "image_72": _AVATAR,
            "team": TEAM_ID,
        },
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }


def bot_user(name: str, real_name: str) -> Json:
    user = person(BOT_USER_ID, name, real_name, color="2b3a55")
    user["profile"] |= {"api_app_id": APP_ID, "bot_id": BOT_ID, "always_active": True}
    return user | {"is_bot": True}


def slackbot() -> Json:
    """Slack's own helper, in every workspace; its user object does not say that it is a bot."""
    return person(SLACKBOT, "slackbot", "Slackbot", color="757575")


class Directory:
    def __init__(self) -> None:
        self._users: dict[str, Json] = {}
        self._ids_by_name: dict[str, str] = {}
        self.groups: dict[str, Json] = {}

    def add(self, user: Json) -> None:
        """Take in a user object, of an export for instance; one with the same id is replaced."""
        self._users[user["id"]] = user
        if name := user.get("name"):
            self._ids_by_name.setdefault(name.lower(), user["id"])

    def users(self) -> Iterable[Json]:
        return self._users.values()

    def get(self, user_id: str) -> Json | None:
        return self._users.get(user_id)

    def find_id(self, name_or_id: str) -> str | None:
        if name_or_id in self._users:
            return name_or_id
        return self._ids_by_name.get(name_or_id.removeprefix("@").lower())

    def id_of(self, name_or_id: str) -> str:
        user_id = self.find_id(name_or_id)
        if user_id is None:
            raise ActFailed("user_not_found")
        return user_id

    def name_of(self, user_id: str) -> str:
        return str((self._users.get(user_id) or {}).get("name") or user_id)

    def payload_user(self, user_id: str) -> Json:
        """The user as interactivity payloads name one."""
        name = self.name_of(user_id)
        return {"id": user_id, "username": name, "name": name, "team_id": TEAM_ID}
