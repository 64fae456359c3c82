"""Measures the kinds against the goals, never on what was trained on: python evaluate.py [PART]"""

from __future__ import annotations

import itertools
import sys
import time
import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from benchmarks.kinds import corpora, fit, train
from bot.kinds.features import extract, register
from bot.kinds.learn import lesson, refit
from bot.kinds.model import KINDS, REPORT_KINDS, Linear, loads, sigmoid, softmax

warnings.filterwarnings("ignore", module="sklearn")
FOLDS = 5
SEEDS = 5
SHARPNESS = 0.8  # as train.py finds it
Row = dict[str, float]


def row(what: str, goal: str, value: str) -> None:
    print(f"{what:58} {goal:>8}  {value}", flush=True)


def issues(seeds: Sequence[int] = (0,)) -> None:
    records = corpora.issues()
    features = [extract(corpora.issue_text(issue)) for issue in records]
    kinds = np.array([issue["label"] for issue in records])
    groups = [f"{issue['repo']} {issue['label']}" for issue in records]
    for seed in seeds:
        pooled, single = [], np.zeros((0, 3))
        for known, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(
            kinds, groups
        ):
            fitted = fit.Fitted()
            fit.fit_report(fitted, [features[i] for i in known], kinds[known])
            found = np.array(REPORT_KINDS)[
                fit.report_scores(fitted, [features[i] for i in test]).argmax(1)
            ]
            pooled.append(f1_score(kinds[test], found, average="macro"))
            single = np.vstack(
                [single, f1_score(kinds[test], found, average=None, labels=list(REPORT_KINDS))]
            )
        each = " ".join(f"{value:.3f}" for value in pooled)
        row(f"issue texts, macro F1, seed {seed}", "0.800", f"{np.mean(pooled):.3f}  folds {each}")
        row(
            "  by kind",
            "",
            "  ".join(f"{k} {v:.3f}" for k, v in zip(REPORT_KINDS, single.mean(0), strict=True)),
        )
    held = []
    repositories = sorted({issue["repo"] for issue in records})
    for repository in repositories:
        inside = np.array([issue["repo"] == repository for issue in records])
        fitted = fit.Fitted()
        fit.fit_report(
            fitted, [f for f, i in zip(features, inside, strict=True) if not i], kinds[~inside]
        )
        scores = fit.report_scores(fitted, [f for f, i in zip(features, inside, strict=True) if i])
        held.append(
            f1_score(kinds[inside], np.array(REPORT_KINDS)[scores.argmax(1)], average="macro")
        )
    row(
        "issue texts of a repository never seen, macro F1",
        "",
        f"{np.mean(held):.3f}  " + " ".join(f"{v:.3f}" for v in held),
    )


def apply_heads(fitted: fit.Fitted, inputs: Sequence[Row]) -> tuple[fit.Array, fit.Array]:
    """Probabilities of needing an answer and of each kind, for inputs scaled as for training."""

    def score(head: Linear, one: Row) -> float:
        return head(
            {
                n: v / (fit.SCORE_SHARE if n.startswith("score: ") else fit.NAMED_CHAT)
                for n, v in one.items()
            }
        )

    needs = np.array([sigmoid(score(fitted.heads["needs"], one)) for one in inputs])
    kinds = np.array(
        [softmax([score(fitted.heads[f"chat {k}"], one) for k in KINDS]) for one in inputs]
    )
    return needs, kinds


def fit_heads(chat: train.Chat, used: Sequence[int]) -> fit.Fitted:
    fitted = fit.Fitted()
    fit.fit_chat(
        fitted,
        [chat.inputs[i] for i in used],
        [chat.messages[i]["kind"] for i in used],
        [chat.messages[i]["needs_answer"] for i in used],
        chat.weights[list(used)],
    )
    return fitted


def folds_of(
    messages: Sequence[corpora.Record], seed: int
) -> Iterator[tuple[fit.Array, fit.Array]]:
    strata = [f"{m['kind']} {m['needs_answer']}" for m in messages]
    strata = [s if strata.count(s) >= FOLDS else "rare" for s in strata]
    return StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(strata, strata)


def out_of_fold(
    chat: train.Chat, seed: int = 0, *, only_triage: bool = False
) -> tuple[fit.Array, fit.Array]:
    """Each triage message judged by heads that had not seen it; everything else only trains."""
    needs, kinds = np.zeros(chat.judged), np.zeros((chat.judged, len(KINDS)))
    others = [] if only_triage else range(chat.judged, len(chat.messages))
    for known, test in folds_of(chat.messages[: chat.judged], seed):
        fitted = fit_heads(chat, [*known, *others])
        needs[test], kinds[test] = apply_heads(fitted, [chat.inputs[i] for i in test])
    return needs, kinds


def thresholds(
    needs: fit.Array, kinds: fit.Array, messages: Sequence[corpora.Record]
) -> dict[str, dict[str, float]]:
    """Cautious: right nine times in ten (needs_answer: 19 in 20). Eager: finds as many.

    Balanced: best F1.
    """
    told = {"needs_answer": (needs, np.array([m["needs_answer"] for m in messages]))}
    for number, kind in enumerate(KINDS):
        told[kind] = (kinds[:, number], np.array([m["kind"] == kind for m in messages]))
    found = {}
    for what, (scores, truth) in told.items():
        steps = np.arange(0.05, 0.96, 0.01)
        precision = [truth[scores >= t].mean() if (scores >= t).any() else 1.0 for t in steps]
        recall = [(scores[truth] >= t).mean() for t in steps]
        f1 = [2 * p * r / (p + r) if p + r else 0.0 for p, r in zip(precision, recall, strict=True)]
        goal = 0.95 if what == "needs_answer" else 0.9
        cautious = next((t for t, p in zip(steps, precision, strict=True) if p >= goal), 0.9)
        # Below 0.15 everything passes: rare kinds have too few examples to set such a threshold by.
        eager = max(
            (t for t, r in zip(steps, recall, strict=True) if r >= goal and t >= 0.15), default=0.15
        )
        balanced = float(steps[int(np.argmax(f1))])
        found[what] = {
            "cautious": round(float(max(cautious, balanced)), 2),
            "balanced": round(balanced, 2),
            "eager": round(float(min(eager, balanced)), 2),
        }
    return found


def reliability(name: str, scores: fit.Array, truth: fit.Array) -> None:
    edges = np.linspace(0, 1, 6)
    parts, error = [], 0.0
    for low, high in itertools.pairwise(edges):
        inside = (scores >= low) & ((scores < high) | (high == 1))
        if inside.any():
            error += inside.mean() * abs(scores[inside].mean() - truth[inside].mean())
            parts.append(
                f"{scores[inside].mean():.2f}→{truth[inside].mean():.2f} (n={inside.sum()})"
            )
    row(f"calibration of {name}: said→true", "", " ".join(parts) + f"  ECE {error:.3f}")


def chat() -> None:
    fitted = fit.Fitted()
    issues = corpora.issues()
    reports = [extract(corpora.issue_text(issue)) for issue in issues]
    fit.fit_report(fitted, reports, [issue["label"] for issue in issues])
    data = train.chat_data(fitted, issues, reports)
    judged = data.messages[: data.judged]
    opening = np.arange(len(judged)) < len(corpora.openers())
    truth = np.array([m["needs_answer"] for m in judged])
    kinds = np.array([m["kind"] for m in judged])
    clear = ~np.array([m["borderline"] for m in judged])
    marks = np.array([one.reading.asks > 0 for one in data.features[: data.judged]])
    runs = [out_of_fold(data, seed) for seed in range(SEEDS)]
    alone = [out_of_fold(data, seed, only_triage=True) for seed in range(SEEDS)]
    ours = fit_heads(data, range(data.judged, len(data.messages)))
    unseen_needs, unseen = apply_heads(ours, data.inputs[: data.judged])
    for name, inside, goal in (("openers", opening, "0.887"), ("top-level", ~opening, "0.874")):
        row(f"question mark alone, {name}, F1", "", f"{f1_score(truth[inside], marks[inside]):.3f}")
        values = [f1_score(truth[inside], needs[inside] >= 0.5) for needs, _ in runs]
        clean = [f1_score(truth[inside & clear], needs[inside & clear] >= 0.5) for needs, _ in runs]
        row(
            f"needs an answer, {name}, F1",
            goal,
            f"{spread(values)}, without borderline {np.mean(clean):.3f}",
        )
        values = [f1_score(truth[inside], needs[inside] >= 0.5) for needs, _ in alone]
        row("  trained on the other folds of triage alone", "", spread(values))
        row(
            "  trained on no triage message",
            "",
            f"{f1_score(truth[inside], unseen_needs[inside] >= 0.5):.3f}",
        )
    each = [f1_by_kind(kinds, scores) for _, scores in runs]
    three = [np.mean([f[k] for k in ("question", "bug", "chatter")]) for f in each]
    row("kinds in chat, macro F1 of question, bug, chatter", "0.750", spread(three))
    row("  by kind", "", "  ".join(f"{k} {np.mean([f[k] for f in each]):.3f}" for k in KINDS))
    by_kind = f1_by_kind(kinds, unseen)
    mean = np.mean([by_kind[k] for k in ("question", "bug", "chatter")])
    row(
        "  trained on no triage message",
        "",
        f"{mean:.3f}  " + "  ".join(f"{k} {v:.3f}" for k, v in by_kind.items()),
    )
    clean_kinds = [f1_by_kind(kinds[clear], scores[clear]) for _, scores in runs]
    row(
        "  without borderline",
        "",
        f"{np.mean([f[k] for f in clean_kinds for k in ('question', 'bug', 'chatter')]):.3f}",
    )
    whole = np.array(
        [f1_mean(f1_by_kind(kinds, as_shipped(fitted, data, scores))) for _, scores in runs]
    )
    row("  with the report model for what looks like an issue", "0.750", spread(list(whole)))
    needs, scores = runs[0]
    reliability("needs an answer", needs, truth)
    reliability("the kind said", scores.max(1), np.array(KINDS)[scores.argmax(1)] == kinds)
    openebs(data)
    learning(fitted, data)


def as_shipped(fitted: fit.Fitted, data: train.Chat, scores: fit.Array) -> fit.Array:
    """The chat heads' opinion mixed with the report model's, as Model.weigh does."""
    features = data.features[: data.judged]
    head = fitted.heads["register"]
    share = np.array([sigmoid(head(register(one.reading, one.chat))) for one in features])
    mixed = scores * (1 - share[:, None])
    for n, report in enumerate(fit.report_scores(fitted, features) * SHARPNESS):
        for kind, p in zip(REPORT_KINDS, softmax(list(report)), strict=True):
            mixed[n, KINDS.index(kind)] += share[n] * p
    return mixed


def learning(fitted: fit.Fitted, data: train.Chat) -> None:
    """A community that is new to the model corrects it 48 times; each is judged by the others."""
    blind = fit_heads(data, data.without("openebs"))
    whole = fit.Fitted(fitted.tables, fitted.heads | blind.heads, dict(fitted.numbers), {})
    whole.numbers["report sharpness"] = [SHARPNESS]
    model = loads(train.pack(whole))
    started = time.time()
    refitted = refit([lesson(r["text"], r["kind"], model=model) for r in corpora.openebs()])
    row(
        "corrections: OpenEBS texts right before, after",
        "",
        f"{refitted.right_before}, {refitted.right_after} of {refitted.corrections}"
        f"  ({time.time() - started:.1f} s)",
    )


def f1_mean(by_kind: dict[str, float]) -> float:
    return float(np.mean([by_kind[kind] for kind in ("question", "bug", "chatter")]))


def f1_by_kind(truth: fit.Array, scores: fit.Array) -> dict[str, float]:
    found = np.array(KINDS)[scores.argmax(1)]
    return {kind: f1_score(truth == kind, found == kind) for kind in KINDS}


def spread(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f}  (seeds {min(values):.3f} to {max(values):.3f})"


def openebs(data: train.Chat) -> None:
    places = [n for n, m in enumerate(data.messages) if m.get("source") == "openebs"]
    truth = np.array([data.messages[n]["kind"] for n in places])
    _, unseen = apply_heads(
        fit_heads(data, data.without("openebs")), [data.inputs[n] for n in places]
    )
    held = np.zeros((len(places), len(KINDS)))
    for known, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth):
        fitted = fit_heads(data, data.without("openebs") + [places[i] for i in known])
        held[test] = apply_heads(fitted, [data.inputs[places[i]] for i in test])[1]
    for name, scores in (("never seen", unseen), ("cross-validated", held)):
        for among in ("four kinds", "three kinds (a report is known to be one)"):
            said = np.array(KINDS)[scores.argmax(1)]
            macro = f1_score(truth, said, average="macro", labels=list(REPORT_KINDS))
            row(
                f"OpenEBS short texts, {name}, {among}",
                "0.800",
                f"accuracy {np.mean(truth == said):.3f}  macro F1 {macro:.3f}",
            )
            scores = scores * (np.array(KINDS) != "chatter")


def dialogues() -> None:
    """Trained on nothing of theirs: does its opener ask for a way, or wish for something?"""
    records = corpora.dialogues()
    for project in ("angular", "bootstrap"):
        truth, said = [], []
        for dialogue in (d for d in records if d["project"] == project):
            opener = dialogue["messages"][0]["user"]
            text = "\n".join(m["text"] for m in dialogue["messages"] if m["user"] == opener)
            truth.append(dialogue["label"] == "feature")
            said.append(not {"asks_way", "wishes"}.isdisjoint(extract(text).cues))
        row(f"feature dialogues, {project}, F1", "0.750", f"{f1_score(truth, said):.3f}")


PARTS = {"chat": chat, "dialogues": dialogues, "issues": lambda: issues((0, 1))}


def main() -> None:
    started = time.time()
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
    print(f"{time.time() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
