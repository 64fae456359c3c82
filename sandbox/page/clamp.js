// Long texts are cut to a readable height, with "Show more".

import { el } from "./dom.js";

const LONG = 1400;
const MANY_LINES = 22;

/** The node, folded when its text is long. */
export function clamped(node, text = "") {
  const long = text.length > LONG || text.split("\n", MANY_LINES + 1).length > MANY_LINES;
  if (!long) return node;
  const box = el("div", { class: "clamp clamp-closed" });
  const toggle = el(
    "button",
    { type: "button", class: "link-button clamp-toggle", "data-test": "show-more", "aria-expanded": "false" },
    "Show more",
  );
  toggle.addEventListener("click", () => {
    const open = box.classList.toggle("clamp-closed") === false;
    toggle.textContent = open ? "Show less" : "Show more";
    toggle.setAttribute("aria-expanded", String(open));
    if (!open) box.scrollIntoView({ block: "nearest" });
  });
  box.append(el("div", { class: "clamp-body" }, node), toggle);
  return box;
}

/** So much of a foreign text is drawn; nobody reads ten megabytes in a chat. */
const MOST = 40_000;

export function shortened(text) {
  const whole = String(text ?? "");
  if (whole.length <= MOST) return whole;
  return `${whole.slice(0, MOST)}\n… ${(whole.length - MOST).toLocaleString()} more characters are not shown`;
}
