// A thread that holds a model, as the service sees it. onnxruntime-node blocks the thread that calls it, and ending that thread in the middle of a
// call aborts the process: so a thread is only ever asked to stop, and stops after the present step.
import { addAbortListener, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../lib/message.ts';
import type { Device } from '../../device.ts';
import { EngineFailed } from '../../failures.ts';
import type { LoadedModel } from '../../on-demand.ts';
import type { MakeOptions, Step } from '../engine.ts';
import { errorOf, type Heard, type OrderStep, type Ready, type ThreadOptions, type Told } from './messages.ts';

export interface EngineThreadOptions {
  /** Of the model, for messages. */
  readonly id: string;
  /** The module that serves it; see serving.ts. */
  readonly file: URL;
  readonly data: ThreadOptions;
  /** Called for each pass of the model, with the number of orders that went through it. */
  readonly onPass: (orders: number) => void;
}

/** An order under way. */
interface Asked<Answer> {
  readonly onStep: ((step: Step) => void) | undefined;
  readonly isWatched: () => boolean;
  /** What the thread was told of that. */
  toldWatched: boolean;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

export class EngineThread<Work, Answer> implements LoadedModel {
  readonly device: Device;
  readonly fingerprint: string;
  readonly #options: EngineThreadOptions;
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  readonly #asked = new Map<number, Asked<Answer>>();
  #lastId = 0;
  #closed: EngineFailed | null = null;

  private constructor(options: EngineThreadOptions, worker: Worker, gone: Promise<void>, { fingerprint }: Ready) {
    this.device = options.data.device;
    this.fingerprint = fingerprint;
    this.#options = options;
    this.#worker = worker;
    this.#gone = gone;
    worker.on('message', (heard: Heard<Answer>) => this.#hear(heard));
    worker.on('error', (error) => this.#close(`its thread broke down: ${messageOf(error)}`));
    void gone.then(() => this.#close('its thread has ended'));
  }

  /** Resolves once the model is loaded. Rejects with EngineFailed where it cannot be; the thread is gone then. */
  static async start<Work, Answer>(options: EngineThreadOptions): Promise<EngineThread<Work, Answer>> {
    const worker = new Worker(options.file, { workerData: options.data });
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    try {
      const ended = gone.then(() => { throw new Error('its thread has ended'); });
      const [ready] = (await Promise.race([once(worker, 'message'), ended])) as [Ready]; // what it tells first
      return new EngineThread(options, worker, gone, ready);
    } catch (error) {
      await gone;
      throw new EngineFailed(`the model ${options.id} cannot be loaded: ${messageOf(error)}`, { cause: error });
    }
  }

  get isBroken(): boolean {
    return this.#closed !== null;
  }

  /** Rejects with the signal's reason as soon as that is aborted, else with OrderRefused or EngineFailed. */
  async ask(work: Work, { lane, signal, onStep, isWatched = () => false }: MakeOptions): Promise<Answer> {
    signal.throwIfAborted();
    if (this.#closed !== null) throw this.#closed;
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    using _ = addAbortListener(signal, () => {
      this.#tell({ kind: 'drop', id });
      reject(signal.reason);
    });
    const asked: Asked<Answer> = { onStep, isWatched, toldWatched: false, resolve, reject };
    this.#asked.set(id, asked);
    this.#tell({ kind: 'order', id, lane, work });
    this.#tellWatched(id, asked);
    try {
      return await promise;
    } finally {
      this.#asked.delete(id);
    }
  }

  /** Fails what is under way, and resolves once the thread is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#tell({ kind: 'stop' });
    this.#close('it was unloaded');
    await this.#gone;
  }

  #hear(heard: Heard<Answer>): void {
    switch (heard.kind) {
      case 'pass':
        this.#options.onPass(heard.steps.length);
        for (const step of heard.steps) this.#step(step);
        break;
      case 'answer':
        this.#asked.get(heard.id)?.resolve(heard.answer);
        break;
      case 'failed':
        this.#asked.get(heard.id)?.reject(errorOf(heard.failure));
        break;
      default:
        throw new Error(`unknown message ${JSON.stringify(heard satisfies never)}`);
    }
  }

  #step({ id, ...step }: OrderStep): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return; // nobody waits for it any more
    asked.onStep?.(step);
    this.#tellWatched(id, asked);
  }

  #tellWatched(id: number, asked: Asked<Answer>): void {
    const isWatched = asked.isWatched();
    if (isWatched === asked.toldWatched) return;
    asked.toldWatched = isWatched;
    this.#tell({ kind: 'watch', id, isWatched });
  }

  /** A thread that is gone hears nothing. */
  #tell(told: Told<Work>): void {
    this.#worker.postMessage(told);
  }

  #close(reason: string): void {
    this.#closed ??= new EngineFailed(`the model ${this.#options.id} failed: ${reason}`);
    for (const { reject } of this.#asked.values()) reject(this.#closed);
  }
}
