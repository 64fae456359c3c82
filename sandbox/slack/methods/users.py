"""users.* and usergroups.*: who is here."""

from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.ids import TEAM_ID
from sandbox.slack.json_types import Json
from sandbox.slack.methods.method import Arguments, Method
from sandbox.slack.methods.paging import page


async def info(core: Core, arguments: Arguments) -> Json:
    user = core.directory.get(arguments.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _shown(core, user)}


async def list_users(core: Core, arguments: Arguments) -> Json:
    everybody = list(core.directory.users())
    shown, metadata = page(everybody, arguments, max(1, len(everybody)), 1000)
    return {
        "members": [_shown(core, user) for user in shown],
        "cache_ts": core.seconds(),
        "response_metadata": metadata,
    }


async def list_groups(core: Core, arguments: Arguments) -> Json:
    with_users = arguments.flag("include_users")
    groups = [_group(group, with_users) for group in core.directory.groups.values()]
    return {"usergroups": groups}


async def list_group_users(core: Core, arguments: Arguments) -> Json:
    group = core.directory.groups.get(arguments.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group["users"]}


def _shown(core: Core, user: Json) -> Json:
    if "users:read.email" in core.app.scopes:
        return user
    profile = user.get("profile") or {}
    return user | {"profile": {name: part for name, part in profile.items() if name != "email"}}


def _group(group: Json, with_users: bool) -> Json:
    shown: Json = {
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "is_subteam": True,
        "description": "",
        "date_delete": 0,
        **group,
        "user_count": len(group["users"]),
    }
    if not with_users:
        del shown["users"]
    return shown


METHODS = (
    Method("users.info", info, "users:read"),
    Method("users.list", list_users, "users:read"),
    Method("usergroups.list", list_groups, "usergroups:read"),
    Method("usergroups.users.list", list_group_users, "usergroups:read"),
)
