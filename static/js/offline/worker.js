/**
 * The service worker: pages from the network, else from the saved copy and marked so.
 * BUILD and FILES (what every page needs) are put before it by the server, and the core's modules.
 */
import { written } from "./dates.js";
import { MEDIA } from "./media.js";
import { page as savedPage, state } from "./kept.js";
import { send } from "./sending.js";

const SHELL = `shell-${BUILD}`;
const PATIENCE = 2500; // ms for the network to answer
const UNTOUCHED = /^\/((cms|api|documents|offline|healthz)(\/|$)|(lo|en)\/(sign-in|sign-out|first-sign-in|profile)\/)/;

addEventListener("install", (event) => {
  // A file's name changes with its content: what the page has fetched need not come again.
  const how = (path) => ({ cache: path.startsWith("/static/") ? "default" : "reload" });
  const fresh = FILES.map((path) => new Request(path, how(path)));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(fresh)));
});

// The shell before stays too: pages that are open may still ask for its files.
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
}

// Pages ask for it once no form is in use.
addEventListener("message", (event) => {
  if (event.data === "take-over") skipWaiting();
  if (event.data === "claim") event.waitUntil(clients.claim());
});

addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sendOrFail());
});

async function sendOrFail() {
  const { why } = await send();
  if (why === "offline" || why === "server") throw new Error(why); // the browser tries again
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromShell(request));
  else if (url.pathname.startsWith("/media/")) event.respondWith(fromMedia(request));
  else if (request.mode === "navigate" && !UNTOUCHED.test(url.pathname)) {
    event.respondWith(navigate(request, url));
  }
});

async function fromShell(request) {
  const shell = await caches.open(SHELL);
  return (await shell.match(request)) ?? (await caches.match(request)) ?? fetch(request);
}

async function fromMedia(request) {
  const cache = await caches.open(MEDIA);
  const whole = await cache.match(request.url);
  if (!whole) return fetch(request);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  return range ? part(whole, Number(range[1]), range[2]) : whole;
}

/** A player asks for a piece of a recording, and some take nothing else. */
async function part(whole, first, last) {
  const content = await whole.blob();
  const end = Math.min(last ? Number(last) + 1 : content.size, content.size);
  const type = whole.headers.get("content-type");
  return new Response(content.slice(first, end), {
    status: 206,
    headers: { "Content-Type": type, "Content-Range": `bytes ${first}-${end - 1}/${content.size}` },
  });
}

async function navigate(request, url) {
  const network = fetch(request).catch(() => null);
  const slow = new Promise((done) => setTimeout(done, PATIENCE, "slow"));
  const first = await Promise.race([network, slow]);
  if (first && first !== "slow" && first.status < 500) return first;
  const saved = await fromCopy(url).catch(() => null);
  if (saved) return saved;
  return (await network) ?? notSaved(url);
}

// Of a printed sheet that is checked: one saved page answers for all of them.
const SHEET = /^(\/(?:lo|en))\/sops\/[^/]+\/releases\/[^/]+\/check\/$/;

const languageOf = (url) => (url.pathname.startsWith("/en/") ? "en" : "lo");

async function shellPage(language) {
  const shell = await caches.open(SHELL);
  const page = await shell.match(`/${language}/offline/`);
  return page ? page.text() : "";
}

async function fromCopy(url) {
  const shell = await caches.open(SHELL);
  const own = await shell.match(url.pathname);
  if (own) return own;
  const doc = (await savedPage(url.pathname + url.search)) ?? (await savedPage(url.pathname.replace(SHEET, "$1/check/")));
  if (!doc) return null;
  const frame = await shellPage(doc.locale);
  const at = Math.max(doc.at ?? 0, (await state(doc.locale))?.at ?? 0);
  const date = written(at, inner(frame, 'data-word="months"'));
  const note = inner(frame, 'id="saved-note"').replace("{date}", date);
  return answer(filled(frame, url, { title: doc.t, main: note + doc.m, at }), 200);
}

async function notSaved(url) {
  const frame = await shellPage(languageOf(url));
  if (!frame) return Response.error();
  const main = inner(frame, 'id="not-saved"');
  return answer(filled(frame, url, { main }), 503);
}

/** What stands in the element with this attribute: templates of our own page, none nested. */
function inner(html, attribute) {
  const found = html.match(new RegExp(`<(\\w+)[^>]*${attribute}[^>]*>([\\s\\S]*?)</\\1>`));
  return found ? found[2] : "";
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ESCAPES[sign]);

/** The empty page with this title and text; the language switch leads to the same page. */
function filled(frame, url, { title, main, at = "" }) {
  const other = languageOf(url) === "lo" ? "en" : "lo";
  const twin = escaped(`/${other}${url.pathname.slice(3)}${url.search}`).replaceAll('"', "%22");
  return frame
    .replace("<html ", () => `<html data-saved="${at}" `)
    .replace(/<title>[^<·]*/, (was) => (title ? `<title>${escaped(title)} ` : was))
    .replace(`href="/${other}/offline/"`, () => `href="${twin}"`)
    .replace(/(<main id="main"[^>]*>)[\s\S]*(<\/main>)/, (_, begin, end) => begin + main + end);
}

function answer(html, status) {
  return new Response(html, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
