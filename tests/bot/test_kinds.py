"""The kinds, as people would check them."""

from __future__ import annotations

import string
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kinds import classify, classify_many, threshold
from bot.kinds.cues import CUES, REASONS, find, words
from bot.kinds.features import extract
from bot.kinds.learn import Refit, lesson
from bot.kinds.learn import refit as refit_lessons
from bot.kinds.model import KINDS, MAGIC, loads
from bot.kinds.text import read

SAID = [
    # asks for something
    ("How do I resize a volume after the node was replaced?", "question"),
    ("Is there a way to list the snapshots of one pool?", "question"),
    ("Hi all, does anyone know which version supports Kubernetes 1.29?", "question"),
    (
        "I'm trying to install the chart but the agent never gets ready. What am I missing?",
        "question",
    ),
    ("can someone point me to the docs for thin provisioning", "question"),
    ("What is the difference between hostpath and device volumes?", "question"),
    # reports misbehaviour
    (
        "I think I found a bug: the operator crashes when the StorageClass has no parameters",
        "bug",
    ),
    ("Is this a bug? After upgrading to 4.1 the exporter always reports zero", "bug"),
    ("the docs site is down again", "bug"),
    # wishes
    ("It would be nice if the chart let us choose the priority class", "feature"),
    ("Feature request: support for IPv6 in the operator", "feature"),
    ("I wish there were a way to see the rebuild progress in kubectl", "feature"),
    # talks
    ("thanks, that worked!", "chatter"),
    ("<@U0AAAAAAA> did you try restarting the pod?", "chatter"),
    ("Yes, you can use the default class for that.", "chatter"),
    ("I'll open a PR tomorrow", "chatter"),
    ("<https://example.com/a/b?c=d>", "chatter"),
    (":tada: :tada:", "chatter"),
    ("", "chatter"),
    ("   \n\t ", "chatter"),
]


@pytest.mark.parametrize(("text", "kind"), SAID)
def test_plain_cases_are_understood(text: str, kind: str) -> None:
    assert classify(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "为什么卷一直处于等待状态？",
        "لماذا لا يعمل التخزين؟",
        "Γιατί δεν ξεκινά ο κόμβος;",
        "¿Cómo puedo ampliar un volumen?",
        "Wie kann ich ein Volume vergrößern?",
        "Почему том не подключается?",
    ],
)
def test_question_in_another_language_is_a_question(text: str) -> None:
    assert classify(text).kind == "question"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("why?", 1),
        ("`a ? b : c` is fine", 0),
        ("```\nx ? y : z\n```", 0),
        ("```\nnever closed ?", 0),
        ("see <https://example.com/?q=1> for more", 0),
        ("see https://example.com/?q=1 for more", 0),
        ("see [the docs](https://example.com/?q=1)", 0),
        ("> did you restart?\nyes", 0),
        ("你好？", 1),
        ("مرحبا؟", 1),
        ("Γιατί;", 1),
        ("first; second", 0),
    ],
)
def test_question_marks_count_outside_code_links_and_quotes(text: str, asks: int) -> None:
    assert read(text).asks == asks


def test_an_issue_is_read_by_its_template() -> None:
    issue = (
        "Add dark mode\n### Is your feature request related to a problem?\nNo\n"
        "### Describe the solution you'd like\nA dark theme"
    )
    assert classify(issue).kind == "feature"
    bug = (
        "Crash on start\n**Describe the bug**\nIt crashes\n**To Reproduce**\n1. start it\n"
        "**Expected behavior**\nno crash\n```\nTraceback\n```"
    )
    assert classify(bug).kind == "bug"


def test_the_reason_is_told_in_words() -> None:
    said = classify("How do I resize a volume? I get an error").why
    assert "how do i" in said.lower()
    assert classify("").why == "is empty"
    for text, _ in SAID:
        assert classify(text).why


def test_every_cue_has_a_reason_and_can_be_found() -> None:
    assert set(REASONS) == set(CUES)
    for name, (_, phrases) in CUES.items():
        phrase = next(p for p in phrases.replace("\n", "|").split("|") if p.strip())
        plain = phrase.strip().replace("^", "").replace("*", "thing")
        assert name in find(words(plain)), (name, plain)


def test_care_orders_the_thresholds() -> None:
    for what in ("needs_answer", *KINDS):
        assert (
            threshold(what, "cautious") >= threshold(what, "balanced") >= threshold(what, "eager")
        )


def test_a_cautious_community_hears_less() -> None:
    texts = [text for text, _ in SAID]
    said = {
        care: sum(kind.at(care) != "chatter" for kind in classify_many(texts))
        for care in ("cautious", "balanced", "eager")
    }
    assert said["cautious"] <= said["balanced"] <= said["eager"]


anything = st.text(max_size=400) | st.text(
    alphabet="`<>|&;@#!?[]()*_~:/.\n -" + string.ascii_letters, max_size=400
)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_any_text_gets_a_kind_and_probabilities(text: str) -> None:
    kind = classify(text)
    assert kind.kind in KINDS
    assert kind.why
    assert abs(sum(kind.scores.values()) - 1) < 0.001
    assert kind.confidence == max(kind.scores.values())
    assert 0 <= kind.needs_answer <= 1


@settings(max_examples=50, deadline=None)
@given(st.lists(anything, max_size=5))
def test_many_at_once_are_judged_as_one_by_one(texts: list[str]) -> None:
    assert list(classify_many(texts)) == [classify(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 lone surrogate",
        "\x00\x01",
        "?" * 50,
        "\u202eright to left",
        "🎉" * 100,
        "a" * 100_000,
    ],
)
def test_odd_texts_do_not_crash(text: str) -> None:
    assert classify(text).kind in KINDS


@pytest.mark.parametrize(
    "part",
    [
        "`",
        "<",
        "<@",
        "[](",
        "> ",
        "```\n",
        "<!--",
        "a ",
        "#",
        "1.",
        "://",
        "at x(",
        "::",
        "&lt;",
        " " * 7,
    ],
)
def test_ten_megabytes_take_no_longer_than_a_long_message(part: str) -> None:
    text = part * (10_000_000 // len(part))
    started = time.perf_counter()
    classify(text)
    assert time.perf_counter() - started < 2


def test_what_is_not_a_weights_file_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        loads(b"something else")
    assert MAGIC.startswith(b"BURLEY")


NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
CORRECTIONS = [(f"poke about ticket number {word}", "question") for word in NUMBERS]


def refit(corrections: Iterable[tuple[str, str]]) -> Refit:
    return refit_lessons([lesson(text, kind) for text, kind in corrections])


def test_corrections_teach_and_are_checked_on_others() -> None:
    refitted = refit(CORRECTIONS)
    assert refitted.better
    assert refitted.right_after > refitted.right_before
    assert classify("poke about ticket number twenty", learned=refitted.learned).kind == "question"
    assert classify("thanks, that worked!", learned=refitted.learned).kind == "chatter"


def test_corrections_that_agree_change_nothing() -> None:
    assert refit([(text, classify(text).kind) for text, _ in SAID]).learned is None


def test_a_few_corrections_teach_nothing() -> None:
    assert refit(CORRECTIONS[:3]).learned is None


def test_the_order_of_corrections_does_not_matter() -> None:
    assert refit(CORRECTIONS) == refit([*reversed(CORRECTIONS)])


def test_contradictory_corrections_change_nothing() -> None:
    kinds = ("question", "chatter", "bug", "feature")
    noise = [
        (f"the {word} is over there", kinds[n % 4]) for n, word in enumerate("abcdefghijklmnopqrst")
    ]
    assert not refit(noise).better or refit(noise).right_after > refit(noise).right_before


def test_nothing_unknown_is_learned() -> None:
    with pytest.raises(ValueError, match="not a kind"):
        refit([("x", "spam")])


def test_features_hold_no_words_of_the_writer() -> None:
    features = extract("my secret project zebrafish fails")
    assert not any("zebrafish" in name for name in (*features.chat, *features.report))
