// A GGUF model in this process. Orders wait in their lanes; the loop fills free slots with them and steps, as long as there are any.
import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import { writingOf } from '../../../domain/text/writing.ts';
import { unlessAborted } from '../../../lib/abort.ts';
import { Lanes } from '../../../lib/lanes.ts';
import { messageOf } from '../../../lib/message.ts';
import { Recent } from '../../../lib/recent.ts';
import type { Device } from '../../device.ts';
import type { Place, TextEngine, TextOrder, WriteOptions, Written } from '../engine.ts';
import { EngineFailed } from '../../failures.ts';
import type { Line } from './answer.ts';
import type { Library } from './library.ts';
import { Lockstep, type Task } from './lockstep.ts';
import type { Passes } from './passes.ts';
import { prefixOf, type Prefix, type Prefixes } from './prefixes.ts';
import { frameOf, renderPrompt, templateOf, tokensOf, type Frame, type Template } from './template.ts';

/** With few orders about, so many go on together: a first answer comes three times sooner than with all places in use. */
const NARROW = 4;
/** llama.cpp takes it for none, and draws one of its own. */
const NO_SEED = 0xff_ff_ff_ff;
/** Prompts and lists of places that are kept ready. */
const READY = 64;

export interface LlamaEngineParts {
  readonly id: string;
  readonly library: Library;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly prefixes: Prefixes;
  readonly passes: Passes;
  /** See LockstepOptions. */
  readonly aligned: boolean;
}

export class LlamaEngine implements TextEngine {
  readonly model: string;
  readonly device: Device;
  readonly repeatable: boolean;
  readonly isLoaded = true;
  readonly width: number;
  readonly #parts: LlamaEngineParts;
  readonly #template: Template;
  readonly #lockstep: Lockstep;
  readonly #waiting = new Lanes<Task>();
  readonly #lines = new Recent<Promise<readonly Line[]>>(READY);
  readonly #frames = new Recent<Frame>(READY);
  readonly #prefixes = new Recent<Prefix>(READY);
  #running: Promise<void> | null = null;
  #closed: EngineFailed | null = null;

  constructor(parts: LlamaEngineParts) {
    const { id, library, model, context, prefixes, passes, aligned } = parts;
    this.#parts = parts;
    this.model = id;
    this.device = library.device;
    this.repeatable = library.device === 'cpu';
    this.width = context.totalSequences;
    this.#template = templateOf(model);
    const sequences = Array.from({ length: this.width }, () => context.getSequence({ contextShift: { strategy: refuseShift } }));
    this.#lockstep = new Lockstep({ model, sequences, prefixes, passes, aligned });
  }

  get isBroken(): boolean {
    return this.#closed !== null;
  }

  async write(order: TextOrder, { lane, signal }: WriteOptions): Promise<Written> {
    const task = await this.#prepared(order, signal);
    signal.throwIfAborted();
    if (this.#closed !== null) throw this.#closed;
    const { promise, resolve, reject } = Promise.withResolvers<Written>();
    const entry: Task = { ...task, done: (values, written) => resolve({ values, tokens: { read: task.before.length, written } }), failed: reject };
    this.#waiting.push(lane, entry);
    this.#running ??= this.#run();
    try {
      return await unlessAborted(promise, signal);
    } finally {
      this.#waiting.remove(lane, entry); // where it never came to its turn
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= new EngineFailed(`the model ${this.model} was unloaded`);
    await this.#running;
    await this.#parts.context.dispose();
    await this.#parts.model.dispose();
    await this.#parts.prefixes[Symbol.asyncDispose]();
  }

  async #prepared({ prompt, places, seed, temperature }: TextOrder, signal: AbortSignal): Promise<Omit<Task, 'done' | 'failed'>> {
    const { tokenizer } = this.#parts.model;
    const frame = this.#frames.of(JSON.stringify([prompt.system, prompt.shared]), () => frameOf(this.#template, prompt));
    const { shared, own, after, lead } = renderPrompt(frame, prompt);
    // What comes behind the user's message is the same for all orders that put nothing of their own into it.
    const isShared = prompt.own === '';
    const prefix = this.#prefixes.of(JSON.stringify([prompt.system, prompt.shared, isShared]), () => prefixOf([...tokensOf(shared, tokenizer), ...(isShared ? tokensOf(after, tokenizer) : [])]));
    const apart = isShared ? [] : [...tokensOf(own, tokenizer), ...tokensOf(after, tokenizer)];
    const lines = await this.#lines.of(JSON.stringify(places), () => this.#linesOf(places));
    return { prefix, before: [...apart, ...tokensOf(lead, tokenizer)], lines, seed: seed === NO_SEED ? 0 : seed, temperature, signal };
  }

  #linesOf(places: readonly Place[]): Promise<readonly Line[]> {
    return Promise.all(places.map(async ({ constraint }, index) => {
      const writing = writingOf(constraint, index === places.length - 1 ? ']' : ',');
      return { writing, grammar: await this.#parts.library.llama.createGrammar({ grammar: writing.gbnf }) };
    }));
  }

  async #run(): Promise<void> {
    try {
      while (this.#closed === null && (this.#waiting.size > 0 || this.#lockstep.live > 0)) {
        await this.#fill();
        await this.#lockstep.step();
      }
    } catch (error) {
      this.#closed ??= new EngineFailed(`the model ${this.model} failed: ${messageOf(error)}`, { cause: error });
    } finally {
      this.#running = null;
    }
    if (this.#closed !== null) await this.#failAll(this.#closed);
  }

  async #fill(): Promise<void> {
    const wanted = this.#waiting.size + this.#lockstep.live;
    const width = wanted <= 2 * NARROW ? NARROW : this.width;
    while (this.#lockstep.free > 0 && this.#lockstep.live < width) {
      const task = this.#waiting.shift();
      if (task === undefined) return;
      if (!task.signal.aborted) await this.#lockstep.begin(task);
    }
  }

  async #failAll(error: EngineFailed): Promise<void> {
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) task.failed(error);
    await this.#lockstep.failAll(error);
  }
}

/** Orders that do not fit are refused before that; to shift would silently drop the beginning of the prompt. */
function refuseShift(): never {
  throw new Error('an order grew out of its context');
}
