/** The page "To be sent": each item with its state in words, and what can be done with it. */
import { exportItems, importItems } from "./carrying.js";
import { discard, unpark, waiting } from "./outbox.js";
import { begin } from "./parts.js";
import { person } from "./session.js";
import { all, get, meta, put } from "./store.js";
import { moment, word } from "./words.js";

const page = document.querySelector("[data-to-send]");

function start() {
  const on = (name, deed) =>
    page.querySelector(`[data-deed="${name}"]`).addEventListener("click", () => run(deed));
  on("sync", async () => dispatchEvent(new Event("khumue:sync")));
  on("export", () => exportItems(confirmed));
  const chosen = page.querySelector("[data-deed=import]");
  chosen.addEventListener("change", () => run(() => importItems(chosen.files[0])));
  addEventListener("khumue:synced", (event) => show(event.detail));
  page.hidden = false;
  return show();
}

async function run(deed) {
  const said = await deed().catch(() => "not_kept");
  await show();
  tell(typeof said === "string" ? said : "");
}

function tell(name) {
  const line = page.querySelector("[data-said]");
  line.hidden = !word(name);
  line.textContent = word(name);
}

const confirmed = (name) => globalThis.confirm(word(name));

/** Draws the lists anew. Of other people's items only their number is shown. */
async function show(why = "") {
  const uid = (await person())?.uid;
  const items = await waiting();
  const mine = items.filter((item) => item.owner === uid);
  const sent = (await all("sent")).filter((item) => item.owner === uid);
  sent.sort((one, other) => other.sent_at - one.sent_at);
  const heading = mine.length ? word("items_waiting", { n: mine.length }) : word("all_sent");
  document.querySelector("main h1").textContent = heading;
  fill("waiting", [...mine.map(waitingRow), ...othersRow(items.length - mine.length)]);
  fill("sent", sent.map(sentRow));
  const last = await meta("last_sync");
  page.querySelector("[data-last]").textContent = last ? word("last_sync", { date: moment(last) }) : "";
  if (why) tell({ offline: "no_connection", server: "no_connection", sign_in: "sign_in_to_send" }[why]);
}

function fill(name, rows) {
  const list = page.querySelector(`[data-list="${name}"]`);
  list.replaceChildren(...rows);
  const part = list.closest("[data-part]");
  if (part) part.hidden = !rows.length;
}

function row({ icon, title, more, state, id = "" }) {
  const made = page.querySelector("template[data-row]").content.cloneNode(true).firstElementChild;
  const use = made.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
  made.querySelector(".row__title").textContent = title;
  made.querySelector(".row__more").textContent = more.filter(Boolean).join(" · ");
  made.dataset.state = state;
  made.dataset.id = id;
  return made;
}

function size(item) {
  const bytes = JSON.stringify(item.payload).length + item.files.reduce((n, f) => n + f.size, 0);
  return `${Math.max(1, Math.round(bytes / 1000))} KB`;
}

function waitingRow(item) {
  const parked = item.state === "parked";
  const reason = parked && (item.error.message ?? item.error.code);
  const state = parked
    ? word("not_accepted", { reason })
    : word(item.receipt ? "photos_follow" : "saved_on_phone");
  const made = row({
    icon: item.icon ?? "send",
    title: item.title || item.kind,
    more: [moment(item.created_at), size(item), state],
    state: item.state,
    id: item.id,
  });
  if (parked) made.querySelector(".row__text").append(parkedDeeds(item));
  return made;
}

function parkedDeeds(item) {
  const deeds = [
    ["mend", () => mend(item)],
    ["try_again", () => unpark(item)],
    ["delete", () => confirmed("really_delete") && discard(item)],
  ];
  const row = document.createElement("span");
  row.className = "cluster";
  for (const [name, deed] of deeds) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.dataset.deed = name;
    button.textContent = word(name);
    button.addEventListener("click", () => run(async () => deed()));
    row.append(button);
  }
  return row;
}

/** Puts a refused item's fields back into its form; sent again, it takes the place of this one. */
async function mend(item) {
  const fields = Object.entries(item.payload).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)]),
  );
  const files = [];
  for (const file of item.files) {
    const kept = await get("files", [item.id, file.sha256]);
    if (kept) files.push(["photos", new File([kept.content], "photo.jpg", { type: file.type })]);
  }
  const draft = { owner: item.owner, form: item.form ?? item.kind, fields, files, mends: item.id };
  await put("drafts", { ...draft, at: Date.now() });
  location.assign(item.page || "./");
}

function sentRow(item) {
  const refused = item.refused?.length && word("photo_refused");
  return row({
    icon: item.icon ?? "check",
    title: item.title || word("sent"),
    more: [moment(item.received_at), `${word("receipt_code")} ${item.receipt}`, refused],
    state: "sent",
    id: item.id,
  });
}

function othersRow(count) {
  if (!count) return [];
  const more = [word("other_user")];
  return [row({ icon: "lock", title: word("items_of_others", { n: count }), more, state: "others" })];
}

begin(start());
