// What a model writes of the rows of a shard, in row order, from many orders under way at once. Rows are looked at in blocks of 64: one that says
// what an earlier one of its block says already is asked for again, a few times. So the outcome depends on neither batch nor shard nor machine:
// a block's first attempts know nothing of one another, and a further attempt knows only the rows before it, which are final by then.
import { BLOCK_ROWS } from '../domain/plan.ts';
import { MAX_REDRAWS } from '../domain/text/prompts.ts';
import type { Value } from '../domain/schema.ts';
import type { TextEngine, TextOrder, TokenCounts, Written } from '../engines/text/engine.ts';

/** Orders under way, as a multiple of the engine's width: while the first of them waits for its turn to be given, others keep the places busy. */
const AHEAD = 2;

/** A row that a model is to write. */
export interface AskedRow {
  readonly row: number;
  /** An attempt at it, from 0 on, told of the texts that earlier ones repeated; null where the model has nothing to write in it. */
  order(attempt: number, avoid: readonly string[]): TextOrder | null;
  /** What is kept of the row, from the values of the order's places: a value for each place of the table. */
  kept(written: readonly Value[]): readonly Value[];
}

const NOTHING: Written = { values: [], tokens: { read: 0, written: 0 } };

/** A row as it is kept. */
export interface WrittenRow {
  readonly row: number;
  readonly values: readonly Value[];
  readonly tokens: TokenCounts;
}

export interface TableWriting {
  readonly engine: TextEngine;
  readonly lane: string;
  readonly signal: AbortSignal;
  /** The kept values whose texts are to differ inside a block, by index. */
  readonly prose: readonly number[];
  /** What two such texts have in common that count as the same. */
  readonly senseOf: (text: string) => string;
  /** Of question-answer pairs: whether the kept values say that one is grounded. */
  readonly isGrounded?: (values: readonly Value[]) => boolean;
  /** In order, without a gap. */
  readonly rows: Iterable<AskedRow>;
}

/**
 * Writes the rows, and gives each as soon as all before it are given. They may begin inside a block: `before` has the block's earlier rows,
 * as they were written.
 */
export async function* writtenRows(table: TableWriting, before: readonly WrittenRow[]): AsyncGenerator<WrittenRow> {
  const over = new AbortController();
  const writing = { ...table, signal: AbortSignal.any([table.signal, over.signal]) };
  const source = writing.rows[Symbol.iterator]();
  const underWay: { readonly ask: AskedRow; readonly written: Promise<WrittenRow> }[] = [];
  const more = (): void => {
    while (underWay.length < AHEAD * writing.engine.width) {
      const next = source.next();
      if (next.done === true) return;
      const written = attempt(writing, next.value, 0, []);
      written.catch(() => {}); // told where it is awaited
      underWay.push({ ask: next.value, written });
    }
  };
  const said = new Said(writing);
  for (const { row, values } of before) said.add(row, values);
  try {
    for (more(); underWay.length > 0; more()) {
      const { ask, written } = underWay.shift() as (typeof underWay)[number]; // there is one
      const row = await unlikeOthers(writing, ask, await written, said);
      said.add(row.row, row.values);
      yield row;
    }
  } finally {
    over.abort(); // where a row fails or nobody wants more, the orders ahead are not written for nothing
  }
}

async function unlikeOthers(writing: TableWriting, ask: AskedRow, first: WrittenRow, said: Said): Promise<WrittenRow> {
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

async function attempt({ engine, lane, signal }: TableWriting, ask: AskedRow, number: number, avoid: readonly string[]): Promise<WrittenRow> {
  const order = ask.order(number, avoid);
  const { values, tokens } = order === null ? NOTHING : await engine.write(order, { lane, signal });
  return { row: ask.row, values: ask.kept(values), tokens };
}

/** What the rows of the present block say. */
class Said {
  readonly #prose: readonly number[];
  readonly #senseOf: (text: string) => string;
  readonly #senses: readonly Set<string>[];
  #block = -1;

  constructor({ prose, senseOf }: TableWriting) {
    this.#prose = prose;
    this.#senseOf = senseOf;
    this.#senses = prose.map(() => new Set());
  }

  add(row: number, values: readonly Value[]): void {
    this.#moveTo(row);
    this.#prose.forEach((place, at) => {
      const value = values[place];
      if (typeof value === 'string') this.#senses[at]?.add(this.#senseOf(value));
    });
  }

  /** The row's texts that an earlier row of its block has. */
  repeatedBy(row: number, values: readonly Value[]): readonly string[] {
    this.#moveTo(row);
    return this.#prose.flatMap((place, at) => {
      const value = values[place];
      return typeof value === 'string' && this.#senses[at]?.has(this.#senseOf(value)) === true ? [value] : [];
    });
  }

  #moveTo(row: number): void {
    const block = Math.floor(row / BLOCK_ROWS);
    if (block === this.#block) return;
    this.#block = block;
    for (const senses of this.#senses) senses.clear();
  }
}
