/** A QR code (ISO/IEC 18004) of a short text: byte mode, level L, versions 1 to 5, one block. */

const SIZES = [null, [19, 7], [34, 10], [55, 15], [80, 20], [108, 26]]; // bytes of data, of repair
const LEVEL_L = 1;

/** A square of rows of booleans, true for dark; throws for more than 106 bytes. */
export function qr(text, wantedMask) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = SIZES.findIndex((size) => size && bytes.length + 2 <= size[0]);
  if (version < 0) throw new RangeError("too long");
  const words = codewords(bytes, ...SIZES[version]);
  const masks = wantedMask === undefined ? [...MASKS.keys()] : [wantedMask];
  const drawn = masks.map((mask) => draw(version, words, mask));
  return drawn.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

function codewords(bytes, room, repair) {
  const bits = [0, 1, 0, 0, ...bitsOf(bytes.length, 8), ...bytes.flatMap((b) => bitsOf(b, 8))];
  bits.push(...Array(Math.min(4, room * 8 - bits.length)).fill(0));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let n = 0; n < bits.length; n += 8) data.push(parseInt(bits.slice(n, n + 8).join(""), 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  return [...data, ...remainder(data, repair)].flatMap((word) => bitsOf(word, 8));
}

const bitsOf = (number, length) => [...Array(length).keys()].map((n) => (number >> (length - 1 - n)) & 1);

/** The product of two elements of GF(2^8) over x^8 + x^4 + x^3 + x^2 + 1. */
function product(one, other) {
  let found = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    found = (found << 1) ^ ((found >> 7) * 0x11d);
    found ^= ((other >> bit) & 1) * one;
  }
  return found;
}

/** The Reed-Solomon words of repair. */
function remainder(data, length) {
  let divisor = [1];
  for (let n = 0, root = 1; n < length; n += 1, root = product(root, 2)) {
    const shifted = [...divisor, 0];
    divisor.forEach((factor, place) => (shifted[place + 1] ^= product(factor, root)));
    divisor = shifted;
  }
  const rest = Array(length).fill(0);
  for (const word of data) {
    const factor = word ^ rest.shift();
    rest.push(0);
    divisor.slice(1).forEach((part, place) => (rest[place] ^= product(part, factor)));
  }
  return rest;
}

const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => ((x / 3 | 0) + (y / 2 | 0)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function draw(version, bits, mask) {
  const side = 17 + 4 * version;
  const rows = Array.from({ length: side }, () => Array(side)); // undefined: free for data
  const inside = (n) => n >= 0 && n < side;
  const set = (x, y, dark) => {
    if (inside(x) && inside(y)) rows[y][x] = dark;
  };
  drawFinders(set, side);
  if (version > 1) drawAlignment(set, side - 7);
  for (let n = 8; n < side - 8; n += 1) {
    set(6, n, n % 2 === 0);
    set(n, 6, n % 2 === 0);
  }
  drawFormat(set, side, mask);
  drawData(rows, side, bits, MASKS[mask]);
  return rows;
}

function drawFinders(set, side) {
  for (const [left, top] of [[3, 3], [side - 4, 3], [3, side - 4]]) {
    for (let y = -4; y <= 4; y += 1) {
      for (let x = -4; x <= 4; x += 1) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        set(left + x, top + y, ring !== 2 && ring !== 4);
      }
    }
  }
}

function drawAlignment(set, middle) {
  for (let y = -2; y <= 2; y += 1) {
    for (let x = -2; x <= 2; x += 1) {
      set(middle + x, middle + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }
  }
}

/** Level and mask, twice, with their own words of repair (BCH 15, 5). */
function drawFormat(set, side, mask) {
  const data = (LEVEL_L << 3) | mask;
  let rest = data;
  for (let n = 0; n < 10; n += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const word = ((data << 10) | rest) ^ 0x5412;
  for (let n = 0; n < 15; n += 1) {
    const dark = ((word >> n) & 1) === 1;
    if (n < 6) set(8, n, dark);
    else if (n < 8) set(8, n + 1, dark);
    else if (n === 8) set(7, 8, dark);
    else set(14 - n, 8, dark);
    if (n < 8) set(side - 1 - n, 8, dark);
    else set(8, side - 15 + n, dark);
  }
  set(8, side - 8, true);
}

/** Two columns at a time from the right, upwards and downwards in turn, around what stands there. */
function drawData(rows, side, bits, masked) {
  let place = 0;
  let up = true;
  for (let right = side - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let n = 0; n < side; n += 1) {
      const y = up ? side - 1 - n : n;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== undefined) continue;
        rows[y][x] = Boolean(bits[place]) !== masked(x, y);
        place += 1;
      }
    }
  }
}

/** How hard a pattern is to read: runs, blocks, what looks like a finder, too much of one colour. */
function penalty(rows) {
  const side = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  let points = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map(Number).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * [...text.matchAll(/(?=10111010000|00001011101)/g)].length;
  }
  for (let y = 1; y < side; y += 1) {
    for (let x = 1; x < side; x += 1) {
      const block = [rows[y][x], rows[y - 1][x], rows[y][x - 1], rows[y - 1][x - 1]];
      if (block.every((dark) => dark === block[0])) points += 3;
    }
  }
  const dark = rows.flat().filter(Boolean).length;
  return points + 10 * Math.floor(Math.abs((dark * 20) / side ** 2 - 10));
}

/** The code as a drawing with its quiet zone, dark on white whatever the page's colours. */
export function drawing(text) {
  const rows = qr(text);
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  svg.setAttribute("viewBox", `-4 -4 ${rows.length + 8} ${rows.length + 8}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(name, "path");
  const cells = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
  path.setAttribute("d", cells.join(""));
  svg.append(path);
  return svg;
}
