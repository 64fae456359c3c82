"""Which command printed a block of output."""

from __future__ import annotations

import re

from bot.triage.facts import Block
from bot.triage.templates.records import Section

RESOURCES = {
    "po": "pods", "pod": "pods", "no": "nodes", "node": "nodes", "svc": "services",
    "service": "services", "storageclass": "sc", "storageclasses": "sc", "persistentvolume": "pv",
    "persistentvolumes": "pv", "persistentvolumeclaim": "pvc", "persistentvolumeclaims": "pvc",
    "zv": "zfsvolume", "zfsvolumes": "zfsvolume", "lvmvol": "lvmvolume", "lvmvolumes": "lvmvolume",
}  # fmt: skip
# The heading of what `kubectl get` prints tells what was asked for.
COLUMNS: dict[str, tuple[str, ...]] = {
    "pods": ("READY", "RESTARTS"),
    "nodes": ("ROLES", "VERSION"),
    "services": ("CLUSTER-IP",),
    "sc": ("PROVISIONER", "RECLAIMPOLICY"),
    "pv": ("RECLAIM POLICY", "CLAIM"),
    "pvc": ("VOLUME", "ACCESS MODES"),
    "zfsvolume": ("ZPOOL",),
    "lvmvolume": ("VOLGROUP",),
}
KINDS = {"zfsvolume": "ZFSVolume", "lvmvolume": "LVMVolume"}
KUBECTL = re.compile(r"\bkubectl\b(?:\s+-\S+(?:[= ](?!get|logs|describe)\S+)?)*\s+(get|logs"
    r"|describe|version)\b\s*(?:-\S+\s+)*(?P<of>[\w.-]*)")  # fmt: skip


def is_output(section: Section) -> bool:
    """Whether a field asks for what a command prints, and for nothing else."""
    return section.how == "field" and re.fullmatch(r"`[^`]+`", section.heading) is not None


def printed_by(command: str, output: Block, introduction: str) -> bool:
    """Whether this output is the command's, by what stands in it and before it."""
    wanted = _asked(command)
    said = [_asked(line) for line in [introduction, *output.code.splitlines()[:3]]]
    if wanted is None:
        return command.split("|")[0].strip() in f"{introduction}\n{output.code}"
    if any(said):
        return (
            wanted in said
            if wanted[0] != "logs"
            else any(_same_log(command, one, introduction, output) for one in said)
        )
    verb, resource = wanted
    if verb == "get":
        head = output.code.lstrip().split("\n", 1)[0]
        columns = COLUMNS.get(resource)
        if columns and head.startswith("NAME"):
            # "pv" and "pvc" share words: a claim has no reclaim policy.
            extra = resource == "pvc" and "RECLAIM POLICY" in head
            return all(column in head for column in columns) and not extra
        kind = KINDS.get(resource)
        return kind is not None and f"kind: {kind}" in output.code
    if verb == "version":
        return "Server Version" in output.code
    return (
        verb == "logs"
        and output.looks == "log"
        and _names(command, introduction + output.code[:400])
    )


def asks_for(question: str, command: str) -> bool:
    """Whether somebody asked for what this command prints."""
    question = " ".join(question.split())
    if " ".join(command.split()) in question:
        return True
    wanted = _asked(command)
    if wanted is None or wanted[0] not in ("get", "logs"):
        return False
    named = [_asked(found.group()) for found in KUBECTL.finditer(question)]
    return wanted in named and (wanted[0] == "get" or _names(command, question))


def shows_another(command: str, output: Block) -> bool:
    """Whether the block begins with the call of a command that is not this one."""
    said = [one for line in output.code.splitlines()[:3] if (one := _asked(line)) is not None]
    return bool(said) and _asked(command) not in said


def _asked(line: str) -> tuple[str, str] | None:
    """The verb and the resource of a kubectl command in a line."""
    found = KUBECTL.search(line)
    if found is None:
        return None
    resource = found["of"].lower()
    return found[1], "" if found[1] in ("logs", "version") else RESOURCES.get(resource, resource)


def _same_log(command: str, said: tuple[str, str] | None, introduction: str, output: Block) -> bool:
    return (
        said is not None and said[0] == "logs" and _names(command, introduction + output.code[:400])
    )


def _names(command: str, text: str) -> bool:
    """Whether a text speaks of the pod whose log the command shows."""
    pods = [word for word in re.findall(r"[a-z]{4,}", command.lower()) if word not in COMMON]
    return any(word in text.lower() for word in pods)


COMMON = frozenset("kubectl logs openebs kube system plugin namespace localpv".split())
