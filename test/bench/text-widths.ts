// The same orders at every width that the engine has: each width makes other passes of them, and none may change a row.
import type { TextOrder } from '../../src/engines/text/engine.ts';
import { loadLlama, type LoadOptions } from '../../src/engines/text/llama/load.ts';
import { createLog } from '../../src/lib/log.ts';

const WIDTHS = [4, 8, 16, 32] as const;
/** More than the places of the widest, so that all of them are used. */
const ROWS = 36;
const CONTEXT_TOKENS = 512;

type Measured = Pick<LoadOptions, 'file' | 'device' | 'threads'>;

export interface Widths {
  readonly widths: readonly number[];
  readonly rows: number;
  /** Rows that are not alike at all widths. */
  readonly differing: number;
}

/** Writes the rows at every width, straight on the engine. */
export async function differingWidths(model: Measured): Promise<Widths> {
  const written: (readonly string[])[] = [];
  for (const width of WIDTHS) written.push(await rowsAt(width, model));
  const [first = [], ...others] = written;
  return { widths: WIDTHS, rows: ROWS, differing: first.filter((row, index) => others.some((rows) => rows[index] !== row)).length };
}

async function rowsAt(width: number, model: Measured): Promise<readonly string[]> {
  await using engine = await loadLlama({ ...model, id: 'bench', contextTokens: CONTEXT_TOKENS, mostPlaces: width, log: createLog('silent') });
  if (engine.width !== width) throw new Error(`expected room for ${width} places, got ${engine.width}: free memory`);
  const { signal } = new AbortController();
  const rows = await Promise.all(Array.from({ length: ROWS }, (_, row) => engine.write(orderOf(row), { lane: 'bench', signal })));
  return rows.map(({ values }) => JSON.stringify(values));
}

function orderOf(row: number): TextOrder {
  return {
    prompt: { system: 'You write rows.', shared: 'A person: name, price paid.\n', own: `Row ${row}.` },
    places: [{ name: 'name', constraint: { kind: 'text', maxLength: 40 } }, { name: 'price', constraint: { kind: 'decimal', minimum: 1, maximum: 99.99, places: 2 } }],
    seed: 1_000 + row,
    temperature: 0.9,
  };
}
