// Talks to the sandbox: its page API, and the stream that says what to fetch again.

export async function get(path, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const answer = await fetch(`/sandbox/${path}?${new URLSearchParams(wanted)}`, {
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Never throws: what goes wrong comes back as {ok: false, error}. */
export async function post(path, body = {}) {
  try {
    const answer = await fetch(`/sandbox/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const data = await answer.json().catch(() => ({}));
    return { ok: answer.ok, ...(answer.ok ? {} : { error: `http_${answer.status}` }), ...data };
  } catch {
    return { ok: false, error: "no_connection" };
  }
}

const WORDS = {
  dispatch_failed: "The app did not answer. Is it running and connected?",
  app_not_connected: "No app is connected to this workspace yet.",
  not_connected: "No app is connected to this workspace yet.",
  operation_timeout: "The app did not answer within three seconds.",
  no_connection: "The sandbox cannot be reached.",
  no_text: "There is nothing to send.",
  msg_too_long: "This is longer than Slack allows.",
};

/** What to tell a person about an error code. */
export function inWords(answer) {
  const code = answer.error ?? "unknown_error";
  return WORDS[code] ?? answer.message ?? `That did not work (${code}).`;
}

/** Listen to the sandbox; `connection` hears true and false. Returns how to stop. */
export function listen(as, { heard, connection }) {
  let source;
  let retry;
  let stopped = false;
  const open = () => {
    source = new EventSource(`/sandbox/stream?${new URLSearchParams({ as })}`);
    source.onopen = () => connection(true);
    source.onmessage = (event) => {
      try {
        heard(JSON.parse(event.data));
      } catch (trouble) {
        console.error("stream", trouble);
      }
    };
    source.onerror = () => {
      if (stopped) return;
      connection(false);
      // The browser tries again by itself unless the server answered with an error.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 2000);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(retry);
    source.close();
  };
}
