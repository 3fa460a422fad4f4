// What the orders of a lane share is read once, and then copied to the sequences by a state file: milliseconds instead of seconds each.
// A file fits only the context that wrote it, so every engine has a folder of its own.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { ofSlot } from './order.ts';

/** Kept at once; each is some 30 KB a token. */
const MOST = 16;

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

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Prefixes> {
    return new Prefixes(await mkdtemp(path.join(tmpdir(), 'verisim-prefixes-')));
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
  }
}
