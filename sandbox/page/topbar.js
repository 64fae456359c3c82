// The bar on top: who one speaks as, the sandbox's clock and its moments.

import { inWords, post } from "./api.js";
import { notice } from "./dialog.js";
import { el, reconcile } from "./dom.js";
import { author, avatar } from "./author.js";
import { now, store } from "./store.js";
import { barTime } from "./time.js";

const SPEEDS = [0, 1, 10, 60, 600, 3600];
const SPEED_NAMES = { 0: "paused", 1: "real time" };

const byId = (id) => document.getElementById(id);

export function startTopbar(switchTo) {
  byId("person").addEventListener("change", (event) => switchTo(event.target.value));
  byId("speed").addEventListener("change", (event) => setClock({ speed: Number(event.target.value) }));
  for (const [id, seconds] of [
    ["plus-hour", 3600],
    ["plus-day", 86_400],
  ])
    byId(id).addEventListener("click", () => setClock({ advance_seconds: seconds }));
  byId("tools-toggle").addEventListener("click", () => {
    const open = document.body.classList.toggle("tools-open");
    byId("tools-toggle").setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#tools, #tools-toggle")) closeTools();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeTools());
  window.addEventListener("resize", fitTools);
  tick();
  setInterval(tick, 1000);
}

/** The tools stand in the bar when there is room for all of them. */
function fitTools() {
  const { classList } = document.body;
  classList.remove("tools-crowded");
  classList.toggle("tools-crowded", byId("tools").scrollWidth > byId("tools").clientWidth + 1);
}

function closeTools() {
  document.body.classList.remove("tools-open");
  byId("tools-toggle").setAttribute("aria-expanded", "false");
}

async function setClock(change) {
  const answer = await post("clock", change);
  if (!answer.ok) notice(inWords(answer), { bad: true });
}

function tick() {
  for (const clock of document.querySelectorAll(".clock")) clock.textContent = barTime(now());
}

export function drawTopbar() {
  const me = store.users.get(store.as);
  const people = store.people.map((user) => ({
    key: user.id,
    signature: user.real_name + user.title,
    make: () =>
      el(
        "option",
        { value: user.id },
        user.title ? `${user.real_name || user.name} · ${user.title}` : user.real_name || user.name,
      ),
  }));
  reconcile(byId("person"), people);
  byId("person").value = store.as;
  byId("person-face").replaceChildren(me ? avatar(author({ user: me.id }), "avatar-small") : "");
  drawSpeeds();
  reconcile(byId("moments"), store.moments.map(moment));
  byId("moments").hidden = !store.moments.length;
  tick();
  fitTools();
}

function drawSpeeds() {
  const speeds = [...new Set([...SPEEDS, store.clock.speed])].sort((a, b) => a - b);
  reconcile(
    byId("speed"),
    speeds.map((speed) => ({
      key: String(speed),
      signature: "",
      make: () => el("option", { value: String(speed) }, SPEED_NAMES[speed] ?? `× ${speed.toLocaleString()}`),
    })),
  );
  byId("speed").value = String(store.clock.speed);
}

function moment({ name, label }) {
  const act = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    const answer = await post(`moments/${encodeURIComponent(name)}`);
    button.disabled = false;
    if (!answer.ok) notice(inWords(answer), { bad: true });
  };
  return {
    key: name,
    signature: label,
    make: () =>
      el(
        "button",
        {
          type: "button",
          class: "bar-button moment",
          "data-test": "moment",
          "data-name": name,
          on: { click: act },
        },
        label,
      ),
  };
}
