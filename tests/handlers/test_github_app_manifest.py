"""The two ways to register the GitHub App ask for the same, and for no more than is used."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).parents[2]


def test_the_link_in_the_guide_asks_for_what_the_manifest_asks_for() -> None:
    manifest = json.loads((ROOT / "deploy" / "github-app.json").read_text("utf-8"))
    guide = (ROOT / "docs" / "github.md").read_text("utf-8")
    [link] = re.findall(r"<(https://github\.com/organizations/[^>]+)>", guide)
    asked = parse_qs(urlsplit(link).query)
    assert asked.pop("events[]") == manifest["default_events"]
    assert asked == {
        **{name: [level] for name, level in manifest["default_permissions"].items()},
        "name": [manifest["name"]],
        "url": [manifest["url"]],
        "public": [json.dumps(manifest["public"])],
        "webhook_active": [json.dumps(manifest["hook_attributes"]["active"])],
    }
    assert manifest["default_permissions"] == {
        "contents": "read", "issues": "write", "metadata": "read",
    }  # fmt: skip
    assert manifest["hook_attributes"]["url"].endswith("/github/webhook")
