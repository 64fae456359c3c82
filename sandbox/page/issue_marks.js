// How an issue's state and its labels look.

import { el } from "./dom.js";

export function stateOf(issue) {
  if (issue.state === "open") return { kind: "open", mark: "issue", words: "Open" };
  if (issue.state_reason === "not_planned")
    return { kind: "skipped", mark: "skip", words: "Closed as not planned" };
  if (issue.state_reason === "duplicate")
    return { kind: "skipped", mark: "skip", words: "Closed as duplicate" };
  return { kind: "done", mark: "done", words: "Closed as completed" };
}

export function label({ name, color }) {
  const node = el("span", { class: "label", "data-test": "label" }, name);
  if (/^[0-9a-f]{6}$/i.test(color ?? "")) node.style.setProperty("--label", `#${color}`);
  return node;
}
