// Outputs in parts: the same bytes however the parts came about, and files that ordinary readers read.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { Value } from '../src/domain/schema.ts';
import { distinctFileNames } from '../src/files/file-names.ts';
import { layoutOutput } from '../src/files/layout.ts';
import { manifestText, schemaText } from '../src/files/manifest.ts';
import { joinParts, PART_ROWS, partsOf, type RowRange, rowsOfPart, runsIn, writePart, writeWhole } from '../src/files/parts.ts';
import type { Compression, OutputFormat } from '../src/files/request.ts';
import { localStorage } from '../src/files/local.ts';
import { nameSegments, type Storage } from '../src/files/storage.ts';
import { Bucket } from './support/bucket.ts';
import { temporaryFolder } from './support/postgres.ts';
import { allRows, fieldOf, planFor, type RowsByTable, tableFor, writeOutput } from './support/outputs.ts';
import { unzip } from './support/unzip.ts';

const TABLES = [
  tableFor('person', [fieldOf('id', 'INTEGER'), fieldOf('name', 'STRING')]),
  tableFor('Empty Table', [fieldOf('id', 'INTEGER')]),
  tableFor('pet', [fieldOf('id', 'INTEGER'), fieldOf('owner_id', 'INTEGER')], { foreignKeys: [{ fields: ['owner_id'], table: 'person', references: ['id'] }] }),
];
const ROWS: RowsByTable = {
  person: Array.from({ length: 2 * PART_ROWS + 100 }, (_, index) => [index, `Name "${index * 7919}"`]),
  'Empty Table': [],
  pet: Array.from({ length: 300 }, (_, index) => [index, index * 3]),
};
const SMALL: RowsByTable = { ...ROWS, person: (ROWS['person'] ?? []).slice(0, 1000) };
const NONE: RowsByTable = { person: [], 'Empty Table': [], pet: [] };
const WAYS: readonly { readonly format: OutputFormat; readonly compression: Compression }[] = [
  { format: 'JSON', compression: 'NONE' }, { format: 'JSON', compression: 'GZIP' }, { format: 'JSONL', compression: 'ZSTD' }, { format: 'JSONL', compression: 'NONE' },
  { format: 'CSV', compression: 'NONE' }, { format: 'CSV', compression: 'GZIP' }, { format: 'SQL', compression: 'ZSTD' }, { format: 'SQL', compression: 'NONE' }, { format: 'ZIP', compression: 'NONE' },
];

function plain(content: Buffer, compression: Compression): string {
  return (compression === 'GZIP' ? gunzipSync(content) : compression === 'ZSTD' ? zstdDecompressSync(content) : content).toString('utf8');
}

describe('parts of an output', () => {
  it('lie on a fixed grid of row indexes, however the rows were committed', () => {
    const [file] = layoutOutput(planFor(TABLES, ROWS), { format: 'CSV', compression: 'NONE' });
    assert.ok(file !== undefined);
    const whole = partsOf(file, { person: [{ first: 0, last: 2 * PART_ROWS + 5 }] });
    assert.deepEqual(whole.map(({ ranges }) => ranges), [[{ first: 0, last: PART_ROWS }], [{ first: PART_ROWS, last: 2 * PART_ROWS }], [{ first: 2 * PART_ROWS, last: 2 * PART_ROWS + 5 }]]);
    assert.deepEqual(whole.map(({ opens, closes }) => [opens, closes]), [[true, false], [false, false], [false, true]]);
    fc.assert(
      fc.property(fc.array(fc.nat(2 * PART_ROWS + 5)), (cuts) => {
        const edges = [...new Set([0, ...cuts, 2 * PART_ROWS + 5])].sort((a, b) => a - b);
        const ranges = edges.slice(1).map((last, index): RowRange => ({ first: edges[index] ?? 0, last }));
        assert.deepEqual(partsOf(file, { person: ranges }), whole);
      }),
    );
    assert.deepEqual(partsOf(file, {}), []);
    assert.deepEqual(partsOf(file, { person: [{ first: 3, last: 3 }] }), []);
  });

  it('keep a prefix with single later rows', () => {
    const [file] = layoutOutput(planFor(TABLES, ROWS), { format: 'CSV', compression: 'NONE' });
    assert.ok(file !== undefined);
    const ranges = [{ first: 0, last: 10 }, { first: 12, last: 13 }, { first: 5 * PART_ROWS, last: 5 * PART_ROWS + 1 }];
    assert.deepEqual(partsOf(file, { person: ranges }), [
      { section: 1, table: 'person', ranges: ranges.slice(0, 2), opens: true, closes: false },
      { section: 1, table: 'person', ranges: ranges.slice(2), opens: false, closes: true },
    ]);
  });

  it('say how many rows of a cell there are where not all are, and give them by their bits', () => {
    const [file] = layoutOutput(planFor(TABLES, ROWS), { format: 'CSV', compression: 'NONE' });
    assert.ok(file !== undefined);
    const some = { first: PART_ROWS, last: 2 * PART_ROWS, rows: 3 };
    const [whole, sparse] = partsOf(file, { person: [{ first: 0, last: PART_ROWS }, some] });
    assert.deepEqual([whole?.ranges, sparse?.ranges], [[{ first: 0, last: PART_ROWS }], [some]]);
    assert(sparse !== undefined);
    const runs = (bits: readonly number[]) => [...runsIn([{ ...some, bits: Uint8Array.from(bits) }, { first: 2 * PART_ROWS, last: 2 * PART_ROWS + 9 }], PART_ROWS + 1)];
    assert.deepEqual(runs([0b11, 0b1]), [{ first: PART_ROWS + 1, last: PART_ROWS + 2 }, { first: PART_ROWS + 8, last: PART_ROWS + 9 }, { first: 2 * PART_ROWS, last: 2 * PART_ROWS + 9 }]);
    assert.throws(() => [...rowsOfPart(sparse, () => [])], /was not read/);
  });

  it('give the bytes of the same file written at once, for every format', async () => {
    for (const request of WAYS) {
      for (const rows of [ROWS, SMALL, NONE]) {
        const storage = new Bucket();
        const plan = planFor(TABLES, rows);
        const joined = await writeOutput({ tables: TABLES, rows, request });
        for (const [index, file] of layoutOutput(plan, request).entries()) {
          const rowsOf = (table: string, { first, last }: RowRange): readonly (readonly Value[])[] => (rows[table] ?? []).slice(first, last);
          const { sha256, bytes } = await writeWhole(storage, file.fileName, { plan, file, ranges: allRows(rows), rowsOf });
          assert.deepEqual({ name: file.fileName, sha256, bytes }, { name: joined[index]?.file.fileName, sha256: joined[index]?.sha256, bytes: joined[index]?.bytes });
        }
      }
    }
  });

  it('give the same bytes in whatever order they are written, for every format', async () => {
    for (const request of WAYS) {
      const inOrder = await writeOutput({ tables: TABLES, rows: ROWS, request });
      const backwards = await writeOutput({ tables: TABLES, rows: ROWS, request, shuffled: (count) => [...Array(count).keys()].reverse() });
      assert.deepEqual(backwards.map(({ sha256 }) => sha256), inOrder.map(({ sha256 }) => sha256), `${request.format} ${request.compression}`);
      // A storage that hands out other chunks.
      using folder = temporaryFolder();
      const elsewhere = await writeOutput({ tables: TABLES, rows: ROWS, request, storage: localStorage(folder.path, { floorBytes: 0 }) });
      assert.deepEqual(elsewhere.map(({ sha256 }) => sha256), inOrder.map(({ sha256 }) => sha256), `${request.format} ${request.compression}`);
      for (const { content, bytes, sha256 } of inOrder) {
        assert.equal(bytes, content.length);
        assert.equal(sha256, createHash('sha256').update(content).digest('hex'));
      }
    }
  });

  it('leave nothing behind when a row cannot be made', async () => {
    const plan = planFor(TABLES, SMALL);
    const [file] = layoutOutput(plan, { format: 'CSV', compression: 'NONE' });
    const [part] = file === undefined ? [] : partsOf(file, allRows(SMALL));
    assert.ok(file !== undefined && part !== undefined);
    const storage = new Bucket();
    const failing = function* (): Generator<readonly Value[]> {
      yield [1, 'x'.repeat(1_000_000)];
      throw new Error('row 2 cannot be made');
    };
    await assert.rejects(writePart(storage, 'p', { plan, file, part, rows: failing() }), /row 2 cannot be made/);
    assert.equal(await storage.size('p'), null);
  });

  it('stop the joining when one of them is gone, for every format', async () => {
    for (const request of WAYS) {
      const [file] = layoutOutput(planFor(TABLES, SMALL), request);
      const section = file?.sections.findIndex(({ kind }) => kind === 'rows') ?? -1;
      assert.ok(file !== undefined);
      const storage = new Bucket();
      await assert.rejects(joinParts(storage, 'out', { file, parts: [{ section, name: 'gone' }] }), /gone is not in storage/);
      assert.equal(await storage.size('out'), null);
    }
  });

  it('close what they read when the joined file cannot be written, for every format', async () => {
    for (const request of WAYS) {
      const [file] = layoutOutput(planFor(TABLES, SMALL), request);
      const section = file?.sections.findIndex(({ kind }) => kind === 'rows') ?? -1;
      assert.ok(file !== undefined);
      const reads = { open: 0 };
      const bucket = new Bucket();
      const endless: Storage = {
        put: async (name, chunks) => bucket.put(name, breaking(chunks)),
        move: (from, to) => bucket.move(from, to),
        sweep: () => bucket.sweep(),
        get: async function* () {
          reads.open++;
          try {
            for (;;) yield randomBytes(20_000);
          } finally {
            reads.open--;
          }
        },
        size: async () => null, list: (folder) => bucket.list(folder), delete: async () => undefined, deleteAll: async () => undefined, free: async () => null,
      };
      await assert.rejects(joinParts(endless, 'out', { file, parts: [{ section, name: 'endless' }] }), /disk broke/);
      assert.equal(reads.open, 0, `${request.format} ${request.compression}`);
    }
  });
});

/** The first 100,000 bytes, then a failure of the writer. */
async function* breaking(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = 100_000;
  for await (const chunk of chunks) {
    yield chunk;
    left -= chunk.length;
    if (left < 0) throw new Error('disk broke');
  }
}

describe('output files', () => {
  it('in JSON are one array, or arrays by table, also of no rows', async () => {
    for (const rows of [SMALL, NONE]) {
      for (const compression of ['NONE', 'GZIP', 'ZSTD'] as const) {
        const [several] = await writeOutput({ tables: TABLES, rows, request: { format: 'JSON', compression } });
        assert.ok(several !== undefined);
        assert.deepEqual(JSON.parse(plain(several.content, compression)), {
          person: (rows['person'] ?? []).map(([id, name]) => ({ id, name })),
          'Empty Table': [],
          pet: (rows['pet'] ?? []).map(([id, owner_id]) => ({ id, owner_id })),
        });
        const [one] = await writeOutput({ tables: TABLES.slice(0, 1), rows, request: { format: 'JSON', compression } });
        assert.deepEqual(JSON.parse(plain(one?.content ?? Buffer.alloc(0), compression)), (rows['person'] ?? []).map(([id, name]) => ({ id, name })));
      }
    }
  });

  it('are valid gzip and zstd even with nothing in them', async () => {
    for (const compression of ['GZIP', 'ZSTD'] as const) {
      const [file] = await writeOutput({ tables: TABLES, rows: NONE, request: { format: 'JSONL', compression } });
      assert.ok(file !== undefined && file.bytes > 0);
      assert.equal(plain(file.content, compression), '');
    }
  });

  it('hold the same content compressed or not', async () => {
    for (const format of ['JSON', 'JSONL', 'CSV', 'SQL'] as const) {
      const [bare, gzip, zstd] = await Promise.all((['NONE', 'GZIP', 'ZSTD'] as const).map(async (compression) => (await writeOutput({ tables: TABLES, rows: ROWS, request: { format, compression } })).map(({ content }) => plain(content, compression))));
      assert.deepEqual(gzip, bare);
      assert.deepEqual(zstd, bare);
    }
  });

  it('compressed with gzip name no time and no system', async () => {
    const [file] = await writeOutput({ tables: TABLES, rows: SMALL, request: { format: 'CSV', compression: 'GZIP' } });
    assert.deepEqual([...(file?.content.subarray(0, 10) ?? [])], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    // DecompressionStream takes a single member only, as browsers do.
    const opened = new Response(new Blob([new Uint8Array(file?.content ?? [])]).stream().pipeThrough(new DecompressionStream('gzip')));
    assert.equal(await opened.text(), plain(file?.content ?? Buffer.alloc(0), 'GZIP'));
  });

  it('in a ZIP are every table as CSV, and the schema', async () => {
    const [zip] = await writeOutput({ tables: TABLES, rows: SMALL, request: { format: 'ZIP', compression: 'NONE' } });
    const csv = await writeOutput({ tables: TABLES, rows: SMALL, request: { format: 'CSV', compression: 'NONE' } });
    assert.ok(zip !== undefined);
    const entries = unzip(zip.content);
    assert.deepEqual([...entries.keys()], ['person.csv', 'Empty_Table.csv', 'pet.csv', 'schema.json']);
    for (const { file, content } of csv) assert.equal(entries.get(file.fileName)?.toString('utf8'), content.toString('utf8'));
    assert.equal(entries.get('schema.json')?.toString('utf8'), schemaText(planFor(TABLES, SMALL)));
  });

  it('in a ZIP have the same bytes in every time zone, at a clock change too', () => {
    const script = `import { zipped } from ${JSON.stringify(new URL('../src/files/zip.ts', import.meta.url).href)};
      import { createHash, randomBytes } from 'node:crypto';
      const hash = createHash('sha256');
      for await (const chunk of zipped([{ name: 'a', chunks: async function* () { yield Buffer.from('a'); } }], '2026-03-29T01:30:00Z')) hash.update(chunk);
      console.log(hash.digest('hex'));`;
    const hashes = ['UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles'].map((TZ) => execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TZ }, encoding: 'utf8' }));
    assert.equal(new Set(hashes).size, 1);
  });

  it('are named for their format, or for their tables, and never as one that is there already', () => {
    const names = (format: OutputFormat, compression: Compression, taken: readonly string[] = [], tables = TABLES): readonly string[] => layoutOutput(planFor(tables, NONE), { format, compression }, taken).map(({ fileName }) => fileName);
    assert.deepEqual(names('JSON', 'NONE'), ['data.json']);
    assert.deepEqual(names('SQL', 'GZIP'), ['data.sql.gz']);
    assert.deepEqual(names('ZIP', 'NONE'), ['data.zip']);
    assert.deepEqual(names('CSV', 'NONE'), ['person.csv', 'Empty_Table.csv', 'pet.csv']);
    assert.deepEqual(names('JSONL', 'ZSTD', [], TABLES.slice(0, 1)), ['data.jsonl.zst']);
    assert.deepEqual(names('CSV', 'NONE', ['Person.CSV', 'pet-2.csv']), ['person-3.csv', 'Empty_Table-3.csv', 'pet-3.csv']);
  });

  it('have names that every storage takes, distinct without case, whatever the tables are called', () => {
    const stems = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a', 'A', 'a_2', '..', '../../etc/passwd', 'CON', 'nul', '.x', 'a/b', 'a\\b', '', 'x'.repeat(500), 'é', 'e\u0301', '\ud800')), { maxLength: 12 });
    fc.assert(
      fc.property(stems, (list) => {
        const names = distinctFileNames(list.map((stem) => ({ stem, extension: '.csv.gz' })), []);
        for (const name of names) assert.equal(nameSegments(name).length, 1);
        assert.equal(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size, list.length);
      }),
    );
  });
});

describe('manifest and schema files', () => {
  it('say what a reader needs, and the same for the same run', () => {
    const plan = planFor(TABLES, SMALL);
    const files = [{ fileName: 'b.csv', mediaType: 'text/csv', bytes: 2, sha256: 'ff' }, { fileName: 'a.csv', mediaType: 'text/csv', bytes: 1, sha256: 'ee' }];
    const text = manifestText({ plan, planHash: 'abc', version: '0.1.0', counts: { person: 10 }, partial: true, files });
    assert.deepEqual(JSON.parse(text), {
      verisim: '0.1.0', generators: plan.generators, planHash: 'abc', seed: 7, reference: plan.reference, locale: 'en', partial: true,
      tables: [{ table: 'person', rows: 10, planned: 1000 }, { table: 'Empty Table', rows: 0, planned: 0 }, { table: 'pet', rows: 0, planned: 300 }],
      files: [files[1], files[0]],
    });
    assert.equal(text, manifestText({ plan, planHash: 'abc', version: '0.1.0', counts: { person: 10 }, partial: true, files: [...files].reverse() }));
  });

  it('have the same bytes whatever order a database gives keys back in', () => {
    const field = fieldOf('a', 'JSON', { generator: { kind: 'category', values: [{ value: { z: 1, b: [{ y: 1, x: 2 }] }, weight: 1 }] } });
    const reversed = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(reversed) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, part]) => [key, reversed(part)])) : value;
    const plan = planFor([tableFor('t', [field])], {});
    assert.equal(schemaText(reversed(plan) as typeof plan), schemaText(plan));
  });

  it('show conditions as SQL, without their parsed trees', () => {
    const condition = { kind: 'literal', value: true } as const;
    const table = tableFor('t', [fieldOf('a', 'INTEGER', { generator: { kind: 'expression', sql: '1 + 1', expression: condition } })], { checks: [{ sql: 'a > 0', condition }] });
    assert.deepEqual((JSON.parse(schemaText(planFor([table], {}))) as { tables: unknown[] }).tables[0], {
      name: 't',
      fields: [{ name: 'a', type: 'INTEGER', nullable: false, generator: { kind: 'expression', sql: '1 + 1' } }],
      primaryKey: ['a'], uniqueKeys: [], foreignKeys: [], checks: ['a > 0'],
    });
  });
});
