/** Requests to our own server, told apart from all that may answer in its place. */

export const PROTOCOL = 1;
const NO_ANSWER = { status: 0, body: {} };

/**
 * {status, body, retryAfter}; status 0 is "no network". A redirect, HTML or another's JSON (a
 * captive portal) counts as that; a 5xx of a proxy keeps its status.
 */
export async function call(path, options = {}, { seconds = 30, progress } = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), seconds * 1000);
  try {
    const response = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: patience.signal,
      ...options,
    });
    const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
    if (!isJson) return { ...NO_ANSWER, status: response.status >= 500 ? response.status : 0 };
    const body = JSON.parse(await textOf(response, progress));
    if (body.protocol !== PROTOCOL) return NO_ANSWER;
    const retryAfter = Number(response.headers.get("retry-after")) || 0;
    return { status: response.status, body, retryAfter };
  } catch {
    return NO_ANSWER;
  } finally {
    clearTimeout(timer);
  }
}

async function textOf(response, progress) {
  const total = Number(response.headers.get("x-unpacked-length"));
  if (!progress || !total || !response.body) return response.text();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  for (let got = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    got += value.length;
    progress(got, total);
  }
}

export function post(path, csrf, body, type) {
  const headers = { "Content-Type": type, "X-CSRFToken": csrf };
  return call(path, { method: "POST", headers, body }, { seconds: 120 });
}

export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const isoNow = () => new Date().toISOString();
