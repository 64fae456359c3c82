"""Issue templates in the manner of OpenEBS: Markdown with front matter, a little different each."""

from __future__ import annotations

from dataclasses import dataclass

FOLDER = ".github/ISSUE_TEMPLATE"


@dataclass(frozen=True)
class Template:
    file: str
    name: str
    about: str
    labels: str
    headings: tuple[tuple[str, str], ...]  # what is asked, and the hint below it

    @property
    def text(self) -> str:
        front = [
            "---",
            f"name: {self.name}",
            f"about: {self.about}",
            "title: ''",
            f"labels: {self.labels!r}",
            "assignees: ''",
            "---",
        ]
        asked = [f"**{heading}**\n{hint}" for heading, hint in self.headings]
        return "\n".join(front) + "\n\n" + "\n\n".join(asked) + "\n"


EXPECTED = ("What did you expect to happen?", "<!-- in a sentence or two -->")
HAPPENED = ("What happened instead?", "<!-- with the exact error, if there was one -->")
REPRODUCE = ("How can we make it happen again?", "1. \n2. \n3. ")
PROBLEM = ("What problem would this solve?", "<!-- what you are trying to do, and for whom -->")
WISH = ("What would you like?", "<!-- as plainly as you can -->")
INSTEAD = ("What have you tried instead?", "")
MORE = ("Anything else we should know?", "")


def environment(*items: str) -> tuple[str, str]:
    return ("Environment", "\n".join(f"- {item}: " for item in items))


def bug(labels: str, *asked: tuple[str, str]) -> Template:
    about = "Tell us about something that does not work"
    return Template("bug_report.md", "Bug report", about, labels, (EXPECTED, HAPPENED, *asked))


def feature(labels: str) -> Template:
    about = "Suggest something new, or a better way"
    asked = (PROBLEM, WISH, INSTEAD, MORE)
    return Template("feature_request.md", "Feature request", about, labels, asked)


def docs(labels: str) -> Template:
    about = "Something in the documentation is missing, wrong or hard to follow"
    asked = (
        ("Which page?", "<!-- its address -->"),
        ("What is wrong with it?", ""),
        ("What should it say?", ""),
    )
    return Template("documentation.md", "Documentation", about, labels, asked)


def logs(engine: str, plugin: str, resource: str) -> tuple[str, str]:
    pods = f"kubectl -n openebs -c {plugin} logs"
    hint = "\n".join(
        [
            f"- controller: `{pods} deploy/openebs-{engine}-controller`",
            f"- node: `{pods} ds/openebs-{engine}-node`",
            f"- volumes: `kubectl get {resource} -A -o yaml`",
        ]
    )
    return ("Logs and objects (a gist or a code block)", hint)


KUBERNETES = ("Kubernetes version", "OpenEBS version", "Operating system", "Kernel (`uname -a`)")

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "openebs/mayastor": (
        bug(
            "new",
            REPRODUCE,
            environment("Distribution", "Kernel", "Mayastor revision or container image"),
            MORE,
        ),
        feature(""),
        docs("documentation"),
    ),
    "openebs/dynamic-localpv-provisioner": (
        bug(
            "kind/bug",
            REPRODUCE,
            ("State of the pods", "`kubectl get pods -n openebs --show-labels`"),
            environment(*KUBERNETES),
        ),
        feature("Enhancement"),
    ),
    "openebs/lvm-localpv": (
        bug(
            "Bug",
            logs("lvm", "openebs-lvm-plugin", "lvmvol"),
            environment("LVM driver version", *KUBERNETES),
            MORE,
        ),
        feature("Enhancement"),
    ),
    "openebs/zfs-localpv": (
        bug(
            "Bug",
            logs("zfs", "openebs-zfs-plugin", "zv"),
            environment("ZFS driver version", *KUBERNETES),
            MORE,
        ),
        feature("Enhancement"),
    ),
    "openebs/openebs": (
        bug(
            "",
            REPRODUCE,
            ("State of the cluster", "`kubectl get nodes,pods,services,sc,pv,pvc -A`"),
            environment("Installed with (helm, kubectl, other)", *KUBERNETES),
        ),
        feature(""),
        docs("documentation/devel"),
    ),
}
