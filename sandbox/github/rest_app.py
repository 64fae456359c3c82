"""REST: the entry point, who am I, the app with its installation and tokens."""

from __future__ import annotations

from sandbox.github.answers import Answer, Refusal, malformed, not_found
from sandbox.github.call import Call
from sandbox.github.payloads import installation_shape
from sandbox.github.records import Repository
from sandbox.github.rest import BY_NAME, Route
from sandbox.github.shapes import Json, when


async def root(call: Call) -> Answer:
    api = call.github.shapes.api
    return Answer(
        {
            "current_user_url": api("/user"),
            "issue_search_url": api("/search/issues?q={query}{&page,per_page,sort,order}"),
            "rate_limit_url": api("/rate_limit"),
            "repository_url": api("/repos/{owner}/{repo}"),
        }
    )


async def rate_limit(call: Call) -> Answer:
    resources = {}
    for name in ("core", "search"):
        budget = call.github.access.budget(call.caller, name)
        resources[name] = {
            "limit": budget.limit,
            "used": budget.used,
            "remaining": budget.remaining,
            "reset": budget.reset,
        }
    return Answer({"resources": resources, "rate": resources["core"]})


async def user(call: Call) -> Answer:
    if call.caller.kind == "anonymous":
        raise Refusal(401, "Requires authentication")
    if call.caller.kind != "personal":
        raise Refusal(403, "Resource not accessible by integration")
    return Answer(call.github.shapes.user(call.caller.user))


async def app(call: Call) -> Answer:
    installed = call.github.access.installation
    shape = call.github.shapes.app()
    owner = call.github.shapes.user(installed.account)
    return Answer(
        {
            **shape,
            "owner": owner,
            "description": "",
            "external_url": "",
            "permissions": installed.permissions,
            "events": ["issue_comment", "issues", "release"],
            "installations_count": 0 if installed.deleted else 1,
        }
    )


def _installed(call: Call) -> Json:
    access = call.github.access
    shapes = call.github.shapes
    return installation_shape(shapes, access.installation, access.app_id, call.github.app_slug)


async def installations(call: Call) -> Answer:
    found = [] if call.github.access.installation.deleted else [_installed(call)]
    page, links = call.page(found, path="/app/installations")
    return Answer(page, headers=links)


async def installation(call: Call) -> Answer:
    installed = call.github.access.installation
    wanted = call.request.match_info.get("installation_id", str(installed.id))
    reaches = call.where is None or _granted(call, call.where)
    if installed.deleted or wanted != str(installed.id) or not reaches:
        raise not_found()
    return Answer(_installed(call))


async def access_tokens(call: Call) -> Answer:
    """A token for all the installation has, or for the repositories and permissions asked for."""
    await installation(call)
    access = call.github.access
    if access.installation.suspended_at:
        raise Refusal(403, "This installation has been suspended")
    asked = await call.body()
    reach = access.installation.repositories
    chosen: list[Repository] = []
    if "repositories" in asked or "repository_ids" in asked:
        names = {str(name).casefold() for name in asked.get("repositories", [])}
        ids = set(asked.get("repository_ids", []))
        granted = [r for r in call.github.places.repositories if _granted(call, r)]
        chosen = [r for r in granted if r.name.casefold() in names or r.id in ids]
        if len(chosen) < len(names | ids):
            raise Refusal(
                422,
                "There is at least one repository that does not exist or is not accessible to"
                " the parent installation.",
            )
        reach = frozenset(r.id for r in chosen)
    permissions = asked.get("permissions") or access.installation.permissions
    if not isinstance(permissions, dict):
        raise malformed(f"For 'properties/permissions', {permissions!r} is not an object.")
    if any(
        access.installation.permissions.get(k) not in {v, "write"} for k, v in permissions.items()
    ):
        raise Refusal(
            422,
            "The permissions requested are not granted to this installation.",
        )
    token = access.mint(reach, permissions)
    data: Json = {
        "token": token,
        "expires_at": when(access.tokens[token].expires_at),
        "permissions": permissions,
        "repository_selection": "all" if reach is None else "selected",
    }
    if chosen:
        data["repositories"] = [call.github.shapes.repository(r) for r in chosen]
    return Answer(data, 201)


def _granted(call: Call, repository: Repository) -> bool:
    reach = call.github.access.installation.repositories
    return reach is None or repository.id in reach


async def installation_repositories(call: Call) -> Answer:
    if call.caller.kind == "anonymous":
        raise Refusal(401, "Requires authentication")
    if call.caller.kind != "installation":
        raise Refusal(403, "You must authenticate with an installation access token")
    found = [r for r in call.github.places.repositories if call.caller.reaches(r)]
    page, links = call.page(found, path="/installation/repositories")
    data = {
        "total_count": len(found),
        "repository_selection": "all" if call.caller.repositories is None else "selected",
        "repositories": [call.github.shapes.repository(repository) for repository in page],
    }
    return Answer(data, headers=links)


APPS = "/apps/apps"
INSTALLATION = "/app/installations/{installation_id}"
ROUTES = [
    Route("GET", "", root),
    Route("GET", "/", root),
    Route("GET", "/rate_limit", rate_limit, "/rate-limit/rate-limit", free=True),
    Route("GET", "/user", user, "/users/users#get-the-authenticated-user"),
    Route("GET", "/app", app, f"{APPS}#get-the-authenticated-app", app_only=True),
    Route(
        "GET",
        "/app/installations",
        installations,
        f"{APPS}#list-installations-for-the-authenticated-app",
        app_only=True,
    ),
    Route(
        "GET",
        INSTALLATION,
        installation,
        f"{APPS}#get-an-installation-for-the-authenticated-app",
        app_only=True,
    ),
    Route(
        "POST",
        INSTALLATION + "/access_tokens",
        access_tokens,
        f"{APPS}#create-an-installation-access-token-for-an-app",
        app_only=True,
    ),
    Route(
        "GET",
        BY_NAME + "/installation",
        installation,
        f"{APPS}#get-a-repository-installation-for-the-authenticated-app",
        app_only=True,
    ),
    Route(
        "GET",
        "/installation/repositories",
        installation_repositories,
        "/apps/installations#list-repositories-accessible-to-the-app-installation",
    ),
]
