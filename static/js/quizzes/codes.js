/** The code of a hand-in, as quizzes/hand_in_codes.py makes it once all has arrived. */
import { sha256 } from "../offline/wire.js";

const ALPHABET = "234679ACDEFGHJKMNPQRTWXYZ"; // of sop_site/offline/receipts.py
const SIGNS = 8;

/** `responses` is a Map of question to answer, `questions` are all keys in the attempt's order. */
export async function codeOf(attempt, sequence, questions, responses) {
  const written = (response) => [response ?? ""].flat().join(",");
  const lines = questions.map((key) => `${key}=${written(responses.get(key))}`);
  const text = [attempt, String(sequence), ...lines].join("\n");
  let number = BigInt(`0x${await sha256(new TextEncoder().encode(text))}`);
  const many = BigInt(ALPHABET.length);
  let signs = "";
  for (let left = SIGNS; left; left -= 1, number /= many) signs += ALPHABET[Number(number % many)];
  return `${signs.slice(0, 3)}-${signs.slice(3)}`;
}
