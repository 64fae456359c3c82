// Questions before an act, and short notices at the edge of the page.

import { el } from "./dom.js";
import { mrkdwn, plainText } from "./mrkdwn.js";

/** Ask what a Block Kit confirm object says; true without one. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  const text = confirm.text?.type === "mrkdwn" ? mrkdwn(confirm.text.text) : plainText(confirm.text?.text);
  return ask({
    title: plainText(confirm.title?.text ?? "Are you sure?"),
    text,
    yes: plainText(confirm.confirm?.text ?? "Yes"),
    no: plainText(confirm.deny?.text ?? "Cancel"),
    danger: confirm.style === "danger",
  });
}

export function ask({ title, text, yes, no = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    const dialog = el(
      "dialog",
      { class: "dialog dialog-small", "data-test": "confirm", "aria-labelledby": "confirm-title" },
      el("h2", { id: "confirm-title", class: "dialog-title" }, title),
      el("div", { class: "dialog-body text" }, text),
      el(
        "div",
        { class: "dialog-foot" },
        el(
          "button",
          {
            type: "button",
            class: "button button-plain",
            "data-test": "confirm-no",
            on: { click: answer("") },
          },
          no,
        ),
        el(
          "button",
          {
            type: "button",
            class: `button ${danger ? "button-danger" : "button-primary"}`,
            "data-test": "confirm-yes",
            on: { click: answer("yes") },
          },
          yes,
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-test=confirm-yes]").focus();
  });
}

const MOST_NOTICES = 3;

export function notice(text, { bad = false } = {}) {
  const box = document.getElementById("notices");
  const node = el("div", { class: bad ? "notice notice-bad" : "notice", "data-test": "notice" }, text);
  box.append(node);
  while (box.children.length > MOST_NOTICES) box.firstChild.remove();
  setTimeout(() => node.remove(), 6000);
}
