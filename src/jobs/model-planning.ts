// What a text model plans from plain words, whatever that is: it answers many small questions, each held to constraints (domain/planning, domain/series),
// under one lane, in time, and not for too many callers at once. The same words give the same answers on the same build and device, as far as the
// engine repeats itself.
import { randomUUID } from 'node:crypto';
import { InvalidInput, LimitReached, ModelUnavailable } from '../domain/errors.ts';
import { mix, Stream } from '../domain/random.ts';
import type { Value } from '../domain/schema.ts';
import type { Place } from '../domain/text/constraint.ts';
import { EngineFailed, OrderFailed, OrderRefused } from '../engines/failures.ts';
import type { Prompt, TextEngine } from '../engines/text/engine.ts';
import { atOnce } from '../lib/at-once.ts';
import { requiredModel, type InstalledModels } from './model-choice.ts';
import type { Engines } from './model-shard.ts';

/** Most characters of the words. */
export const MAX_PLANNED_LENGTH = 2_000;
/** Most plans of one kind that one process makes at a time. */
export const MAX_PLANS = 8;
/** What is not planned after so long is given up: sooner than a connection is cut on which nothing moves (two minutes, server/http.ts), since that says nothing. */
const TIMEOUT_MS = 110_000;
/** Close to the likeliest answer; some freedom, so that a small model does not go in circles. */
const TEMPERATURE = 0.3;
/** Questions under way, as a multiple of the engine's width. */
const AHEAD = 2;

export interface ModelPlanningParts {
  readonly models: Pick<InstalledModels, 'standard' | 'require'>;
  readonly engines: Engines;
  /** Default: TIMEOUT_MS. */
  readonly timeoutMs?: number;
}

export interface PlanOptions {
  /** The model's id; left out: the one that is standard here. */
  readonly model?: string;
  /** Nobody waits for the plan any more. */
  readonly signal?: AbortSignal;
}

/** What is planned, in the words that failures are told with. */
export interface PlanWords {
  /** Such as `schema`. */
  readonly what: string;
  /** Where the words stand in the input. */
  readonly path: readonly string[];
  /** What the words are to say: `what the data is about`. */
  readonly about: string;
  /** How a caller does without: `` give `tables` or `sql` ``. */
  readonly instead: string;
}

export class ModelPlanning {
  readonly #parts: ModelPlanningParts;
  readonly #words: PlanWords;
  #underWay = 0;

  constructor(parts: ModelPlanningParts, words: PlanWords) {
    this.#parts = parts;
    this.#words = words;
  }

  /**
   * What `work` makes of a model's answers about the words. Throws InvalidInput for words that are none or too many, ModelUnavailable where no model can
   * plan here, LimitReached where it takes too long or too much is planned already, and an AbortError once the signal is aborted.
   */
  async plan<T>(text: string, { model, signal }: PlanOptions, work: (questions: Questions) => Promise<T>): Promise<T> {
    const { what } = this.#words;
    const description = this.#checked(text);
    const { models, engines, timeoutMs = TIMEOUT_MS } = this.#parts;
    const engine = engines.of(await requiredModel(models, 'TEXT', model));
    if (this.#underWay >= MAX_PLANS) throw new LimitReached(`expected at most ${MAX_PLANS} ${what}s to be planned at once, got ${this.#underWay} already: ask again in a minute`);
    const late = AbortSignal.timeout(timeoutMs);
    this.#underWay++;
    try {
      return await work(new Questions(engine, description, AbortSignal.any([late, ...(signal === undefined ? [] : [signal])])));
    } catch (error) {
      if (signal?.aborted === true) throw new DOMException(`nobody waits for the ${what} any more`, 'AbortError');
      if (late.aborted) throw new LimitReached(`expected a ${what} that the model ${engine.model} plans within ${timeoutMs / 1_000} s, got none: describe fewer things at once, wait until other runs are over, or take a smaller model`, { cause: error });
      throw this.#toldOf(error, engine.model);
    } finally {
      this.#underWay--;
    }
  }

  /** On one line: how words are broken into lines says nothing. */
  #checked(text: string): string {
    const { path, about, instead } = this.#words;
    const description = text.replace(/\s+/gu, ' ').trim();
    if (text.length <= MAX_PLANNED_LENGTH && description !== '' && description.isWellFormed() && !description.includes('\0')) return description;
    throw InvalidInput.at(path, `expected 1 to ${MAX_PLANNED_LENGTH} characters of plain text that say ${about}, got ${text.length}; or ${instead}`);
  }

  /** What the caller can act upon; else a bug. */
  #toldOf(error: unknown, model: string): unknown {
    const { what, path, instead } = this.#words;
    if (error instanceof EngineFailed || error instanceof OrderFailed) return new ModelUnavailable(model, `the model ${model} cannot plan a ${what} now: ${error.message}; ask again later, or ${instead}`);
    if (error instanceof OrderRefused) return InvalidInput.at(path, `${error.message}; or describe less at once`);
    return error;
  }
}

/** What one description's model is asked. */
export class Questions {
  readonly description: string;
  readonly #engine: TextEngine;
  readonly #signal: AbortSignal;
  readonly #lane = `plan ${randomUUID()}`;

  constructor(engine: TextEngine, description: string, signal: AbortSignal) {
    this.#engine = engine;
    this.description = description;
    this.#signal = signal;
  }

  /** The model that is asked. */
  get model(): string {
    return this.#engine.model;
  }

  /** A value for each place. `path` names the question among those about the same words: one name, one seed. */
  async ask(path: readonly string[], prompt: Prompt, places: readonly Place[]): Promise<readonly Value[]> {
    const seed = mix(Stream.of(0, 'plan', this.description, ...path).bits(0));
    return (await this.#engine.write({ prompt, places, seed, temperature: TEMPERATURE }, { lane: this.#lane, signal: this.#signal })).values;
  }

  /** Asks about each of the items, several at a time; answers in their order. */
  each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
    return atOnce(items, AHEAD * this.#engine.width, ask);
  }
}
