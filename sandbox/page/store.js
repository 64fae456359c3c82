// What the page knows of the workspace, and who wants to hear when it changes.

export const store = {
  as: "",
  team: { id: "", name: "" },
  users: new Map(),
  people: [], // those one can speak as
  channels: [],
  app: {
    name: "App",
    command: null,
    usage_hint: "",
    shortcuts: [],
    home: false,
    bot_user: "",
    connected: false,
  },
  clock: { now: new Date(), speed: 1, heard: performance.now() },
  moments: [],
  views: [],
  home: null,
  repositories: [],
  generation: 0, // goes up when names or people changed, so that messages are drawn anew
};

const listeners = new Map();

export function on(kind, listener) {
  if (!listeners.has(kind)) listeners.set(kind, []);
  listeners.get(kind).push(listener);
}

export function tell(kind, details) {
  for (const listener of listeners.get(kind) ?? []) listener(details);
}

export function channelOf(id) {
  return store.channels.find((channel) => channel.id === id);
}

export function nameOf(userId) {
  const user = store.users.get(userId);
  return user ? user.display_name || user.real_name || user.name || userId : userId;
}

export function fullNameOf(userId) {
  const user = store.users.get(userId);
  return user ? user.real_name || user.display_name || user.name || userId : userId;
}

/** The sandbox's own time, as it runs. */
export function now() {
  const passed = (performance.now() - store.clock.heard) * store.clock.speed;
  return new Date(store.clock.now.getTime() + passed);
}

/** Take in the answer of GET /sandbox/state. */
export function takeState(state) {
  const names = JSON.stringify([state.users, state.channels, state.app, state.as]);
  if (names !== store.names) store.generation += 1;
  store.names = names;
  store.as = state.as ?? store.as;
  store.team = state.team ?? store.team;
  store.users = new Map((state.users ?? []).map((user) => [user.id, user]));
  store.people = (state.users ?? []).filter((user) => !user.is_bot && user.id !== "USLACKBOT");
  store.channels = state.channels ?? [];
  store.app = { ...store.app, ...state.app };
  store.clock = {
    now: new Date(state.clock?.now ?? Date.now()),
    speed: state.clock?.speed ?? 1,
    heard: performance.now(),
  };
  store.moments = state.moments ?? [];
  store.views = state.views ?? [];
}
