// The form for a new issue in the GitHub pane.

import { inWords, post } from "./api.js";
import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { login, whoActs } from "./github_person.js";
import { store } from "./store.js";

/** The form; `draft` keeps what is typed, `left` is called when it is done with, with the new issue's number if there is one. */
export function newIssue(draft, left) {
  const repository = store.repositories.find(({ full_name }) => full_name === draft.repository);
  const keep = (name) => (event) => (draft[name] = event.target.value);
  const title = el("input", {
    class: "field",
    type: "text",
    "data-test": "new-issue-title",
    "aria-label": "Title",
    placeholder: "Title",
    dir: "auto",
    on: { input: keep("title") },
  });
  const body = el("textarea", {
    class: "field",
    rows: "6",
    "data-test": "new-issue-body",
    "aria-label": "Description",
    placeholder: "Description (Markdown)",
    dir: "auto",
    on: { input: keep("body") },
  });
  const labels = el(
    "select",
    { class: "select", "aria-label": "Label", "data-test": "new-issue-label", on: { change: keep("label") } },
    el("option", { value: "" }, "No label"),
    (repository?.labels ?? []).map(({ name }) => el("option", { value: name }, name)),
  );
  title.value = draft.title;
  body.value = draft.body;
  labels.value = draft.label;
  const submit = async (event) => {
    event.preventDefault();
    if (!draft.title.trim()) return title.focus();
    const asked = {
      repository: draft.repository,
      as: login(),
      title: draft.title.trim(),
      body: draft.body,
      labels: draft.label ? [draft.label] : [],
    };
    const answer = await post("github/open", asked);
    if (answer.ok) left(answer.number);
    else notice(inWords(answer), { bad: true });
  };
  return el(
    "form",
    { class: "issue-page", novalidate: true, on: { submit } },
    el(
      "button",
      { type: "button", class: "back-link link-button", on: { click: () => left() } },
      icon("back"),
      "All repositories",
    ),
    el("h3", { class: "issue-heading" }, `New issue in ${draft.repository}`),
    title,
    body,
    labels,
    el(
      "div",
      { class: "issue-actions" },
      whoActs(),
      el(
        "div",
        { class: "issue-buttons" },
        el("button", { type: "button", class: "button button-plain", on: { click: () => left() } }, "Cancel"),
        el(
          "button",
          { type: "submit", class: "button button-primary", "data-test": "new-issue-submit" },
          "Create",
        ),
      ),
    ),
  );
}
