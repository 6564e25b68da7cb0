/** Reads the QR of a hand-in's receipt with the camera, where this browser can. */
import { begin } from "../offline/parts.js";
import { word } from "../offline/words.js";

const PAUSE = 250; // ms between two looks
const part = document.querySelector("[data-scan]");
const view = part.querySelector("[data-scan-view]");
const field = part.closest("form").elements.code;

async function start() {
  const kinds = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  if (!kinds.includes("qr_code") || !navigator.mediaDevices) return;
  part.querySelector("[data-scan-begin]").addEventListener("click", scan);
  part.hidden = false;
}

async function scan() {
  if (!view.hidden) return;
  try {
    const video = { facingMode: "environment" };
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video });
    view.hidden = false;
    await view.play();
    say("scan_hold");
    field.value = await firstCode();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say("scan_found");
  } catch {
    say("scan_refused");
  }
  stop();
}

async function firstCode() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  for (;;) {
    const [found] = await detector.detect(view);
    if (found) return found.rawValue;
    await new Promise((done) => setTimeout(done, PAUSE));
    if (document.hidden) throw new Error("hidden");
  }
}

/** The camera's light goes out as soon as it isn't needed. */
function stop() {
  view.srcObject?.getTracks().forEach((track) => track.stop());
  view.srcObject = null;
  view.hidden = true;
}

const say = (name) => (part.querySelector("[data-scan-said]").textContent = word(name));

begin(start());
