"""What went wrong at GitHub, as errors named for what happens next, with a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import gidgethub
import httpx2

from bot.errors import InDoubt, Refused, TryAgain

LONGEST_BODY = 65_536  # https://github.com/orgs/community/discussions/27190

# Parts of GitHub's own sentences that tell more than the status alone, in small letters.
TELLING = {
    "integration not found": "GitHub knows no App with this id",
    "was archived": "the repository is archived, so nothing can be written there",
    "issue is locked": "the conversation is locked",
    "has been suspended": "the GitHub App's installation there is suspended",
    "not accessible by": "{who} lacks the permission for that",
    "saml": "{who} must be authorised for the organisation's single sign-on",
    "json web token": "GitHub does not accept {who}: does it belong to this App?",
    "issued at": "GitHub does not accept {who}: is this machine's clock right?",
    "expiration time": "GitHub does not accept {who}: is this machine's clock right?",
    "was deleted": "it was deleted on GitHub",
}
MEANINGS = {
    301: "the repository has moved",
    302: "the repository has moved",
    307: "the repository has moved",
    308: "the repository has moved",
    401: "GitHub does not accept {who}",
    403: "{who} may not do that there",
    404: "it does not exist, or {who} may not see it",
    410: "the repository has its issues switched off",
}


@contextmanager
def saying(unclear: type[InDoubt] | type[TryAgain], who: str) -> Iterator[dict[int, str]]:
    """Errors of the libraries become ours; statuses put into what it gives get that sentence.

    `unclear` is what is raised when nobody knows whether GitHub did it.
    """
    meanings: dict[int, str] = {}
    try:
        yield meanings
    except InDoubt as doubt:
        raise unclear(str(doubt)) from doubt
    except gidgethub.HTTPException as problem:
        raise _named(problem, unclear, {**MEANINGS, **meanings}, who) from problem
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as problem:
        raise Refused("GITHUB_API_URL is no address such as https://api.github.com") from problem
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as problem:
        raise TryAgain(f"GitHub cannot be reached ({type(problem).__name__})") from problem
    except httpx2.TransportError as problem:
        raise unclear(f"the answer of GitHub was lost ({type(problem).__name__})") from problem
    except (ValueError, TypeError, LookupError, AttributeError) as problem:
        raise unclear("the answer of GitHub cannot be read") from problem


def _named(
    problem: gidgethub.HTTPException,
    unclear: type[InDoubt] | type[TryAgain],
    meanings: Mapping[int, str],
    who: str,
) -> Exception:
    status = int(problem.status_code)
    if status >= 500:
        return unclear(f"GitHub answered {status}")
    if status == 422:
        return Refused(f"{_unfit(problem)} ({status})")
    heard = str(problem).lower()
    told = next((said for part, said in TELLING.items() if part in heard), None)
    meaning = told or meanings.get(status)
    said = meaning.format(who=who) if meaning else f"GitHub refuses: {problem}"
    return Refused(f"{said} ({status})")


def _unfit(problem: gidgethub.HTTPException) -> str:
    """What GitHub finds wrong with what it was to write, by its list of errors."""
    errors = getattr(problem, "errors", None)
    for error in errors if isinstance(errors, list) else []:
        said = error if isinstance(error, dict) else {"message": str(error)}
        field, message = str(said.get("field")), str(said.get("message") or "")
        if "too long" in message:
            part = "title" if field == "title" else "text"
            most = "256" if part == "title" else f"{LONGEST_BODY:,}"
            return f"the {part} is longer than the {most} characters that GitHub takes"
        if "labels" in field or said.get("resource") == "Label":
            value = said.get("value")
            which = f" {value}" if isinstance(value, str) else ""
            return f"GitHub does not know the label{which} in that repository"
        if field == "title":
            return "GitHub does not take an issue without a title"
        if message:
            return f"GitHub does not accept the text: {message}"
    return "GitHub does not accept what was to be written"
