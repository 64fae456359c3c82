"""The shapes in which people name versions, systems and platforms."""

from __future__ import annotations

import re
from typing import Literal

What = Literal["product", "kubernetes", "kernel", "os", "installer", "platform", "tool"]

NUMBER = r"v?\d{1,4}(?:\.\d{1,6}){1,3}(?:[-+][\w.+-]*\w)?"
LOOSE = r"v?\d{1,4}(?:\.\d{1,6}){0,3}(?:[-+][\w.+-]*\w)?"
BETWEEN = (
    r"(?:\s+(?:version|chart|release|helm chart|operator|driver|image|cluster|server|is|at|to"
    r"|tag))*"
)
SIGNS = r"[\s:=@\"'`\u200b*_-]{1,5}"
PRODUCTS = r"""
openebs(?:[-/][\w-]+)?|replicated pv|mayastor|io-engine|local ?pv[- ](?:zfs|lvm|hostpath|rawfile)|
(?:zfs|lvm|rawfile|dynamic)-localpv(?:-provisioner)?|provisioner-localpv|
(?:zfs|lvm|csi|zfs-csi|lvm-csi)[- ]driver|cstor(?:-operators)?|jiva|(?:the )?(?:helm )?chart
"""
SYSTEMS = r"""
ubuntu|debian|cent ?os(?: stream)?|rhel|red ?hat(?: enterprise linux)?|rocky(?: linux)?|
alma(?: ?linux)?|fedora(?: coreos)?|flatcar(?: linux)?|nixos|opensuse(?: leap)?|sles|
amazon linux|oracle linux|photon os|arch linux|alpine(?: linux)?|windows(?: server)?|macos|
talos(?: linux)?|bottlerocket|raspbian|raspberry pi os
"""
INSTALLERS = (
    r"k3s|k3d|rke2?|microk8s|k0s|kubeadm|kops|kubespray|minikube|openshift|okd|rancher|talos"
)
PLATFORMS = r"""
aws|eks|gke|google cloud|gcp|aks|azure|digital ?ocean|hetzner(?: cloud)?|linode|ovh(?:cloud)?|
oracle cloud|ibm cloud|bare[- ]?metal|on[- ]prem(?:ises?)?|proxmox|vmware|vsphere|esxi|openstack|
equinix|scaleway|raspberry pi(?: \d)?|virtualbox|hyper-v|nutanix|home ?lab
"""
TOOLS = r"""
python|docker|containerd|cri-o|golang|go|node(?:\.?js)?|java|rust|ruby|chrome|firefox|safari|
edge|postgres(?:ql)?|mysql|helm|terraform|argo ?cd|zfs|lvm2?|etcd|julia|grafana|prometheus|
home ?assistant|supervisor|browser
"""


def any_of(names: str) -> str:
    return r"\b(?:" + "".join(names.split("\n")) + ")"


def said(names: str, number: str, *, needed: bool = True) -> re.Pattern[str]:
    version = rf"{BETWEEN}{SIGNS}(?P<number>{number}(?: LTS)?)(?![\w-]|\.\d)"
    rest = version if needed else rf"(?:{version})?(?![\w-])"
    return re.compile(rf"(?i)(?P<subject>{any_of(names)}){rest}")


FROM_TO = re.compile(
    rf"(?i)(?P<subject>{any_of(PRODUCTS)})?{BETWEEN}\s*\bfrom (?P<old>{NUMBER}) to "
    rf"(?P<number>{NUMBER})"
)
NODE_IMAGE = re.compile(r"(?i)PRETTY_NAME=\"?(?P<number>[\w.()/+ -]{2,80})")
IMAGE = re.compile(r"(?i)(?P<subject>openebs/[\w-]{1,60}):(?P<number>v?\d[\w.-]{0,60}\w)")
SERVER = re.compile(
    rf"(?i)(?P<subject>server version): "
    rf"*(?:version\.Info.{{0,60}}GitVersion:)?\"?(?P<number>{NUMBER})"
)
UNAME = re.compile(r"(?P<subject>\bLinux) \S{1,80} (?P<number>\d+\.\d+\.\d+[\w.+-]*)")
FLAVOURED = re.compile(r"(?P<subject>)(?P<number>\bv?1\.\d\d(?:\.\d+)?\+(?:k3s|rke2r|k0s)[\w.]*)")
IN_CODE: tuple[tuple[What, re.Pattern[str]], ...] = (
    ("product", IMAGE),
    ("kubernetes", SERVER),
    ("kubernetes", FLAVOURED),
    ("kernel", UNAME),
    ("os", NODE_IMAGE),
)
# What has no name is the project's own; 1.2x may be Kubernetes'.
UNNAMED = re.compile(r"(?P<subject>)(?<![\w./:-])(?P<number>v\d+(?:\.\d+){1,2})(?![\w/:-]|\.\d)")
BARE_NUMBER = re.compile(
    r"(?i)\b(?P<subject>)(?:with|on|since|in|to|using|running|or) "
    r"(?P<number>(?!1\.[23]\d)\d+\.\d+\.\d+)(?![\w/:-]|\.\d)"
)
SHAPES: tuple[tuple[What, re.Pattern[str]], ...] = (
    *IN_CODE,
    ("product", FROM_TO),
    ("product", said(PRODUCTS, NUMBER)),
    ("product", re.compile(rf"(?i)(?P<number>{NUMBER}) (?:version "
        rf"|release )?of (?:the )?(?P<subject>{any_of(PRODUCTS)})")),
    ("product", re.compile(rf"(?i)(?P<subject>\b(?:app |current "
        rf"|driver )?version)(?: is)?{SIGNS}(?P<number>{NUMBER})")),
    ("kubernetes", said("k8s|kubernetes|kube|kubelet", NUMBER)),
    ("kernel", said("(?:linux )?kernel", NUMBER)),
    ("os", said(SYSTEMS, LOOSE, needed=False)),
    ("installer", said(INSTALLERS, NUMBER, needed=False)),
    ("platform", re.compile(rf"(?i)(?P<subject>{any_of(PLATFORMS)})(?![\w-])")),
    ("tool", said(TOOLS, LOOSE)),
    # What has no name is the project's own; 1.2x may be Kubernetes'.
    ("product", UNNAMED),
    ("product", BARE_NUMBER),
)  # fmt: skip
BARE = re.compile(rf"(?<![\w./:-]){NUMBER}(?![\w/:]|\.\d)")
ASKED: tuple[tuple[What, re.Pattern[str]], ...] = (
    ("kubernetes", re.compile(r"(?i)\b(?:k8s|kubernetes|kube)\b")),
    ("kernel", re.compile(r"(?i)\bkernel\b")),
    ("os", re.compile(r"(?i)\b(?:os|distro(?:bution)?|operating system|linux)\b")),
    ("product", re.compile(rf"(?i){any_of(PRODUCTS)}\b")),
)
ASKS_VERSION = re.compile(
    r"(?i)\b(?:versions?|release|kernel|distro(?:bution)?|os|k8s|kubernetes|chart)\b.*\?", re.S
)
