"""Template files as repositories have them, well-formed and not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.templates import Template, choose, parse
from tests.bot.templates.forms import FORMS

FOLDER = ".github/ISSUE_TEMPLATE/"
BUG = """---
name: Bug report
about: Something is broken
title: '[BUG] '
labels: kind/bug, triage

---

<!-- Thank you!
     Please fill in what you can. -->

## What goes wrong
<!-- Tell us -->

**Expected behavior:** what you expected

** OS info (please complete):**
 - Distro: [e.g. NixOS]
 - Kernel version
 * Pods (use `kubectl get pods -n pool`):

Setup
-----
Anything that matters
- [x] I have read the guide
"""


def read(text: str, path: str = "bug.md") -> Template:
    template = parse(FOLDER + path, text)
    assert template is not None
    return template


def lines(template: Template) -> list[str]:
    return [section.line for section in template.sections]


def test_a_markdown_template_is_read_whole() -> None:
    template = read(BUG)
    assert (template.name, template.about, template.title) == (
        "Bug report",
        "Something is broken",
        "[BUG]",
    )
    assert template.labels == ("kind/bug", "triage")
    assert (template.kind, template.fault) == ("bug", "")
    assert lines(template) == [
        "## What goes wrong",
        "**Expected behavior:**",
        "** OS info (please complete):**",
        " - Distro:",
        " - Kernel version",
        " * Pods (use `kubectl get pods -n pool`):",
        "Setup\n-----",
        "- [ ] I have read the guide",
    ]


def test_hints_and_commands_belong_to_their_heading() -> None:
    wrong, expected, system, distro, _kernel, pods, setup, _box = read(BUG).sections
    assert wrong.hint == "Tell us"
    assert expected.hint == "what you expected"
    assert system.parts
    assert distro.hint == "[e.g. NixOS]"
    assert pods.commands == ("kubectl get pods -n pool",)
    assert setup.hint == "Anything that matters"


@pytest.mark.parametrize(
    ("text", "name", "labels", "fault"),
    [
        ("## Steps\n", "", (), ""),
        ("---\n---\n## Steps\n", "", (), ""),
        ("\ufeff---\r\nname: Bug\r\n---\r\n## Steps\r\n", "Bug", (), ""),
        ("---\nname: Bug\nlabels: [a, b, a]\n---\n## Steps\n", "Bug", ("a", "b"), ""),
        ("---\nname: A: B\nlabels: a\n---\n## Steps\n", "A: B", ("a",), "no valid YAML"),
        ("---\nname: [b\nlabels: {\n---\n## Steps\n", "[b", (), "no valid YAML"),
        ("---\nname: Bug\nlabels: a\n\n## Steps\n", "Bug", ("a",), "never closed"),
        ("---\nname: [a\n---\n## Steps\n", "[a", (), "no valid YAML"),
        ("---\nname: &x 1\nabout: *x\n---\n## Steps\n", "&x 1", (), "no valid YAML"),
        ("<!-- never closed\n## Steps\n", "", (), ""),
    ],
)
def test_of_a_broken_file_what_can_be_used_is(
    text: str, name: str, labels: tuple[str, ...], fault: str
) -> None:
    template = read(text)
    assert lines(template) == ["## Steps"]
    assert (template.name, template.labels) == (name, labels)
    assert fault in template.fault
    assert bool(fault) == bool(template.fault)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config.yml", "blank_issues_enabled: false\ncontact_links: []\n"),
        ("config.yaml", "body: []"),
        ("bug.md", ""),
        ("bug.md", "Please write whatever you like.\n"),
        ("bug.yml", "name: [unclosed"),
        ("bug.yml", "name: Bug\nbody: text"),
        ("bug.yml", "name: Bug\nbody:\n  - type: markdown\n    attributes: {value: Hello}"),
        ("bug.yml", "just words"),
        ("bug.yml", "body:\n  - 3\n  - [a]\n  - {type: input}"),
        ("bug.yml", "a: &a [x, x]\nbody: [*a, *a]"),
        ("bug.yml", "body: " + "[" * 5_000),
        ("bug.yml", "when: 2024-99-99\nbody: []"),
        ("bug.yml", "body:\n" + "  - {type: input, attributes: {label: x}}\n" * 10_000),
        ("bug.txt", "## Steps"),
        ("bug", "## Steps"),
    ],
)
def test_what_is_no_template_is_none(path: str, text: str) -> None:
    assert parse(FOLDER + path, text) is None


@given(st.text(max_size=400), st.sampled_from(["a.md", "a.yml"]))
@settings(max_examples=200, deadline=None)
def test_no_file_raises(text: str, path: str) -> None:
    parse(path, text)
    parse(path, "---\n" + text)
    parse(path, "body:\n" + text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "attributes", "label", "options", "validations", "body"]),
                inner | st.sampled_from(["input", "textarea", "dropdown", "checkboxes"]),
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
@settings(deadline=None)
def test_no_form_however_put_together_raises(body: object) -> None:
    import yaml

    parse("a.yml", yaml.safe_dump({"name": body, "labels": body, "body": body}))
    parse("a.yml", yaml.safe_dump({"name": "x", "body": [body, body]}))


def test_a_form_is_read_field_by_field() -> None:
    template = read(FORMS["dashboard"], "bug.yml")
    assert (template.name, template.title, template.kind) == ("🐛 Bug report", "[Bug]:", "bug")
    assert template.labels == ("type/bug", "needs-triage")
    assert [(one.line, one.how, one.required) for one in template.sections] == [
        ("### What went wrong?", "textarea", True),
        ("### How do we reproduce it?", "textarea", False),
        ("### Relevant log output", "textarea", False),
        ("### Which data sources are affected?", "dropdown", False),
        ("### How was it installed?", "dropdown", True),
        ("### Dashboard version", "input", True),
        ("### Before you send this", "checkboxes", False),
    ]
    assert template.sections[2].render == "shell"
    assert template.sections[2].commands == ("journalctl -u dashboard --since today",)
    assert template.sections[4].choices == ("Docker", "Helm chart", "Debian package", "Other")


@pytest.mark.parametrize(
    ("path", "name", "labels", "kind"),
    [
        ("a.md", "Bug report", "", "bug"),
        ("bug_report.md", "Report", "", "bug"),
        ("a.md", "Report", "kind/bug", "bug"),
        ("feature-request.md", "Feature request", "", "feature"),
        ("a.md", "Enhancement", "", "feature"),
        ("support.md", "Ask", "", "question"),
        ("question.md", "Question", "", "question"),
        ("documentation.md", "Doc Issue", "", "docs"),
        ("enhancement-proposal.md", "Enhancement Proposal [ OEP ]", "", "other"),
        ("a.md", "Whatever", "", "other"),
    ],
)
def test_what_a_template_is_for_is_in_its_name_file_or_labels(
    path: str, name: str, labels: str, kind: str
) -> None:
    assert read(f"---\nname: {name}\nlabels: {labels}\n---\n## A", path).kind == kind


def test_the_template_for_the_kind_of_report_is_chosen() -> None:
    bug, wish = read("---\nname: Bug\n---\n## A"), read(FORMS["wish"], "wish.yml")
    support = read("---\nname: Support\n---\n## A")
    proposal = read("---\nname: Enhancement proposal\n---\n## A")
    assert choose([proposal, wish, bug, support], "bug") is bug
    assert choose([proposal, wish, bug, support], "feature") is wish
    assert choose([proposal, wish, bug, support], "question") is support
    assert choose([proposal, wish, bug], "question") is bug
    assert choose([proposal, bug], "feature") is None
    assert choose([bug], "chatter") is None
    assert choose([], "bug") is None
