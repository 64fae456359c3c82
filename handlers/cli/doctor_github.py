"""What `burley doctor` says of GitHub: each thing that is wrong in a sentence, with its remedy."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

from bot.clients.github import App, GitHub, credentials
from bot.errors import InDoubt, Refused, TryAgain
from bot.settings import Secrets, Settings, WrongSettings
from handlers.cli.check import Check

NOT_SET = (
    "GITHUB_TOKEN is not set, so no report can be filed. Make a fine-grained token with Issues: "
    "read and write, for the repositories of the settings, or set up a GitHub App (docs/github.md)."
)
# What to do about a refusal, by a part of its sentence; the first that fits.
REMEDIES = (
    ("does not accept the token", "It is wrong, expired or revoked: make a new one and put it "
     "into GITHUB_TOKEN."),
    ("does it belong to this App", "Make a new private key under General of the App, and check "
     "GITHUB_APP_ID."),
    ("no App with this id", "Copy GITHUB_APP_ID again from General of the App."),
    ("App is not installed", "Add the repository under Install App of the App's settings, or "
     "correct its name in the settings."),
    ("installation", "An owner of the organisation can end that under Installed GitHub Apps."),
    ("does not exist, or the token", "Correct its name in the settings, or add it to the token."),
    ("does not exist, or the GitHub App", "Correct its name in the settings."),
    ("the token lacks", "Give the token Issues: read and write for it."),
    ("the token may not", "Give the token Issues: read and write for it."),
    ("the GitHub App lacks", "Give the App Issues: read and write under Permissions, and have an "
     "owner accept it."),
)  # fmt: skip


async def github_checks(
    settings: Settings, secrets: Secrets, http: httpx2.AsyncClient
) -> AsyncIterator[Check]:
    try:
        known = credentials(secrets)
    except WrongSettings as problem:
        yield Check("GitHub", False, str(problem))
        return
    if known is None:
        yield Check("GitHub", not secrets.any_slack, NOT_SET)
        return
    yield await _repositories(GitHub(http, known, secrets.github_api_url), settings, known)
    yield Check(
        "webhook",
        True,
        "signature is checked"
        if secrets.github_webhook_secret
        else "GITHUB_WEBHOOK_SECRET is not set, so Burley asks every few minutes what happened to "
        "issues. To hear of it at once, set up a webhook and its secret (docs/github.md).",
    )


async def _repositories(github: GitHub, settings: Settings, known: str | App) -> Check:
    wrong: dict[str, list[str]] = {}
    unlabelled: list[str] = []
    for repository in settings.repositories:
        name = repository.name
        try:
            trouble = await _trouble(github, name, unlabelled)
        except (Refused, TryAgain, InDoubt) as problem:
            trouble = _with_remedy(str(problem))
        if trouble:
            wrong.setdefault(trouble, []).append(name)
    if wrong:
        every = len(settings.repositories)
        told = [
            trouble if len(names) == every else f"{', '.join(names)}: {trouble}"
            for trouble, names in wrong.items()
        ]
        return Check("GitHub", False, " ".join(told))
    who = "as a GitHub App" if isinstance(known, App) else "with a token"
    told = [f"{len(settings.repositories)} repositories take issues, {who}"]
    if github.token_ends:
        told.append(f"the token ends on {github.token_ends}: put a new one in its place before")
    if unlabelled:
        told.append(
            f"GitHub will leave out the labels in {', '.join(unlabelled)}, where the token's "
            "account has no push access"
        )
    return Check("GitHub", True, "; ".join(told))


async def _trouble(github: GitHub, name: str, unlabelled: list[str]) -> str | None:
    state = await github.repository(name)
    if state.full_name.casefold() != name.casefold():
        return f"the repository is called {state.full_name} now. Write that in the settings."
    if state.archived:
        return "the repository is archived. Take it out of the settings, or unarchive it."
    if not state.has_issues:
        return "the repository has its issues switched off. Switch them on under its Settings."
    await github.may_open_issues(name)
    if state.can_push is False and not github.is_app:
        unlabelled.append(name)
    return None


def _with_remedy(said: str) -> str:
    remedy = next((what for part, what in REMEDIES if part in said), "")
    return f"{said}. {remedy}".rstrip()
