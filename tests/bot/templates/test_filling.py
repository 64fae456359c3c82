"""A template filled with a thread: what a maintainer finds under each heading."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from bot.triage.templates import LONGEST_BODY, Filled, Passage, Template, Told, fill, parse
from tests.bot.templates.forms import FORMS

ENGINE = """---
name: Bug report
---
**What steps did you take and what happened:**
[A description of the bug.]

**What did you expect to happen:**


**The output of the following commands will help us**:
(Pasting long output elsewhere is fine.)

* `kubectl logs -f pool-controller-0 -n pool -c plugin`
* `kubectl get pods -n pool`
* `kubectl get zv -A -o yaml`

**Anything else you would like to add:**
[Miscellaneous.]

**Environment:**
- LocalPV-ZFS version
- Kubernetes version (use `kubectl version`):
- Kubernetes installer & version:
- Cloud provider or hardware configuration:
- OS (e.g. from `/etc/os-release`):
"""
UMBRELLA = """
## Description
<!-- What is it? -->

## Expected Behavior

## Current Behavior

## Possible Solution

## Steps to Reproduce

## Your Environment
* `kubectl get nodes`:
* OS (from `/etc/os-release`):
* Others:
"""
WISH = """
**Describe the problem/challenge you have**
[A description.]

**Describe the solution you'd like**
[What you want to happen.]

**Anything else you would like to add:**
"""
NOT_GIVEN = "*not given*"


def template(text: str, path: str = "bug.md") -> Template:
    read = parse(path, text)
    assert read is not None
    return read


def by(*words: str) -> tuple[Passage, ...]:
    """Passages in turn: the reporter's, and after "> " somebody else's."""
    return tuple(Passage(not one.startswith("> "), one.removeprefix("> ")) for one in words)


def filled(text: str | None, *words: str, kind: str = "bug", path: str = "bug.md") -> Filled:
    return fill(template(text, path) if text else None, Told(kind, by(*words)))


def under(body: str, heading: str) -> str:
    """What stands under a heading, to the next one."""
    after = f"\n{body}".split(f"\n{heading}", 1)[1]
    return after.split("\n\n" + heading.split(" ")[0][:2], 1)[0].strip("\n ")


def test_a_report_reads_as_a_careful_person_would_have_written_it() -> None:
    made = filled(
        ENGINE,
        "Hi team,\nzfs-localpv 2.10.1: the PVC stays Pending after I upgraded. I expected it to be "
        "Bound.\nThe controller says:\n```\nE0301 10:00:00 failed to provision\n```",
        "> which k8s version, and which distro?",
        "1.28, Ubuntu 22.04",
        "> does it happen on all nodes?",
        "only on node 3",
        "> thanks!",
        "```\nkubectl get pods -n pool\nNAME   READY\n```",
    )
    assert made.body == (
        "**What steps did you take and what happened:**\n\n"
        "zfs-localpv 2.10.1: the PVC stays Pending after I upgraded.\n\n"
        "**What did you expect to happen:**\n\n"
        "I expected it to be Bound.\n\n"
        "**The output of the following commands will help us**:\n\n"
        "* `kubectl logs -f pool-controller-0 -n pool -c plugin`:\n\n"
        "The controller says:\n\n```\nE0301 10:00:00 failed to provision\n```\n\n"
        "* `kubectl get pods -n pool`:\n\n"
        "```\nkubectl get pods -n pool\nNAME   READY\n```\n\n"
        "* `kubectl get zv -A -o yaml`: *not given*\n\n"
        "**Anything else you would like to add:**\n\n"
        "A reply in the thread:\n\n> does it happen on all nodes?\n\nonly on node 3\n\n"
        "**Environment:**\n\n"
        "- LocalPV-ZFS version: 2.10.1\n"
        "- Kubernetes version (use `kubectl version`): 1.28\n"
        "- Kubernetes installer & version: *not given*\n"
        "- Cloud provider or hardware configuration: *not given*\n"
        "- OS (e.g. from `/etc/os-release`): Ubuntu 22.04"
    )
    assert [one.heading for one in made.missing] == [
        "The output of the following commands will help us"
    ]
    assert made.missing[0].commands == ("kubectl get zv -A -o yaml",)


@pytest.mark.parametrize(
    ("said", "heading", "found"),
    [
        ("It is gone. It should be there.", "Expected Behavior", "It should be there."),
        ("The pool is gone. What should I do?", "Expected Behavior", NOT_GIVEN),
        ("The pool is gone. As expected.", "Expected Behavior", NOT_GIVEN),
        ("Expected: a pool\nActual: no pool", "Expected Behavior", "Expected: a pool"),
        ("Expected: a pool\nActual: no pool", "Current Behavior", "Actual: no pool"),
        ("The pool is gone.\n\n1. reboot\n2. look", "Steps to Reproduce", "1. reboot\n2. look"),
        ("It is gone, steps:\n\n1. reboot\n2. look", "Description", "It is gone, steps:"),
        ("It is gone.\n**Steps to reproduce**\nreboot\nlook", "Steps to Reproduce",
         "**Steps to reproduce**\nreboot\nlook"),
        ("It is gone. When I reboot it is on.", "Steps to Reproduce", "When I reboot it is on."),
        ("The pool fails. A reboot fixes it.", "Possible Solution", "A reboot fixes it."),
        ("The pool fails. See <https://e.org>", "Current Behavior", "See *Description* above."),
        ("We created a pool and deleted it, then it is gone", "Steps to Reproduce",
         "See *Description* above."),
        ("The pool is there", "Current Behavior", NOT_GIVEN),
        ("**Expected. The pool** is gone", "Description", "**Expected. The pool** is gone"),
    ],
)  # fmt: skip
def test_a_sentence_stands_under_the_heading_it_answers(
    said: str, heading: str, found: str
) -> None:
    assert under(filled(UMBRELLA, said).body, f"## {heading}") == found


@pytest.mark.parametrize(
    ("said", "problem", "wish"),
    [
        ("The provisioner always makes ext4. An admin should be able to choose.",
         "The provisioner always makes ext4.", "An admin should be able to choose."),
        ("k0s keeps it elsewhere, so the mount fails. The path should be configurable.",
         "k0s keeps it elsewhere, so the mount fails.", "The path should be configurable."),
        ("Please allow a list. Each of our nodes has several disks.",
         "Each of our nodes has several disks.", "Please allow a list."),
        ("Please add datasets.", NOT_GIVEN, "Please add datasets."),
    ],
)  # fmt: skip
def test_a_wish_is_told_from_the_problem_behind_it(said: str, problem: str, wish: str) -> None:
    made = filled(WISH, said, kind="feature")
    assert under(made.body, "**Describe the problem/challenge you have**") == problem
    assert under(made.body, "**Describe the solution you'd like**") == wish
    # Of a wish nothing but its use is asked for.
    assert len(made.missing) == (problem == NOT_GIVEN)


@pytest.mark.parametrize(
    ("words", "field", "answer"),
    [
        (["broken", "> which version?", "it is 2.10"], "LocalPV-ZFS version:", "2.10"),
        (["broken", "4.1.0"], "LocalPV-ZFS version:", "4.1.0"),
        (["broken", "> which k8s and zfs-localpv version?", "1.29 and 2.5.1"],
         "LocalPV-ZFS version:", "2.5.1"),
        (["chart 4.1.0 is broken"], "LocalPV-ZFS version:", "chart 4.1.0"),
        (["mayastor 2.6.1 is broken"], "LocalPV-ZFS version:", NOT_GIVEN),
        (["went with the chart from 3.9.0 to 4.0.1, broken"], "LocalPV-ZFS version:",
         "the chart from 3.9.0 to 4.0.1"),
        (["broken on k3s v1.28.4+k3s1"], "Kubernetes installer & version:", "k3s v1.28.4+k3s1"),
        (["broken on EKS, Ubuntu 22.04.3 LTS"], "Cloud provider or hardware configuration:", "EKS"),
        (["broken on bare metal"], "Cloud provider or hardware configuration:", "bare metal"),
        (["broken on Talos 1.7"], "OS (e.g. from `/etc/os-release`):", "Talos 1.7"),
        (["broken\n```\nNAME=\"x\"\nPRETTY_NAME=\"Ubuntu 24.04 LTS\"\n```"],
         "OS (e.g. from `/etc/os-release`):", "Ubuntu 24.04 LTS"),
        (["broken\n```\n$ kubectl version\nServer Version: v1.30.2\n```"],
         "Kubernetes version (use `kubectl version`):", "v1.30.2"),
        (["**k8s** `1.28` is broken"], "Kubernetes version (use `kubectl version`):", "1.28"),
        (["broken in 10.0.0.1 at 10:20"], "LocalPV-ZFS version:", NOT_GIVEN),
    ],
)  # fmt: skip
def test_versions_and_surroundings_fill_their_fields(
    words: list[str], field: str, answer: str
) -> None:
    line = next(one for one in filled(ENGINE, *words).body.splitlines() if field in one)
    assert line.split(field)[1].strip() == answer


def test_facts_that_no_field_asks_for_stand_with_the_others() -> None:
    body = filled(UMBRELLA, "openebs 4.1.0 is broken on k8s 1.28").body
    assert "* Others: openebs 4.1.0, k8s 1.28" in body


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_field_of_a_form_stands_in_its_order(name: str) -> None:
    form = template(FORMS[name], f"{name}.yml")
    body = fill(form, Told("bug", by("It fails."))).body
    headings = [line for line in body.splitlines() if line.startswith("### ")]
    assert headings == [section.line for section in form.sections]
    assert "Thank you for reporting" not in body
    assert "_No response_" not in body


def test_a_form_takes_only_what_it_offers_and_ticks_nothing() -> None:
    made = filled(
        FORMS["dashboard"],
        "The Loki panel is empty, Prometheus too. Installed from the helm chart, I have searched "
        "the existing issues.\n```\nlevel=error msg=empty\n```",
        path="bug.yml",
    )
    assert "### Which data sources are affected?\n\nPrometheus, Loki\n" in made.body
    assert "### How was it installed?\n\nHelm chart\n" in made.body
    assert "### Relevant log output\n\n```shell\nlevel=error msg=empty\n```\n" in made.body
    assert made.body.endswith(
        "- [ ] I have searched the existing issues\n- [ ] I would like to work on it"
    )


@pytest.mark.parametrize(
    "said", ["Installed by snap", "By docker and by helm chart", "It is other"]
)
def test_a_choice_nobody_named_or_named_twice_is_not_made(said: str) -> None:
    made = filled(FORMS["dashboard"], said, path="bug.yml")
    assert "### How was it installed?\n\n*not given*\n" in made.body
    asked = next(one for one in made.missing if one.heading == "How was it installed?")
    assert "Docker, Helm chart, Debian package or Other" in asked.question


def test_the_last_version_that_worked_is_not_guessed() -> None:
    body = filled(FORMS["home"], "Hearth 2024.10.1 is broken", path="bug.yml").body
    assert "### What version of Hearth has the issue?\n\n2024.10.1\n" in body
    assert "### What was the last working version of Hearth?\n\n*not given*\n" in body


@pytest.mark.parametrize(
    ("kind", "said", "body"),
    [
        ("bug", "broken", "### What happens\n\nbroken\n\n### Environment\n\n*not given*"),
        ("bug", "k8s 1.28: broken",
         "### What happens\n\nk8s 1.28: broken\n\n### Environment\n\n- k8s 1.28"),
        ("feature", "Please add quotas.", "### What is wished for\n\nPlease add quotas."),
        ("question", "How do I add a disk?",
         "### Question\n\nHow do I add a disk?\n\n### Environment\n\n*not given*"),
    ],
)  # fmt: skip
def test_without_a_template_there_are_few_headings(kind: str, said: str, body: str) -> None:
    assert filled(None, said, kind=kind).body == body


def test_a_broken_template_without_headings_is_as_none() -> None:
    nothing = Template("a.md", "Bug", "", "", (), "bug", ())
    assert fill(nothing, Told("bug", by("broken"))) == filled(None, "broken")
    endless = "".join(f"## Heading {number} of many\n" for number in range(2_000))
    assert filled(endless, "broken") == filled(None, "broken")


def test_what_a_template_has_no_place_for_stands_at_its_end() -> None:
    body = filled("## Steps to Reproduce\n", "It breaks.", "> we see this on ZFS too").body
    assert body == (
        "## Steps to Reproduce\n\nIt breaks.\n\n"
        "## Additional context\n\nA reply in the thread:\n\n> we see this on ZFS too"
    )


@pytest.mark.parametrize(
    "reply", ["thanks", "ok", "+1", "Thank you so much!", "🙂", "hi all", "np"]
)
def test_replies_that_say_nothing_are_left_out(reply: str) -> None:
    assert filled(ENGINE, "It breaks.", f"> {reply}") == filled(ENGINE, "It breaks.")


# Bad input, and what becomes of it.


def test_an_empty_thread_leaves_every_heading_open() -> None:
    made = filled(ENGINE)
    assert made.body.count(NOT_GIVEN) == 11
    assert "sentence or two" in made.missing[0].question


@pytest.mark.parametrize("picture", ["<https://e.org/a.png>", "[pod.png](https://e.org/pod.png)"])
def test_a_picture_alone_is_shown_and_words_are_asked_for(picture: str) -> None:
    made = filled(UMBRELLA + "\n## Screenshots\n", picture)
    assert under(made.body, "## Screenshots") == picture
    assert under(made.body, "## Description") == NOT_GIVEN
    assert "only a picture" in made.missing[0].question


def test_a_text_in_another_language_is_kept_and_english_is_asked_for() -> None:
    said = "Nach dem Upgrade bleibt das Volume hängen und der Pod startet auf keinem Knoten mehr."
    made = filled(UMBRELLA, said)
    assert under(made.body, "## Description") == said
    assert "English" in made.missing[0].question
    assert "English" in filled(UMBRELLA, "升级之后卷一直处于挂起状态，无法启动").missing[0].question
    assert "English" not in str(filled(UMBRELLA, "the pool is gone after the upgrade").missing)


def test_forty_thousand_characters_of_log_are_kept_whole() -> None:
    log = "\n".join(f"E0301 10:00:00 line {n} failed" for n in range(1_300))
    made = filled(ENGINE, f"It fails.\n```\n{log}\n```\nThat is all")
    assert f"```\n{log}\n```" in made.body
    assert "<details><summary>1300 lines</summary>" in made.body
    assert "That is all" in made.body


def test_a_log_too_long_for_an_issue_is_cut_and_its_fence_closed() -> None:
    log = "\n".join(f"E0301 10:00:00 line {n} failed" for n in range(4_000))
    made = filled(ENGINE, f"It fails.\n```\n{log}\n```\nThat is all")
    assert LONGEST_BODY * 0.9 < len(made.body) <= LONGEST_BODY
    assert made.body.endswith("the rest stands in the thread.")
    assert "line 0 failed" in made.body
    fences = [token for token in MarkdownIt().parse(made.body) if token.type == "fence"]
    assert len(fences) == 1
    assert "**Environment" not in fences[0].content
    assert filled(ENGINE, "x" * 70_000).body.endswith("the rest stands in the thread.")


def test_of_a_long_thread_the_reporters_words_come_first() -> None:
    words = ["It fails with an error."]
    for number in range(100):
        words += [f"> reply {number} " + "said at length " * 60, f"own words {number} matter"]
    made = filled(ENGINE, *words)
    assert len(made.body) <= LONGEST_BODY
    assert all(f"own words {number} matter" in made.body for number in range(100))
    assert "> reply 0 " in made.body
    assert "> reply 99 " not in made.body
    assert made.body.endswith("the rest of it stands in the thread.")


def test_a_fence_that_was_never_closed_ends_with_its_message() -> None:
    made = filled(ENGINE, "It fails:\n```\nsome code", "> me too, on k8s 1.28\n````\n```\nmore")
    fences = [token.content for token in MarkdownIt().parse(made.body) if token.type == "fence"]
    assert fences == ["some code\n", "```\nmore\n"]


def test_questions_are_few_and_logs_are_to_be_checked_for_secrets() -> None:
    made = filled(FORMS["orchestrator"], "The pool is gone from here", path="bug.yml")
    assert len(made.missing) <= 5
    for one in (*made.missing, *filled(ENGINE, "The pool is gone").missing):
        if "print" in one.question or "log lines" in one.question:
            assert "secrets" in one.question
    bundle = "## Description\n## Logs\nRun `kubectl openebs dump system -n openebs -d out`.\n"
    (asked,) = [one for one in filled(bundle, "It is gone from here").missing if one.commands]
    assert asked.commands == ("kubectl openebs dump system -n openebs -d out",)
    assert "support bundle" in asked.question
    assert "secrets" in asked.question


PODS = "```\nNAME READY\npool-controller-0 4/5\n```"


@pytest.mark.parametrize(
    "handed", ["sure\n", "yes\n", "ok here\n", "here you go:\n", "Here it is:\n", ""]
)
@pytest.mark.parametrize(
    "asked",
    [
        "can you give `kubectl get pods -n pool` and the version?",
        "please run kubectl get po -n pool",
    ],
)
def test_what_was_given_when_asked_for_is_not_asked_for_again(asked: str, handed: str) -> None:
    made = filled(ENGINE, "zfs-localpv: my PVC stays Pending", f"> {asked}", f"{handed}{PODS}")
    assert f"* `kubectl get pods -n pool`:\n\n{PODS}" in made.body
    if handed:
        assert f"\n{handed.strip()}\n" not in made.body
    assert not any("kubectl get pods -n pool" in one.commands for one in made.missing)


def test_an_answer_of_one_word_is_kept_where_nothing_was_handed_over() -> None:
    made = filled(ENGINE, "The PVC stays Pending", "> does it happen on all nodes?", "yes")
    assert "> does it happen on all nodes?\n\nyes" in made.body


def test_a_block_that_shows_another_command_answers_no_field() -> None:
    other = "```\n$ kubectl get nodes\nn1 Ready\n```"
    made = filled(ENGINE, "The PVC hangs", "> can you give `kubectl get pods -n pool`?", other)
    assert f"`kubectl get pods -n pool`: {NOT_GIVEN}" in made.body
    assert other in made.body


@pytest.mark.parametrize("unit", ["\n", "[", "_", "<", "`", "\n*", "_["])
def test_many_of_one_sign_are_soon_filled_in(unit: str) -> None:
    made = fill(template(ENGINE), Told("bug", by(f"zfs PVC error{unit * 20_000}x"[:40_000])))
    assert len(made.body) <= LONGEST_BODY
