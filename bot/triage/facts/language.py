"""Whether a text is English, by its little words; terse notes have none, but the trade's terms."""

from __future__ import annotations

import re

from bot.triage.facts.cues import SYMPTOM

LITTLE = frozenset(
    "the a an is are was were be to of in on and or not it i we my our this that with for from at "
    "but if when after no as by can does do don't have has how what why there you would should "
    "then into all same only so up please still any get gets".split()
)
# The little words of others that are neither English nor the name of a command.
FOREIGN = frozenset(
    "der das den dem ein eine und ist sind nicht mit nach auf für von bei wird kein keine ich wir "
    "le la les des une est pas nous je avec pour dans sur après mais ce cette ne qui "
    "el los las una que está es por con para cuando después nodo y "
    "il che non è di sono della uma não em com os do da ao depois "
    "het een niet van naar wij jest nie się że jak przy bir ve için değil sonra och inte efter "
    "på som".split()
)
TERMS = re.compile(
    r"(?i)\b(?:openebs|mayastor|jiva|cstor|zfs|lvm|nvme|nvmf|iscsi|csi|etcd|helm|kubectl|kubelet"
    r"|kubernetes|k8s|k3s|talos|linux|io|engine|agent|core|api|rest|operator|controller|plugin"
    r"|driver|provisioner|daemonset|deployment|statefulset|pods?|containers?|nodes?|clusters?"
    r"|pools?|zpools?|volumes?|vgs?|lvs?|pvcs?|pvs?|disks?|devices?|datasets?|replicas?|nexus"
    r"|targets?|snapshots?|clones?|backups?|restore|mounts?|unmount(?:ed)?|filesystem|storage"
    r"|class|namespace|kernel|module|memory|cpu|hugepages|network|tcp|timeouts?|upgrade|install"
    r"|reboot|restart|rebuild|resize|create|creation|delete|deletion|attach|detach|scheduling"
    r"|logs?|image|version|chart|latency|performance|quota|space|capacity|permission)\b"
)
ENOUGH_WORDS = 8


def is_english(text: str) -> bool:
    """False for a text in another language; True where it is too short to tell."""
    words = re.findall(r"[^\W\d_]+(?:['’][a-z]+)?", text.lower())
    letters = [sign for sign in text if sign.isalpha()]
    foreign = sum(not sign.isascii() for sign in letters)
    if len(letters) > ENOUGH_WORDS and foreign > len(letters) / 3:
        return False
    little = sum(word in LITTLE for word in words)
    if len(words) < ENOUGH_WORDS or little >= len(words) / 12:
        return True
    if any(word in FOREIGN for word in words):
        return False
    named = sum(bool(TERMS.fullmatch(word) or SYMPTOM.fullmatch(word)) for word in words)
    return named >= len(words) / 3
