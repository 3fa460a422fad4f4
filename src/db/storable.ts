// What PostgreSQL's text and jsonb cannot hold: the character NUL, and halves of surrogate pairs. Said to the caller
// before the database is asked, whose refusal would look like a fault of ours.
import { InvalidInput } from '../domain/errors.ts';

/** JSON.stringify writes both as escapes; a backslash of the text itself is written as two. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Throws InvalidInput at `path` when text, or any text inside the value, cannot be stored. */
export function refuseUnstorable(path: readonly string[], value: unknown): void {
  if (UNSTORABLE.test(JSON.stringify(value) ?? '')) {
    throw InvalidInput.at(path, 'has the character U+0000 or half of a surrogate pair, which cannot be stored; remove it');
  }
}

/** Could this be an id that we gave? Anything else is not looked for. */
export function couldBeId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
