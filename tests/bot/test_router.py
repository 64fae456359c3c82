"""Which repository a report goes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from bot.settings import Settings, read_settings
from bot.triage.router import Router

OPENEBS = read_settings(app.DEFAULT_SETTINGS)
ROUTER = Router(OPENEBS)
REPOSITORIES = {one.name for one in OPENEBS.repositories}


def settings(**more: object) -> Settings:
    return Settings.model_validate(
        {
            "community": "Test",
            "channels": ["general"],
            "fallback": "org/all",
            "repositories": [
                {"name": "org/all", "title": "All", "words": ["docs"]},
                {"name": "org/pool", "title": "Pools", "words": ["pool", "disk pool", "c++"]},
                {"name": "org/zv", "title": "Volumes", "words": ["zv"]},
            ],
            **more,
        }
    )


@pytest.mark.parametrize(
    ("text", "repository"),
    [
        ("zfs-localpv: the PVC stays Pending", "openebs/zfs-localpv"),
        ("ZPOOL is gone and so is my ZFS volume", "openebs/zfs-localpv"),
        ("The io-engine pod restarts when hugepages run out", "openebs/mayastor"),
        ("hostpath volume: the basepath is wrong", "openebs/dynamic-localpv-provisioner"),
        ("the thin pool of lvm is full", "openebs/lvm-localpv"),
        ("rawfile: cannot resize", "openebs/rawfile-localpv"),
        ("The website has a dead link in the docs", "openebs/openebs"),
        ("It does not work at all.", "openebs/openebs"),
        ("", "openebs/openebs"),
    ],
)
def test_a_report_goes_where_its_words_point(text: str, repository: str) -> None:
    route = ROUTER.route(text)
    assert (route.repository, route.policy) == (repository, None)


def test_the_reason_names_the_words_that_decided() -> None:
    assert ROUTER.route("LVM and more lvm: VolGroup").why == "mentions “lvm”, “volgroup”"
    assert "names no engine" in ROUTER.route("It does not work.").why


def test_the_second_best_is_kept_for_whoever_confirms() -> None:
    route = ROUTER.route("zfs and zpool are fine, lvm is not")
    assert (route.repository, route.runner_up) == ("openebs/zfs-localpv", "openebs/lvm-localpv")
    assert ROUTER.route("zfs only").runner_up is None


def test_saying_a_word_often_does_not_outweigh_different_words() -> None:
    assert ROUTER.route("lvm lvm lvm lvm, zfs on zpool").repository == "openebs/zfs-localpv"


def test_a_word_counts_as_a_whole_only() -> None:
    router = Router(settings())
    assert router.route("my zvol is full").repository == "org/all"
    assert router.route("spooling, re-pool, pools").repository == "org/all"
    assert router.route("(pool)").repository == "org/pool"
    assert router.route("zv: full").repository == "org/zv"


def test_the_longer_of_two_words_is_the_one_meant() -> None:
    assert Router(settings()).route("the disk pool").why == "mentions “disk pool”"


def test_signs_in_a_word_mean_themselves() -> None:
    assert Router(settings()).route("built with C++ today").repository == "org/pool"
    assert Router(settings()).route("cccc").repository == "org/all"


def test_an_archived_engine_gets_its_notice_and_no_repository() -> None:
    route = ROUTER.route("cStor pool is offline after the upgrade")
    assert (route.repository, route.policy) == (None, "archived")
    assert "archived since OpenEBS 4.0" in route.notice


def test_naming_an_archived_engine_in_passing_is_no_reason_to_refuse() -> None:
    route = ROUTER.route("We moved from cStor to Mayastor; the io-engine does not start")
    assert (route.repository, route.policy) == ("openebs/mayastor", None)


def test_a_security_matter_goes_nowhere_whatever_else_is_named() -> None:
    route = ROUTER.route("There is a vulnerability in mayastor, io-engine and nexus")
    assert (route.repository, route.policy) == (None, "security")
    assert "maintainers" in route.notice


def test_without_words_nothing_is_a_security_matter() -> None:
    assert Router(settings()).route("a vulnerability, CVE-2024-1").policy is None


@given(st.text(max_size=300))
def test_every_text_has_either_a_repository_or_a_notice(text: str) -> None:
    route = ROUTER.route(text)
    assert route.why
    if route.policy is None:
        assert route.repository in REPOSITORIES
        assert route.runner_up != route.repository
    else:
        assert route.repository is None
        assert route.notice


def test_what_stands_far_down_in_a_huge_text_does_not_count() -> None:
    assert ROUTER.route("x " * 5_000_000 + "zfs").repository == "openebs/openebs"
