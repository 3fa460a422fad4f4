// Orders of pictures of rows: everything that is wrong with one at its place, in bounded work however much it is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_SHOWN_ISSUES } from '../src/domain/errors.ts';
import { illustrationIssues, type IllustrationRequest } from '../src/domain/images/illustration.ts';
import { IMAGE_DEFAULTS, MAX_PROMPTS } from '../src/domain/images/plan.ts';
import { fieldOf, tableFor } from './support/outputs.ts';

const TABLES = [tableFor('product', [fieldOf('name', 'STRING'), fieldOf('label', 'JSON')]), tableFor('shop', [fieldOf('city', 'STRING')])];

function issuesOf(request: Partial<IllustrationRequest>, tables = TABLES, rows = 10): readonly string[] {
  const whole = { ...IMAGE_DEFAULTS, table: 'product', prompts: ['{name}'], annotate: [], ...request };
  return illustrationIssues({ tables }, whole, { rows, rowsPerTable: { shop: 60_000 } }).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('an order of pictures of rows', () => {
  it('is told everything that is wrong with it, each at its place', () => {
    assert.deepEqual(issuesOf({}), []);
    assert.deepEqual(issuesOf({ prompts: ['{name} {city}', '{name'], category: 'label', width: 100 }), [
      'prompts.0: {city} is no field of table product: expected one of name',
      'prompts.1: a brace stands alone in "{name": close each place, as in {name}, and write {{ and }} for braces',
      'category: {label} is JSON, which cannot be read as words: expected one of name',
      'image.width: expected a multiple of 64 from 64 to 1024 pixels, got 100',
    ]);
    assert.deepEqual(issuesOf({}, TABLES, 50_001), ['rows: expected at most 50000 rows of table product, which get an image each, got 50001: ask for fewer, in several runs']);
    assert.deepEqual(issuesOf({ table: 'shop', prompts: ['{city}'] }), ['rowsPerTable.shop: expected at most 50000 rows of table shop, which get an image each, got 60000: ask for fewer, in several runs']);
  });

  it('is of the table that is named, or of the only one', () => {
    const [product = assert.fail()] = TABLES;
    const { table: _, ...unnamed } = { ...IMAGE_DEFAULTS, table: '', prompts: ['{name}'], annotate: [] };
    const issues = (tables: typeof TABLES) => illustrationIssues({ tables }, unnamed, { rows: 10, rowsPerTable: {} }).map(({ message }) => message);
    assert.deepEqual(issues([product]), []);
    assert.deepEqual(issues(TABLES), ['expected the table whose rows get an image each, one of product, shop, got none']);
    assert.deepEqual(issuesOf({ table: 'Shop' }), ['table: expected the table whose rows get an image each, one of product, shop, got "Shop"']);
  });

  it('is looked at no further where it has more faults than are shown', () => {
    const places = Array.from({ length: 300 }, (_, index) => `{${index}}`).join('');
    const count = issuesOf({ prompts: Array.from({ length: MAX_PROMPTS }, () => places) }).length;
    assert(count > MAX_SHOWN_ISSUES && count < 10 * MAX_SHOWN_ISSUES, String(count));
    assert.deepEqual(issuesOf({ prompts: ['{}'.repeat(1_000)] }).length, 1, 'a name is looked for once');
  });
});
