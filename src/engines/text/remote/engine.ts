// A model behind an endpoint elsewhere. An order is one call; an answer that does not meet its constraints is sent back with what is wrong with
// it; an endpoint that is busy, or fails for a moment, is asked again. All of it is bounded.
import { setTimeout as sleep } from 'node:timers/promises';
import { correction, objectAnswer } from '../../../domain/text/prompts.ts';
import { jsonSchemaOf } from '../../../domain/text/json-schema.ts';
import type { Log } from '../../../lib/log.ts';
import { shortened } from '../../../lib/shortened.ts';
import { totalOf, type TextEngine, type TextOrder, type TokenCounts, type WriteOptions, type Written } from '../engine.ts';
import { EngineFailed, OrderFailed, OrderRefused } from '../../failures.ts';
import { readAnswer, type Problem } from './answer.ts';
import type { Endpoint, Question, Reply } from './endpoint.ts';
import { remedyFor } from './remedy.ts';
import { addressOf, remoteId, type RemoteSettings } from './settings.ts';
import { Turns } from './turns.ts';
import { Refusal } from './wire.ts';

/** Times that an order is sent back to the model with what is wrong with its answer. */
export const MAX_CORRECTIONS = 3;
/** Times that a request is sent while the endpoint is busy or failing. */
export const MAX_TRIES = 8;
/** The first wait; each after it is twice as long, up to the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** An endpoint that asks for more is given up: the task is tried again later. */
export const MOST_ASKED_WAIT_MS = 5 * 60_000;
const TIMEOUT_MS = 5 * 60_000;
/** Keeps a model that rambles from costing without end. */
const MAX_ANSWER_TOKENS = 8_192;
/** Characters of a wrong answer that are shown to the model again. */
const MOST_SHOWN = 4_000;
const CHARACTERS_PER_TOKEN = 4;

/** What some endpoints do not take, and how their refusals name it: each is asked for until it is refused. */
const EXTRAS = {
  schema: /response_?format|json_?schema|json_?object|structured|tool_?(?:use|choice|config)|tool use/i,
  seed: /\bseed\b/i,
  temperature: /temperature/i,
  maxTokens: /max\w*[ _]?tokens|maximum context/i,
} as const satisfies Partial<Record<keyof Question, RegExp>>;
type Extra = keyof typeof EXTRAS;

export interface RemoteOptions {
  /** Of one request; default: TIMEOUT_MS. */
  readonly timeoutMs?: number;
  /** Resolves after so long, or rejects when the signal is aborted. Default: the clock's. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The engine of the one remote model. Nothing is loaded and nobody is asked before the first order. */
export function remoteEngine(settings: RemoteSettings, log: Log, options: RemoteOptions = {}): TextEngine {
  return new RemoteEngine(settings, log, options);
}

class RemoteEngine implements TextEngine {
  readonly model: string;
  readonly device: string;
  readonly repeatable = false;
  readonly isLoaded = true;
  readonly width: number;
  readonly #settings: RemoteSettings;
  readonly #log: Log;
  readonly #timeoutMs: number;
  readonly #wait: NonNullable<RemoteOptions['wait']>;
  readonly #turns: Turns;
  readonly #takes: Set<Extra>;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #endpoint: Promise<Endpoint> | null = null;
  #estimates = false;

  constructor(settings: RemoteSettings, log: Log, { timeoutMs = TIMEOUT_MS, wait = (ms, signal) => sleep(ms, undefined, { signal }) }: RemoteOptions) {
    this.model = remoteId(settings);
    this.device = new URL(addressOf(settings)).host;
    this.width = settings.places;
    this.#settings = settings;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
    this.#wait = wait;
    this.#turns = new Turns(settings.places);
    this.#takes = new Set((Object.keys(EXTRAS) as Extra[]).filter((extra) => extra !== 'schema' || settings.structured !== 'no')); // keys of a constant
  }

  async write(order: TextOrder, { signal, ...options }: WriteOptions): Promise<Written> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    either.throwIfAborted();
    const written = this.#written(order, { ...options, signal: either });
    this.#underWay.add(written);
    try {
      return await written;
    } catch (error) {
      either.throwIfAborted();
      throw error;
    } finally {
      this.#underWay.delete(written);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new EngineFailed('the service is stopping'));
    await Promise.allSettled(this.#underWay);
  }

  async #written(order: TextOrder, { lane, signal, wasted }: WriteOptions): Promise<Written> {
    let tokens: TokenCounts = { read: 0, written: 0 };
    let wrong: Wrong | null = null;
    try {
      for (let corrections = 0; corrections <= MAX_CORRECTIONS; corrections++) {
        const { question, reply } = await this.#replied(() => this.#questionOf(order, corrections, wrong), lane, signal);
        tokens = totalOf(tokens, this.#counted(question, reply));
        const answer = readAnswer(order.places, reply.text);
        if ('values' in answer) return { values: answer.values, tokens };
        wrong = { text: reply.text, problems: answer.problems };
      }
      const problems = wrong?.problems.map(({ expected }) => expected).join('; ') ?? '';
      throw new OrderFailed(`${this.model} did not answer as asked, ${MAX_CORRECTIONS + 1} times in a row: ${problems}. Set REMOTE_MODEL to a model that follows such orders, or give the fields samplers`);
    } catch (error) {
      wasted?.(tokens);
      throw error;
    }
  }

  #questionOf({ prompt, places, seed, temperature }: TextOrder, corrections: number, wrong: Wrong | null): Question {
    const takes = this.#takes;
    const schema = jsonSchemaOf(places);
    const asked = [prompt.shared.trimEnd(), objectAnswer(places, takes.has('schema') ? null : schema), prompt.own, prompt.lead ?? ''].filter((text) => text !== '').join('\n').trim();
    return {
      system: prompt.system,
      messages: [
        { role: 'user', content: asked },
        // Not every endpoint takes an empty message.
        ...(wrong === null || wrong.text.trim() === '' ? [] : [{ role: 'assistant', content: shortened(wrong.text, MOST_SHOWN) } as const, { role: 'user', content: correction(wrong.problems.map(({ told }) => told)) } as const]),
      ],
      ...(takes.has('schema') ? { schema } : {}),
      ...(takes.has('seed') ? { seed: (seed + corrections) % 2 ** 31 } : {}), // many count in 32 bits with a sign
      ...(takes.has('temperature') ? { temperature } : {}),
      ...(takes.has('maxTokens') ? { maxTokens: MAX_ANSWER_TOKENS } : {}),
    };
  }

  /** Sends what `questionOf` gives, until it is answered. */
  async #replied(questionOf: () => Question, lane: string, signal: AbortSignal): Promise<{ readonly question: Question; readonly reply: Reply }> {
    for (let tries = 1; ; tries++) {
      const { question, reply } = await this.#sent(questionOf, tries, { lane, signal });
      if (!(reply instanceof Refusal)) return { question, reply };
      if (this.#isTaught(reply, question)) tries--;
      else await this.#waitBehind(reply, tries, signal);
    }
  }

  async #sent(questionOf: () => Question, tries: number, { lane, signal }: WriteOptions): Promise<{ readonly question: Question; readonly reply: Reply | Refusal }> {
    const endpoint = await (this.#endpoint ??= this.#open());
    using _ = await this.#turns.take(lane, signal);
    const question = questionOf();
    try {
      const reply = await endpoint.ask(question, signal);
      this.#turns.speedUp();
      return { question, reply };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 429) this.#slowDown(error.waitMs ?? backoffMs(tries)); // before the place is free
      return { question, reply: error };
    }
  }

  /** Only now: most services have no remote model. */
  async #open(): Promise<Endpoint> {
    try {
      const { openEndpoint } = await import('./endpoint.ts');
      return await openEndpoint(this.#settings, this.#timeoutMs);
    } catch (error) {
      this.#endpoint = null;
      throw new EngineFailed(`${this.model} cannot be used: its library cannot be loaded; run \`npm ci\``, { cause: error });
    }
  }

  /** Whether the endpoint refuses something that it can do without; it is not sent from then on. */
  #isTaught(refusal: Refusal, question: Question): boolean {
    if (refusal.status !== 400 && refusal.status !== 422) return false;
    const named = (Object.keys(EXTRAS) as Extra[]).filter((extra) => question[extra] !== undefined && EXTRAS[extra].test(refusal.said)); // keys of a constant
    const extra = named.find((each) => each !== 'schema' || this.#settings.structured === 'auto');
    if (extra === undefined) return false;
    if (this.#takes.delete(extra)) this.#log.warn({ model: this.model, extra }, 'the endpoint refuses a part of the request, which is left out from now on');
    return true;
  }

  /** Resolves when the request may be sent again. */
  async #waitBehind(refusal: Refusal, tries: number, signal: AbortSignal): Promise<void> {
    const { model, device } = this;
    if (!refusal.passing) throw new OrderRefused(`${device} ${refusal.message}: ${remedyFor(refusal.status, this.#settings)}`);
    if (tries === MAX_TRIES) throw new EngineFailed(`${model} cannot be used now: ${device} ${refusal.message}, ${MAX_TRIES} times in a row; ${remedyFor(refusal.status, this.#settings)}`);
    if (refusal.waitMs !== null && refusal.waitMs > MOST_ASKED_WAIT_MS) throw new EngineFailed(`${model} cannot be used now: ${device} ${refusal.message}, and asks to wait for ${Math.ceil(refusal.waitMs / 1_000)} s; ${remedyFor(refusal.status, this.#settings)}`);
    await this.#wait(refusal.waitMs ?? backoffMs(tries), signal);
  }

  #slowDown(waitMs: number): void {
    if (waitMs > MOST_ASKED_WAIT_MS) return; // orders fail of that, one by one
    this.#log.warn({ model: this.model, waitMs: Math.round(waitMs) }, 'the endpoint asks to slow down');
    this.#turns.slowDown(this.#wait(waitMs, this.#closing.signal).catch(() => {})); // closing ends every order anyway
  }

  #counted({ system, messages }: Question, { text, read, written }: Reply): TokenCounts {
    // A request without tokens there is not: 0 is what some say who do not count.
    if ((read ?? 0) > 0 && ((written ?? 0) > 0 || text === '')) return { read: read ?? 0, written: written ?? 0 };
    if (!this.#estimates) this.#log.warn({ model: this.model }, `the endpoint does not count tokens; ${CHARACTERS_PER_TOKEN} characters are taken for one`);
    this.#estimates = true;
    const asked = messages.reduce((length, { content }) => length + content.length, system.length);
    return { read: Math.ceil(asked / CHARACTERS_PER_TOKEN), written: Math.ceil(text.length / CHARACTERS_PER_TOKEN), estimated: true };
  }
}

/** An answer that did not do. */
interface Wrong {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Twice as long each time, and by chance up to half shorter, so that those who failed together do not come back together. */
function backoffMs(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (1 - Math.random() / 2);
}
