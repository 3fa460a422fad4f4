// The table of limits is the code's: every constant that it names has the value that it says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const FOLDER = new URL('../src/server/', import.meta.url);
const ROW = /^\| [^|]+ \| ([\d,.]+) \| `([^`]+)` (\w+) \|$/gm;
/** Files whose every exported MAX_... of a client's making has to be in the table. */
const WHOLE = ['request-body.ts', 'ws.ts', '../graphql/limits.ts', '../graphql/pagination.ts', '../domain/images/plan.ts', '../domain/images/boxes.ts', '../domain/series/limits.ts'];

describe('the table of limits', () => {
  const rows = [...readFileSync(new URL('LIMITS.md', FOLDER), 'utf8').matchAll(ROW)].map(([, most = '', file = '', constant = '']) => ({ most: Number(most.replaceAll(',', '')), file, constant }));

  it('says what the code says', async () => {
    assert(rows.length > 10);
    assert.deepEqual(rows.filter((row, at) => rows.findIndex(({ file, constant }) => row.file === file && row.constant === constant) !== at), [], 'each once');
    for (const { most, file, constant } of rows) {
      const code = (await import(new URL(file, FOLDER).href)) as Readonly<Record<string, unknown>>;
      assert.equal(code[constant], most, `${constant} of ${file}`);
    }
  });

  it('leaves none out', async () => {
    for (const file of WHOLE) {
      const code = (await import(new URL(file, FOLDER).href)) as Readonly<Record<string, unknown>>;
      const missing = Object.keys(code).filter((name) => name.startsWith('MAX_') && !rows.some((row) => row.file === file && row.constant === name));
      assert.deepEqual(missing, [], file);
    }
  });
});
