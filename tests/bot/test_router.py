"""Which repository a report goes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from bot.settings import Settings, read_settings
from bot.triage.router import Lesson, Router, lesson

OPENEBS = read_settings(app.DEFAULT_SETTINGS)
ROUTER = Router(OPENEBS)
REPOSITORIES = {one.name for one in OPENEBS.repositories}
MAYASTOR = "openebs/mayastor"
HOSTPATH = "openebs/dynamic-localpv-provisioner"
LVM = "openebs/lvm-localpv"
ZFS = "openebs/zfs-localpv"
RAWFILE = "openebs/rawfile-localpv"
UMBRELLA = "openebs/openebs"


def settings(**more: object) -> Settings:
    return Settings.model_validate(
        {
            "community": "Test",
            "channels": ["general", {"name": "#pools", "repository": "org/pool"}],
            "fallback": "org/all",
            "repositories": [
                {"name": "org/all", "title": "All", "words": ["docs"]},
                {
                    "name": "org/pool",
                    "title": "Pools",
                    "words": ["pool", "disk pool", "c++"],
                    "provisioners": ["pool.example.org"],
                    "hints": ["replica", "target"],
                    "versions": ["7.1"],
                    "but_not": ["swimming pool"],
                },
                {"name": "org/zv", "title": "Volumes", "words": ["zv"], "hints": ["replica"]},
            ],
            "archived": [{"title": "Old", "words": ["oldpv"], "text": "Old is archived."}],
            **more,
        }
    )


SMALL = Router(settings())


@pytest.mark.parametrize(
    ("text", "repository"),
    [
        ("zfs-localpv: the PVC stays Pending", ZFS),
        ("ZPOOL is gone and so is my ZFS volume", ZFS),
        ("driver name zfs.csi.openebs.io not found in the list of registered CSI drivers", ZFS),
        ("the zfs-operator pod: hostPath type check failed for libzpool", ZFS),
        ("The io-engine pod restarts when hugepages run out", MAYASTOR),
        ("a rebuild is stuck at 0%", MAYASTOR),
        ("DiskPool on top of an LVM volume cannot be created", MAYASTOR),
        ("the mayastor etcd PVC stays Pending, its class is openebs-hostpath", MAYASTOR),
        ("is NFS on top of a mayastor volume the way to get RWX?", MAYASTOR),
        ("nqn.2019-05.io.openebs: attach failed: IO error", MAYASTOR),
        ("hostpath volume: the basepath is wrong", HOSTPATH),
        ("init-pvc-1 is forbidden: pod security policy", HOSTPATH),
        ("sonatype nexus on openebs-hostpath runs out of space", HOSTPATH),
        ("the thin pool of lvm is full", LVM),
        ("resize does nothing, the provisioner is local.csi.openebs.io", LVM),
        ("rawfile: cannot resize", RAWFILE),
        ("loop devices stay attached after the pod is gone", RAWFILE),
        ("The website has a dead link in the docs", UMBRELLA),
        (
            "helm upgrade openebs: UPGRADE FAILED: cannot patch openebs-localpv-provisioner",
            UMBRELLA,
        ),
        ("loki.enabled=false is ignored, only mayastor.loki-stack.enabled works", UMBRELLA),
        ("which engine for postgres: mayastor, lvm or hostpath?", UMBRELLA),
        ("how can I get ReadWriteMany, do I need an NFS server?", UMBRELLA),
        ("It does not work at all.", UMBRELLA),
        ("", UMBRELLA),
    ],
)
def test_a_report_goes_where_it_points(text: str, repository: str) -> None:
    route = ROUTER.route(text)
    assert (route.repository, route.policy) == (repository, None)


def test_the_reason_names_what_decided_and_what_that_is() -> None:
    assert ROUTER.route("LVM and more lvm: VolGroup").why == "mentions “lvm”, “VolGroup”"
    assert SMALL.route("pool.example.org says: no pool").why == (
        "mentions “pool.example.org”, a provisioner of Pools; also “pool”"
    )
    assert "names no engine" in ROUTER.route("It does not work.").why
    assert "is about several engines" in ROUTER.route("mayastor, lvm or hostpath?").why


def test_the_second_best_is_kept_for_whoever_confirms() -> None:
    route = ROUTER.route("zfs and zpool are broken, and perhaps lvm")
    assert (route.repository, route.runner_up) == (ZFS, LVM)
    assert ROUTER.route("zfs only").runner_up is None


def test_a_word_that_engines_share_does_not_decide_alone() -> None:
    route = SMALL.route("one replica is down")
    assert (route.repository, route.runner_up) == ("org/all", "org/pool")
    assert route.why.startswith("“replica” alone does not say")
    assert SMALL.route("the target of one replica is down").repository == "org/pool"


def test_saying_a_word_often_does_not_outweigh_different_words() -> None:
    assert ROUTER.route("lvm lvm lvm lvm, zfs and zpool").repository == ZFS


# Words as they are written.


@pytest.mark.parametrize("text", ["(pool)", "POOLS", "re-pool", "pool2", "C++ today", "disk-pool"])
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    assert SMALL.route(text).repository == "org/pool"


@pytest.mark.parametrize("text", ["spooling", "my zvol", "cccc", "the swimming pool", "poole"])
def test_what_only_looks_like_a_word_does_not_count(text: str) -> None:
    assert SMALL.route(text).repository == "org/all"


def test_the_longer_of_two_words_is_the_one_meant() -> None:
    assert SMALL.route("the disk_pool").why == "mentions “disk pool”"


# Where a word stands.


def test_pods_that_run_well_say_nothing() -> None:
    listing = (
        "NAME READY STATUS RESTARTS AGE\n"
        "openebs-io-engine-x 2/2 Running 0 1d\nopenebs-etcd-0 1/1 Running 3 (2d ago) 9d\n"
        "openebs-lvm-localpv-node-y 1/2 CrashLoopBackOff 9 1d\n"
    )
    route = ROUTER.route(listing)
    assert (route.repository, route.runner_up) == (LVM, None)


def test_what_a_person_says_weighs_more_than_what_they_paste() -> None:
    text = "lvm volumes stay Pending\n```\nzfs zpool zvol openzfs raidz\n```"
    assert ROUTER.route(text).repository == LVM


@pytest.mark.parametrize(
    ("text", "repository"),
    [
        ("how do I migrate from Jiva to Mayastor?", MAYASTOR),
        ("Mayastor is slower than hostpath here", MAYASTOR),
        ("unlike zfs-localpv, an LVM volume cannot be shared", LVM),
        ("lvm-localpv works fine, zfs fails to mount", ZFS),
        ("zfs: everything works fine with the LVM engine, but the zpool fails", ZFS),
    ],
)
def test_what_is_named_in_passing_hardly_counts(text: str, repository: str) -> None:
    assert ROUTER.route(text).repository == repository


def test_a_release_line_only_tips_the_scales() -> None:
    assert SMALL.route("since version 7.1.3 a replica hangs").repository == "org/pool"
    assert SMALL.route("since version 7.1.3 it hangs").repository == "org/all"
    assert SMALL.route("a replica hangs, kernel 7.1.3, zv").repository == "org/zv"


def test_what_stands_far_down_in_a_huge_text_does_not_count() -> None:
    assert ROUTER.route("x " * 5_000_000 + "zfs").repository == UMBRELLA


# The channel's home.


def test_a_report_that_names_nothing_goes_to_its_channels_home() -> None:
    route = SMALL.route("it hangs", "#Pools")
    assert (route.repository, route.why) == ("org/pool", "said in #Pools, whose reports go there")
    assert SMALL.route("it hangs", "general").repository == "org/all"
    assert SMALL.route("zv hangs", "pools").repository == "org/zv"


# What people taught.

MOVED = "after the upgrade every volume is read-only and the application pods crash again"


def test_a_report_like_one_that_was_moved_goes_there_too() -> None:
    router = Router(settings(), [lesson(MOVED, "org/zv")])
    route = router.route("volumes are read-only after the upgrade, the application pods crash")
    assert (route.repository, route.why) == ("org/zv", "people moved similar reports there")
    assert router.route("how do I install this on my laptop?").repository == "org/all"


@pytest.mark.parametrize("said", ["pool.example.org: ", "the disk pool is gone: "])
def test_what_people_taught_does_not_overturn_what_is_named(said: str) -> None:
    router = Router(settings(), [lesson(MOVED, "org/zv")] * 50)
    route = router.route(said + MOVED)
    assert (route.repository, route.runner_up) == ("org/pool", "org/zv")
    assert "people moved" not in route.why


def test_what_is_learned_anew_replaces_what_was_learned() -> None:
    router = Router(settings(), [lesson(MOVED, "org/zv")])
    router.learn([])
    assert router.route(MOVED).repository == "org/all"
    router.learn([lesson(MOVED, "org/gone")])
    assert router.route(MOVED).repository == "org/all"


def test_a_lesson_holds_nobodys_words_and_may_be_kept() -> None:
    taught = lesson("secret words of a person", "org/zv")
    assert taught == Lesson(taught.features, "org/zv")
    assert taught.features
    assert all(isinstance(one, int) for one in taught.features)
    assert lesson("", "org/zv").features == ()
    assert len(lesson("many different words " + MOVED * 99, "org/zv").features) <= 64


# Policies.


@pytest.mark.parametrize(
    "text",
    [
        "cStor pool is offline after the upgrade",
        "how do I migrate off cstor?",
        "Jiva volumes are read-only, dmesg is full of iscsi errors",
        "openebs-nfs-provisioner is in CrashLoopBackOff",
        "bdc stays Pending, ndm does not see /dev/sdb",
        "the storage class openebs-device is gone",
    ],
)
def test_an_archived_engine_gets_its_notice_and_no_repository(text: str) -> None:
    route = ROUTER.route(text)
    assert (route.repository, route.policy) == (None, "archived")
    assert "archived since OpenEBS 4.0" in route.notice


def test_naming_an_archived_engine_in_passing_is_no_reason_to_refuse() -> None:
    route = ROUTER.route("We moved from cStor to Mayastor; the io-engine does not start")
    assert (route.repository, route.policy) == (MAYASTOR, None)


@pytest.mark.parametrize(
    "text",
    [
        "There is a vulnerability in mayastor, io-engine and nexus",
        "trivy finds 3 critical CVEs in openebs/linux-utils",
        "openebs/zfs-driver 2.8.0 is affected by CVE-2024-24790",
        "an attacker in the pod network can call the REST API",
        "the helper pod allows privilege escalation",
    ],
)
def test_a_security_matter_goes_nowhere_whatever_else_is_named(text: str) -> None:
    route = ROUTER.route(text)
    assert (route.repository, route.policy) == (None, "security")
    assert "maintainers" in route.notice


@pytest.mark.parametrize(
    "text",
    [
        "the securityContext of the pod is ignored",
        "violates PodSecurity restricted: allowPrivilegeEscalation != false",
        "our pod security policy refuses the helper pod",
        "since we run a CVE scanner on the node, zfs volumes do not mount",
        "it should exploit the parallelism of NVMe",
        "lscpu prints:\nVulnerability Meltdown: Not affected",
        "the security group of the load balancer blocks port 8420",
    ],
)
def test_words_that_only_sound_like_security_do_not_stop_a_report(text: str) -> None:
    assert ROUTER.route(text).policy != "security"


def test_without_words_nothing_is_a_security_matter() -> None:
    assert SMALL.route("a vulnerability, CVE-2024-1").policy is None


@pytest.mark.parametrize(
    "text",
    [
        "Is there a GUI for OpenEBS?",
        "How do I set up nginx ingress with cert-manager on k3s?",
        "please integrate with vmware vcenter",
    ],
)
def test_what_is_out_of_scope_is_said_kindly(text: str) -> None:
    route = ROUTER.route(text)
    assert (route.repository, route.policy) == (None, "out_of_scope")
    assert "scope" in route.notice or "Kubernetes" in route.notice


@pytest.mark.parametrize(
    "text",
    [
        "a GUI that shows the DiskPools of Mayastor",
        "our ingress controller's PVC stays Pending",
        "the configmap of openebs is not updated",
        "calico blocks the io-engine pods",
    ],
)
def test_what_names_an_engine_or_storage_is_in_scope(text: str) -> None:
    assert ROUTER.route(text).policy is None


def test_an_archived_engine_without_a_title_is_still_explained() -> None:
    router = Router(settings(archived=[{"words": ["oldpv"], "text": "Old."}]))
    assert router.route("oldpv hangs").why == "mentions “oldpv”; an engine is archived"
    assert SMALL.route("oldpv hangs").why == "mentions “oldpv”; Old is archived"


@given(st.text(max_size=300), st.text(max_size=20))
def test_every_text_has_either_a_repository_or_a_notice(text: str, channel: str) -> None:
    route = ROUTER.route(text, channel)
    assert route.why
    if route.policy is None:
        assert route.repository in REPOSITORIES
        assert route.runner_up != route.repository
    else:
        assert route.repository is None
        assert route.notice
