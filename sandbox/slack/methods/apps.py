"""Who am I, and where do I connect: auth.test, api.test, apps.connections.open."""

from sandbox.slack.core import TEAM_NAME, Core
from sandbox.slack.errors import SlackError
from sandbox.slack.ids import BOT_ID, BOT_USER_ID, TEAM_ID
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments, Method


async def auth_test(core: Core, arguments: Arguments) -> Json:
    return {
        "url": f"{core.base_url()}/",
        "team": TEAM_NAME,
        "user": core.app.bot_name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


async def api_test(core: Core, arguments: Arguments) -> Json:
    given = {name: value for name, value in arguments.given.items() if name != "token"}
    if error := arguments.maybe("error"):
        raise SlackError(error, args=given)
    return {"args": given} if given else {}


async def connections_open(core: Core, arguments: Arguments) -> Json:
    if not core.app.socket_mode:
        raise SlackError("forbidden_team")
    base = core.base_url().replace("http", "ws", 1)
    return {"url": f"{base}/socket/{core.sockets.new_ticket()}"}


METHODS = (
    Method("auth.test", auth_test, token="any"),
    Method("api.test", api_test, token="none"),
    Method("apps.connections.open", connections_open, token="app"),
)
