/** The gateway's API with the token in its header, never in a URL; it lives as long as the tab. */

const KEY = "tidegate.token";
const BASE = "/api/v1";

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  clear: () => sessionStorage.removeItem(KEY),
};

async function request(path, options = {}) {
  const response = await fetch(BASE + path, {
    ...options,
    headers: { Authorization: `Bearer ${token.get()}` },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  if (response.status === 401 || response.status === 403 || response.status === 429) {
    const body = await response.json().catch(() => null);
    throw new Refused(response.status, body?.error?.message ?? "Refused.");
  }
  return response;
}

/** JSON of a path, also of answers such as a red health (503). */
export async function get(path) {
  return (await request(path)).json();
}

/**
 * Reads the event stream until it ends, handing each site to `take`. EventSource cannot send the
 * header, so the stream is read with fetch.
 */
export async function stream(take, signal) {
  const response = await request("/events", { signal });
  if (!response.ok) {
    const body = await response.json().catch(() => null);
    throw new Error(body?.error?.message ?? `Answer ${response.status}`);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").filter((line) => line.startsWith("data: "));
      if (data.length > 0) take(JSON.parse(data.map((line) => line.slice(6)).join("\n")));
    }
  }
}
