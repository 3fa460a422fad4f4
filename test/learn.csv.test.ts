// Reading CSV files of any making: the dialect is found out, whatever the pieces in which the bytes come, and what is wrong has its line.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatDate, formatDateTime, formatTime } from '../src/domain/calendar.ts';
import { InvalidInput } from '../src/domain/errors.ts';
import { columnAt } from '../src/domain/learn/columns.ts';
import { CsvReader } from '../src/domain/learn/csv-reader.ts';
import { decodedText } from '../src/domain/learn/encoding.ts';
import { MAX_SAMPLED_ROWS, SampleReader, type Sample } from '../src/domain/learn/sample.ts';
import { spreadOf, type SpreadColumn } from '../src/domain/learn/values.ts';
import { COUNTRIES } from '../src/domain/vocabulary/gazetteer.ts';

function sampled(text: string, hints = {}): Sample {
  const reader = new SampleReader(hints);
  reader.push(text);
  return reader.end();
}

function faultOf(run: () => unknown): { readonly message: string; readonly line?: number } {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidInput && error.issues[0] !== undefined) return error.issues[0];
    throw error;
  }
  throw new Error('nothing was refused');
}

async function textOf(bytes: Uint8Array, size: number): Promise<string> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  let text = '';
  for await (const piece of decodedText(pieces)) text += piece;
  return text;
}

const columnOf = (...cells: readonly string[]) => columnAt('value', 0, cells.map((cell) => [cell]));

describe('records of a CSV', () => {
  it('are what was written, in whatever pieces they come', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '1') });
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (rows, size, end, closed) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(end) + (closed ? end : '');
      const read: (readonly string[])[] = [];
      const reader = new CsvReader(',', (fields) => void read.push(fields));
      for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
      reader.end();
      assert.deepEqual(read, rows);
    }));
  });

  it('end with an empty field where a delimiter ends the text', () => {
    assert.deepEqual(sampled('a,b\n1,').rows, [['1', '']]);
    assert.deepEqual(sampled('a,b\n1,\n\n2,3').rows, [['1', ''], ['2', '3']]);
  });
});

describe('the dialect', () => {
  it('is found out: the delimiter, and whether the first line has names', () => {
    assert.deepEqual(sampled('a;b\n1,5;x\n2,5;y').dialect, { delimiter: ';', header: true });
    assert.deepEqual(sampled('name\tcity\nA, B\tC, D\n').dialect, { delimiter: '\t', header: true });
    assert.deepEqual(sampled('1,2\n3,4').names, ['column_1', 'column_2']);
    assert.deepEqual(sampled('one\ntwo\nthree').names, ['one']);
  });

  it('can be said', () => {
    assert.deepEqual(sampled('a|b,c\nd|e,f', { delimiter: ',', header: false }).rows, [['a|b', 'c'], ['d|e', 'f']]);
    assert.match(faultOf(() => sampled('a,b\n1,2', { delimiter: '::' })).message, /one character/);
  });

  it('includes the encoding: UTF-8, UTF-16 with and without a mark, Windows-1252', async () => {
    const text = 'name,city\nZoë,Köln\n'.repeat(400);
    const utf16 = Buffer.from(text, 'utf16le');
    for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le'), utf16, Buffer.from(utf16).swap16(), Buffer.from(text, 'latin1')]) {
      for (const size of [1, 4_097, bytes.length]) assert.equal(await textOf(bytes, size), text);
    }
  });

  it('refuses bytes that change their encoding on the way', async () => {
    await assert.rejects(textOf(Buffer.concat([Buffer.from('a,é\n'.repeat(2_000)), Buffer.from([0xff, 0xff])]), 1_000), InvalidInput);
  });

  it('takes the first byte that is no ASCII for its word, however late it comes', async () => {
    const text = `${'a,b\n'.repeat(5_000)}Zoë,Köln\n`;
    for (const encoding of ['utf8', 'latin1'] as const) for (const size of [1, 1_000, 100_000]) assert.equal(await textOf(Buffer.from(text, encoding), size), text);
  });
});

describe('a malformed CSV', () => {
  for (const [what, text, message, line] of [
    ['ragged lines', 'a,b\n1,2\n3\n', /1 fields on line 3, expected 2/, 3],
    ['ragged lines after quoted line ends', 'a,b\n"1\n1",2\n3,4,5\n', /3 fields on line 4/, 4],
    ['a NUL', 'a,b\n1,2\n3,\0\n', /NUL/, 3],
    ['one name twice', 'a,b,a\n1,2,3\n', /two columns called "a"/, 1],
    ['no rows', 'a,b\n', /no rows/, undefined],
    ['nothing at all', '', /no rows/, undefined],
    ['a quote that nothing closes', 'a,b\n1,2\n"3,4\n', /nothing closes/, 3],
    ['text after a closing quote', 'a,b\n"1"x,2\n', /after a closing quote/, 2],
  ] as const) {
    it(`is refused with its line: ${what}`, () => {
      const fault = faultOf(() => sampled(text, { delimiter: ',', header: true }));
      assert.match(fault.message, message);
      assert.equal(fault.line, line);
    });
  }

  it('is refused in bounded memory where a field never ends, or a line has too many', () => {
    const reader = new SampleReader();
    reader.push('a,b\n"');
    assert.match(faultOf(() => { for (let i = 0; i < 100; i++) reader.push('x'.repeat(100_000)); }).message, /more than 1000000 characters/);
    assert.match(faultOf(() => sampled(`${','.repeat(2_000)}\n`)).message, /more than 1600 columns/);
  });

  it('is sampled where it is long: the whole is read, and what is kept is bounded and the same each time', () => {
    const rows = MAX_SAMPLED_ROWS + 5_000;
    const read = (): Sample => {
      const reader = new SampleReader();
      reader.push('a\n');
      for (let row = 0; row < rows; row++) reader.push(`${row}\n`);
      return reader.end();
    };
    const [one, other] = [read(), read()];
    assert.equal(one.total, rows);
    assert.equal(one.rows.length, MAX_SAMPLED_ROWS);
    assert.deepEqual(one.rows, other.rows);
    assert.ok(one.rows.some(([cell]) => Number(cell) >= MAX_SAMPLED_ROWS));
  });
});

describe('a column', () => {
  it('is of the kind that all its cells are of', () => {
    const kindOf = (...cells: readonly string[]): unknown => {
      const { column } = columnOf(...cells);
      return 'type' in column ? column.type : column.kind;
    };
    assert.equal(kindOf('1', '-2', '', '1,000'), 'INTEGER');
    assert.equal(kindOf('1.5', '2', 'NA'), 'FLOAT');
    assert.equal(kindOf('1.50', '2.25'), 'DECIMAL');
    assert.equal(kindOf('true', 'False', 'null'), 'BOOLEAN');
    assert.equal(kindOf('2024-02-29', '2023-01-01'), 'DATE');
    assert.equal(kindOf('2024-02-29 10:00', '2023-01-01T01:02:03Z'), 'DATETIME');
    assert.equal(kindOf('9:30', '23:59:59'), 'TIME');
    assert.equal(kindOf('2023-02-29'), 'anew');
    assert.equal(kindOf('', 'NA'), 'anew');
  });

  it('has a decimal comma where its numbers do', () => {
    const { column } = columnOf('1.234,50', '-7,25');
    assert.ok(column.kind === 'numbers');
    assert.deepEqual([...column.values], [1234.5, -7.25]);
    assert.equal(column.places, 2);
  });

  it('tells days from months by those above 12', () => {
    const daysOf = (...cells: readonly string[]): unknown => {
      const { column } = columnOf(...cells);
      return column.kind === 'moments' ? column.layout : null;
    };
    assert.equal(daysOf('01/02/2024', '13/02/2024'), 'DD/MM/YYYY');
    assert.equal(daysOf('01/02/2024', '02/13/2024'), 'MM/DD/YYYY');
    assert.equal(daysOf('31.12.2024'), 'DD/MM/YYYY');
    assert.equal(daysOf('5 Mar 2024'), 'DD Mon YYYY');
  });

  it('has years of two digits and hours of twelve where its dates and times do', () => {
    const momentsOf = (...cells: readonly string[]): unknown => {
      const { column } = columnOf(...cells);
      return column.kind === 'moments' ? [column.layout, ...Array.from(column.values, (value) => (column.type === 'DATE' ? formatDate(value) : column.type === 'TIME' ? formatTime(value) : formatDateTime(value)))] : column.kind;
    };
    assert.deepEqual(momentsOf('1/31/24', '12/1/69'), ['MM/DD/YY', '2024-01-31', '1969-12-01']);
    assert.deepEqual(momentsOf('31/1/68'), ['DD/MM/YY', '2068-01-31']);
    assert.deepEqual(momentsOf('31.01.24'), ['DD.MM.YY', '2024-01-31']);
    assert.deepEqual(momentsOf('06-Nov-24'), ['DD Mon YYYY', '2024-11-06']);
    assert.deepEqual(momentsOf('1/5/2024 3:45 PM', '11/5/2024, 12:00:01 a.m.'), ['MM/DD/YYYY with a time', '2024-01-05T15:45:00Z', '2024-11-05T00:00:01Z']);
    assert.deepEqual(momentsOf('9:30 am', '12:15 PM'), ['HH:MM', '09:30:00', '12:15:00']);
    assert.equal(momentsOf('13:00 PM'), 'anew');
    assert.equal(momentsOf('1.2.10', '1.10.3'), 'anew', 'these are versions');
  });

  it('of codes has the pattern that they share', () => {
    const { column } = columnOf(...Array.from({ length: 40 }, (_, i) => `AB-${1_000 + i * 211}`));
    assert.deepEqual(column, { kind: 'pattern', regex: 'AB\\-[0-9][0-9][0-9][0-9]', maxLength: 7 });
    assert.equal(columnOf(...Array.from({ length: 40 }, (_, i) => `0${1_000 + i * 211}`)).column.kind, 'pattern', 'zeros before a number are kept');
  });

  it('that may be personal is told by its name or by its contents', () => {
    const why = (name: string, ...cells: readonly string[]): unknown => {
      const { column } = columnAt(name, 0, cells.map((cell) => [cell]));
      return column.kind === 'anew' ? column.why : column.kind;
    };
    assert.equal(why('first_name', ...Array.from({ length: 40 }, () => 'Ann')), 'personal');
    assert.equal(why('contact', 'a@b.example', 'c@d.example'), 'personal');
    assert.equal(why('reachable', '+49 221 5550 123', '(0221) 555 0123'), 'personal');
    assert.equal(why('Phone', '2215550123', '2215550124'), 'personal');
    const [{ column: street }, { column: first }] = [columnAt('Straße', 0, [['Weg 1']]), columnAt('Prénom', 0, [['Zoé']])];
    assert.deepEqual([street, first], [{ kind: 'anew', why: 'personal', like: 'STREET_ADDRESS', maxLength: 5 }, { kind: 'anew', why: 'personal', like: 'FIRST_NAME', maxLength: 3 }]);
    const people = ['Frau Anna Groß', 'Müller, Petra', 'Hans van den Berg', 'Eva M. König', 'Ngozi Adichie'];
    assert.equal(why('Kunde', ...Array.from({ length: 60 }, (_, i) => people[i % people.length] ?? '')), 'personal');
    const { column } = columnAt('Kunde', 0, people.map((cell) => [cell]));
    assert.deepEqual(column, { kind: 'anew', why: 'personal', like: 'FULL_NAME', maxLength: 17 });
  });

  it('of towns or countries is no column of people', () => {
    for (const country of COUNTRIES) {
      if (country.cities.length < 3) continue;
      const { column } = columnAt('place', 0, country.cities.flatMap(({ name }) => Array.from({ length: 6 }, () => [name])));
      assert.equal(column.kind, 'labels', country.name);
    }
  });

  it('keeps no label by which somebody is reached, however often it comes', () => {
    const cells = Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? 'ann@mail.example' : i % 10 === 1 ? '+49 221 5550 123' : 'by post'));
    const { values, pooled } = spreadOf(columnAt('reached', 0, cells.map((cell) => [cell])).column as SpreadColumn) ?? assert.fail('nothing was learned');
    assert.deepEqual([values.of === 'labels' && values.labels.map(({ value, weight }) => [value, weight]), pooled], [[['by post', 80], ['Other', 20]], 20]);
  });
});
