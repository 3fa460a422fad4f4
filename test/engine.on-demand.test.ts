// Models that are loaded when they are used: they share one memory, here of made-up sizes, and make room for one another.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EngineFailed } from '../src/engines/failures.ts';
import { OnDemand, type LoadedModel } from '../src/engines/on-demand.ts';
import { SILENT } from './support/postgres.ts';

/** Memory for so many models, and who is in it. */
class Memory {
  readonly inside = new Set<string>();
  readonly #places: number;

  constructor(places: number) {
    this.#places = places;
  }

  model(id: string): OnDemand<LoadedModel> {
    const load = async (): Promise<LoadedModel> => {
      if (this.inside.size === this.#places) throw new EngineFailed(`no room for ${id}`);
      this.inside.add(id);
      return { device: 'cpu', isBroken: false, [Symbol.asyncDispose]: async () => void this.inside.delete(id) };
    };
    return new OnDemand({ id, load, idleMs: 60_000, log: SILENT });
  }
}

const never = new AbortController().signal;
const nothing = async (): Promise<void> => {};

describe('a model that does not fit beside others', () => {
  it('takes the place of those that nobody uses', async () => {
    const memory = new Memory(2);
    await using stack = new AsyncDisposableStack();
    const [one, other, third] = ['one', 'other', 'third'].map((id) => stack.use(memory.model(id)));
    assert(one !== undefined && other !== undefined && third !== undefined);
    await Promise.all([one.use(never, nothing), other.use(never, nothing)]);
    assert.deepEqual([...memory.inside], ['one', 'other']);
    await third.use(never, nothing);
    assert.deepEqual([...memory.inside], ['third']);
    assert.deepEqual([one.loaded, other.loaded], [null, null]);
    await one.use(never, nothing);
    assert.deepEqual([...memory.inside], ['third', 'one'], 'nobody is unloaded where there is room');
  });

  it('leaves alone what is in use, and fails where nothing else is there', async () => {
    const memory = new Memory(1);
    await using used = memory.model('used');
    await using other = memory.model('other');
    const over = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const using = used.use(never, () => (begun.resolve(), over.promise));
    await begun.promise;
    await assert.rejects(other.use(never, nothing), /no room for other/);
    assert.deepEqual([...memory.inside], ['used']);
    over.resolve();
    await using;
    await other.use(never, nothing);
    assert.deepEqual([...memory.inside], ['other']);
  });

  it('fails with its own fault where even all the room is too little', async () => {
    const memory = new Memory(0);
    await using model = memory.model('large');
    await assert.rejects(model.use(never, nothing), /no room for large/);
  });
});
