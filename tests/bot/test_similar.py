"""Known issues are found by what a report shares with them, and said in its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.similar import LIKELY, Index, same_report
from bot.triage.similar.stems import stem
from bot.triage.similar.terms import read

ISSUES = {
    "zfs#1": (
        "Pool import fails after reboot",
        "After a reboot of the node `zpool import` says `cannot import: pool was in use by another"
        " system` and the ZFSVolume stays pending until someone imports the pool by force.",
    ),
    "zfs#2": (
        "Snapshot restore needs the same pool",
        "Restoring a VolumeSnapshot into another storage class is refused, because the clone has"
        " to be in the pool of the snapshot. Please support send and receive.",
    ),
    "lvm#1": (
        "Thin volumes are not expanded",
        "Growing a PVC on a thin logical volume has no effect, the filesystem keeps its old size"
        " and the csi-node logs `resize2fs: nothing to do`.",
    ),
    "mayastor#1": (
        "io-engine crashes with out of hugepages",
        "The io-engine pod restarts under load; the log ends in `Failed to allocate hugepages`.",
    ),
}


@pytest.fixture
def index() -> Index:
    return of(ISSUES)


def of(issues: dict[str, tuple[str, str]]) -> Index:
    index = Index()
    for id, (title, text) in issues.items():
        index.put(id, title, text)
    return index


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("zpool import tells me: cannot import, pool was in use by another system", "zfs#1"),
        ("can I restore a snapshot to a StorageClass with other pools?", "zfs#2"),
        ("expansion of a thin LV: resize2fs says nothing to do", "lvm#1"),
        ("IO engine restarting, could not allocate huge pages / hugepages", "mayastor#1"),
        ("PersistentVolumeClaim cannot be grown", "lvm#1"),
    ],
)
def test_the_same_matter_comes_first(index: Index, text: str, wanted: str) -> None:
    assert index.search(text)[0].id == wanted


def test_the_same_error_text_looks_likely_and_is_told(index: Index) -> None:
    best = index.search(
        "Rebooted the node, now the pool import fails: cannot import: pool was in use by another"
        " system. The ZFSVolume stays pending."
    )[0]
    assert best.id == "zfs#1"
    assert best.score >= LIKELY
    assert best.why.startswith("both say “")


def test_shared_words_about_another_matter_do_not_look_likely(index: Index) -> None:
    found = index.search("How do I choose the pool of a volume when a node has several pools?")
    assert found
    assert all(one.score < LIKELY for one in found)


def test_a_shared_phrase_is_told_as_the_reporter_wrote_it(index: Index) -> None:
    assert "“Allocate Hugepages”" in index.search("cannot Allocate Hugepages")[0].why


@pytest.mark.parametrize(
    "text", ["", " \n ", "the and of", "12 3", "<@U0123456789>", "🫏", "-- ..."]
)
def test_a_text_that_says_nothing_finds_nothing(index: Index, text: str) -> None:
    assert index.search(text) == []


def test_an_empty_index_finds_nothing() -> None:
    assert Index().search("pool import failed") == []


def test_a_title_finds_like_a_text(index: Index) -> None:
    assert index.search("", title="out of hugepages")[0].id == "mayastor#1"


def test_no_more_are_found_than_asked_for(index: Index) -> None:
    assert len(index.search("pool volume node pod", most=1)) == 1


def test_a_removed_issue_is_not_found(index: Index) -> None:
    index.remove("zfs#1")
    index.remove("never there")
    assert "zfs#1" not in index
    assert len(index) == 3
    assert all(one.id != "zfs#1" for one in index.search("cannot import the pool after a reboot"))


def test_a_changed_issue_is_found_by_what_it_says_now(index: Index) -> None:
    index.put("zfs#1", "Encryption keys are lost", "The key of a dataset is not loaded.")
    assert len(index) == 4
    assert index.search("dataset encryption key")[0].id == "zfs#1"
    assert all(one.id != "zfs#1" for one in index.search("import was in use by another system"))


def test_words_of_the_template_are_nobodys_words() -> None:
    template = (
        "**What steps did you take and what happened:**\n"
        "[A clear and concise description of what the bug is.]\n"
        "**Environment:**\n- Kubernetes version\n- [x] I have searched the existing issues\n"
        "<!-- Please fill in -->\n"
    )
    empty = [term for term in read("", template).prose if term]
    assert len(empty) <= 2
    index = of({"1": ("pool import", template), "2": ("thin volumes", template)})
    assert [one.id for one in index.search(template + "thin volumes do not grow")] == ["2"]


@pytest.mark.parametrize(
    "name", ["StorageClass", "storage-class", "storageclass", "storage class", "storageclasses"]
)
def test_a_name_is_one_however_it_is_written(name: str) -> None:
    index = of({"1": ("parameters of the StorageClass", ""), "2": ("other words", "")})
    assert [one.id for one in index.search(name)] == ["1"]


@pytest.mark.parametrize("part", ["zfs.csi.openebs.io", "zfs", "csi"])
def test_a_long_name_is_found_whole_and_by_its_parts(part: str) -> None:
    index = of({"1": ("driver zfs.csi.openebs.io not found", ""), "2": ("another driver", "")})
    assert index.search(part)[0].id == "1"


@pytest.mark.parametrize(
    "words",
    [
        "encrypt encrypted encrypting encryption",
        "provision provisions provisioner provisioning",
        "restore restored restoring restores",
        "fail fails failed failing failure",
        "snapshot snapshots snapshotting",
        "install installs installed installation",
        "policy policies",
        "crash crashes crashed crashing",
    ],
)
def test_forms_of_a_word_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize("word", ["zfs", "nfs", "etcd", "redis", "access", "status", "pvc"])
def test_names_that_look_like_plurals_stay(word: str) -> None:
    assert stem(word) == word


def test_the_same_report_in_two_channels_is_noticed() -> None:
    one = "After the upgrade to 4.2 csi-node pods crash with `fatal error: concurrent map writes`"
    two = "hi all, our csi-node pods crash since the upgrade: fatal error: concurrent map writes"
    other = "The csi-node pods use twice the memory they had, is that expected after the upgrade?"
    assert same_report(one, two) == same_report(two, one) >= LIKELY
    assert same_report(one, other) < LIKELY
    assert same_report(one, "") == same_report("", "") == 0.0


titles = st.lists(st.sampled_from("pool volume import crash zfs-localpv DiskPool pvc".split())).map(
    " ".join
)
acts = st.lists(
    st.tuples(st.sampled_from(["put", "remove"]), st.sampled_from("abcdef"), titles, titles),
    max_size=30,
)


@given(acts, titles)
def test_puts_and_removes_in_any_order_are_as_building_anew(
    acts: list[tuple[str, str, str, str]], text: str
) -> None:
    index, left = Index(), dict[str, tuple[str, str]]()
    for act, id, title, body in acts:
        if act == "put":
            index.put(id, title, body)
            left[id] = (title, body)
        else:
            index.remove(id)
            left.pop(id, None)
    anew = of(dict(sorted(left.items(), reverse=True)))
    assert len(index) == len(anew) == len(left)
    assert index.search(text) == anew.search(text)


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_taken(title: str, text: str, asked: str) -> None:
    index = of(ISSUES)
    index.put("any", title, text)
    for given_text in (asked, text, title + text):
        for one in index.search(given_text, title=asked):
            assert 0 <= one.score <= 1
            assert one.why.startswith("both say “")
    assert 0 <= same_report(text, asked) <= 1
