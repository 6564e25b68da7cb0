/** Makes a photo small enough for a bad line; drawing it anew leaves out its EXIF, the place too. */

const MOST_BYTES = 120_000;
const LARGEST = 1600; // px of the longer side
const QUALITY = 0.7;
const TRIES = 6;

const done = new WeakMap();

/**
 * The files of a form, [[field's name, promise of a file]]: of a photo a small JPEG, drawn once; a
 * recording as it is. One that is no picture that this phone can open rejects.
 */
export function photosIn(form) {
  const fields = [...form.elements].filter((field) => field.type === "file");
  return fields.flatMap(({ name, files }) => [...files].map((file) => [name, once(file)]));
}

function once(file) {
  if (file.type.startsWith("audio/")) return Promise.resolve(file);
  if (!done.has(file)) done.set(file, scaled(file));
  return done.get(file);
}

/** A JPEG of at most 120 kB, by the name of the file it is of. */
async function scaled(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  let side = LARGEST;
  for (let tries = TRIES; tries > 0; tries -= 1) {
    const canvas = drawn(picture, side);
    const made = await new Promise((given) => canvas.toBlob(given, "image/jpeg", QUALITY));
    if (!made) break;
    if (made.size <= MOST_BYTES) return new File([made], file.name, { type: made.type });
    // Bytes go with the area; a little less, so that the next try fits.
    side = Math.floor(Math.max(canvas.width, canvas.height) * 0.95 * Math.sqrt(MOST_BYTES / made.size));
  }
  throw new Error("bad_photo");
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
