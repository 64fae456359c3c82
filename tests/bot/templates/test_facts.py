"""What is recognised in people's words: blocks, sentences, versions, pasted logs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.facts import blocks, facts_of, is_courtesy, sentences, with_code_fenced
from bot.triage.facts.language import is_english


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("One. Two", ["One. ", "Two"]),
        ("One! Two? Three…  Four", ["One! ", "Two? ", "Three…  ", "Four"]),
        ("Version 4.1.0 is new", ["Version 4.1.0 is new"]),
        ("A tool, e.g. Helm, fails", ["A tool, e.g. Helm, fails"]),
        ("**Bold. Still** bold", ["**Bold. Still** bold"]),
        ("`a. b` c. D", ["`a. b` c. ", "D"]),
        ("[a. B](https://e.org) c. D", ["[a. B](https://e.org) c. ", "D"]),
        ("One. 2. Three", ["One. 2. ", "Three"]),
        ("One. # two", ["One. # two"]),
        ("One. `code`", ["One. ", "`code`"]),
        ("", [""]),
    ],
)
def test_a_line_is_cut_after_its_sentences_and_never_within_a_mark(
    line: str, parts: list[str]
) -> None:
    assert sentences(line) == parts


@given(st.text(max_size=300))
@settings(deadline=None)
def test_sentences_join_to_the_line_they_were(line: str) -> None:
    assert "".join(sentences(line)) == line


@given(st.text(alphabet="a`~> \n-1.", max_size=120))
@settings(deadline=None)
def test_blocks_keep_every_line(markdown: str) -> None:
    kept = [line for block in blocks(markdown) for line in block.lines]
    wanted = [line for line in markdown.splitlines() if line.strip()]
    assert [line for line in kept if line.strip()][: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("code", "looks"),
    [
        ("NAME   READY   STATUS\npool-0  1/1  Running", "output"),
        ("$ zpool status", "output"),
        ("node1:~# kubectl get pods", "output"),
        ("E0301 10:00:00.1 main.go:3] failed", "log"),
        ("2024-03-01T10:00:00Z failed", "log"),
        ('level=error msg="failed"', "log"),
        ("panic: runtime error", "log"),
        ("apiVersion: v1\nkind: Pod", "manifest"),
        ("a: 1\nb:\n  c: 2", "manifest"),
        ("x = f(1)", "code"),
    ],
)
def test_what_a_fence_holds_is_told_by_its_looks(code: str, looks: str) -> None:
    assert blocks(f"```\n{code}\n```")[0].looks == looks


LOG = (
    "2024-03-01 10:00:00 start\n2024-03-01 10:00:01 panic: x\n\tmain.go:3\n2024-03-01 10:00:02 end"
)
TABLE = "NAME     READY   STATUS\npool-0   1/1     Running"


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        (LOG, f"```\n{LOG}\n```"),
        (f"it says\n{LOG}\nand stops", f"it says\n```\n{LOG}\n```\nand stops"),
        (f"pods\n{TABLE}\nthat is all", f"pods\n```\n{TABLE}\n```\nthat is all"),
        (f"```\n{LOG}\n```", f"```\n{LOG}\n```"),
        ("at 10:00:00 it fails\nthen it is gone", "at 10:00:00 it fails\nthen it is gone"),
        ("NAME is a word\nand so on", "NAME is a word\nand so on"),
        (f"```\nopen\n{LOG}", f"```\nopen\n{LOG}"),
    ],
)
def test_pasted_logs_and_tables_become_code(text: str, fenced: str) -> None:
    assert with_code_fenced(text) == fenced
    assert with_code_fenced(fenced) == fenced


@given(
    st.lists(
        st.sampled_from([*LOG.splitlines(), *TABLE.splitlines(), "words", "", "```"]), min_size=1
    )
)
@settings(deadline=None)
def test_fencing_what_was_pasted_changes_no_line(lines: list[str]) -> None:
    fenced = with_code_fenced("\n".join(lines)).split("\n")
    assert [one for one in fenced if "```" not in one] == [one for one in lines if "```" not in one]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("zfs-localpv 2.10.1 on k8s v1.28", ["product 2.10.1", "kubernetes v1.28"]),
        ("OpenEBS version: 4.3.2", ["product 4.3.2"]),
        ("fails with 2.6.1 or 2.7.0", ["product 2.6.1", "product 2.7.0"]),
        ("Ubuntu 20, v0.5", ["os 20", "product v0.5"]),
        ("Ubuntu 22.04.3 LTS", ["os 22.04.3 LTS"]),
        ("kernel 5.15.0-91-generic", ["kernel 5.15.0-91-generic"]),
        ("image openebs/zfs-driver:2.4.0", ["product 2.4.0"]),
        ("k3s v1.28.4+k3s1", ["installer v1.28.4+k3s1", "kubernetes v1.28.4+k3s1"]),
        ("rke2 on bare-metal", ["installer rke2", "platform bare-metal"]),
        ("Talos 1.7", ["installer 1.7", "os 1.7"]),
        ("Python 3.11 and Docker 24.0", ["tool 3.11", "tool 24.0"]),
        ("ping 10.1.2.3 took 1.5 s at 10:00", []),
        ("two replicas of three", []),
    ],
)  # fmt: skip
def test_versions_are_recognised_as_said(text: str, facts: list[str]) -> None:
    assert sorted(f"{one.what} {one.number}" for one in facts_of(text)) == sorted(facts)


@given(st.text(max_size=200), st.text(max_size=80))
@settings(deadline=None)
def test_a_fact_is_one_plain_line_of_what_was_said(text: str, asked: str) -> None:
    for fact in facts_of(text, asked):
        assert fact.number
        assert not set("\n`*<>[]") & set(fact.phrase + fact.number)


@pytest.mark.parametrize(
    "line",
    [
        "Hi team,",
        "hello all!",
        "Thanks in advance :)",
        "please help",
        "--",
        "sure",
        "ok here",
        "here you go:",
        "Yes, here it is:",
    ],
)
def test_courtesies_are_no_part_of_a_report(line: str) -> None:
    assert is_courtesy(line)
    assert not is_courtesy(f"{line} the pool is gone")


@pytest.mark.parametrize("line", ["yes", "no", "**Steps**", "hi5 fails", "ok on node 3"])
def test_answers_are_no_courtesies(line: str) -> None:
    assert not is_courtesy(line)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("the pool is gone after we have upgraded it", True),
        ("pool gone", True),
        ("le volume reste bloqué après la mise à jour du cluster", False),
        ("el volumen se queda pendiente después de actualizar todo el clúster", False),
        ("том завис после обновления", False),
    ],
)
def test_other_languages_are_recognised(text: str, english: bool) -> None:
    assert is_english(text) == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("mayastor pool offline, io-engine panic, nvme timeout", True),
        ("zfs dataset creation failed, invalid argument, provisioner crashloop, pod evicted", True),
        ("Mayastor Pool offline nach Upgrade, io-engine Panic, nvme Timeout auf Knoten", False),
        ("Nach dem Upgrade bleibt der PVC auf Pending und nichts geht mehr", False),
        ("Après la mise à jour le PVC reste en Pending et le pool zfs disparaît", False),
        ("Tras actualizar el chart, pool zfs offline, nodo sin responder, timeout nvme", False),
        ("升级后 PVC 一直处于 Pending 状态, 请问怎么解决", False),
        ("После обновления PVC остаётся в состоянии Pending", False),
    ],
)
def test_a_terse_note_of_the_trade_is_english(text: str, english: bool) -> None:
    assert is_english(text) == english
