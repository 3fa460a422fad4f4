// Expressions: parsed by PostgreSQL's parser, computed by ours. The expected values are what PostgreSQL itself answers.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { compileExpression, fieldsOf, MAX_EXPRESSION_NODES } from '../src/domain/expression.ts';
import { fitTo } from '../src/domain/fit.ts';
import { parseExpression } from '../src/domain/import/expression.ts';
import { loadParser } from '../src/domain/import/parser.ts';
import type { Field, Value } from '../src/domain/schema.ts';
import { cpuMsOf } from './support/cpu.ts';

await loadParser();

const REFERENCE = '2026-01-31T12:30:00Z';
type Row = Readonly<Record<string, Value>>;
type Types = Readonly<Record<string, Pick<Field, 'type' | 'scale'>>>;

function evaluate(sql: string, row: Row = {}, types?: Types): Value {
  const options = types === undefined ? { reference: REFERENCE } : { reference: REFERENCE, fieldOf: (name: string) => types[name] };
  return compileExpression(parseExpression(sql), options)((name) => row[name] ?? null);
}

function all(cases: Readonly<Record<string, Value>>, row?: Row, types?: Types): void {
  for (const [sql, expected] of Object.entries(cases)) assert.deepEqual(evaluate(sql, row, types), expected, sql);
}

function refused(sql: string, reason: RegExp): void {
  assert.throws(() => parseExpression(sql), (error) => error instanceof InvalidInput && reason.test(error.message), sql.slice(0, 80));
}

describe('an expression', () => {
  it('computes with numbers as SQL does', () => {
    all({
      '1+2*3': 7, '7/2': 3, '-7/2': -3, '7/2.0': 3.5, '-7 % 3': -1, '2^10': 1024, '0.1+0.2': 0.3, '0.1+0.2 = 0.3': true, '1/0': null, 'sqrt(-1)': null, 'round(2.675, 2)': 2.68, 'round(-2.5)': -3,
      'round(1234.567, -2)': 1200, 'trunc(-2.7)': -2, 'ceil(1.2)': 2, 'mod(7, 3)': 1, 'abs(-3)': 3, 'power(2, 3)': 8, "'5'::int + 1": 6, '3.7::int': 4, '99999999999 + 1': 100000000000, 'greatest(1, null, 3.5)': 3.5,
      "'x'::int": null, '40000::smallint': null, 'div(7, 2)': 3, 'ln(0)': null, '10 ^ 400': null,
    });
  });

  it('computes with texts, in characters', () => {
    all({
      "'a' || 'b' || 1": 'ab1', "'x' || null": null, "'x' || 2.50": 'x2.50', "concat('a', null, 1, true)": 'a1t', "concat_ws('-', 'a', null, 'b')": 'a-b', "length('héllo🎉')": 6, "initcap('hello wORLD-foo')": 'Hello World-Foo',
      "trim(both 'x' from 'xxaxx')": 'a', "substring('hello' from 2 for 3)": 'ell', "substr('hello', -1, 4)": 'he', "left('hello', -2)": 'hel', "right('hello', 3)": 'llo', "right('🎉🎉a', 2)": '🎉a',
      "lpad('x', 5, 'ab')": 'ababx', "rpad('abcd', 2)": 'ab', "split_part('a,b,c', ',', -1)": 'c', "position('n' in 'banana')": 3, "replace('banana', 'an', 'x')": 'bxxa', "translate('12345', '143', 'ax')": 'a2x5',
      "regexp_replace('Hello, World!', '[^a-zA-Z0-9]+', '-', 'g')": 'Hello-World-', "substring('foobar' from 'o.b')": 'oob', "md5('a')": '0cc175b9c0f1b6a831c399e269772661', "format('%s is %s%%', 'a', 5)": 'a is 5%',
    });
  });

  it('computes with dates, times and intervals', () => {
    all({
      "date '2024-02-29' + interval '1 year'": '2025-02-28T00:00:00Z', "date '2024-01-31' + 1": '2024-02-01', "date '2024-03-01' - date '2024-02-01'": 29, "date '2024-03-01' - '2024-02-01'": 29,
      "timestamp '2024-03-01 12:00' - timestamp '2024-02-01 10:30'": '29 days 01:30:00', "extract(dow from date '2024-03-01')": 5, "extract(week from date '2021-01-03')": 53,
      "date_trunc('week', timestamp '2024-08-15 10:20:30')": '2024-08-12T00:00:00Z', "date_trunc('quarter', date '2024-08-15')": '2024-07-01T00:00:00Z', 'make_date(2023, 2, 29)': null,
      "to_char(date '2024-03-05', 'FMDay, DD Mon YYYY')": 'Tuesday, 05 Mar 2024', "to_char(42, 'FM000000')": '000042', "to_char(1234.5, '9,999.99')": ' 1,234.50', "to_char(-12.345, 'FM999.00')": '-12.35',
      "extract(year from age(date '2024-03-15', date '2000-05-20'))": 23, "interval '1 day' * 2.5": '2 days 12:00:00', "time '23:30' + interval '1 hour'": '00:30:00', "'2024-13-01'::date": null,
      'current_date': '2026-01-31', 'now()': REFERENCE, "current_date - interval '18 years'": '2008-01-31T00:00:00Z', "now() > '2020-01-01'": true, "extract(epoch from timestamp '1970-01-02')": 86400,
    });
  });

  it('knows three truth values', () => {
    all({
      'null and false': false, 'null or true': true, 'null and true': null, 'not null': null, '1 = null': null, '1 is distinct from null': true, 'null is not distinct from null': true, '1 in (2, null)': null, '1 in (1, null)': true,
      '1 not in (2, 3)': true, '1 not in (2, null)': null, '5 between 1 and 10': true, '5 between 10 and 1': false, '5 between symmetric 10 and 1': true, 'null is not true': true, '(1 = null) is unknown': true,
      "'b' = any (array['a', 'b'])": true, "'b' <> all ('{a,c}'::text[])": true, '3 > all (array[1, 2])': true, 'coalesce(null, 2)': 2, 'nullif(1, 1)': null, 'nullif(1, 2)': 1,
      "case when null then 'a' when 2 > 1 then 'b' end": 'b', "case 2 when 1 then 'a' end": null,
    });
  });

  it('matches LIKE and regular expressions', () => {
    all({
      "'abc' like 'a%'": true, "'abc' like '_b_'": true, "'a%c' like 'a!%c' escape '!'": true, "'axc' like 'a!%c' escape '!'": false, "'ABC' ilike 'a%C'": true, "'abc' not like '%d%'": true, "'' like '%'": true, "'🎉' like '_'": true,
      "'abab' like '%ab'": true, "'abc' ~ '^[a-c]+$'": true, "'ABC' ~* 'b'": true, "'foo1' ~ '[[:digit:]]'": true, "'x' !~ 'y'": true, "'aaa' ~ '^a{2}$'": false, "'2024-01-02' ~ '^\\d{4}-\\d{2}-\\d{2}$'": true,
    });
  });

  it('knows nothing of a search that takes too long, and all of one that does not', () => {
    all({ "repeat('a', 9000) ~ '(a?){900}b'": null, "repeat('a', 9000) !~ '(a?){900}b'": null, "regexp_replace(repeat('a', 9000), '(a?){900}b', '')": null, "substring(repeat('a', 9000) from '(a?){900}b')": null, "repeat('a', 900) ~ '(a?){100}$'": true, "repeat('a', 9000) ~ 'a{3}b'": false });
  });

  it('matches SIMILAR TO', () => {
    all({
      "'9781' similar to '97[89][0-9]'": true, "'97812' similar to '97[89][0-9]'": false, "'abc' similar to '%(b|d)%'": true, "'abc' similar to '(b|c)%'": false, "'a.c' similar to 'a.c'": true, "'abc' similar to 'a.c'": false, "'abc' similar to 'a_c'": true,
      "'a%' similar to 'a!%' escape '!'": true, "'ab' similar to 'a!%' escape '!'": false, "'a_' similar to 'a\\_'": true, "'a^' similar to 'a^'": true, "'aaa' similar to 'a{2,3}'": true, "'b' not similar to 'a|b'": false, "'ab' similar to 'a|b'": false, "null similar to 'a'": null,
    });
  });

  it('reads fields, and knows whole numbers, decimals and dates by their types', () => {
    const types: Types = { price: { type: 'DECIMAL', scale: 2 }, count: { type: 'INTEGER' }, ratio: { type: 'FLOAT' }, day: { type: 'DATE' }, at: { type: 'DATETIME' }, big: { type: 'INTEGER' } };
    const row: Row = { price: '12.10', count: 7, ratio: 7, day: '2024-01-31', at: '2024-01-31T10:00:00Z', big: '9007199254740993' };
    all({
      'price * count': 84.7, "'€' || price": '€12.10', "'' || price * 2": '24.20', 'count / 2': 3, 'ratio / 2': 3.5, 'price > 9': true, "price > '9.5'": true, 'day < at': true, "day = '2024-01-31'": true,
      'price': '12.10', 'big': '9007199254740993', "day + 1 > '2024-01-31'": true, 'at::date = day': true, 'missing is null': true, 'greatest(day, current_date)': '2026-01-31',
    }, row, types);
    all({ 'price > 9': true, "'' || price": '12.10', 'count / 2': 3 }, row);
  });

  it('counts the bytes of a binary field, not the letters that show them', () => {
    all({ 'octet_length(b)': 3, 'length(b)': 3, 'octet_length(t)': 4, 'length(t)': 4 }, { b: 'AQID', t: 'AQID' }, { b: { type: 'BINARY' }, t: { type: 'TEXT' } });
    all({ 'octet_length(b)': null, 'length(b) = 32': null }, { b: null }, { b: { type: 'BINARY' } });
  });

  it('tells which fields it reads', () => {
    assert.deepEqual(fieldsOf(parseExpression("case when a > 1 then b else lower(\"C d\") end || t.e")), new Set(['a', 'b', 'C d', 'e']));
  });

  it('that is more than one plain expression is refused', () => {
    refused('', /empty/);
    refused('1; drop table x', /semicolon/);
    refused('1, 2', /plain expression/);
    refused('1 from t', /plain expression/);
    refused('distinct a', /plain expression/);
    refused('a as b', /plain expression/);
    refused('(select 1)', /subquery/);
    refused('exists (select 1)', /subquery/);
    refused('$1 + 1', /parameter/);
    refused('count(*)', /several rows/);
    refused('sum(a) over ()', /several rows/);
    refused('pg_sleep(10)', /pg_sleep is not a function/);
    refused('length(a, b)', /length takes 1 arguments, got 2/);
    refused("a ~ '(?=x)'", /look-around/);
    refused('current_user', /user/);
    refused('a +', /syntax error/);
    refused("'unclosed", /never closed/);
    refused('constructor(a)', /not a function/);
    refused('__proto__(a)', /not a function/);
  });

  it('that is too large is refused when it is parsed', () => {
    refused(`a in (${'1,'.repeat(2_000)}1)`, new RegExp(`more than ${MAX_EXPRESSION_NODES} parts`));
    refused('a+'.repeat(5_000) + 'a', /nested too deeply/);
    refused('a'.repeat(30_000), /characters/);
  });

  it('never makes a text that grows without bound, nor takes long over one', async () => {
    const tookMs = await cpuMsOf(() => {
      for (const sql of ["repeat('abc', 2000000000)", "lpad('x', 2000000000)", "replace(repeat('a', 9000), 'a', repeat('b', 9000))", `repeat('a', 9000) like '${'%a'.repeat(400)}b'`, "repeat('a', 9000) ~ '(a*)*(a*)*b$'", "regexp_replace(repeat('a', 9000), '(a|aa)+b', 'x', 'g')"]) {
        const value = evaluate(sql);
        assert.ok(typeof value !== 'string' || value.length <= 10_000, sql);
      }
    });
    assert.ok(tookMs < 20_000, `${tookMs} ms`);
  });

  it('never throws on data, whatever stands in the fields', () => {
    const sqls = ['a + b', 'a || b', "a::date + interval '1 month'", "to_char(a, 'FM999.99')", 'substring(a from b)', "extract(year from a::timestamp)", 'a in (b, 1)', 'a::int / b', "split_part(a, b, 1)", 'a ~ b', 'a like b', 'lpad(a, b::int)',
      'age(a::date)', "a::interval * 3", 'a::json = b', 'a and b', 'round(a, b)', 'greatest(a, b)', 'chr(a)', 'case a when b then 1 end', "date_trunc(a, now())"];
    const compiled = sqls.map((sql) => compileExpression(parseExpression(sql), { reference: REFERENCE }));
    const value = fc.oneof(fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string({ unit: 'binary' }), fc.constantFrom('2024-01-31', '12.50', '-0', '1e308', '[', '\\', '10:00:00', '2024-01-31T10:00:00Z', '3 days'), fc.constantFrom<Value>({ x: 1 }, [1]));
    fc.assert(fc.property(value, value, (a, b) => {
      for (const [index, run] of compiled.entries()) {
        const result = run((name) => (name === 'a' ? a : b));
        assert.ok(typeof result !== 'number' || Number.isFinite(result), `${sqls[index]}: ${String(result)}`);
      }
    }), { numRuns: 500 });
  });
});

/** A little tree with its own oracle: whole numbers and conditions over a, b and c, computed apart from ours. */
interface Known {
  readonly sql: string;
  readonly value: number | boolean | null;
}

const ROW = { a: 5, b: null, c: -2 } as const;
const { number } = fc.letrec<{ number: Known; condition: Known }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: -9, max: 9 }).map((value): Known => ({ sql: value < 0 ? `(${value})` : String(value), value })),
    fc.constantFrom('a', 'b', 'c').map((name): Known => ({ sql: name, value: ROW[name as keyof typeof ROW] })),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number')).map(([x, operator, y]): Known => ({ sql: `(${x.sql} ${operator} ${y.sql})`, value: x.value === null || y.value === null ? null : arithmetic(operator, Number(x.value), Number(y.value)) })),
    fc.tuple(tie('condition'), tie('number'), tie('number')).map(([when, then, otherwise]): Known => ({ sql: `case when ${when.sql} then ${then.sql} else ${otherwise.sql} end`, value: when.value === true ? then.value : otherwise.value })),
    fc.tuple(tie('number'), tie('number')).map(([x, y]): Known => ({ sql: `coalesce(${x.sql}, ${y.sql})`, value: x.value ?? y.value })),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Known>({ sql: 'true', value: true }, { sql: 'null', value: null }),
    fc.tuple(tie('number'), fc.constantFrom('<', '=', '>='), tie('number')).map(([x, operator, y]): Known => ({ sql: `(${x.sql} ${operator} ${y.sql})`, value: x.value === null || y.value === null ? null : relation(operator, Number(x.value), Number(y.value)) })),
    fc.tuple(tie('condition'), tie('condition')).map(([x, y]): Known => ({ sql: `(${x.sql} and ${y.sql})`, value: x.value === false || y.value === false ? false : x.value === null || y.value === null ? null : true })),
    fc.tuple(tie('condition'), tie('condition')).map(([x, y]): Known => ({ sql: `(${x.sql} or ${y.sql})`, value: x.value === true || y.value === true ? true : x.value === null || y.value === null ? null : false })),
    tie('condition').map((x): Known => ({ sql: `(not ${x.sql})`, value: x.value === null ? null : !x.value })),
    tie('number').map((x): Known => ({ sql: `(${x.sql} is null)`, value: x.value === null })),
  ),
}));

function arithmetic(operator: string, x: number, y: number): number {
  return (operator === '+' ? x + y : operator === '-' ? x - y : x * y) + 0;
}

function relation(operator: string, x: number, y: number): boolean {
  return operator === '<' ? x < y : operator === '=' ? x === y : x >= y;
}

describe('any expression of numbers and conditions', () => {
  it('gives what an oracle of its own says', () => {
    fc.assert(fc.property(number, ({ sql, value }) => {
      assert.equal(evaluate(`(${sql}) + 0`, ROW), value === null ? null : Number(value) + 0, sql);
    }), { numRuns: 1_000 });
  });
});

describe('a value made to fit', () => {
  it('has its field\'s form', () => {
    const cases: readonly (readonly [Partial<Field> & Pick<Field, 'type'>, Value, Value])[] = [
      [{ type: 'INTEGER' }, 2.5, 3], [{ type: 'INTEGER', maximum: 10 }, 99, 10], [{ type: 'INTEGER' }, 'x', null], [{ type: 'INTEGER' }, true, 1], [{ type: 'INTEGER' }, '12345678901234567890', '12345678901234567890'],
      [{ type: 'DECIMAL', scale: 2 }, 1.005, '1.01'], [{ type: 'DECIMAL', precision: 4, scale: 2 }, 1234, '99.99'], [{ type: 'DECIMAL', scale: 0 }, 2.5, '3'], [{ type: 'DECIMAL' }, 0.1 + 0.2, '0.3'], [{ type: 'DECIMAL', scale: 2 }, -0.001, '0.00'],
      [{ type: 'STRING', maxLength: 3 }, 'abcdef', 'abc'], [{ type: 'STRING', maxLength: 1 }, '🎉x', '🎉'], [{ type: 'STRING' }, 1.5, '1.5'], [{ type: 'STRING', values: ['a'] }, 'b', null], [{ type: 'TEXT' }, true, 'true'],
      [{ type: 'DATE' }, '2024-01-31T10:00:00Z', '2024-01-31'], [{ type: 'DATETIME' }, '2024-01-31', '2024-01-31T00:00:00Z'], [{ type: 'DATE' }, 'soon', null], [{ type: 'TIME' }, '2024-01-31T10:00:00Z', '10:00:00'],
      [{ type: 'BOOLEAN' }, 'yes', true], [{ type: 'UUID' }, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'], [{ type: 'BINARY' }, 'hi!', 'aGkh'], [{ type: 'FLOAT' }, '1.5', 1.5], [{ type: 'JSON' }, { a: 1 }, { a: 1 }],
    ];
    for (const [field, value, expected] of cases) assert.deepEqual(fitTo(field, value), expected, JSON.stringify([field, value]));
  });

  it('has exactly its places, for every number', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 6 }), fc.double({ min: -1e8, max: 1e8, noNaN: true }), (scale, value) => {
      const text = fitTo({ type: 'DECIMAL', scale }, value);
      assert.match(String(text), scale === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${scale}}$`));
      assert.ok(Math.abs(Number(text) - value) <= 0.500001 * 10 ** -scale);
    }));
  });
});
