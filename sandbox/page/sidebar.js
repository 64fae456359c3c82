// Left: the channels with their unread marks, and the app.

import { unread } from "./conversations.js";
import { el, icon, mule, reconcile } from "./dom.js";
import { place } from "./route.js";
import { store } from "./store.js";

const list = () => document.getElementById("channels");

export function drawSidebar() {
  document.getElementById("team-name").textContent = store.team.name || "Sandbox";
  reconcile(list(), store.channels.map(entry));
  reconcile(document.getElementById("apps"), [appEntry()]);
  const waiting = store.channels.some(
    (channel) => channel.id !== place.main?.id && unread(channel.id).count + unread(channel.id).mentions > 0,
  );
  document.getElementById("bar-channels").classList.toggle("has-unread", waiting);
}

function entry(channel) {
  const current = place.main?.kind === "channel" && place.main.id === channel.id;
  const { count, mentions } = current ? { count: 0, mentions: 0 } : unread(channel.id);
  return {
    key: channel.id,
    signature: JSON.stringify([channel.name, current, count, mentions]),
    make: () =>
      el(
        "li",
        {},
        el(
          "a",
          {
            href: `#/c/${channel.id}`,
            class: ["place", current && "current", (count > 0 || mentions > 0) && "unread"]
              .filter(Boolean)
              .join(" "),
            "aria-current": current ? "page" : null,
            "data-test": `channel-${channel.name}`,
            "data-channel": channel.id,
            title: channel.purpose || `#${channel.name}`,
          },
          icon("hash"),
          el("span", { class: "place-name" }, channel.name),
          mentions > 0
            ? el("span", { class: "count", "aria-label": `${mentions} for you` }, String(mentions))
            : count > 0 && el("span", { class: "dot", "aria-label": "unread messages" }),
        ),
      ),
  };
}

function appEntry() {
  const { app } = store;
  const current = place.main?.kind === "home";
  const state = app.connected ? "connected" : "not connected";
  return {
    key: "app",
    signature: JSON.stringify([app.name, app.connected, current]),
    make: () =>
      el(
        "li",
        {},
        el(
          "a",
          {
            href: "#/home",
            class: current ? "place current" : "place",
            "aria-current": current ? "page" : null,
            "data-test": "home-open",
            title: `${app.name} is ${state}`,
          },
          el("span", { class: "avatar avatar-tiny avatar-app" }, mule()),
          el("span", { class: "place-name" }, app.name),
          el(
            "span",
            {
              class: app.connected ? "presence on" : "presence",
              "data-test": "app-state",
              "data-connected": String(Boolean(app.connected)),
            },
            app.connected ? "" : "not connected",
          ),
        ),
      ),
  };
}
