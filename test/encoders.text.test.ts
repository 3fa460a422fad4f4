// CSV and JSON, read back by readers that share nothing with the writers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import type { Field, Table, Value } from '../src/domain/schema.ts';
import { csvStart, csvWriter } from '../src/files/encoders/csv.ts';
import { jsonItemsWriter, jsonLinesWriter } from '../src/files/encoders/json.ts';
import { encodeRows, type RowWriter } from '../src/files/encoders/writer.ts';
import { completeRequest, type CsvOptions, DEFAULT_CSV, MAX_ROWS_PER_INSERT, type OutputRequest } from '../src/files/request.ts';

const field = (name: string, type: Field['type']): Field => ({ name, type, nullable: true });
const tableWith = (...fields: readonly Field[]): Table => ({ name: 't', fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] });
const TABLE = tableWith(field('id', 'INTEGER'), field('a "name",\nso', 'STRING'), field('price', 'DECIMAL'), field('ok', 'BOOLEAN'), field('made', 'DATETIME'), field('data', 'JSON'), field('share', 'FLOAT'));

const written = (writer: RowWriter, rows: readonly (readonly Value[])[]): string => Buffer.concat([...encodeRows(rows, writer)]).toString('utf8');

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('"', '\r', '\n', ',', ';', '\t', '\\', "'", ' ', 'é', '漢', '😀', '=', 'NULL', 'a') }));
const orNull = <T extends Value>(value: fc.Arbitrary<T>): fc.Arbitrary<Value> => fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
const rows = fc.array(
  fc.tuple(
    orNull(fc.oneof(fc.maxSafeInteger(), fc.constant('9223372036854775807'))),
    orNull(anyText),
    orNull(fc.constantFrom('0.00', '-12.50', '99999999999999999999.99')),
    orNull(fc.boolean()),
    orNull(fc.constant('2026-01-31T13:45:00Z')),
    // As JSON has them: it knows no -0.
    orNull(fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null).map((value) => JSON.parse(JSON.stringify(value)) as Value)),
    orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0)),
  ),
  { maxLength: 30 },
);

/** RFC 4180 by the letter, one character at a time. A field is null where it is the null text without quotes. */
function parseCsv(text: string, { delimiter, nullText, lineEnd, quoting }: CsvOptions): (string | null)[][] {
  const end = lineEnd === 'LF' ? '\n' : '\r\n';
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  let position = 0;
  while (position < text.length) {
    let value = '';
    let isQuoted = false;
    if (text[position] === '"') {
      isQuoted = true;
      for (position++; ; position++) {
        assert.ok(position < text.length, 'a quote that does not end');
        if (text[position] === '"' && text[++position] !== '"') break;
        value += text[position];
      }
    } else {
      while (position < text.length && !text.startsWith(delimiter, position) && !text.startsWith(end, position)) {
        assert.ok(!'"\r\n'.includes(text[position] ?? ''), 'a character that wants quotes');
        value += text[position++];
      }
    }
    assert.ok(isQuoted || quoting === 'NEEDED' || value === nullText, 'a value without quotes');
    record.push(!isQuoted && value === nullText ? null : value);
    if (text.startsWith(delimiter, position)) {
      position += delimiter.length;
      continue;
    }
    assert.ok(text.startsWith(end, position), 'a record that does not end in its line end');
    position += end.length;
    records.push(record);
    record = [];
  }
  return records;
}

const textInCsv = (value: Value, index: number): string | null => (value === null ? null : TABLE.fields[index]?.type === 'JSON' ? JSON.stringify(value) : String(value));

describe('CSV', () => {
  it('is read back as it was, with any delimiter, null text, quoting and line end', () => {
    const options = fc.record({ quoting: fc.constantFrom('NEEDED', 'ALWAYS'), lineEnd: fc.constantFrom('CRLF', 'LF'), byteOrderMark: fc.boolean(), delimiter: fc.constantFrom(',', ';', '\t', '|', '-', '.', '1', ']', '^', '\\', 'e', '€', '😀'), header: fc.constant(true), nullText: fc.constantFrom('', 'NULL', '\\N', 'true', '0', 'x') });
    fc.assert(
      fc.property(rows, options.filter(({ delimiter, nullText }) => !nullText.includes(delimiter)), (table, csv) => {
        const text = csvStart(TABLE, csv) + written(csvWriter(TABLE, csv), table);
        assert.equal(text.startsWith('\uFEFF'), csv.byteOrderMark);
        const [header, ...records] = parseCsv(text.replace(/^\uFEFF/, ''), csv);
        assert.deepEqual(header, TABLE.fields.map(({ name }) => name));
        assert.deepEqual(records, table.map((row) => row.map(textInCsv)));
      }),
      { numRuns: 300 },
    );
  });

  it('has quotes round all but null, a mark for Excel and lines that end in LF where these are asked for', () => {
    const csv: CsvOptions = { ...DEFAULT_CSV, quoting: 'ALWAYS', lineEnd: 'LF', byteOrderMark: true };
    const table = tableWith(field('a', 'INTEGER'), field('b', 'STRING'));
    assert.equal(csvStart(table, csv) + written(csvWriter(table, csv), [[1, 'x'], [2, null]]), '\uFEFF"a","b"\n"1","x"\n"2",\n');
    assert.equal(csvStart(table, { ...csv, header: false }), '\uFEFF');
    assert.equal(csvStart(table, { ...DEFAULT_CSV, header: false }), '');
  });

  it('tells an empty text from null', () => {
    assert.equal(written(csvWriter(tableWith(field('a', 'STRING'), field('b', 'STRING')), DEFAULT_CSV), [['', null]]), '"",\r\n');
  });

  it('writes texts and numbers of any size, whatever came before them in the same chunk', () => {
    const texts = ['x', 'é', '😀'].flatMap((letter) => [1, 100, 100_000, 200_000].map((length) => letter.repeat(length)));
    const numbers = [0, 9, 10, 2 ** 30 - 1, 2 ** 30, 2 ** 31, -1, 0.5, 1e21, Number.MAX_SAFE_INTEGER];
    const table = texts.flatMap((text) => numbers.map((number) => [number, text]));
    const lines = table.map(([number, text]) => `${String(number)},${String(text)}\r\n`).join('');
    assert.ok(written(csvWriter(tableWith(field('a', 'FLOAT'), field('b', 'STRING')), DEFAULT_CSV), table) === lines);
  });

  it('is refused with a delimiter or null text that could not be read back', () => {
    const csv = (options: Partial<CsvOptions>): OutputRequest => ({ format: 'CSV', compression: 'NONE', csv: { ...DEFAULT_CSV, ...options } });
    for (const options of [{ delimiter: '' }, { delimiter: '"' }, { delimiter: '\n' }, { delimiter: ',,' }, { delimiter: '\u0000' }, { nullText: 'a,b' }, { nullText: '"' }, { nullText: 'a\nb' }, { nullText: 'x'.repeat(101) }]) {
      assert.throws(() => completeRequest(csv(options)), InvalidInput, JSON.stringify(options));
    }
    completeRequest(csv({ delimiter: '\t', nullText: '\\N' }));
  });
});

describe('JSON', () => {
  const objects = (table: readonly (readonly Value[])[]): unknown[] => table.map((row) => Object.fromEntries(TABLE.fields.map(({ name }, index) => [name, row[index]])));

  it('lines are read back as they were, one object a line', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const lines = written(jsonLinesWriter(TABLE), table).split('\n');
        assert.equal(lines.pop(), '');
        assert.deepEqual(lines.map((line) => JSON.parse(line) as unknown), objects(table));
      }),
    );
  });

  it('leaves nulls out, and writes decimals as numbers with all their digits, where that is asked for', () => {
    const table = tableWith(field('id', 'INTEGER'), field('price', 'DECIMAL'), field('s', 'STRING'));
    const rows = [['9223372036854775807', '12.50', '1'], [null, '-0.05', null], [null, null, null]];
    assert.equal(written(jsonLinesWriter(table, { nulls: false, decimals: 'NUMBER' }), rows), '{"id":9223372036854775807,"price":12.50,"s":"1"}\n{"price":-0.05}\n{}\n');
    assert.equal(written(jsonItemsWriter(table, { opens: true, json: { nulls: false, decimals: 'STRING' } }), rows), '{"id":"9223372036854775807","price":"12.50","s":"1"},\n{"price":"-0.05"},\n{}');
  });

  it('items make an array, however they are cut into parts', () => {
    fc.assert(
      fc.property(rows, fc.nat(30), (table, cut) => {
        const text = written(jsonItemsWriter(TABLE, { opens: true }), table.slice(0, cut || table.length)) + (cut > 0 ? written(jsonItemsWriter(TABLE, { opens: false }), table.slice(cut)) : '');
        assert.equal(text, written(jsonItemsWriter(TABLE, { opens: true }), table));
        assert.deepEqual(JSON.parse(`[${text}]`), objects(table));
      }),
    );
  });

  it('writes a table without fields, and numbers that JSON lacks as null', () => {
    assert.equal(written(jsonLinesWriter(tableWith()), [[], []]), '{}\n{}\n');
    assert.equal(written(jsonLinesWriter(tableWith(field('a', 'FLOAT'))), [[Number.NaN]]), '{"a":null}\n');
  });
});

describe('an output request', () => {
  it('has its defaults filled in, and is refused where it asks for what cannot be', () => {
    assert.deepEqual(completeRequest({ format: 'CSV', compression: 'GZIP' }).csv, DEFAULT_CSV);
    const semicolons: CsvOptions = { ...DEFAULT_CSV, delimiter: ';' };
    assert.throws(() => completeRequest({ format: 'PARQUET', compression: 'NONE', csv: semicolons }), /csv: expected options of csv for CSV or ZIP alone, got some for PARQUET/);
    for (const [format, csv] of [['ZIP', semicolons], ['PARQUET', DEFAULT_CSV]] as const) assert.deepEqual(completeRequest({ format, compression: 'NONE', csv }).csv, csv);
    assert.throws(() => completeRequest({ format: 'ZIP', compression: 'GZIP' }), /compression: a ZIP is compressed already: expected NONE, got GZIP/);
    for (const rowsPerInsert of [0, -1, 1.5, Number.NaN, MAX_ROWS_PER_INSERT + 1]) {
      assert.throws(() => completeRequest({ format: 'SQL', compression: 'NONE', sql: { dialect: 'POSTGRESQL', rowsPerInsert } }), /sql.rowsPerInsert: expected a whole number from 1 to 10000/);
    }
  });
});
