// Where one is in the page, kept in the address: #/c/CHANNEL/t/TS, #/home, #/github/owner/repo/number.

import { store, tell } from "./store.js";

/** main: what the middle shows; channel: the last one shown; thread and issue: what is open beside it; pane: what a phone shows. */
export const place = {
  main: null,
  channel: null,
  thread: null,
  target: null,
  issue: null,
  repository: null,
  pane: "main",
};

export const channelShown = () => (place.main?.kind === "channel" ? place.main.id : null);

export function go(hash) {
  if (location.hash === hash) read();
  else location.hash = hash;
}

/** Links from elsewhere come with a query or GitHub's own path; turn them into our form. */
function adopt() {
  const query = new URLSearchParams(location.search);
  const channel = query.get("channel");
  if (channel) {
    const thread = query.get("thread_ts");
    const rest = thread ? `/t/${thread}` : query.get("ts") ? `/m/${query.get("ts")}` : "";
    for (const name of ["channel", "ts", "thread_ts"]) query.delete(name);
    const kept = query.toString();
    history.replaceState(null, "", `${location.pathname}${kept ? `?${kept}` : ""}#/c/${channel}${rest}`);
  }
  const linked = /^#github\/([^/]+)\/([^/]+)(?:\/issues(?:\/(\d+))?)?/.exec(location.hash);
  if (linked)
    history.replaceState(
      null,
      "",
      `${location.pathname}${location.search}#/github/${linked[1]}/${linked[2]}${linked[3] ? `/${linked[3]}` : ""}`,
    );
}

function read() {
  adopt();
  const parts = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const kind = parts[0];
  place.target = null;
  if (kind === "github") {
    place.pane = "github";
    place.repository = parts[2] ? `${parts[1]}/${parts[2]}` : null;
    place.issue = parts[3] ? { repository: place.repository, number: Number(parts[3]) } : null;
    place.main ??= firstChannel();
  } else if (kind === "channels") {
    place.pane = "sidebar";
    place.main ??= firstChannel();
  } else if (kind === "home") {
    Object.assign(place, { main: { kind: "home" }, thread: null, pane: "main" });
  } else {
    const id = store.channels.some((channel) => channel.id === parts[1]) ? parts[1] : firstChannel()?.id;
    place.main = id ? { kind: "channel", id } : null;
    place.thread = parts[2] === "t" && parts[3] ? parts[3] : null;
    place.target = parts[2] === "m" ? parts[3] : null;
    place.pane = place.thread ? "thread" : "main";
  }
  if (place.main?.kind === "channel") place.channel = place.main.id;
  tell("place");
}

const firstChannel = () => (store.channels[0] ? { kind: "channel", id: store.channels[0].id } : null);

/** The address of what the middle shows now. */
export const mainHash = () => (place.main?.kind === "home" ? "#/home" : `#/c/${place.main?.id ?? ""}`);

/** The address of the last conversation, for whoever comes from elsewhere. */
export const channelHash = () =>
  place.channel ? `#/c/${place.channel}${place.thread ? `/t/${place.thread}` : ""}` : "#/";

export function startRouting() {
  window.addEventListener("hashchange", read);
  read();
}
