/** A voice note in a form, where the browser can record Opus: kept in the form's own file field. */
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const RATE = 24_000; // bits a second: speech is clear, a minute takes 180 kB

const canRecord = () =>
  navigator.mediaDevices?.getUserMedia &&
  TYPES.find((type) => globalThis.MediaRecorder?.isTypeSupported(type));

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function bind(fold, type) {
  const part = (name) => fold.querySelector(`[data-voice-${name}]`);
  const player = fold.querySelector("audio");
  const field = fold.querySelector("input");
  const most = Number(fold.dataset.voice);

  /** Shows what stands in the field: after recording, and when a draft was filled in. */
  const show = () => {
    const [file] = field.files;
    if (player.src) URL.revokeObjectURL(player.src);
    if (file) player.src = URL.createObjectURL(file);
    else player.removeAttribute("src");
    player.hidden = part("drop").hidden = !file;
    part("record").hidden = Boolean(file);
    if (file) fold.open = true;
  };
  const put = (file) => {
    const chosen = new DataTransfer();
    if (file) chosen.items.add(file);
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };

  part("record").addEventListener("click", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    part("refused").hidden = Boolean(stream);
    if (stream) record(stream);
  });

  function record(stream) {
    const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: RATE });
    const parts = [];
    let seconds = 0;
    const tick = () => {
      part("time").textContent = clock(seconds);
      if (seconds >= most) recorder.stop();
      seconds += 1;
    };
    const ticking = setInterval(tick, 1000);
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      part("stop").hidden = true;
      put(new File(parts, "voice", { type: type.split(";")[0] }));
    });
    part("stop").addEventListener("click", () => recorder.stop(), { once: true });
    part("record").hidden = true;
    part("stop").hidden = false;
    recorder.start();
    tick();
  }

  part("drop").addEventListener("click", () => put(null));
  field.form.addEventListener("reset", () => setTimeout(show));
  field.addEventListener("filled", show); // from a draft
  fold.hidden = false;
  show();
}

const type = canRecord();
if (type) for (const fold of document.querySelectorAll("[data-voice]")) bind(fold, type);
