"""What a report is called."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.titles import LONGEST_TITLE, UNTITLED, prefixed, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The PVC stays Pending.", "The PVC stays Pending"),
        ("The PVC stays Pending. It did not before.", "The PVC stays Pending"),
        ("zfs-localpv 2.10.1: PVC stays Pending", "zfs-localpv 2.10.1: PVC stays Pending"),
        ("the PVC hangs, steps:\n1. upgrade", "The PVC hangs"),
        ("\n\n  The pool\tis   gone\nand more", "The pool is gone"),
        ("*The* pool is ~gone~ _here_", "The pool is gone here"),
        ("xfs_quota fails with `invalid name`", "xfs_quota fails with invalid name"),
        ("```\nkubectl get pods\n```\nThe pod crashes", "The pod crashes"),
        ("<@U123> <!here> the pool is gone", "The pool is gone"),
        ("it is &lt;none&gt; &amp; empty -", "It is <none> & empty"),
        ("---\nThe pool is gone", "The pool is gone"),
        ("Is the pool gone?", "Is the pool gone?"),
        # Greetings, run-ups and calls for help are no titles.
        ("Hi team, my PVC stays Pending", "My PVC stays Pending"),
        ("Hello everyone!\nI have a problem.\nThe zpool import fails", "The zpool import fails"),
        ("hey all :wave:\nneed help\nthe io-engine pods crash", "The io-engine pods crash"),
        ("I have an issue: pods crash on start", "pods crash on start"),
        ("So, it looks like the volume is gone again", "The volume is gone again"),
        ("I have a question about this. Any ideas? The pool is gone", "The pool is gone"),
        ("Steps to reproduce:\nreboot\nThe pool is gone", "The pool is gone"),
        ("OpenEBS version: 4.1.0\nThe pool is gone", "The pool is gone"),
        # The sentence with the symptom and its object, not the first by all means.
        (
            "We run a cluster at home. Since Monday the zfs-node pod fails to start.",
            "Since Monday the zfs-node pod fails to start",
        ),
        (
            "We run OpenEBS 4.1.1 on Talos 1.8.\nThe io-engine pods are in CrashLoopBackOff.",
            "The io-engine pods are in CrashLoopBackOff",
        ),
        (
            "Took the chart from 3.9.0 to 4.0.1, then `kubectl mayastor upgrade` hangs in the "
            "data-plane part: after the patch the io-engine pod never comes up.",
            "kubectl mayastor upgrade hangs in the data-plane part",
        ),
        ("```\nx = 1\nERROR: no pool\n```", "ERROR: no pool"),
        # Of a wish, what is wished for.
        (
            "After a disaster it would be good to be able to bring up volumes from a backup.",
            "Bring up volumes from a backup",
        ),
        (
            "I'd like StorageClass parameters for RAID types",
            "StorageClass parameters for RAID types",
        ),
        # Slack's names of emoji are pictures there, and no words.
        ("hi all :wave: lvm-localpv pvc stuck in Pending", "lvm-localpv pvc stuck in Pending"),
        (":mega: the pool is gone :cry:", "The pool is gone"),
        ("`a :tada: b` fails since 12:30:45", "A :tada: b fails since 12:30:45"),
        (":bug:", UNTITLED),
        # What an error says, never only that there is one.
        (
            "zfs-localpv: PVC stays Pending after the upgrade, error: cannot create dataset out of "
            "space on node worker-2 in the pool zfspv",
            "Cannot create dataset out of space on node worker-2 in the pool zfspv",
        ),
        (
            "zfs-localpv: PVC stays Pending after the upgrade, with error: " + "rpc desc x " * 20,
            "zfs-localpv: PVC stays Pending after the upgrade",
        ),
        ("The PVC hangs, error:\n```\nx\n```", "The PVC hangs"),
        ("pods crash with an I/O error", "pods crash with an I/O error"),
        ("```a fence without end", UNTITLED),
        ("\U0001f642 …\nsteps: 1. upgrade", UNTITLED),
        (", steps: 1. upgrade", UNTITLED),
        ("hi", UNTITLED),
        ("need help", UNTITLED),
        ("\u200b", UNTITLED),
        ("", UNTITLED),
        (" \n\t", UNTITLED),
        ("<https://example.org>", UNTITLED),
    ],
)
def test_the_sentence_that_says_what_is_wrong_becomes_the_title(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    title = title_of("the pool of the node " * 20)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("…")
    assert title.removesuffix("…").split()[-1] in ("the", "pool", "of", "node")


def test_one_long_word_is_cut_where_it_must_be() -> None:
    assert title_of("x" * 500) == "x" * (LONGEST_TITLE - 1) + "…"


@given(st.text(max_size=400))
@settings(deadline=None)
def test_whatever_was_written_the_title_is_one_short_line(text: str) -> None:
    for title in (title_of(text), prefixed(title_of(text), "[BUG] "), prefixed("x", text)):
        assert title.strip()
        assert len(title) <= LONGEST_TITLE
        assert "\n" not in title


@pytest.mark.parametrize(
    ("title", "prefix", "whole"),
    [
        ("The pool is gone", "[BUG] ", "[BUG] The pool is gone"),
        ("The pool is gone", "[Bug]: ", "[Bug]: The pool is gone"),
        ("The pool is gone", "bug: ", "bug: The pool is gone"),
        ("[bug] The pool is gone", "[BUG] ", "[bug] The pool is gone"),
        ("The pool is gone", "", "The pool is gone"),
        ("The pool is gone", "[Doc Source]: [Issue Summary]", "The pool is gone"),
        ("The pool is gone", "Write a title here", "The pool is gone"),
        ("word " * 15 + "words", "[BUG] ", "[BUG] " + "word " * 13 + "word…"),
    ],
)
def test_a_templates_own_beginning_is_kept_where_it_is_one(
    title: str, prefix: str, whole: str
) -> None:
    assert prefixed(title, prefix) == whole
