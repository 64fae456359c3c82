// Small menus and popups that hang on a button; one is open at a time.

import { el } from "./dom.js";

let close = () => {};

export const closeMenu = () => close();

/** Open a popup beside the anchor. `fill(done)` returns its content. */
export function openPopup(anchor, content, { role = "dialog", label = "", test = "popup" } = {}) {
  close();
  const box = el("div", { class: "popup", role, "aria-label": label, "data-test": test }, content);
  // Inside an open modal the popup has to stand in it, or it would lie beneath.
  (anchor.closest("dialog") ?? document.body).append(box);
  place(box, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const keys = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
    anchor.focus();
  };
  const gone = () => close();
  close = () => {
    close = () => {};
    box.remove();
    anchor.removeAttribute("aria-expanded");
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    window.removeEventListener("resize", gone);
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", keys, true);
  window.addEventListener("resize", gone);
  return box;
}

/** Open a menu of [{words, act, attributes, danger} | null for a line]. */
export function openMenu(anchor, entries) {
  if (anchor.getAttribute("aria-expanded") === "true") return close();
  const drawn = entries.map((entry) => {
    if (!entry) return el("hr", { role: "separator" });
    const act = async () => {
      close();
      anchor.focus({ preventScroll: true });
      await entry.act();
    };
    return el(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: entry.danger ? "menu-entry danger" : "menu-entry",
        ...entry.attributes,
        on: { click: act },
      },
      entry.words,
    );
  });
  const box = openPopup(anchor, drawn, { role: "menu", test: "menu" });
  const buttons = [...box.querySelectorAll("button")];
  buttons[0]?.focus({ preventScroll: true });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Tab") return close();
    if (!step) return;
    event.preventDefault();
    const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    buttons[next].focus();
  });
  return box;
}

function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + 4 + height <= window.innerHeight - 8 || at.top < height + 12;
  const top = below ? at.bottom + 4 : at.top - height - 4;
  const left = at.left + width > window.innerWidth - 8 ? at.right - width : at.left;
  box.style.top = `${Math.max(8, Math.min(top, window.innerHeight - height - 8))}px`;
  box.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
}
