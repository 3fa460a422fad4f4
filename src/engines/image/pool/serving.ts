// A model's thread from inside: hears orders while the model works (its calls give way between two steps), hands them to the model in turns, and
// tells what becomes of them. Asked to stop, it lets go of everything after the present step and ends by itself.
import { getPriority, setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, type MessagePort, type Transferable } from 'node:worker_threads';
import { Lanes } from '../../../lib/lanes.ts';
import { failureOf, type Heard, type OrderStep, type Ready, type Told } from './messages.ts';

/** How far behind the process's other threads this one and those of its model's passes stand when a core is wanted by several. */
const NICENESS = 5;

/** An order on this thread. */
export interface Order<Work> {
  readonly id: number;
  readonly lane: string;
  readonly work: Work;
  /** Somebody looks at its previews. */
  isWatched: boolean;
  /** Else it is let go at the next step. */
  isWanted: boolean;
}

/** What becomes of orders. */
export interface Reports<Answer> {
  passed(steps: readonly OrderStep[], transfer: readonly Transferable[]): void;
  answered(order: Order<unknown>, answer: Answer, transfer: readonly Transferable[]): void;
  failed(order: Order<unknown>, error: unknown): void;
}

/** A model that is loaded. */
export interface Served<Work, Answer> {
  readonly ready: Ready;
  /** Takes one or more of the orders that wait, and reports what becomes of each that stays wanted. What it throws ends the thread. */
  serve(waiting: Lanes<Order<Work>>, reports: Reports<Answer>): Promise<void>;
  /** Gives its memory back. */
  release(): Promise<void>;
}

/** Serves the model until the thread is asked to stop. What loading it throws ends the thread. */
export async function serveModel<Work, Answer>(load: () => Promise<Served<Work, Answer>>): Promise<void> {
  if (parentPort === null) throw new Error('a model is served on a worker thread only');
  if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + NICENESS)); // elsewhere it is of the whole process, not of a thread
  const model = await load();
  const serving = new Serving(model, parentPort);
  parentPort.on('message', (told: Told<Work>) => serving.hear(told));
  parentPort.postMessage(model.ready);
}

class Serving<Work, Answer> {
  readonly #model: Served<Work, Answer>;
  readonly #port: MessagePort;
  readonly #reports: Reports<Answer>;
  readonly #orders = new Map<number, Order<Work>>();
  readonly #waiting = new Lanes<Order<Work>>();
  #running: Promise<void> | null = null;

  constructor(model: Served<Work, Answer>, port: MessagePort) {
    this.#model = model;
    this.#port = port;
    this.#reports = {
      passed: (steps, transfer) => this.#tell({ kind: 'pass', steps }, transfer),
      answered: ({ id }, answer, transfer) => this.#end(id, { kind: 'answer', id, answer }, transfer),
      failed: ({ id }, error) => this.#end(id, { kind: 'failed', id, failure: failureOf(error) }, []),
    };
  }

  hear(told: Told<Work>): void {
    switch (told.kind) {
      case 'order':
        this.#take({ id: told.id, lane: told.lane, work: told.work, isWatched: false, isWanted: true });
        break;
      case 'watch': {
        const order = this.#orders.get(told.id);
        if (order !== undefined) order.isWatched = told.isWatched;
        break;
      }
      case 'drop':
        this.#drop(told.id);
        break;
      case 'stop':
        void this.#stop(); // what it throws ends the thread, as it should
        break;
      default:
        throw new Error(`unknown message ${JSON.stringify(told satisfies never)}`);
    }
  }

  #take(order: Order<Work>): void {
    this.#orders.set(order.id, order);
    this.#waiting.push(order.lane, order);
    this.#running ??= this.#run();
  }

  #drop(id: number): void {
    const order = this.#orders.get(id);
    if (order === undefined) return; // it has ended meanwhile
    order.isWanted = false;
    this.#orders.delete(id);
    this.#waiting.remove(order.lane, order);
  }

  async #run(): Promise<void> {
    await nextTurn(); // what was sent together shall go together
    while (this.#waiting.size > 0) await this.#model.serve(this.#waiting, this.#reports);
    this.#running = null;
  }

  async #stop(): Promise<void> {
    for (const id of this.#orders.keys()) this.#drop(id);
    await this.#running;
    await this.#model.release();
    this.#port.close();
  }

  #end(id: number, heard: Heard<Answer>, transfer: readonly Transferable[]): void {
    if (this.#orders.delete(id)) this.#tell(heard, transfer);
  }

  #tell(heard: Heard<Answer>, transfer: readonly Transferable[]): void {
    this.#port.postMessage(heard, transfer);
  }
}
