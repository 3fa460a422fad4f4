// One suite over both kinds of storage, then what only the local folder promises: nothing escapes it, nothing is left half-written.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput, NotFound } from '../src/domain/errors.ts';
import { ABANDONED_AFTER_MS, localStorage } from '../src/files/local.ts';
import { type ByteRange, nameSegments, putHashed, type Storage, StorageFull } from '../src/files/storage.ts';
import { Bucket } from './support/bucket.ts';
import { collect } from './support/collect.ts';

class TemporaryFolder implements AsyncDisposable {
  readonly path: string;
  private constructor(path: string) {
    this.path = path;
  }
  static async make(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'verisim-storage-')));
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

async function read(storage: Storage, name: string, range?: ByteRange): Promise<Buffer> {
  return Buffer.concat(await collect(storage.get(name, range)));
}

const text = (content: string): Uint8Array[] => [Buffer.from(content)];
const names = async (storage: Storage, folder: string): Promise<string[]> => (await collect(storage.list(folder))).map(({ name }) => name);
const BAD_NAMES = ['', '/', '/etc/passwd', '../x', 'a/../b', 'a//b', 'a/', 'a\\b', 'a\u0000b', 'a\nb', '.hidden', 'a/.b', 'CON', 'a/nul.txt', 'c:x', 'a.', 'a ', 'x'.repeat(201), 'a/'.repeat(500) + 'a', '\ud800'];

const kinds = [
  { kind: 'a local folder', make: async (folder: string): Promise<Storage> => localStorage(join(folder, 'not', 'yet', 'there'), { floorBytes: 0 }) },
  { kind: 'a bucket', make: async (): Promise<Storage> => new Bucket() },
];

for (const { kind, make } of kinds) {
  describe(`storage in ${kind}`, () => {
    it('gives back what was put, with its size and hash', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      const pieces = [randomBytes(300_000), Buffer.alloc(0), randomBytes(7), randomBytes(600_001)];
      const whole = Buffer.concat(pieces);
      const stored = await putHashed(storage, 'runs/one/data.bin', pieces);
      assert.deepEqual(stored, { bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') });
      assert.equal(await storage.size('runs/one/data.bin'), whole.length);
      assert.ok((await read(storage, 'runs/one/data.bin')).equals(whole));
    });

    it('gives any range, cut at the end of the content', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      const whole = randomBytes(5000);
      await storage.put('x', [whole]);
      await fc.assert(
        fc.asyncProperty(fc.nat(6000), fc.nat(6000), async (first, length) => {
          assert.ok((await read(storage, 'x', { first, last: first + length })).equals(whole.subarray(first, first + length)));
        }),
        { numRuns: 50 },
      );
    });

    it('keeps an empty content, which is there', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      await storage.put('empty', []);
      assert.equal(await storage.size('empty'), 0);
      assert.equal((await read(storage, 'empty')).length, 0);
    });

    it('says NotFound for a name that is not there, or is a folder', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      await storage.put('a/b', text('b'));
      for (const name of ['nothing', 'a', 'a/b/c', 'a/c']) {
        await assert.rejects(read(storage, name), NotFound);
        assert.equal(await storage.size(name), null);
      }
    });

    it('leaves nothing of a put whose chunks fail', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      const failing = (function* () {
        yield Buffer.from('half');
        throw new Error('the source broke');
      })();
      await assert.rejects(storage.put('a/half', failing), /the source broke/);
      assert.equal(await storage.size('a/half'), null);
      assert.deepEqual(await names(storage, ''), []);
    });

    it('shows nothing of a put before it has ended, and leaves nothing of a failed one, whose source is closed', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      let closed = false;
      const seenMeanwhile: (number | null)[] = [];
      const chunks = (async function* () {
        try {
          yield Buffer.from('one');
          seenMeanwhile.push(await storage.size('a/b'), (await names(storage, 'a')).length);
          throw new Error('no longer wanted');
        } finally {
          closed = true;
        }
      })();
      await assert.rejects(storage.put('a/b', chunks), /no longer wanted/);
      assert.deepEqual(seenMeanwhile, [null, 0]);
      assert.equal(closed, true);
      assert.equal(await storage.size('a/b'), null);
    });

    it('moves a content to another name, over what was there, and says so when there is none', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      await storage.put('work/a/1', text('new'));
      await storage.put('b/c', text('old'));
      await storage.move('work/a/1', 'b/c');
      assert.equal((await read(storage, 'b/c')).toString(), 'new');
      assert.deepEqual(await names(storage, ''), ['b/c']);
      await assert.rejects(storage.move('work/a/1', 'b/c'), NotFound);
      await assert.rejects(storage.move('b/c', '../c'), InvalidInput);
      assert.equal((await read(storage, 'b/c')).toString(), 'new');
    });

    it('replaces a content whole when a name is put again, while a reader of the old one goes on with it', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      const old = randomBytes(1_000_000);
      await storage.put('a', [old]);
      const reader = storage.get('a')[Symbol.asyncIterator]();
      const pieces = [(await reader.next()).value as Uint8Array]; // the content is not empty
      await storage.put('a', text('new'));
      for (let step = await reader.next(); step.done !== true; step = await reader.next()) pieces.push(step.value);
      assert.ok(Buffer.concat(pieces).equals(old));
      assert.equal((await read(storage, 'a')).toString(), 'new');
    });

    it('hands a content on in chunks whose memory is used again, and a range of it', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      const content = randomBytes(1_000_001);
      await storage.put('a', [content]);
      await storage.put('copy', storage.get('a', undefined, { reuse: true }));
      await storage.put('piece', storage.get('a', { first: 200_000, last: 700_000 }, { reuse: true }));
      assert.ok((await read(storage, 'copy')).equals(content));
      assert.ok((await read(storage, 'piece')).equals(content.subarray(200_000, 700_000)));
    });

    it('lists a folder at any depth, in order, and no folder whose name only starts alike', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      for (const name of ['run/b', 'run/a/z', 'run/a-b', 'run/a/y/x', 'run/a.c', 'run2/a', 'other']) await storage.put(name, text(name));
      assert.deepEqual(await names(storage, 'run'), ['run/a-b', 'run/a.c', 'run/a/y/x', 'run/a/z', 'run/b']);
      assert.deepEqual(await names(storage, 'run/'), await names(storage, 'run'));
      assert.deepEqual(await names(storage, ''), ['other', 'run/a-b', 'run/a.c', 'run/a/y/x', 'run/a/z', 'run/b', 'run2/a']);
      assert.deepEqual(await names(storage, 'nothing'), []);
      assert.deepEqual((await collect(storage.list('run/a'))).map(({ bytes }) => bytes), [9, 7]);
    });

    it('deletes a name, and says nothing when it is not there', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      await storage.put('a/b/c', text('c'));
      await storage.delete('a/b');
      await storage.delete('a/b/c');
      await storage.delete('a/b/c');
      await storage.delete('x/y');
      assert.deepEqual(await names(storage, ''), []);
    });

    it('deletes a folder, and none whose name only starts alike', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      for (const name of ['run/a/z', 'run/b', 'run2/a']) await storage.put(name, text(name));
      await storage.deleteAll('run');
      await storage.deleteAll('run');
      assert.deepEqual(await names(storage, ''), ['run2/a']);
      await assert.rejects(storage.deleteAll(''), InvalidInput);
    });

    it('refuses every name that could leave it or that some file system would not take', async () => {
      await using folder = await TemporaryFolder.make();
      const storage = await make(folder.path);
      for (const name of BAD_NAMES) {
        await assert.rejects(storage.put(name, text('x')), InvalidInput, name);
        await assert.rejects(read(storage, name), InvalidInput, name);
        await assert.rejects(storage.size(name), InvalidInput, name);
        await assert.rejects(storage.delete(name), InvalidInput, name);
      }
      assert.deepEqual(await names(storage, ''), []);
    });
  });
}

describe('names in storage', () => {
  it('stay inside the folder, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('..', '.', '', '/', '\\', 'a', 'CON', '~', '%2e%2e'), fc.string())), (pieces) => {
        const name = pieces.join('/');
        let segments: readonly string[];
        try {
          segments = nameSegments(name);
        } catch (error) {
          assert.ok(error instanceof InvalidInput);
          return;
        }
        const path = join('/folder', ...segments);
        assert.equal(path, `/folder/${name}`);
        assert.ok(!path.split('/').includes('..'));
      }),
    );
  });
});

describe('a local folder', () => {
  it('refuses a put that would go below the floor of free bytes, and says what helps', async () => {
    await using folder = await TemporaryFolder.make();
    const storage = localStorage(folder.path, { floorBytes: Number.MAX_SAFE_INTEGER });
    await assert.rejects(storage.put('a/b', text('x')), (error) => {
      assert.ok(error instanceof StorageFull);
      assert.match(error.message, /no room for a\/b: expected more than 9007199254740991 bytes free.*got \d+ bytes; remove/);
      return true;
    });
    assert.deepEqual(await names(storage, ''), []);
  });

  it('says StorageFull when the disk itself is full', { skip: !existsSync('/dev/full') && 'needs /dev/full' }, async () => {
    await using folder = await TemporaryFolder.make();
    const storage = localStorage(folder.path, { floorBytes: 0 });
    const full = (async function* () {
      yield Buffer.from('x');
      await writeFile('/dev/full', 'y'); // a real ENOSPC, out of the chunks of the put
    })();
    await assert.rejects(storage.put('a', full), StorageFull);
    assert.equal(await storage.size('a'), null);
  });

  it('leaves no folder behind once its last file is deleted, and nothing under .incoming', async () => {
    await using folder = await TemporaryFolder.make();
    const storage = localStorage(folder.path, { floorBytes: 0 });
    await storage.put('a/b/c', text('c'));
    await storage.put('d/e', text('e'));
    await storage.delete('a/b/c');
    await storage.deleteAll('d');
    const failing = (async function* () {
      yield Buffer.from('half');
      throw new Error('the source broke');
    })();
    await assert.rejects(storage.put('f', failing), /the source broke/);
    assert.deepEqual(await readdir(folder.path), ['.incoming']);
    assert.deepEqual(await readdir(join(folder.path, '.incoming')), []);
  });

  it('never lists or reaches what lies in dot-folders', async () => {
    await using folder = await TemporaryFolder.make();
    const storage = localStorage(folder.path, { floorBytes: 0 });
    await mkdir(join(folder.path, '.database'));
    await writeFile(join(folder.path, '.database', 'secret'), 's');
    assert.deepEqual(await names(storage, ''), []);
    await assert.rejects(read(storage, '.database/secret'), InvalidInput);
  });

  it('sweeps half-written files that were left long ago, and no younger ones', async () => {
    await using folder = await TemporaryFolder.make();
    const storage = localStorage(folder.path, { floorBytes: 0 });
    const incoming = join(folder.path, '.incoming');
    assert.equal(await storage.sweep(new Date()), 0);
    await mkdir(incoming);
    const now = new Date();
    for (const [name, ageMs] of [['old', ABANDONED_AFTER_MS + 1000], ['young', ABANDONED_AFTER_MS - 60_000]] as const) {
      await writeFile(join(incoming, name), 'half');
      await utimes(join(incoming, name), now, new Date(now.getTime() - ageMs));
    }
    assert.equal(await storage.sweep(now), 1);
    assert.deepEqual(await readdir(incoming), ['young']);
  });

  it('keeps every one of many puts into a folder that is emptied all the time', async () => {
    await using folder = await TemporaryFolder.make();
    const storage = localStorage(folder.path, { floorBytes: 0 });
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await storage.put(`runs/r/${index}`, text('x'));
        assert.equal((await read(storage, `runs/r/${index}`)).toString(), 'x');
        await storage.delete(`runs/r/${index}`);
      }),
    );
    assert.deepEqual(await names(storage, ''), []);
  });
});
