"""REST: what is said on issues, of one issue or of a whole repository."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.github.answers import Answer, Refusal, invalid
from sandbox.github.call import Call
from sandbox.github.issue_list import parse_time
from sandbox.github.issue_requests import read_comment_request
from sandbox.github.records import Comment, Issue
from sandbox.github.rest import BY_NAME, Route

Said = tuple[Issue, Comment]


async def list_comments(call: Call) -> Answer:
    """In the order in which they were written, as GitHub always lists those of one issue."""
    issue = call.issue_here()
    return _page(call, ((issue, comment) for comment in issue.comments))


async def list_all_comments(call: Call) -> Answer:
    """Of all issues and pull requests here; only with a sort the direction counts."""
    said = [(issue, comment) for issue in call.repository.issues for comment in issue.comments]
    sort = call.query.get("sort", "")
    if sort not in {"", "created", "updated"}:
        raise invalid("IssueComment", "sort", "invalid", value=sort)
    said.sort(key=lambda one: (getattr(one[1], f"{sort or 'created'}_at"), one[1].id))
    if sort and call.query.get("direction", "desc") != "asc":
        said.reverse()
    return _page(call, said)


def _page(call: Call, said: Iterable[Said]) -> Answer:
    """One page of what is old enough for the listing, and new enough for `since`."""
    github = call.github
    listed = github.now() - github.listing_lag
    found = [one for one in said if one[1].created_at <= listed]
    if since := call.query.get("since"):
        moment = parse_time(since)
        found = [one for one in found if one[1].updated_at.replace(microsecond=0) >= moment]
    page, links = call.page(found)
    return Answer([github.shapes.comment(*one) for one in page], headers=links)


async def create_comment(call: Call) -> Answer:
    issue = call.issue_here()
    call.writes()
    body = read_comment_request(await call.body())
    if issue.locked and not call.caller.may_push(call.repository):
        raise Refusal(403, "Unable to create comment because issue is locked.")
    comment = await call.github.comment(issue, body, by=call.caller.user)
    shape = call.github.shapes.comment(issue, comment)
    return Answer(shape, 201, {"Location": shape["url"]})


DOCS = "/issues/comments"
ALL = BY_NAME + "/issues/comments"
OF_ISSUE = BY_NAME + "/issues/{issue_number}/comments"
ROUTES = [
    Route("GET", ALL, list_all_comments, f"{DOCS}#list-issue-comments-for-a-repository"),
    Route("GET", OF_ISSUE, list_comments, f"{DOCS}#list-issue-comments"),
    Route("POST", OF_ISSUE, create_comment, f"{DOCS}#create-an-issue-comment"),
]
