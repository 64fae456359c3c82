// The GitHub pane: the repositories and their issues.

import { get } from "./api.js";
import { el, icon } from "./dom.js";
import { issuePage } from "./issue.js";
import { label, stateOf } from "./issue_marks.js";
import { newIssue } from "./new_issue.js";
import { go, mainHash, place } from "./route.js";
import { now, on, store } from "./store.js";
import { ago } from "./time.js";

const opened = new Set(); // repositories that are unfolded
const closedShown = new Set(); // repositories whose closed issues are shown
const fresh = new Set(); // issues that appeared while the page was open and were not looked at
let creating = null; // the new issue that is being written
let drawn = ""; // what is on the screen
let known = null; // numbers seen so far, to point out new issues

const box = () => document.getElementById("github-body");

export function startGithub() {
  document.getElementById("github-toggle").addEventListener("click", toggle);
  document.getElementById("github-fold").addEventListener("click", toggle);
  if (localStorage.getItem("github-pane") === "closed") document.body.classList.add("without-github");
  on("place", placed);
}

function toggle() {
  const closed = document.body.classList.toggle("without-github");
  localStorage.setItem("github-pane", closed ? "closed" : "open");
  document.getElementById("github-toggle").setAttribute("aria-expanded", String(!closed));
  if (closed && place.pane === "github") go(mainHash());
}

function placed() {
  if (place.pane === "github") document.body.classList.remove("without-github");
  if (place.repository && !place.issue) opened.add(place.repository);
  drawGithub();
}

export async function fetchGithub() {
  try {
    store.repositories = (await get("github")).repositories ?? [];
  } catch (trouble) {
    console.error("github", trouble);
  }
  pointOutNew();
  drawGithub();
}

/** Unfold the repository in which an issue has just appeared. */
function pointOutNew() {
  const now = new Set(
    store.repositories.flatMap((repository) =>
      repository.issues.map((issue) => `${repository.full_name}#${issue.number}`),
    ),
  );
  if (known) {
    for (const ref of now) {
      if (known.has(ref)) continue;
      opened.add(ref.split("#")[0]);
      fresh.add(ref);
      document.getElementById("bar-github").classList.add("has-unread");
    }
  }
  known = now;
}

export function drawGithub() {
  const issue = issueShown();
  if (place.pane === "github") document.getElementById("bar-github").classList.remove("has-unread");
  if (issue) fresh.delete(`${issue.repository}#${issue.number}`);
  const signature = JSON.stringify([
    store.repositories,
    place.issue,
    creating?.repository,
    [...opened],
    [...closedShown],
    [...fresh],
    store.as,
    Math.floor(now() / 3_600_000), // "3 hours ago"
  ]);
  if (signature === drawn) return;
  drawn = signature;
  const { scrollTop } = box();
  const was = box().dataset.shows ?? "";
  const field = document.activeElement?.dataset?.test;
  const caret = document.activeElement?.selectionStart;
  const shows = place.issue ? `${place.issue.repository}#${place.issue.number}` : creating ? "new" : "list";
  box().dataset.shows = shows;
  box().replaceChildren(
    ...(place.issue ? [issuePage(issue, fetchGithub)] : creating ? [newIssue(creating, leftNew)] : [list()]),
  );
  box().scrollTop = was === shows ? scrollTop : 0;
  if (was === shows && ["issue-comment-field", "new-issue-title", "new-issue-body"].includes(field)) {
    const again = box().querySelector(`[data-test=${field}]`);
    again?.focus({ preventScroll: true });
    again?.setSelectionRange(caret, caret);
  }
}

function issueShown() {
  if (!place.issue) return null;
  const repository = store.repositories.find(
    ({ full_name }) => full_name.toLowerCase() === place.issue.repository.toLowerCase(),
  );
  const issue = repository?.issues.find(({ number }) => number === place.issue.number);
  return issue ? { ...issue, repository: repository.full_name, archived: repository.archived } : null;
}

function list() {
  if (!store.repositories.length)
    return el("p", { class: "muted pane-empty" }, "There are no repositories yet.");
  return el("div", { class: "repositories" }, store.repositories.map(repositoryNode));
}

function repositoryNode(repository) {
  const { full_name: name } = repository;
  const [owner, short] = name.split("/");
  const open = repository.issues.filter((issue) => issue.state === "open");
  const closed = repository.issues.filter((issue) => issue.state !== "open");
  const isOpen = opened.has(name);
  const head = el(
    "button",
    {
      type: "button",
      class: "repository-head",
      "aria-expanded": String(isOpen),
      "data-test": "repository",
      "data-repository": name,
      title: repository.description || name,
      on: { click: () => fold(name) },
    },
    icon("chevron"),
    el(
      "span",
      { class: "repository-name" },
      el("span", { class: "muted" }, `${owner}/`),
      el("strong", {}, short),
    ),
    repository.archived && el("span", { class: "badge" }, "archived"),
    el(
      "span",
      { class: "repository-count", title: `${open.length} open issues`, "data-test": "open-count" },
      String(open.length),
    ),
  );
  const isShown = closedShown.has(name);
  const more =
    closed.length > 0 &&
    el(
      "button",
      {
        type: "button",
        class: "link-button",
        "data-test": "show-closed",
        "aria-pressed": String(isShown),
        on: { click: () => showClosed(name) },
      },
      isShown ? "Hide closed" : `Show ${closed.length} closed`,
    );
  const add =
    !repository.archived &&
    repository.has_issues !== false &&
    el(
      "button",
      { type: "button", class: "link-button", "data-test": "new-issue", on: { click: () => startNew(name) } },
      "New issue",
    );
  return el(
    "section",
    { class: "repository", "aria-label": name },
    head,
    isOpen &&
      el(
        "div",
        { class: "issues" },
        [...open, ...(isShown ? closed : [])].map((issue) => issueLine(repository, issue)),
        !open.length && !isShown && el("p", { class: "muted no-issues" }, "No open issues"),
        el("div", { class: "issues-foot" }, more, add),
      ),
  );
}

function fold(name) {
  if (!opened.delete(name)) opened.add(name);
  drawGithub();
  box()
    .querySelector(`[data-test=repository][data-repository="${CSS.escape(name)}"]`)
    ?.focus();
}

function showClosed(name) {
  if (!closedShown.delete(name)) closedShown.add(name);
  drawGithub();
}

function issueLine(repository, issue) {
  const state = stateOf(issue);
  return el(
    "a",
    {
      class: fresh.has(`${repository.full_name}#${issue.number}`) ? "issue-line fresh" : "issue-line",
      href: `#/github/${repository.full_name}/${issue.number}`,
      "data-test": "github-issue",
      "data-repository": repository.full_name,
      "data-number": String(issue.number),
      "data-state": issue.state,
    },
    el("span", { class: `issue-mark ${state.kind}`, title: state.words }, icon(state.mark)),
    el(
      "span",
      { class: "issue-words" },
      el("bdi", { class: "issue-title" }, issue.title),
      el("span", { class: "issue-labels" }, issue.labels.map(label)),
      el(
        "span",
        { class: "muted issue-meta" },
        `#${issue.number} · ${issue.user} · ${ago(new Date(issue.created_at))}`,
        issue.comments.length > 0 &&
          ` · ${issue.comments.length} comment${issue.comments.length === 1 ? "" : "s"}`,
      ),
    ),
  );
}

function startNew(repository) {
  creating = { repository, title: "", body: "", label: "" };
  drawGithub();
  box().querySelector("[data-test=new-issue-title]").focus();
}

async function leftNew(number) {
  const { repository } = creating;
  creating = null;
  await fetchGithub();
  if (number) go(`#/github/${repository}/${number}`);
}
