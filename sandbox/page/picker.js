// The small emoji picker.

import { el } from "./dom.js";
import { EMOJI, FREQUENT, PICKABLE } from "./emoji.js";
import { closeMenu, openPopup } from "./menu.js";

/** Open the picker on a button; `picked` hears the name. */
export function pickEmoji(anchor, picked) {
  const search = el("input", {
    class: "field",
    type: "search",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    "data-test": "emoji-search",
  });
  const grid = el("div", { class: "emoji-grid" });
  const choice = (name) =>
    el(
      "button",
      {
        type: "button",
        class: "emoji-choice",
        "data-test": "emoji-choice",
        "data-name": name,
        title: `:${name}:`,
        "aria-label": name.replaceAll("_", " "),
        on: { click: () => choose(name) },
      },
      EMOJI.get(name),
    );
  const choose = (name) => {
    closeMenu();
    picked(name);
  };
  const draw = () => {
    const wanted = search.value.trim().toLowerCase().replaceAll(" ", "_");
    const names = wanted
      ? [...EMOJI.keys()].filter((name) => name.includes(wanted)).slice(0, 60)
      : [...new Set([...FREQUENT, ...PICKABLE.map(([name]) => name)])];
    grid.replaceChildren(...names.map(choice));
    if (!names.length) grid.append(el("p", { class: "muted" }, "No such emoji here"));
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") grid.querySelector("button")?.click();
  });
  draw();
  openPopup(anchor, el("div", { class: "emoji-picker" }, search, grid), {
    label: "Emoji",
    test: "emoji-picker",
  });
  search.focus({ preventScroll: true });
}
