// The app's Home tab, as the app publishes it for the person.

import { get, inWords, post } from "./api.js";
import { blocks, valuesOf } from "./blocks.js";
import { notice } from "./dialog.js";
import { el, mule } from "./dom.js";
import { act } from "./message.js";
import { place } from "./route.js";
import { store } from "./store.js";

let shown = "";

const box = () => document.getElementById("home");

/** Tell the app that its Home was opened, and show what it has published. */
export async function openHome() {
  shown = "";
  drawHome();
  await fetchHome();
  if (!store.app.home || !store.app.connected) return;
  const answer = await post("home", { as: store.as });
  if (!answer.ok) notice(inWords(answer), { bad: true });
}

export async function fetchHome() {
  const { as } = store;
  try {
    const { view } = await get("home", { as });
    if (as === store.as) store.home = view ?? null;
  } catch (trouble) {
    console.error("home", trouble);
  }
  drawHome();
}

export function drawHome() {
  if (place.main?.kind !== "home") return;
  const signature = JSON.stringify([store.home, store.app, store.as, store.generation]);
  if (signature === shown) return;
  shown = signature;
  box().replaceChildren(store.home ? published(store.home) : empty());
}

function published(view) {
  const surface = {
    name: "home",
    container: { type: "home" },
    values: valuesOf(view.blocks),
    act: (action) => act(surface, action),
  };
  return el("div", { class: "home-view", "data-test": "home" }, blocks(view.blocks, surface));
}

function empty() {
  const { app } = store;
  const words = !app.home
    ? `${app.name} has no Home tab.`
    : app.connected
      ? `${app.name} has not published anything here yet.`
      : `No app is connected to this workspace. The channels and the GitHub pane work all the same; start ${app.name} to see its part.`;
  return el(
    "div",
    { class: "empty", "data-test": "home" },
    el("span", { class: "empty-mark" }, mule()),
    el("h2", {}, app.name),
    el("p", { class: "muted" }, words),
  );
}
