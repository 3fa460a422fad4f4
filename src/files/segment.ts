// Segments: what a model wrote for some rows in a row, in one immutable file. Pure values are not in it; whoever needs them computes them.
import type { Value } from '../domain/schema.ts';
import type { Storage } from './storage.ts';

/** Of one row: a value for each place that the model fills in its table, null where the row has none. */
export type WrittenValues = readonly Value[];

/** One line of JSON for each row. */
export function putSegment(storage: Storage, name: string, rows: readonly WrittenValues[]): Promise<number> {
  return storage.put(name, [Buffer.from(rows.map((values) => `${JSON.stringify(values)}\n`).join(''))]);
}

/** The rows of a segment, and the bytes that they take in storage. Throws NotFound where it is gone. */
export async function readSegment(storage: Storage, name: string): Promise<{ readonly rows: readonly WrittenValues[]; readonly bytes: number }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.get(name)) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  const lines = whole.toString('utf8').split('\n');
  return { rows: lines.slice(0, -1).map((line) => JSON.parse(line) as WrittenValues), bytes: whole.length }; // as putSegment wrote them
}
