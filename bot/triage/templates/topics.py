"""What a template's heading asks for, by its words; and what a whole template is for."""

from __future__ import annotations

import re

from bot.triage.templates.records import TemplateKind, Topic

# The first that fits decides.
TOPICS: tuple[tuple[Topic, str], ...] = (
    ("consent", r"code of conduct|prerequisite|pre-?flight|checklist|before (?:you|submitting"
        r"|opening)|"
     r"i (?:have|agree)|searched|existing issues?|terms|contributing|willing to|are you able to"),
    ("screenshots", r"screenshots?|screen ?recording|\bvideos?\b"),
    ("steps and actual", r"steps did you take|what did you do.*happen"),
    ("expected", r"expect"),
    ("steps", r"reproduc|\bsteps\b|how can we see|what did you do|replicate"),
    ("output", r"output of|\blogs?\b|logging|stack ?trace|traceback|diagnostic|support bundle|"
     r"error messages?|console|journal"),
    ("actual", r"current behavio|actual|what happened|happen(?:s|ed|ing) instead|observed"
        r"|what went wrong"),
    ("environment", r"environment|\bos info|system info|system health|versions?\b|set-?up details|"
     r"\bplatform|provider|\bkernel\b|operating system|\bos\b|\bdistro|installer"
     r"|install(?:ation)? (?:tools?|method|type)|"
     r"runtime|hardware|browser|\barch(?:itecture)?\b|component|integration"),
    ("config", r"configuration|\bconfig\b|\bmanifest|\byaml|helm values|values\.yaml|data ?source"),
    ("alternatives", r"alternative|workaround"),
    ("problem", r"problem/challenge|related to a problem|problem you|what is the problem"
        r"|limitation|"
     r"challenge|pain"),
    ("reason", r"why (?:is|do|would|are)|use ?case|motivation|\bcontext\b(?<!additional context)|"
     r"rationale|benefit|who (?:is|will)"),
    ("solution", r"possible solution|proposed|suggested|proposal|how (?:would|could"
        r"|should) (?:it|this|we)|"
     r"implement|\bfix\b"),
    ("wish", r"solution you|you'?d like$|like to (?:be added|see)|what would you like|feature"
        r"|enhancement|"
     r"improvement|\bidea\b|\brequest\b"),
    ("extra", r"anything else|additional|\bother(?:s|wise)?\b|notes?\b|further|misc|extra|know\?"),
    ("title", r"^title$|one-liner|^summary$"),
    ("description", r"descri|summary|\bbug\b|what is|what's|problem|issue|question|details"
        r"|report|tell us"),
)  # fmt: skip
RULES = [(topic, re.compile(words, re.IGNORECASE)) for topic, words in TOPICS]
KINDS: tuple[tuple[TemplateKind, str], ...] = (
    ("other", r"\boep\b|proposal|tracking|\bepic\b|\brelease\b|roadmap|failing test|flak|security"),
    ("docs", r"\bdocs?\b|documentation"),
    ("feature", r"feature|enhancement|\bidea\b|improvement|\brfe\b|wish|suggest"),
    ("question", r"question|support|\bhelp\b|discussion|how[ -]to"),
    ("bug", r"\bbug\b|regression|problem|defect|crash|broken|\bissue report\b|issue with|error"),
)


def topic_of(heading: str, hint: str = "") -> Topic:
    """What a heading asks for; its hint is asked only where the heading does not say."""
    if re.search(r"(?i)additional (?:context|info)|anything else", heading):
        return "extra"
    for words in (heading, hint):
        for topic, rule in RULES:
            if rule.search(words):
                return topic
    return ""


def kind_of(path: str, name: str, about: str, labels: tuple[str, ...]) -> TemplateKind:
    """What a template is for: its name says most, then its file, its labels, its description."""
    file = re.sub(r"[_-]+", " ", path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    for words in (name, file, " ".join(re.sub(r"[/_-]", " ", one) for one in labels), about):
        for kind, rule in KINDS:
            if re.search(rule, words, re.IGNORECASE):
                return kind
    return "other"
