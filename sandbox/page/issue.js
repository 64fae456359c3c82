// One issue in the GitHub pane: its text, its comments, and the acts on it.

import { inWords, post } from "./api.js";
import { avatar } from "./author.js";
import { clamped, shortened } from "./clamp.js";
import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { login, whoActs } from "./github_person.js";
import { label, stateOf } from "./issue_marks.js";
import { markdown } from "./markdown.js";
import { openMenu } from "./menu.js";
import { place } from "./route.js";
import { ago, fullTime } from "./time.js";

const drafts = new Map(); // `repository#number` → comment being written

/** An issue with its comments and what one can do; null says that it is not there. `changed` is called after an act. */
export function issuePage(issue, changed) {
  const back = el(
    "a",
    { class: "back-link", href: "#/github", "data-test": "github-back" },
    icon("back"),
    "All repositories",
  );
  if (!issue)
    return el(
      "div",
      { class: "issue-page" },
      back,
      el(
        "p",
        { class: "muted pane-empty", "data-test": "issue-missing" },
        `${place.issue.repository}#${place.issue.number} is not here.`,
      ),
    );
  const state = stateOf(issue);
  const written = new Date(issue.created_at);
  return el(
    "article",
    {
      class: "issue-page",
      "data-test": "issue",
      "data-repository": issue.repository,
      "data-number": String(issue.number),
      "data-state": issue.state,
    },
    back,
    el(
      "h3",
      { class: "issue-heading" },
      el("bdi", { "data-test": "issue-title" }, issue.title),
      " ",
      el("span", { class: "muted" }, `#${issue.number}`),
    ),
    el(
      "div",
      { class: "issue-facts" },
      el("span", { class: `state ${state.kind}`, "data-test": "issue-state" }, icon(state.mark), state.words),
      el("span", { class: "muted" }, issue.repository),
      issue.locked && el("span", { class: "badge" }, "locked"),
    ),
    issue.labels.length > 0 && el("div", { class: "issue-labels" }, issue.labels.map(label)),
    postNode(issue.user, written, issue.body, issue, "issue-body"),
    issue.comments.map((comment) =>
      postNode(comment.user, new Date(comment.created_at), comment.body, issue, "issue-comment-text"),
    ),
    issue.archived
      ? el("p", { class: "muted pane-empty" }, "This repository is archived; its issues can only be read.")
      : actions(issue, changed),
  );
}

/** The text of the issue or of a comment, with who wrote it. */
function postNode(user, when, body, issue, test) {
  const text = shortened(body);
  return el(
    "section",
    { class: "post", "data-test": test, "data-user": user },
    el(
      "header",
      { class: "post-head" },
      avatar({ name: user.replace("[bot]", ""), id: user, isApp: user.endsWith("[bot]") }, "avatar-tiny"),
      el("strong", {}, user),
      el("time", { class: "muted", title: fullTime(when) }, ago(when)),
    ),
    el(
      "div",
      { class: "markdown post-body" },
      text.trim()
        ? clamped(el("div", {}, markdown(text, { repository: issue.repository })), text)
        : el("p", { class: "muted" }, "No description"),
    ),
  );
}

function actions(issue, changed) {
  const key = `${issue.repository}#${issue.number}`;
  const field = el("textarea", {
    class: "field",
    rows: "3",
    placeholder: "Leave a comment",
    "aria-label": "Comment",
    "data-test": "issue-comment-field",
    dir: "auto",
  });
  field.value = drafts.get(key) ?? "";
  field.addEventListener("input", () => drafts.set(key, field.value));
  const button = (words, test, kind, act, mark) =>
    el(
      "button",
      { type: "button", class: `button button-${kind}`, "data-test": test, on: { click: act } },
      mark && icon(mark),
      words,
    );
  const act = async (what, details) => (await done(issue, what, details)) && changed();
  const close = (reason) => () => act("close", { reason });
  const more = el(
    "button",
    {
      type: "button",
      class: "button button-plain button-narrow",
      "data-test": "issue-close-menu",
      "aria-label": "Other ways to close",
      "aria-haspopup": "menu",
    },
    icon("chevron"),
  );
  more.addEventListener("click", () =>
    openMenu(more, [
      {
        words: "Close as completed",
        attributes: { "data-test": "issue-close-completed" },
        act: close("completed"),
      },
      {
        words: "Close as not planned",
        attributes: { "data-test": "issue-close-not-planned" },
        act: close("not_planned"),
      },
      {
        words: "Close as duplicate",
        attributes: { "data-test": "issue-close-duplicate" },
        act: close("duplicate"),
      },
    ]),
  );
  return el(
    "div",
    { class: "issue-actions" },
    whoActs(),
    field,
    el(
      "div",
      { class: "issue-buttons" },
      issue.state === "open"
        ? el(
            "span",
            { class: "split" },
            button("Close as completed", "issue-close", "plain", close("completed"), "done"),
            more,
          )
        : button("Reopen", "issue-reopen", "plain", () => act("reopen"), "issue"),
      button("Comment", "issue-comment", "primary", () =>
        field.value.trim() ? act("comment") : field.focus(),
      ),
    ),
  );
}

/** Comment, close or reopen; a comment that was begun goes first. False if it failed. */
async function done(issue, what, details = {}) {
  const key = `${issue.repository}#${issue.number}`;
  const asked = { repository: issue.repository, number: issue.number, as: login() };
  const body = (drafts.get(key) ?? "").trim();
  if (body && !(await tried("github/comment", { ...asked, body }))) return false;
  drafts.delete(key);
  return what === "comment" || tried(`github/${what}`, { ...asked, ...details });
}

async function tried(path, asked) {
  const answer = await post(path, asked);
  if (!answer.ok) notice(inWords(answer), { bad: true });
  return answer.ok;
}
