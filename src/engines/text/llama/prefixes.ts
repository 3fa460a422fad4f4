// What the orders of a lane share is read once, and then copied to the sequences by a state file: milliseconds instead of seconds each.
// A file fits only the context that wrote it, so every engine has a folder of its own, under a lock that says whether its owner lives.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { isLocked, takeLock } from '../../../lib/lock.ts';
import { ofSlot } from './order.ts';

/** Kept at once; each is some 30 KB a token. */
const MOST = 16;
const FOLDER = 'verisim-prefixes-';
const LOCK_ENDING = '.lock';

export interface Prefix {
  readonly key: string;
  readonly tokens: readonly Token[];
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

  /** Makes the sequence hold just this prefix. */
  async load(prefix: Prefix, slot: { readonly index: number; readonly sequence: LlamaContextSequence }): Promise<void> {
    const known = this.#files.get(prefix.key);
    if (known !== undefined) {
      this.#files.delete(prefix.key);
      this.#files.set(prefix.key, known);
      await slot.sequence.loadStateFromFile(known, { acceptRisk: true });
      return;
    }
    await slot.sequence.clearHistory();
    await slot.sequence.evaluateWithoutGeneratingNewTokens([...prefix.tokens], ofSlot(slot.index));
    const file = path.join(this.#folder, prefix.key);
    await slot.sequence.saveStateToFile(file);
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

/** Removes what killed processes left. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const lock = path.join(folder, name);
    if (!name.startsWith(FOLDER) || !name.endsWith(LOCK_ENDING) || isLocked(lock)) continue;
    // What is another user's is left to that user.
    for (const left of [lock.slice(0, -LOCK_ENDING.length), lock]) await rm(left, { recursive: true, force: true }).catch(() => {});
  }
}
