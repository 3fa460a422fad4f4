// What a model writes of the rows of a shard, in row order, from many orders under way at once. Rows are looked at in blocks of 64: one that says
// what an earlier one of its block says already is asked for again, a few times. So the outcome depends on neither batch nor shard nor machine:
// a block's first attempts know nothing of one another, and a further attempt knows only what rows before it say that are final by then.
import { BLOCK_ROWS } from '../domain/plan.ts';
import { MAX_REDRAWS } from '../domain/text/prompts.ts';
import type { Value } from '../domain/schema.ts';
import type { TextEngine, TextOrder, TokenCounts } from '../engines/text/engine.ts';
import { unlessAborted } from '../lib/abort.ts';
import { inOrder } from '../lib/in-order.ts';

/** Orders under way, as a multiple of the engine's width, before no further row is begun: so that no place stands empty, and who is asked again comes soon. */
const AHEAD = 2;
/** Rows begun and not yet given: while one waits for those before it, others keep the places busy, and no block waits for another. */
const MOST_ROWS = 4 * BLOCK_ROWS;

/** A row that a model is to write. */
export interface AskedRow {
  readonly row: number;
  /** An attempt at it, from 0 on, told of the texts that earlier ones repeated; null where the model has nothing to write in it. */
  order(attempt: number, avoid: readonly string[]): TextOrder | null;
  /** What is kept of the row, from the values of the order's places: a value for each place of the table. */
  kept(written: readonly Value[]): readonly Value[];
}

/** A row as it is kept. */
export interface WrittenRow {
  readonly row: number;
  readonly values: readonly Value[];
}

export interface TableWriting {
  readonly engine: TextEngine;
  readonly lane: string;
  readonly signal: AbortSignal;
  /** Told of tokens as they are read and written, whatever becomes of the rows that they went into. */
  readonly spent: (tokens: TokenCounts) => void;
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
export function writtenRows(table: TableWriting, before: readonly WrittenRow[]): AsyncGenerator<WrittenRow> {
  let said: Said | undefined;
  let orders = 0;
  const write: TextEngine['write'] = async (order, options) => {
    orders++;
    try {
      return await table.engine.write(order, options);
    } finally {
      orders--;
    }
  };
  const work = (ask: AskedRow, signal: AbortSignal): Promise<WrittenRow> => {
    if (said === undefined) said = new Said(table, ask.row, before);
    else if (ask.row % BLOCK_ROWS === 0) said = new Said(table, ask.row);
    return unlikeOthers({ ...table, signal, write }, ask, said);
  };
  const most = (): number => (orders < AHEAD * table.engine.width ? MOST_ROWS : 0);
  return inOrder(table.rows, { work, most, signal: table.signal });
}

interface RowWriting extends Omit<TableWriting, 'engine'> {
  /** See TextEngine. */
  readonly write: TextEngine['write'];
}

async function unlikeOthers(writing: RowWriting, ask: AskedRow, said: Said): Promise<WrittenRow> {
  const { row } = ask;
  const { signal } = writing;
  const avoid: string[] = [];
  for (let number = 0; ; number++) {
    const values = await attempt(writing, ask, { number, avoid });
    const repeated = number === MAX_REDRAWS ? [] : await said.repeatedBy(row, values, signal);
    if (repeated.length === 0) {
      await said.add(row, values, signal);
      return { row, values };
    }
    avoid.push(...repeated);
  }
}

async function attempt({ write, lane, signal, spent }: RowWriting, ask: AskedRow, { number, avoid }: { readonly number: number; readonly avoid: readonly string[] }): Promise<readonly Value[]> {
  const order = ask.order(number, avoid);
  if (order === null) return ask.kept([]);
  const { values, tokens } = await write(order, { lane, signal, wasted: spent });
  spent(tokens);
  return ask.kept(values);
}

/** What the rows of a block say that are final: a row is, once it is kept and all before it are. Rows become so in their order. */
class Said {
  readonly #prose: readonly number[];
  readonly #senseOf: (text: string) => string;
  readonly #senses: readonly Set<string>[];
  /** The first row that is not final. */
  #next: number;
  #nextIsFinal = Promise.withResolvers<void>();

  constructor({ prose, senseOf }: TableWriting, next: number, before: readonly WrittenRow[] = []) {
    this.#prose = prose;
    this.#senseOf = senseOf;
    this.#senses = prose.map(() => new Set());
    this.#next = next;
    for (const { values } of before) this.#tell(values);
  }

  /**
   * The texts of the row's values that an earlier row has. Resolves as soon as that is certain: often long before the row's turn, since what a
   * final row says remains said.
   */
  async repeatedBy(row: number, values: readonly Value[], signal: AbortSignal): Promise<readonly string[]> {
    const texts = this.#textsOf(values);
    for (;;) {
      const repeated = texts.filter(({ at, sense }) => this.#senses[at]?.has(sense));
      if (this.#next === row || repeated.length === texts.length) return repeated.map(({ text }) => text);
      await unlessAborted(this.#nextIsFinal.promise, signal);
    }
  }

  /** Waits for the row's turn, and makes it final. */
  async add(row: number, values: readonly Value[], signal: AbortSignal): Promise<void> {
    while (this.#next < row) await unlessAborted(this.#nextIsFinal.promise, signal);
    this.#tell(values);
    const { resolve } = this.#nextIsFinal;
    this.#nextIsFinal = Promise.withResolvers();
    this.#next++;
    resolve();
  }

  #tell(values: readonly Value[]): void {
    for (const { at, sense } of this.#textsOf(values)) this.#senses[at]?.add(sense);
  }

  #textsOf(values: readonly Value[]): readonly { readonly at: number; readonly text: string; readonly sense: string }[] {
    return this.#prose.flatMap((place, at) => {
      const text = values[place];
      return typeof text === 'string' ? [{ at, text, sense: this.#senseOf(text) }] : [];
    });
  }
}
