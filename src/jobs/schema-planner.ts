// Schemas from plain words. A text model answers many small questions, each held to constraints (domain/planning), and our code puts the answers
// together: whatever the model says, a valid schema comes of it, as anybody could have handed it in. The same words give the same schema on the
// same build and device, as far as the engine repeats itself.
import { randomUUID } from 'node:crypto';
import { InvalidInput, LimitReached, ModelUnavailable } from '../domain/errors.ts';
import type { Definition, TableDraft } from '../domain/import/draft.ts';
import { NO_MEANING, wordsFor, type Meaning, type Unclear } from '../domain/planning/meanings.ts';
import { draftOf, outlinesOf, type Outline } from '../domain/planning/outline.ts';
import { COLUMN_PLACES, MAX_PARENTS, MAX_PLANNED_COLUMNS, MAX_PLANNED_TABLES, meaningPlaces, readColumn, readTable, readTables, tablePlaces, TABLES_PLACES, type ColumnAnswer } from '../domain/planning/questions.ts';
import { mix, Stream } from '../domain/random.ts';
import type { Imported, Value } from '../domain/schema.ts';
import type { Place } from '../domain/text/constraint.ts';
import { columnPrompt, meaningPrompt, tablePrompt, tablesPrompt } from '../domain/text/planning-prompts.ts';
import type { Prompt, TextEngine } from '../engines/text/engine.ts';
import { EngineFailed, OrderFailed, OrderRefused } from '../engines/failures.ts';
import { atOnce } from '../lib/at-once.ts';
import { requiredModel, type InstalledModels } from './model-choice.ts';
import type { Engines } from './model-shard.ts';
import type { WorkThreads } from './threads.ts';

/** Most characters of the words. */
export const MAX_PLANNED_LENGTH = 2_000;
/** Most schemas that one process plans at a time. */
export const MAX_PLANS = 8;
/** A schema that is not planned after so long is given up: sooner than a connection is cut on which nothing moves (two minutes, server/http.ts), since that says nothing. */
const TIMEOUT_MS = 110_000;
/** Close to the likeliest answer; some freedom, so that a small model does not go in circles. */
const TEMPERATURE = 0.3;
/** Questions under way, as a multiple of the engine's width. */
const AHEAD = 2;

export interface SchemaPlannerParts {
  readonly models: Pick<InstalledModels, 'standard' | 'require'>;
  readonly engines: Engines;
  readonly threads: Pick<WorkThreads, 'quick'>;
  /** Default: TIMEOUT_MS. */
  readonly timeoutMs?: number;
}

export interface PlanOptions {
  /** The model's id; left out: the one that is standard here. */
  readonly model?: string;
  /** Nobody waits for the schema any more. */
  readonly signal?: AbortSignal;
}

export class SchemaPlanner {
  readonly #parts: SchemaPlannerParts;
  #underWay = 0;

  constructor(parts: SchemaPlannerParts) {
    this.#parts = parts;
  }

  /**
   * The schema that the words describe, with a warning that says who planned it. Throws InvalidInput (path `description`) for words that are
   * none or too many, ModelUnavailable where no model can plan it here, LimitReached where it takes too long or too many are planned already,
   * and an AbortError once the signal is aborted.
   */
  async plan(text: string, { model, signal }: PlanOptions): Promise<Imported> {
    const description = checked(text);
    const { models, engines, timeoutMs = TIMEOUT_MS } = this.#parts;
    const engine = engines.of(await requiredModel(models, 'TEXT', model));
    if (this.#underWay >= MAX_PLANS) throw new LimitReached(`expected at most ${MAX_PLANS} schemas to be planned at once, got ${this.#underWay} already: ask again in a minute`);
    const late = AbortSignal.timeout(timeoutMs);
    this.#underWay++;
    try {
      return await this.#planned(new Questions(engine, description, AbortSignal.any([late, ...(signal === undefined ? [] : [signal])])));
    } catch (error) {
      if (signal?.aborted === true) throw new DOMException('nobody waits for the schema any more', 'AbortError');
      if (late.aborted) throw new LimitReached(`expected a schema that the model ${engine.model} plans within ${timeoutMs / 1_000} s, got none: describe fewer things at once, wait until other runs are over, or take a smaller model`, { cause: error });
      throw toldOf(error, engine.model);
    } finally {
      this.#underWay--;
    }
  }

  async #planned(questions: Questions): Promise<Imported> {
    const { threads } = this.#parts;
    const outlines = await questions.outlines();
    const drafts = await questions.drafts(outlines);
    const definition: Definition = { kind: 'tables', tables: drafts };
    const meanings = await questions.meanings(drafts, await threads.quick('unclear', definition));
    const { schema, warnings } = await threads.quick('imported', definition, meanings);
    return { schema, warnings: [{ message: `planned from its description by the model ${questions.model}: look at tables, types and generators before you rely on them` }, ...warnings] };
  }
}

/** What one description's model is asked. */
class Questions {
  readonly #engine: TextEngine;
  readonly #description: string;
  readonly #signal: AbortSignal;
  readonly #lane = `plan ${randomUUID()}`;

  constructor(engine: TextEngine, description: string, signal: AbortSignal) {
    this.#engine = engine;
    this.#description = description;
    this.#signal = signal;
  }

  get model(): string {
    return this.#engine.model;
  }

  async outlines(): Promise<readonly Outline[]> {
    const names = readTables(await this.#ask(['tables'], tablesPrompt(this.#description, MAX_PLANNED_TABLES), TABLES_PLACES));
    const answers = await this.#each(names, async (name) => {
      const others = names.filter((other) => other !== name);
      const prompt = tablePrompt(this.#description, names, name, { mostParents: Math.min(MAX_PARENTS, others.length), mostColumns: MAX_PLANNED_COLUMNS });
      return readTable(await this.#ask(['table', name], prompt, tablePlaces(others)));
    });
    return outlinesOf(names, answers);
  }

  async drafts(outlines: readonly Outline[]): Promise<readonly TableDraft[]> {
    const columns = outlines.flatMap((outline) => outline.columns.map((column) => ({ outline, column })));
    const answers = await this.#each(columns, async ({ outline, column }) => ({ outline, answer: readColumn(await this.#ask(['column', outline.name, column], columnPrompt(this.#description, outline, column), COLUMN_PLACES)) }));
    return outlines.map((outline) => draftOf(outline, answers.flatMap((one): ColumnAnswer[] => (one.outline === outline ? [one.answer] : []))));
  }

  async meanings(drafts: readonly TableDraft[], unclear: readonly Unclear[]): Promise<readonly Meaning[]> {
    return this.#each(unclear, async ({ table, field }) => {
      const { type = 'STRING', description: about = '' } = drafts.find(({ name }) => name === table)?.fields.find(({ name }) => name === field) ?? {};
      const prompt = meaningPrompt(this.#description, wordsFor(type), { table, name: field, about });
      const [word] = await this.#ask(['meaning', table, field], prompt, meaningPlaces(wordsFor(type)));
      return { table, field, word: typeof word === 'string' ? word : NO_MEANING };
    });
  }

  async #ask(path: readonly string[], prompt: Prompt, places: readonly Place[]): Promise<readonly Value[]> {
    const seed = mix(Stream.of(0, 'plan', this.#description, ...path).bits(0));
    return (await this.#engine.write({ prompt, places, seed, temperature: TEMPERATURE }, { lane: this.#lane, signal: this.#signal })).values;
  }

  #each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
    return atOnce(items, AHEAD * this.#engine.width, ask);
  }
}

/** On one line: how words are broken into lines says nothing. */
function checked(text: string): string {
  const description = text.replace(/\s+/gu, ' ').trim();
  if (text.length <= MAX_PLANNED_LENGTH && description !== '' && description.isWellFormed() && !description.includes('\0')) return description;
  throw InvalidInput.at(['description'], `expected 1 to ${MAX_PLANNED_LENGTH} characters of plain text that say what the data is about, got ${text.length}; for more, give the tables themselves, as \`tables\` or \`sql\``);
}

/** What the caller can act upon; else a bug. */
function toldOf(error: unknown, model: string): unknown {
  if (error instanceof EngineFailed || error instanceof OrderFailed) return new ModelUnavailable(model, `the model ${model} cannot plan a schema now: ${error.message}; ask again later, or give \`tables\` or \`sql\``);
  if (error instanceof OrderRefused) return InvalidInput.at(['description'], `${error.message}; or describe less at once`);
  return error;
}
