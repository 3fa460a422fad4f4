// What the orders of a lane share is read once, and then copied to the sequences by a state file: milliseconds instead of seconds each.
// A file fits only the context that wrote it, so every engine has a folder of its own, under a lock that says whether its owner lives.
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { isLocked, takeLock } from '../../../lib/lock.ts';
import { messageOf } from '../../../lib/message.ts';
import { EngineFailed } from '../../failures.ts';
import { ofSlot } from './order.ts';

/** Kept at once; each is some 30 KB a token. */
const MOST = 16;
const FOLDER = 'verisim-prefixes-';
const LOCK_ENDING = '.lock';

export interface Prefix {
  readonly key: string;
  readonly tokens: readonly Token[];
}

/** Where a prefix is wanted. */
interface Target {
  readonly index: number;
  readonly sequence: LlamaContextSequence;
}

export function prefixOf(tokens: readonly Token[]): Prefix {
  return { key: createHash('sha256').update(JSON.stringify(tokens)).digest('hex'), tokens };
}

export class Prefixes implements AsyncDisposable {
  readonly #folder: string;
  /** Those with a file, the one used last at the end. */
  readonly #files = new Map<string, string>();

  readonly #lock: Disposable;

  private constructor(folder: string, lock: Disposable) {
    this.#folder = folder;
    this.#lock = lock;
  }

  static async open(): Promise<Prefixes> {
    await sweep(tmpdir());
    const folder = path.join(tmpdir(), FOLDER + randomUUID());
    const lock = await takeLock(folder + LOCK_ENDING); // before the folder is there: none is ever seen without
    await mkdir(folder);
    return new Prefixes(folder, lock);
  }

  /**
   * Makes the sequence hold just this prefix. Without a file (the disk is full, or somebody has tidied up) it is only slower.
   * @throws EngineFailed where the sequence is of no more use: a load that fails half-way leaves one that cannot be cleared.
   */
  async load(prefix: Prefix, slot: Target): Promise<void> {
    try {
      await this.#load(prefix, slot);
    } catch (error) {
      throw new EngineFailed(`the beginning of a prompt could not be read: ${messageOf(error)}`, { cause: error });
    }
  }

  async #load(prefix: Prefix, { index, sequence }: Target): Promise<void> {
    const known = this.#files.get(prefix.key);
    this.#files.delete(prefix.key);
    if (known !== undefined && (await isDone(access(known)))) {
      await sequence.loadStateFromFile(known, { acceptRisk: true });
      this.#files.set(prefix.key, known);
      return;
    }
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens([...prefix.tokens], ofSlot(index));
    await this.#keep(prefix, sequence);
  }

  async #keep(prefix: Prefix, sequence: LlamaContextSequence): Promise<void> {
    const file = path.join(this.#folder, prefix.key);
    if (!(await isDone(sequence.saveStateToFile(file)))) return rm(file, { force: true });
    this.#files.set(prefix.key, file);
    for (const [key, old] of this.#files) {
      if (this.#files.size <= MOST) break;
      this.#files.delete(key);
      await rm(old, { force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    this.#lock[Symbol.dispose]();
  }
}

function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(() => true, () => false);
}

/** Removes what killed processes left. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const lock = path.join(folder, name);
    if (!name.startsWith(FOLDER) || !name.endsWith(LOCK_ENDING) || isLocked(lock)) continue;
    // What is another user's is left to that user.
    for (const left of [lock.slice(0, -LOCK_ENDING.length), lock]) await rm(left, { recursive: true, force: true }).catch(() => {});
  }
}
