// What a model is asked for, row by row: the rows of a schema's table, each told what is known of it, or question-answer pairs, each told its chunk of
// the text.
import { plannedTable, type ModelUse, type Plan } from '../domain/plan.ts';
import type { Value } from '../domain/schema.ts';
import type { Asked } from '../domain/text/asked.ts';
import type { Chunk } from '../domain/text/chunks.ts';
import type { Place } from '../domain/text/constraint.ts';
import { AskedChunk, chunkOfPair, firstPairOf, PAIR_FIELDS, PAIRS, senseOf } from '../domain/text/pairs.ts';
import { chunkPrompt, Hints, pairPrompt, PairHints, recordLead, recordSeed, tablePrompt } from '../domain/text/prompts.ts';
import { normalized } from '../domain/text/variety.ts';
import type { RowRange } from '../files/parts.ts';
import type { AskedRow, TableWriting } from './model-rows.ts';

type AskedRows = Pick<TableWriting, 'rows' | 'prose' | 'senseOf' | 'isGrounded'>;

/** The rows of a table, from what is asked of each. */
export function rowsToWrite(plan: Plan, name: string, asked: Iterable<Asked>): AskedRows {
  const { temperature, instructions } = plan.model as ModelUse; // a table that is written has a model
  const table = plannedTable(plan, name);
  const places = table.written ?? [];
  const prompt = tablePrompt({ table, places, locale: plan.locale, ...(instructions === undefined ? {} : { instructions }) });
  const hints = new Hints(plan.seed, name);
  const askedRow = ({ row, places: own, known }: Asked): AskedRow => ({
    row,
    order: (attempt, avoid) => {
      if (own.length === 0) return null;
      const wanted = own.map((index) => places[index] as Place); // indexes of places
      const only = wanted.length < places.length ? { only: wanted.map((place) => place.name) } : {};
      return {
        prompt: { ...prompt, own: '', lead: recordLead(places, { known, hint: hints.of(row, attempt), avoid, ...only }) },
        places: wanted,
        seed: recordSeed(plan.seed, name, row, attempt),
        temperature,
      };
    },
    kept: (written) => {
      const values = new Array<Value>(places.length).fill(null);
      own.forEach((index, at) => (values[index] = written[at] ?? null));
      return values;
    },
  });
  return { rows: mapped(asked, askedRow), prose: places.flatMap(({ constraint, mayRepeat }, index) => (constraint.kind === 'text' && mayRepeat !== true ? [index] : [])), senseOf: normalized };
}

/** Question-answer pairs [first, last). */
export function pairsToWrite(plan: Plan, { first, last }: RowRange): AskedRows {
  const [question, grounded] = [PAIR_FIELDS.indexOf('question'), PAIR_FIELDS.indexOf('grounded')];
  return { rows: askedPairs(plan, { first, last }), prose: [question], senseOf, isGrounded: (values) => values[grounded] === true };
}

function* askedPairs(plan: Plan, { first, last }: RowRange): Generator<AskedRow> {
  const { chunks = [], seed } = plan;
  const { temperature } = plan.model as ModelUse; // pairs are always written
  const pairs = plannedTable(plan, PAIRS).rows;
  let pair = first;
  while (pair < last) {
    const index = chunkOfPair(pair, pairs, chunks.length);
    const chunk = new AskedChunk(index, chunks[index] as Chunk); // one of those
    const prompt = chunkPrompt(chunk.lines, chunk.places);
    const hints = new PairHints(seed, index, chunk.sentences.length);
    const begun = firstPairOf(index, pairs, chunks.length);
    for (; pair < Math.min(last, firstPairOf(index + 1, pairs, chunks.length)); pair++) {
      const row = pair;
      yield {
        row,
        order: (attempt, avoid) => ({
          prompt: { ...prompt, own: pairPrompt({ hint: hints.of(row - begun, attempt), avoid }) },
          places: chunk.places,
          seed: recordSeed(seed, PAIRS, row, attempt),
          temperature,
        }),
        kept: (written) => chunk.pairOf(written),
      };
    }
  }
}

function* mapped<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item);
}
