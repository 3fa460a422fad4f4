// What a model writes of the rows of a shard, in row order, from many orders under way at once. Rows are looked at in blocks of 64: one that says
// what an earlier one of its block says already is asked for again, a few times. So the outcome depends on neither batch nor shard nor machine:
// a block's first attempts know nothing of one another, and a further attempt knows only the rows before it, which are final by then.
import { BLOCK_ROWS } from '../domain/plan.ts';
import { recordPrompt, recordSeed, type Hints } from '../domain/text/prompts.ts';
import type { Asked } from '../domain/text/asked.ts';
import type { Place } from '../domain/text/constraint.ts';
import { normalized } from '../domain/text/variety.ts';
import type { Value } from '../domain/schema.ts';
import type { TextEngine, TokenCounts } from '../engines/text/engine.ts';

/** Further attempts at a row whose texts its block has already; then it stays as it is, and is counted. */
const MAX_REDRAWS = 3;

/** Orders under way, as a multiple of the engine's width: while the first of them waits for its turn to be given, others keep the places busy. */
const AHEAD = 2;

/** A row as written: one value for each place of the table; null where it is. */
export interface WrittenRow {
  readonly row: number;
  readonly values: readonly Value[];
  readonly tokens: TokenCounts;
}

export interface TableWriting {
  readonly engine: TextEngine;
  readonly table: string;
  readonly seed: number;
  readonly temperature: number;
  readonly places: readonly Place[];
  readonly prompt: { readonly system: string; readonly shared: string };
  readonly hints: Hints;
  readonly lane: string;
  readonly signal: AbortSignal;
}

/**
 * Writes the rows, and gives each as soon as all before it are given. `asked` may begin inside a block: `before` has the block's earlier rows,
 * as they were written.
 */
export async function* writtenRows(writing: TableWriting, asked: Iterable<Asked>, before: readonly WrittenRow[]): AsyncGenerator<WrittenRow> {
  const source = asked[Symbol.iterator]();
  const underWay: { readonly ask: Asked; readonly written: Promise<WrittenRow> }[] = [];
  const more = (): void => {
    while (underWay.length < AHEAD * writing.engine.width) {
      const next = source.next();
      if (next.done === true) return;
      const written = attempt(writing, next.value, 0, []);
      written.catch(() => {}); // told where it is awaited
      underWay.push({ ask: next.value, written });
    }
  };
  const said = new Said(writing.places);
  for (const { row, values } of before) said.add(row, values);
  for (more(); underWay.length > 0; more()) {
    const { ask, written } = underWay.shift() as (typeof underWay)[number]; // there is one
    const row = await unlikeOthers(writing, ask, await written, said);
    said.add(row.row, row.values);
    yield row;
  }
}

async function unlikeOthers(writing: TableWriting, ask: Asked, first: WrittenRow, said: Said): Promise<WrittenRow> {
  let { tokens } = first;
  let row = first;
  const avoid: string[] = [];
  for (let number = 1; number <= MAX_REDRAWS; number++) {
    const repeated = said.repeatedBy(row.row, row.values);
    if (repeated.length === 0) break;
    avoid.push(...repeated);
    row = await attempt(writing, ask, number, avoid);
    tokens = { read: tokens.read + row.tokens.read, written: tokens.written + row.tokens.written };
  }
  return { ...row, tokens };
}

async function attempt({ engine, table, seed, temperature, places, prompt, hints, lane, signal }: TableWriting, { row, places: own, known }: Asked, number: number, avoid: readonly string[]): Promise<WrittenRow> {
  const values = new Array<Value>(places.length).fill(null);
  if (own.length === 0) return { row, values, tokens: { read: 0, written: 0 } };
  const wanted = own.map((index) => places[index] as Place); // indexes of places
  const written = await engine.write({
    prompt: { ...prompt, own: recordPrompt({ known, hint: hints.of(row, number), avoid, ...(wanted.length < places.length ? { only: wanted.map(({ name }) => name) } : {}) }) },
    places: wanted,
    seed: recordSeed(seed, table, row, number),
    temperature,
  }, { lane, signal });
  own.forEach((index, at) => (values[index] = written.values[at] ?? null));
  return { row, values, tokens: written.tokens };
}

/** What the rows of the present block say. */
class Said {
  /** The places whose texts are to differ. */
  readonly #prose: readonly number[];
  readonly #texts: readonly Set<string>[];
  #block = -1;

  constructor(places: readonly Place[]) {
    this.#prose = places.flatMap(({ constraint }, index) => (constraint.kind === 'text' ? [index] : []));
    this.#texts = this.#prose.map(() => new Set());
  }

  add(row: number, values: readonly Value[]): void {
    this.#moveTo(row);
    this.#prose.forEach((place, at) => {
      const value = values[place];
      if (typeof value === 'string') this.#texts[at]?.add(normalized(value));
    });
  }

  /** The row's texts that an earlier row of its block has. */
  repeatedBy(row: number, values: readonly Value[]): readonly string[] {
    this.#moveTo(row);
    return this.#prose.flatMap((place, at) => {
      const value = values[place];
      return typeof value === 'string' && this.#texts[at]?.has(normalized(value)) === true ? [value] : [];
    });
  }

  #moveTo(row: number): void {
    const block = Math.floor(row / BLOCK_ROWS);
    if (block === this.#block) return;
    this.#block = block;
    for (const texts of this.#texts) texts.clear();
  }
}
