"""Makes the two extracts of GitHub's published descriptions that the tests check Burley against.

    npm pack @octokit/openapi@23.0.2 @octokit/webhooks-examples@7.6.1
    for package in octokit-*.tgz; do mkdir "$package.d"; tar xzf "$package" -C "$package.d"; done
    python tests/support/make_github_openapi.py \\
        octokit-openapi-*.d/package/generated/api.github.com.json \\
        octokit-webhooks-*.d/package/api.github.com/index.json

Both packages are GitHub's own words, published by Octokit under the MIT license; each extract
names its version and license. The extract of the first holds the requests of the operations
that Burley uses, and of no other: a request to another is a fault until it is added here.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

HERE = Path(__file__).parent
REPOSITORY = "/repos/{owner}/{repo}"
OPERATIONS = (
    ("get", REPOSITORY),
    ("get", f"{REPOSITORY}/labels"),
    ("get", f"{REPOSITORY}/contents/{{path}}"),
    ("get", f"{REPOSITORY}/releases"),
    ("get", f"{REPOSITORY}/compare/{{basehead}}"),
    ("get", f"{REPOSITORY}/installation"),
    ("get", f"{REPOSITORY}/issues"),
    ("post", f"{REPOSITORY}/issues"),
    ("get", f"{REPOSITORY}/issues/comments"),
    ("get", f"{REPOSITORY}/issues/{{issue_number}}"),
    ("get", f"{REPOSITORY}/issues/{{issue_number}}/comments"),
    ("post", f"{REPOSITORY}/issues/{{issue_number}}/comments"),
    ("get", f"{REPOSITORY}/issues/{{issue_number}}/timeline"),
    ("post", "/app/installations/{installation_id}/access_tokens"),
)
SAID_ONLY = frozenset(("description", "example", "examples", "x-github", "externalDocs", "summary"))


def requests(described: Json) -> Json:
    """The requests of our operations, references resolved, as JSON Schema."""
    paths: Json = {}
    for method, path in OPERATIONS:
        operation = described["paths"][path][method]
        body = operation.get("requestBody")
        paths.setdefault(path, {})[method] = {
            "parameters": [_plain(one, described) for one in operation.get("parameters", [])],
            "body": _plain(body["content"]["application/json"]["schema"], described)
            if body
            else None,
            "body_required": bool(body and body.get("required")),
        }
    return {
        "source": f"@octokit/openapi {described['info']['version']}, api.github.com.json",
        "license": "MIT",
        "paths": paths,
    }


def examples(published: list[Json]) -> Json:
    """Every example payload, by event."""
    return {
        "source": "@octokit/webhooks-examples 7.6.1, api.github.com/index.json",
        "license": "MIT",
        "events": {one["name"]: one["examples"] for one in published},
    }


def _plain(part: Any, described: Json, inside_properties: bool = False) -> Any:
    """Without references and prose; OpenAPI 3.0's `nullable` becomes a type beside the others."""
    if isinstance(part, list):
        return [_plain(one, described) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        found: Any = described
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return _plain(found, described)
    kept = {
        name: _plain(value, described, inside_properties=name == "properties")
        for name, value in part.items()
        if inside_properties or name not in SAID_ONLY
    }
    if not inside_properties and kept.pop("nullable", False) is True:
        return {"anyOf": [kept, {"type": "null"}]}
    return kept


def write(name: str, content: Json) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # No time in the file: the same input makes the same bytes.
    (HERE / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    description, payloads = (json.loads(Path(path).read_text("utf-8")) for path in sys.argv[1:3])
    write("github_openapi.json.gz", requests(description))
    write("github_webhook_examples.json.gz", examples(payloads))
