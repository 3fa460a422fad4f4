// Prompts as templates: places that a row fills, braces that stand for themselves, and every fault of a template with the fields that there are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { filled, readable, templateIssues } from '../src/domain/images/template.ts';
import type { FieldType, Value } from '../src/domain/schema.ts';
import { fieldOf, tableFor } from './support/outputs.ts';

const TABLE = tableFor('product', [fieldOf('product', 'STRING'), fieldOf('price', 'DECIMAL'), fieldOf('is new', 'BOOLEAN'), fieldOf('label', 'JSON'), fieldOf('scan', 'BINARY')]);
const MOST = 2_000;

const fill = (template: string, values: Readonly<Record<string, Value>> = {}, most = MOST): string => filled(template, TABLE, values, most);
const issuesOf = (template: string): readonly string[] => templateIssues(template, ['prompts', '0'], TABLE).map(({ path, message }) => `${path.join('.')}: ${message}`);
const escaped = (text: string): string => text.replaceAll(/[{}]/g, '$&$&');

describe('a template', () => {
  it('is filled with the values of its row, wherever and however often they are named', () => {
    assert.equal(fill('{product} for {price}, {product} again; new: {is new}', { product: 'cup', price: '12.50', 'is new': true }), 'cup for 12.50, cup again; new: yes');
    assert.equal(fill('a [{product}]', { product: null }), 'a []');
    assert.equal(fill('{{{product}}} {{x}}', { product: 'cup' }), '{cup} {x}');
  });

  it('says any text that is escaped, and quotes any value, letter by letter', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('{', '}', 'a', ' ', '🐕') }), (before, after) => {
      assert.deepEqual(issuesOf(escaped(before) + escaped(after)), []);
      assert.equal(fill(escaped(before) + escaped(after)), before + after);
      assert.equal(fill(`${escaped(before)}{price}${escaped(after)}`, { price: '{product}' }), `${before}{product}${after}`, 'a value is no template');
    }));
  });

  it('has issues or is filled, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'product', 'x', ' ') }), (template) => {
      const rest = template.replaceAll(/\{\{|\}\}|\{product\}/g, '');
      assert.equal(issuesOf(template).length > 0, /[{}]/.test(rest), template);
    }));
  });

  it('is cut where its values make it too long, between characters', () => {
    const long = fill('{product}{product}', { product: '🐕'.repeat(1_500) });
    assert(long.length <= MOST && long.length > MOST - 2 && long.isWellFormed(), String(long.length));
  });

  it('is refused with the fields that there are', () => {
    assert.deepEqual(issuesOf('{colour} {product} {label} {scan} {}'), [
      'prompts.0: {colour} is no field of table product: expected one of product, price, is new',
      'prompts.0: {label} is JSON, which cannot be read as words: expected one of product, price, is new',
      'prompts.0: {scan} is BINARY, which cannot be read as words: expected one of product, price, is new',
      'prompts.0: {} is no field of table product: expected one of product, price, is new',
    ]);
    for (const template of ['a {product', 'a product}', '{product}}', '{{product}', '{a{product}']) {
      assert.deepEqual(issuesOf(template), [`prompts.0: a brace stands alone in "${template}": close each place, as in {product}, and write {{ and }} for braces`]);
    }
  });
});

describe('values in a prompt', () => {
  it('are written as people read them', () => {
    const cases: readonly (readonly [Value, FieldType, string])[] = [
      [null, 'STRING', ''], [true, 'BOOLEAN', 'yes'], [false, 'BOOLEAN', 'no'], [7, 'INTEGER', '7'], ['9007199254740993', 'INTEGER', '9007199254740993'], [0.1 + 0.2, 'FLOAT', '0.3'], ['12.50', 'DECIMAL', '12.50'],
      ['2026-01-31', 'DATE', '2026-01-31'], ['13:45:00', 'TIME', '13:45:00'], ['2026-01-31T13:45:00Z', 'DATETIME', '2026-01-31 13:45:00'], [' two\n lines ', 'TEXT', 'two lines'],
    ];
    for (const [value, type, text] of cases) assert.equal(readable(value, type), text, type);
  });
});
