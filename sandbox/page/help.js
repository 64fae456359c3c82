// "Try this": the first steps, each of which fills the message box.

import { el, icon, reconcile } from "./dom.js";
import { conversation } from "./conversations.js";
import { go, place } from "./route.js";
import { store } from "./store.js";

const done = new Set();
let take = () => {};

const STEPS = [
  {
    name: "question",
    words: "Ask a question",
    text: () => "Why does my Mayastor pool stay in Unknown after a node reboot?",
  },
  {
    name: "answer",
    words: "Answer it",
    text: () =>
      "Check whether the io-engine pod on that node is running and sees the disk under the same by-id path.",
    thread: true,
  },
  {
    name: "report",
    words: "Report a problem",
    text: () =>
      "zfs-localpv 2.10.1: PVC stays Pending after upgrade\nSteps: 1. install zfs-localpv 2.9.0, create a PVC 2. upgrade to 2.10.1 3. create another PVC\nExpected: it is bound. Actual: Pending, the controller says `no capacity on node`",
  },
  {
    name: "digest",
    words: "See the digest",
    text: () => `${store.app.command} digest preview`,
    when: () => Boolean(store.app.command),
  },
];

/** `fill(text, inThread)` puts text into a message box, `switchTo(person)` changes who one is. */
export function startHelp(fill, switchTo) {
  const strip = document.getElementById("help");
  const show = (shown) => {
    strip.hidden = !shown;
    localStorage.setItem("help", shown ? "shown" : "hidden");
    document.getElementById("help-toggle").setAttribute("aria-expanded", String(shown));
  };
  strip.hidden = localStorage.getItem("help") === "hidden";
  document.getElementById("help-close").addEventListener("click", () => show(false));
  document.getElementById("help-toggle").addEventListener("click", () => show(strip.hidden));
  take = async (step) => {
    done.add(step.name);
    if (step.thread) await answer(step, fill, switchTo);
    else {
      if (place.main?.kind !== "channel" || step.name !== "digest")
        go(`#/c/${(store.channels.find(({ name }) => !/dev|digest/.test(name)) ?? store.channels[0])?.id}`);
      setTimeout(() => fill(step.text(), false), 60);
    }
    drawHelp();
  };
}

/** Open the newest question's thread as a person who did not ask it. */
async function answer(step, fill, switchTo) {
  const channel = place.main?.kind === "channel" ? place.main.id : store.channels[0]?.id;
  const asked = conversation(channel).main.findLast(
    (message) => message.user && store.people.some(({ id }) => id === message.user) && !message.ephemeral,
  );
  const helper =
    store.people.find((user) => user.id !== asked?.user && /helper/i.test(user.title ?? "")) ??
    store.people.find((user) => user.id !== asked?.user);
  if (!asked) return fill(STEPS[0].text(), false);
  if (helper && store.as === asked.user) await switchTo(helper.id);
  go(`#/c/${channel}/t/${asked.thread_ts ?? asked.ts}`);
  setTimeout(() => fill(step.text(), true), 120);
}

export function drawHelp() {
  const steps = STEPS.filter((step) => step.when?.() ?? true);
  reconcile(
    document.getElementById("help-steps"),
    steps.map((step, i) => ({
      key: step.name,
      signature: JSON.stringify([i, done.has(step.name)]),
      make: () =>
        el(
          "button",
          {
            type: "button",
            class: done.has(step.name) ? "help-step done" : "help-step",
            "data-test": "help-step",
            "data-name": step.name,
            title: step.text(),
            on: { click: () => take(step) },
          },
          el("span", { class: "help-number" }, done.has(step.name) ? icon("done") : String(i + 1)),
          step.words,
        ),
    })),
  );
}
