"""The repositories, labels and invented issues that the sandbox starts with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.github.acting import MAINTAINER
from sandbox.github.places import Places
from sandbox.github.records import Comment, Issue, Repository
from sandbox.github.templates import FOLDER, TEMPLATES

DESCRIPTIONS = {
    "openebs/mayastor": "Replicated block storage over NVMe for Kubernetes",
    "openebs/dynamic-localpv-provisioner": "Local volumes from host paths and devices",
    "openebs/lvm-localpv": "Local volumes from LVM volume groups",
    "openebs/zfs-localpv": "Local volumes from ZFS pools",
    "openebs/rawfile-localpv": "Local volumes from files on the node (experimental)",
    "openebs/openebs": "The umbrella project: charts, documents, what fits no engine",
}

RED, BLUE, GREEN, YELLOW, GREY = "d73a4a", "a2eeef", "0e8a16", "fbca04", "cfd3d7"
COMMON = (("triage/needs-information", YELLOW), ("no-issue-activity", GREY))
LOCAL_ENGINE = (("Bug", RED), ("Enhancement", BLUE), ("kind/support", GREEN))
LABELS = {
    "openebs/mayastor": (
        ("new", GREY),
        ("bug", RED),
        ("enhancement", BLUE),
        ("documentation", BLUE),
    ),
    "openebs/dynamic-localpv-provisioner": (("kind/bug", RED), ("Enhancement", BLUE)),
    "openebs/lvm-localpv": LOCAL_ENGINE,
    "openebs/zfs-localpv": LOCAL_ENGINE,
    "openebs/rawfile-localpv": (("bug", RED), ("enhancement", BLUE)),
    "openebs/openebs": (
        ("kind/bug", RED),
        ("kind/improvement", BLUE),
        ("kind/support", GREEN),
        ("documentation/devel", BLUE),
        ("project/community", GREEN),
    ),
}


@dataclass(frozen=True)
class Example:
    repository: str
    title: str
    body: str
    by: str
    days_ago: int
    labels: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = field(default=())  # who, what; a day apart
    closed: str | None = None  # the reason


EXAMPLES = (
    Example(
        "openebs/zfs-localpv",
        "PVC stays Pending after the node was renamed",
        "After we renamed a node, new claims with `openebs-zfspv` stay Pending. The controller"
        " logs `no nodes available for provisioning`; the ZFSNode object still carries the old"
        " name.",
        "teodor-k",
        41,
        ("Bug",),
        ((MAINTAINER, "Could you attach `kubectl get zfsnodes -n openebs -o yaml`?"),),
    ),
    Example(
        "openebs/zfs-localpv",
        "Snapshot cannot be deleted while a clone exists",
        "Deleting a VolumeSnapshot hangs with `dataset has dependent clones` when a volume was"
        " cloned from it. The finalizer is never removed.",
        "yuki-dev",
        17,
        ("Bug",),
    ),
    Example(
        "openebs/lvm-localpv",
        "Thin volumes: report the pool's real free space",
        "With thinProvision: yes the storage capacity objects show the size of the volume group,"
        " so the scheduler picks nodes whose thin pool is already full.",
        "teodor-k",
        29,
        ("Enhancement",),
    ),
    Example(
        "openebs/lvm-localpv",
        "Node plugin crash loops when the volume group is missing",
        "On a node without the volume group the node pod restarts for ever with exit code 255.",
        "amara-ops",
        63,
        ("Bug",),
        ((MAINTAINER, "Fixed on main, it logs and waits now. Will be in the next release."),),
        closed="completed",
    ),
    Example(
        "openebs/mayastor",
        "Rebuild stops at 99 percent when a replica node is drained",
        "While a replica rebuilds, draining a third node leaves the rebuild at 99 %. The volume"
        " stays Degraded until io-engine is restarted on the source node.",
        "amara-ops",
        8,
        ("bug",),
    ),
    Example(
        "openebs/mayastor",
        "io-engine does not start with less than 2 GiB of huge pages",
        "The pod ends with `EAL: No free hugepages`. The node has 1024 pages of 2 MiB, half of"
        " them taken by another workload. The message should say how many are needed.",
        "yuki-dev",
        35,
        ("new",),
    ),
    Example(
        "openebs/dynamic-localpv-provisioner",
        "Hostpath volume is not removed when its node is gone",
        "When a node leaves the cluster the init pod that cleans its path can never be scheduled"
        " and the persistent volume stays Released.",
        "lena-hosts",
        52,
        ("kind/bug",),
    ),
    Example(
        "openebs/openebs",
        "Helm upgrade from 4.1 fails on the CRDs of volume snapshots",
        "`helm upgrade` stops with `invalid ownership metadata` for the volumesnapshots CRD when"
        " the cluster brought its own. Setting the crds value to false helps but is not"
        " documented.",
        "lena-hosts",
        22,
        ("kind/support",),
        ((MAINTAINER, "We should say that in the upgrade notes."),),
    ),
)


def fill(places: Places, now: datetime) -> None:
    """Put everything in its place, dated back from now; fires no webhooks."""
    places.user(MAINTAINER, maintainer=True)
    for full_name, description in DESCRIPTIONS.items():
        repository = places.add_repository(full_name, description, now - timedelta(days=900))
        for name, color in LABELS[full_name] + COMMON:
            places.new_label(repository, name, color)
        for template in TEMPLATES.get(full_name, ()):
            repository.files[f"{FOLDER}/{template.file}"] = template.text
        repository.files["README.md"] = f"# {repository.name}\n\n{description}.\n"
    for example in sorted(EXAMPLES, key=lambda example: -example.days_ago):
        found = places.find(example.repository)
        assert found is not None, example.repository
        _add(places, found, example, now)


def _add(places: Places, where: Repository, example: Example, now: datetime) -> None:
    opened = now - timedelta(days=example.days_ago)
    last = opened + timedelta(days=len(example.comments))
    issue = Issue(
        repository=where,
        id=next(places.ids),
        number=max(where.numbered, default=0) + 1,
        title=example.title,
        body=example.body,
        user=places.user(example.by),
        created_at=opened,
        updated_at=last,
        labels=[label for label in where.labels if label.name in example.labels],
    )
    for day, (login, text) in enumerate(example.comments, start=1):
        said = opened + timedelta(days=day)
        issue.comments.append(Comment(next(places.ids), places.user(login), text, said, said))
    if example.closed:
        issue.state, issue.state_reason = "closed", example.closed
        issue.closed_at, issue.closed_by = last, places.user(MAINTAINER)
    where.numbered[issue.number] = issue
    places.issues_ever.append(issue)
