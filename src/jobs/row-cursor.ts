// Cursors into a job's rows: two numbers, opaque to whoever holds one.
import { InvalidInput } from '../domain/errors.ts';

export function writeCursor(first: number, second: number): string {
  return Buffer.from(`${first} ${second}`).toString('base64url');
}

/** The numbers of a cursor. Throws InvalidInput at `after` where it is none; `giver` says who gives them. */
export function readCursor(cursor: string, giver: string): readonly [number, number] {
  const match = /^(\d{1,9}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null) throw InvalidInput.at(['after'], `expected a cursor that ${giver} gave, got ${JSON.stringify(cursor.slice(0, 80))}`);
  return [Number(match[1]), Number(match[2])];
}
