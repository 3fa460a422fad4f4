// Keeps keys out of texts that come from elsewhere: some servers show in their errors what they were sent, whole or in part.

/** As much of a key as may be shown: less than this in a row. */
const PIECE = 8;
/** Longest text that is looked through. */
const MOST_READ = 4_000;

/** The beginning of the text, without any piece of a secret, in whichever case. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((left, secret) => withoutPieces(left, lower(secret)), text.slice(0, MOST_READ));
}

function withoutPieces(text: string, secret: string): string {
  const searched = lower(text);
  const piece = Math.min(PIECE, secret.length);
  let kept = '';
  for (let at = 0; at < text.length; ) {
    let end = at + piece;
    if (end > text.length || !secret.includes(searched.slice(at, end))) {
      kept += text[at++];
      continue;
    }
    while (end < text.length && secret.includes(searched.slice(at, end + 1))) end++;
    kept += '[key]';
    at = end;
  }
  return kept;
}

/** ASCII's alone: keys have no others, and every character keeps its place. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
