// Puts the page together: fetches the state, listens to the stream, draws what changed.
//
// Browser tests find things by data-test. What one acts on:
//   person-switch            <select> of people (values are user ids); ?as=ID in the address does the same
//   channel-NAME             a channel in the list, e.g. channel-openebs (data-channel); home-open: the app's Home
//   app-state                data-connected says whether an app is connected
//   composer, send, slash, emoji           the message box; completion: an entry of its suggestions
//   message                  data-ts, data-user; inside: author, message-text, edited, show-more
//   ephemeral                data-id, data-ts: a message only this person sees; dismiss
//   reply, menu-open, reaction-add, quick-reaction (data-name)   buttons that appear on a message one points at
//   menu → shortcut (data-callback-id), menu-reply, menu-react, menu-copy, menu-edit, menu-delete
//   reaction (data-name)     a reaction under a message; emoji-picker → emoji-search, emoji-choice (data-name)
//   edit-field, edit-save, edit-cancel
//   confirm → confirm-yes, confirm-no      a question before an act (deleting, Block Kit confirm)
//   thread-open              "3 replies" under a message; thread, thread-close
//   thread-composer, thread-send, thread-broadcast
//   block-action             every Block Kit element (data-action-id; buttons also data-value); option (data-value):
//                            a radio button or checkbox; overflow-option (data-value); unsupported-block
//   modal → modal-title, modal-input (data-block-id), input-error, modal-submit, modal-close, modal-x, modal-trouble
//   home                     what the app published
//   github-pane → repository (data-repository), open-count, github-issue (data-repository, data-number, data-state),
//                 show-closed, new-issue → new-issue-title, new-issue-body, new-issue-label, new-issue-submit
//   issue (data-repository, data-number, data-state) → issue-title, issue-state, issue-body, issue-comment-text,
//                 label, github-back, github-person, issue-comment-field, issue-comment, issue-close, issue-reopen,
//                 issue-close-menu → issue-close-completed, issue-close-not-planned, issue-close-duplicate
//   clock, speed, plus-hour, plus-day, moment (data-name); tools-toggle shows these on a phone
//   help-toggle, help-step (data-name: question, answer, report, digest), help-close
//   connection               the banner while the sandbox cannot be reached; notice: a short word at the edge
//   bar-channels, bar-messages, bar-home, bar-github    a phone's bottom bar

import { get, listen } from "./api.js";
import { Composer } from "./composer.js";
import { conversation, forgetAll, refresh } from "./conversations.js";
import { notice } from "./dialog.js";
import { mule } from "./dom.js";
import { drawGithub, fetchGithub, startGithub } from "./github.js";
import { drawHelp, startHelp } from "./help.js";
import { drawHome, fetchHome, openHome } from "./home.js";
import { drawHead, drawMessages, forgetShown, showChannel, startMessages } from "./messages.js";
import { drawModal, startModal } from "./modal.js";
import { channelHash, channelShown, place, startRouting } from "./route.js";
import { drawSidebar } from "./sidebar.js";
import { on, store, takeState } from "./store.js";
import { showThread, startThread } from "./thread.js";
import { drawTopbar, startTopbar } from "./topbar.js";

const UNREAD_CHANNELS = 30; // so many channels are looked into for unread marks at the start
const LOST_AFTER = 1200; // ms without a connection before the page says so

const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);

let composer;
let stopListening = () => {};
let lost = null;
let homeShown = false;

async function start() {
  if (["dark", "light"].includes(query.get("theme")))
    document.documentElement.dataset.theme = query.get("theme");
  byId("brand-mark").append(mule());
  await fetchStateUntilThere(query.get("as") ?? "");
  composer = new Composer(byId("main-composer"));
  byId("skip").addEventListener("click", () => composer.focus());
  startTopbar(switchTo);
  startMessages();
  startThread();
  startModal();
  startGithub();
  startHelp(fill, switchTo);
  on("place", drawPlace);
  on("messages", () => drawSidebar());
  on("unread", () => drawSidebar());
  drawFrame();
  startRouting();
  await fetchGithub();
  lookForUnread();
  hear();
  document.body.dataset.ready = "true";
}

async function fetchStateUntilThere(as) {
  for (;;) {
    try {
      return takeState(await get("state", { as }));
    } catch {
      connection(false);
      await new Promise((resume) => setTimeout(resume, 1500));
    }
  }
}

function drawFrame() {
  drawTopbar();
  drawSidebar();
  drawHelp();
  drawModal();
  drawHome();
}

function drawPlace() {
  const isHome = place.main?.kind === "home";
  byId("conversation").hidden = isHome;
  byId("home").hidden = !isHome;
  document.body.dataset.pane = place.pane;
  const channel = channelShown();
  if (channel && (composer.place?.channel !== channel || composer.person !== store.as)) {
    composer.moveTo(channel);
    composer.person = store.as;
  }
  if (isHome) {
    byId("main-head").querySelector(".head-title").replaceChildren(store.app.name);
    byId("main-head").querySelector(".head-sub").textContent = "Home";
    if (!homeShown) openHome();
    drawHome();
  }
  homeShown = isHome;
  drawSidebar();
  showChannel();
  showThread();
  drawBottomBar();
  document.title = `${isHome ? store.app.name : channel ? `#${store.channels.find(({ id }) => id === channel)?.name}` : "…"} · Burley sandbox`;
}

function drawBottomBar() {
  byId("bar-messages").href = channelHash();
  const current =
    { sidebar: "bar-channels", github: "bar-github" }[place.pane] ??
    (place.main?.kind === "home" ? "bar-home" : "bar-messages");
  for (const link of byId("bottom-bar").querySelectorAll("a")) {
    if (link.id === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function fill(text, inThread) {
  const field = inThread ? document.querySelector("[data-test=thread-composer]") : null;
  if (!field) return composer.prefill(text);
  field.value = text;
  field.dispatchEvent(new Event("input"));
  field.focus();
}

/** See and do everything as another person. */
async function switchTo(person) {
  stopListening();
  forgetAll();
  forgetShown();
  store.home = null;
  homeShown = false;
  takeState(await get("state", { as: person }));
  query.set("as", person);
  history.replaceState(null, "", `${location.pathname}?${query}${location.hash}`);
  drawFrame();
  drawPlace();
  drawGithub();
  lookForUnread();
  hear();
}

function lookForUnread() {
  for (const channel of store.channels.slice(0, UNREAD_CHANNELS))
    if (!conversation(channel.id).fetched) refresh(channel.id);
}

function hear() {
  const { as } = store;
  stopListening = listen(as, {
    connection: (isThere) => {
      connection(isThere);
      // Whatever happened before the stream was open, or while it was lost, is fetched.
      if (isThere) everything();
    },
    heard: (event) => as === store.as && heard(event),
  });
}

const again = new Map(); // what is to be fetched → timer, so that a burst of news is one fetch

function soon(name, fetchIt, wait = 60) {
  if (again.has(name)) return;
  again.set(
    name,
    setTimeout(() => {
      again.delete(name);
      fetchIt();
    }, wait),
  );
}

function heard(event) {
  switch (event.kind) {
    case "messages":
      return soon(
        `messages/${event.channel}`,
        () => refresh(event.channel),
        event.channel === channelShown() ? 30 : 800,
      );
    case "views":
      return soon("state", fetchState, 10);
    case "state":
    case "clock":
      return soon("state", fetchState);
    case "home":
      return soon("home", fetchHome);
    case "github":
      return soon("github", fetchGithub);
    case "notice":
      return notice(String(event.text ?? ""));
    default:
  }
}

async function fetchState() {
  const { as } = store;
  try {
    const state = await get("state", { as });
    if (as !== store.as) return;
    takeState(state);
  } catch (trouble) {
    console.error("state", trouble);
    return;
  }
  drawFrame();
  if (!place.main && store.channels.length) location.hash = `#/c/${store.channels[0].id}`;
  // Names may have changed, and the clock: "Today" and "3 hours ago" are drawn anew.
  drawMessages();
  drawHead();
  drawGithub();
}

function everything() {
  fetchState();
  fetchGithub();
  if (place.main?.kind === "home") fetchHome();
  for (const channel of store.channels) if (conversation(channel.id).fetched) refresh(channel.id);
}

function connection(isThere) {
  clearTimeout(lost);
  if (isThere) byId("connection").hidden = true;
  else lost = setTimeout(() => (byId("connection").hidden = false), LOST_AFTER);
}

start();
