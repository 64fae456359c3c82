"""REST: issues, and the search over them."""

from __future__ import annotations

from sandbox.github.answers import Answer, Refusal, invalid, moved
from sandbox.github.call import Call
from sandbox.github.issue_list import in_order, listed, searched, settled
from sandbox.github.issue_requests import IssueRequest, read_issue_request
from sandbox.github.records import Issue
from sandbox.github.rest import BY_NAME, Route

ISSUES = "/issues/issues"


async def list_issues(call: Call) -> Answer:
    github = call.github
    # With issues switched off GitHub still answers the list, empty.
    here = call.repository.issues if call.repository.has_issues else []
    known = settled(here, github.now(), github.listing_lag)
    page, links = call.page(listed(known, call.query))
    return Answer([github.shapes.issue(issue) for issue in page], headers=links)


async def create_issue(call: Call) -> Answer:
    github, where = call.github, call.repository
    call.writes()
    if not where.has_issues:
        raise Refusal(410, "Issues has been disabled in this repository.")
    asked = read_issue_request(await call.body(), new=True)
    # "Labels are silently dropped otherwise": GitHub's documentation of this operation.
    labels = asked.labels or () if call.caller.may_push(where) else ()
    issue = await github.open(
        where, asked.title or "", asked.body, labels=labels, by=call.caller.user
    )
    shape = github.shapes.issue(issue, single=True)
    return Answer(shape, 201, {"Location": shape["url"]})


async def get_issue(call: Call) -> Answer:
    issue = call.issue()
    if issue.moved_to:
        there = issue.moved_to
        path = f"/repositories/{there.repository.id}/issues/{there.number}"
        return moved(call.github.shapes.api(path), call.request.method)
    return Answer(call.github.shapes.issue(issue, single=True))


async def update_issue(call: Call) -> Answer:
    github = call.github
    issue = call.issue_here()
    call.writes()
    asked = read_issue_request(await call.body(), new=False)
    may_push = call.caller.may_push(call.repository)
    if not may_push and issue.user != call.caller.user:
        raise Refusal(403, "Must have admin rights to Repository.")
    await github.edit(issue, title=asked.title, body=asked.body, by=call.caller.user)
    if asked.labels is not None and may_push:
        await _set_labels(call, issue, asked.labels)
    await _set_state(call, issue, asked)
    return Answer(github.shapes.issue(issue, single=True))


async def _set_labels(call: Call, issue: Issue, names: tuple[str, ...]) -> None:
    wanted = {name.casefold() for name in names}
    for label in list(issue.labels):
        if label.name.casefold() not in wanted:
            await call.github.unlabel(issue, label.name, by=call.caller.user)
    for name in names:
        await call.github.label(issue, name, by=call.caller.user)


async def _set_state(call: Call, issue: Issue, asked: IssueRequest) -> None:
    if asked.state == "closed":
        reason = asked.state_reason or issue.state_reason or "completed"
        reason = "completed" if reason == "reopened" else reason
        await call.github.close(issue, reason, by=call.caller.user)
    elif asked.state == "open":
        await call.github.reopen(issue, by=call.caller.user)


async def search_issues(call: Call) -> Answer:
    github = call.github
    q = call.query.get("q", "").strip()
    if not q:
        raise invalid("Search", "q", "missing")
    seen = [i for i in github.issues if call.caller.may_see(i.repository)]
    found = in_order(searched(settled(seen, github.now(), github.search_lag), q), call.query)
    page, links = call.page(found, path="/search/issues")
    items = [{**github.shapes.issue(issue), "score": 1.0} for issue in page]
    data = {"total_count": len(found), "incomplete_results": False, "items": items}
    return Answer(data, headers=links)


ISSUE = BY_NAME + "/issues/{issue_number}"
ROUTES = [
    Route("GET", BY_NAME + "/issues", list_issues, f"{ISSUES}#list-repository-issues"),
    Route("POST", BY_NAME + "/issues", create_issue, f"{ISSUES}#create-an-issue"),
    Route("GET", ISSUE, get_issue, f"{ISSUES}#get-an-issue"),
    Route("PATCH", ISSUE, update_issue, f"{ISSUES}#update-an-issue"),
    Route(
        "GET",
        "/search/issues",
        search_issues,
        "/search/search#search-issues-and-pull-requests",
        resource="search",
    ),
]
