// Parquet outputs, read by DuckDB: every type, every value, any parts; and what the other formats say of the same rows.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Table, Value } from '../src/domain/schema.ts';
import { layoutOutput } from '../src/files/layout.ts';
import { joinParts, PART_ROWS, type RowRange, writeWhole } from '../src/files/parts.ts';
import type { OutputRequest } from '../src/files/request.ts';
import { Bucket } from './support/bucket.ts';
import { type DuckDb, startDuckDb } from './support/duckdb.ts';
import { allRows, fieldOf, planFor, type RowsByTable, tableFor, writeOutput } from './support/outputs.ts';
import { temporaryFolder } from './support/postgres.ts';

const COMPRESSIONS = ['NONE', 'GZIP', 'ZSTD'] as const;
const PARQUET = { format: 'PARQUET', compression: 'ZSTD' } as const;
const optional = { nullable: true } as const;

/** Every type, what DuckDB calls it, and values with what DuckDB writes them as. */
const COLUMNS = [
  [fieldOf('small', 'INTEGER', { ...optional, minimum: -32_768, maximum: 32_767 }), 'INTEGER', fc.integer({ min: -32_768, max: 32_767 }), String],
  [fieldOf('big', 'INTEGER', optional), 'BIGINT', fc.oneof(fc.maxSafeInteger(), fc.constantFrom('9223372036854775807', '-9223372036854775808')), String],
  [fieldOf('float', 'FLOAT', optional), 'DOUBLE', fc.constantFrom(0, 1.5, -0.1, 1e300, 5e-324), null],
  [fieldOf('price', 'DECIMAL', { ...optional, precision: 12, scale: 2 }), 'DECIMAL(12,2)', fc.constantFrom('0.00', '-0.05', '-12.30', '9999999999.99'), String],
  [fieldOf('wide', 'DECIMAL', { ...optional, precision: 38, scale: 4 }), 'DECIMAL(38,4)', fc.constantFrom('1.0000', '-0.0001', '-9999999999999999999999999999999999.9999'), String],
  [fieldOf('drawn', 'DECIMAL', { ...optional, generator: { kind: 'decimal', minimum: 0, maximum: 9, places: 3 } }), 'DECIMAL(18,3)', fc.constantFrom('0.125', '8.500'), String],
  [fieldOf('free', 'DECIMAL', optional), 'DOUBLE', fc.constantFrom('0.125', '8.5'), String],
  [fieldOf('yes', 'BOOLEAN', optional), 'BOOLEAN', fc.boolean(), String],
  [fieldOf('text "é"', 'STRING', optional), 'VARCHAR', fc.string({ unit: 'grapheme' }), null],
  [fieldOf('a.b', 'TEXT', optional), 'VARCHAR', fc.string({ maxLength: 60 }), null],
  [fieldOf('day', 'DATE', optional), 'DATE', fc.constantFrom('0001-01-01', '1969-12-31', '2026-02-28', '9999-12-31'), String],
  [fieldOf('time', 'TIME', optional), 'TIME', fc.constantFrom('00:00:00', '23:59:59'), String],
  [fieldOf('local', 'DATETIME', { ...optional, sqlType: 'timestamp without time zone' }), 'TIMESTAMP', fc.constantFrom('1969-12-31T23:59:59Z', '2026-01-31T13:45:00Z'), (value: Value) => String(value).replace('T', ' ').replace('Z', '')],
  [fieldOf('instant', 'DATETIME', { ...optional, sqlType: 'timestamp(0) with time zone' }), 'TIMESTAMP WITH TIME ZONE', fc.constantFrom('1969-12-31T23:59:59Z', '2026-07-31T23:45:00Z'), (value: Value) => String(value).replace('T', ' ').replace('Z', '+00')],
  [fieldOf('uuid', 'UUID', optional), 'UUID', fc.uuid(), String],
  [fieldOf('json', 'JSON', optional), 'JSON', fc.oneof(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.record({ a: fc.array(fc.string()), b: fc.integer() })), (value: Value) => JSON.stringify(value)],
  [fieldOf('bytes', 'BINARY', optional), 'BLOB', fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')), null],
] as const;
const EVERYTHING = tableFor('everything', [fieldOf('id', 'INTEGER'), ...COLUMNS.map(([field]) => field)]);

describe('Parquet', () => {
  const folder = temporaryFolder();
  let duck: DuckDb;
  before(async () => {
    duck = await startDuckDb();
  });
  after(() => {
    duck[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  /** The files of an output, where DuckDB can read them. */
  async function written(tables: readonly Table[], rows: RowsByTable, request: OutputRequest): Promise<readonly string[]> {
    const files = await writeOutput({ tables, rows, request });
    return files.map(({ file, content }) => {
      const place = path.join(folder.path, file.fileName);
      writeFileSync(place, content);
      return place;
    });
  }
  const asTexts = COLUMNS.map(([{ name }, type]) => (type === 'BLOB' ? `to_base64("${name}")` : type === 'DOUBLE' ? `"${name}"` : `"${name.replaceAll('"', '""')}"::VARCHAR`)).join(', ');

  it('has the type of every field, and every value or null as it was, however it is compressed', async () => {
    const row = fc.tuple(...COLUMNS.map(([, , values]) => fc.option(values as fc.Arbitrary<Value>, { freq: 4 })));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.constantFrom(...COMPRESSIONS), async (list, compression) => {
        const [file] = await written([EVERYTHING], { everything: list.map((values, index) => [index, ...values]) }, { format: 'PARQUET', compression });
        const types = await duck.rows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${file}')`);
        assert.deepEqual(types, [['id', 'BIGINT'], ...COLUMNS.map(([{ name }, type]) => [name, type])]);
        const expected = list.map((values) => values.map((value, index) => (value === null ? null : (COLUMNS[index]?.[1] === 'DOUBLE' ? Number(value) : (COLUMNS[index]?.[3] ?? String)(value)))));
        assert.deepEqual(await duck.rows(`SELECT ${asTexts} FROM '${file}' ORDER BY id`), expected);
      }),
      { numRuns: 60 },
    );
  });

  it('tells the smallest and the largest value of a group, by which readers leave groups out', async () => {
    const rows = { everything: [1, 2, 3].map((id) => [id, ...COLUMNS.map(([{ name }]) => (name === 'json' ? `text ${id}` : name === 'price' ? `${id}.50` : name === 'day' ? `2026-01-0${id}` : null))]) };
    const [file] = await written([EVERYTHING], rows, PARQUET);
    for (const condition of [`json::VARCHAR = '"text 2"'`, 'price = 2.5', `day = DATE '2026-01-02'`, 'id = 2']) assert.deepEqual(await duck.rows(`SELECT id FROM '${file}' WHERE ${condition}`), [[2n]], condition);
    assert.deepEqual(await duck.rows(`SELECT stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('${file}') WHERE path_in_schema = 'price'`), [['1.50', '3.50', 0n]]);
  });

  it('has a column that is never null for each of the primary key, and only for these', async () => {
    const [file] = await written([tableFor('t', [fieldOf('id', 'INTEGER'), fieldOf('name', 'STRING')])], { t: [[1, 'a']] }, PARQUET);
    assert.deepEqual(await duck.rows(`SELECT name, repetition_type FROM parquet_schema('${file}') WHERE type IS NOT NULL`), [['id', 'REQUIRED'], ['name', 'OPTIONAL']]);
  });

  it('is named for its table, and not for what its pages are compressed with', () => {
    const [file] = layoutOutput(planFor([EVERYTHING], { everything: [] }), { format: 'PARQUET', compression: 'GZIP' });
    assert.deepEqual([file?.fileName, file?.mediaType], ['data.parquet', 'application/vnd.apache.parquet']);
  });

  it('has a row group for each part, and more where rows are long, and the same bytes however the parts came about', async () => {
    const table = tableFor('t', [fieldOf('id', 'INTEGER'), fieldOf('note', 'TEXT')]);
    const long = 'x'.repeat(100_000);
    const rows = { t: Array.from({ length: 2 * PART_ROWS + 100 }, (_, index): readonly Value[] => [index, index < 400 ? long : `note ${index}`]) };
    for (const compression of COMPRESSIONS) {
      const request = { format: 'PARQUET', compression } as const;
      const [place] = await written([table], rows, request);
      const groups = await duck.rows(`SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('${place}') ORDER BY 1`);
      assert.deepEqual(groups.map(([, count]) => count), [168n, 168n, BigInt(PART_ROWS - 336), BigInt(PART_ROWS), 100n]);
      assert.deepEqual(await duck.rows(`SELECT count(*), sum(id)::BIGINT, sum(length(note))::BIGINT FROM '${place}'`), [[BigInt(rows.t.length), rows.t.reduce((sum, [id]) => sum + BigInt(id as number), 0n), rows.t.reduce((sum, [, note]) => sum + BigInt(String(note).length), 0n)]]);
      const [inOrder] = await writeOutput({ tables: [table], rows, request });
      const [backwards] = await writeOutput({ tables: [table], rows, request, shuffled: (count) => [...Array(count).keys()].reverse() });
      assert.equal(backwards?.sha256, inOrder?.sha256);
      const plan = planFor([table], rows);
      const [file] = layoutOutput(plan, request);
      assert.ok(file !== undefined);
      const whole = await writeWhole(new Bucket(), 'whole', { plan, file, ranges: allRows(rows), rowsOf: (_table, { first, last }: RowRange) => rows.t.slice(first, last) });
      assert.equal(whole.sha256, inOrder?.sha256);
    }
  });

  it('says so where a part is cut off, or a value is none of its type', async () => {
    const table = tableFor('t', [fieldOf('id', 'INTEGER'), fieldOf('price', 'DECIMAL', { precision: 5, scale: 2 }), fieldOf('day', 'DATE')]);
    const [file] = layoutOutput(planFor([table], { t: [] }), PARQUET);
    assert.ok(file !== undefined);
    const storage = new Bucket();
    await storage.put('cut', [Buffer.from([9, 0, 0, 0, 9, 0, 0, 0, 1, 2])]);
    await assert.rejects(joinParts(storage, 'out', { file, parts: [{ section: 0, name: 'cut' }] }), /ends early: expected 26 bytes of a row group, got 10/);
    for (const [row, message] of [
      [['9223372036854775808', '1.00', '2026-01-31'], /whole number of 64 bits .*got 9223372036854775808/],
      [[1, 'cheap', '2026-01-31'], /field price: expected a decimal number .*got cheap/],
      [[1, '1.00', 'soon'], /field day: expected a DATE .*got "soon"/],
    ] as const) await assert.rejects(writeOutput({ tables: [table], rows: { t: [row] }, request: PARQUET }), message);
  });

  it('says the same of rows as CSV, JSON and JSON lines do', async () => {
    const table = tableFor('t', [fieldOf('id', 'INTEGER'), fieldOf('text', 'STRING', optional), fieldOf('price', 'DECIMAL', { ...optional, precision: 8, scale: 2 }), fieldOf('day', 'DATE', optional), fieldOf('yes', 'BOOLEAN', optional)]);
    const texts = fc.option(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', 'é', '😀', "'", ' ', '\\') }));
    const row = fc.tuple(texts, fc.option(fc.constantFrom('1.50', '-0.01')), fc.option(fc.constant('2026-01-31')), fc.option(fc.boolean()));
    const columns = `{id: 'BIGINT', text: 'VARCHAR', price: 'DECIMAL(8,2)', day: 'DATE', yes: 'BOOLEAN'}`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (list) => {
        const rows = { t: list.map((values, index) => [index, ...values]) };
        const places = await Promise.all((['PARQUET', 'CSV', 'JSON', 'JSONL'] as const).map(async (format) => (await written([table], rows, { format, compression: format === 'PARQUET' ? 'ZSTD' : 'NONE' }))[0]));
        const [parquet, ...others] = [`'${places[0]}'`, `read_csv('${places[1]}', columns = ${columns}, delim = ',', quote = '"', escape = '"', header = true, allow_quoted_nulls = false)`, `read_json('${places[2]}', columns = ${columns})`, `read_json('${places[3]}', columns = ${columns})`];
        const found = await duck.rows(`SELECT * FROM ${parquet} ORDER BY id`);
        assert.equal(found.length, list.length);
        for (const other of others) assert.deepEqual(await duck.rows(`SELECT * FROM ${other} ORDER BY id`), found, other);
      }),
      { numRuns: 30 },
    );
  });
});
