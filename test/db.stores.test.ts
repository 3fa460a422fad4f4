// Saved schemas and uploads in a real database: owners, revisions, search, and pages that neither skip nor repeat.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { createSchema, deleteSchema, findSchema, listSchemas, updateSchema, type NewSchema } from '../src/db/schemas.ts';
import { createUpload, deleteUpload, findUpload, uploadsBefore, withoutUpload } from '../src/db/uploads.ts';
import { InvalidInput, NotFound } from '../src/domain/errors.ts';
import { openTestDatabase } from './support/postgres.ts';

const database = await openTestDatabase();
after(() => database[Symbol.asyncDispose]());
const { prisma } = database;

function input(name: string, description?: string): NewSchema {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    source: 'SQL',
    schema: { tables: [{ name: 't', fields: [], primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] }] },
    warnings: [{ message: 'a trigger was left out', line: 3 }],
  };
}

async function namesOf(owner: string, search: string): Promise<readonly string[]> {
  const page = await listSchemas(prisma, owner, { first: 100, search });
  return page.items.map(({ node }) => node.name).sort();
}

describe('saved schemas', () => {
  it('come back as they were saved, and grow by a revision with every change', async () => {
    const saved = await createSchema(prisma, 'ada', input('Shop', 'what we sell'));
    assert.equal(saved.revision, 1);
    assert.deepEqual(await findSchema(prisma, 'ada', saved.id), saved);
    const changed = await updateSchema(prisma, 'ada', saved.id, { name: 'Store' });
    assert.deepEqual({ ...changed, updatedAt: saved.updatedAt }, { ...saved, name: 'Store', revision: 2 });
    const emptied = await updateSchema(prisma, 'ada', saved.id, { description: null, content: { source: 'FIELDS', schema: { tables: [] }, warnings: [] } });
    assert.deepEqual(emptied.schema, { tables: [] });
    assert.deepEqual([emptied.revision, emptied.description, emptied.source, emptied.warnings], [3, null, 'FIELDS', []]);
  });

  it('lose no revision when they are changed from many sides at once', async () => {
    const { id } = await createSchema(prisma, 'ada', input('Busy'));
    const changes = await Promise.all(Array.from({ length: 20 }, (_, index) => updateSchema(prisma, 'ada', id, { name: `Busy ${index}` })));
    assert.deepEqual(changes.map(({ revision }) => revision).sort((a, b) => a - b), Array.from({ length: 20 }, (_, index) => index + 2));
  });

  it('are seen, changed and deleted by their owner only', async () => {
    const { id } = await createSchema(prisma, 'ada', input('Private'));
    assert.equal(await findSchema(prisma, 'bob', id), undefined);
    await assert.rejects(updateSchema(prisma, 'bob', id, { name: 'Mine' }), NotFound);
    await assert.rejects(deleteSchema(prisma, 'bob', id), NotFound);
    assert.deepEqual(await namesOf('bob', ''), []);
    await deleteSchema(prisma, 'ada', id);
    assert.equal(await findSchema(prisma, 'ada', id), undefined);
    await assert.rejects(deleteSchema(prisma, 'ada', id), NotFound);
  });

  it('are not found under ids of any other shape', async () => {
    for (const id of ['', 'x', '\0', "' OR 1=1 --", '../../etc', 'a'.repeat(100_000)]) {
      assert.equal(await findSchema(prisma, 'ada', id), undefined);
      await assert.rejects(updateSchema(prisma, 'ada', id, {}), NotFound);
      await assert.rejects(deleteSchema(prisma, 'ada', id), NotFound);
    }
  });

  it('are found by a part of their name or description, in upper or lower case, with no signs of its own', async () => {
    for (const [name, description] of [['Éclair bakery', undefined], ['100% pure', undefined], ['under_score', 'ÉCLAIR too'], ['back\\slash', undefined]] as const) {
      await createSchema(prisma, 'cleo', input(name, description));
    }
    assert.deepEqual(await namesOf('cleo', 'éclair'), ['under_score', 'Éclair bakery']);
    assert.deepEqual(await namesOf('cleo', '%'), ['100% pure']);
    assert.deepEqual(await namesOf('cleo', '_'), ['under_score']);
    assert.deepEqual(await namesOf('cleo', '\\'), ['back\\slash']);
    assert.deepEqual(await namesOf('cleo', 'nothing like it'), []);
  });

  it('keep every text that PostgreSQL can hold, and refuse the others by their place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const storable = text.isWellFormed() && !text.includes('\0');
        const saving = createSchema(prisma, 'fuzz', { ...input('x', text), schema: { tables: [{ ...input('x').schema.tables[0], name: text }] } as NewSchema['schema'] });
        if (!storable) return assert.rejects(saving, InvalidInput);
        const found = await findSchema(prisma, 'fuzz', (await saving).id);
        assert.equal(found?.description, text);
        assert.equal(found.schema.tables[0]?.name, text);
      }),
      { numRuns: 60, examples: [['\0'], ['\ud800'], ['\\u0000'], ['\\\0'], ['\\\\u0000'], ['\udc00\ud800']] },
    );
  });

  it('are paged newest first, each once, while others come and go, also within one instant', async () => {
    const instant = new Date('2026-01-01T00:00:00Z');
    const rows = Array.from({ length: 23 }, (_, index) => ({
      ownerId: 'page', name: `n${index}`, source: 'SQL', definition: {}, createdAt: new Date(instant.getTime() + Math.floor(index / 8)),
    }));
    await prisma.schema.createMany({ data: rows });
    const all = await prisma.schema.findMany({ where: { ownerId: 'page' }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listSchemas(prisma, 'page', { first: 5, ...(after === undefined ? {} : { after }) });
      assert.equal(page.hasPreviousPage, after !== undefined);
      assert.equal(page.hasNextPage, seen.length + page.items.length < 23);
      seen.push(...page.items.map(({ node }) => node.id));
      after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
      await createSchema(prisma, 'page', input('comes meanwhile'));
      await prisma.schema.deleteMany({ where: { id: seen[0] ?? '' } });
    } while (after !== undefined);
    assert.deepEqual(seen, all.map(({ id }) => id));
  });

  it('refuse a cursor that no page gave', async () => {
    for (const after of ['', 'nonsense', Buffer.from('1 \0').toString('base64url'), 'x'.repeat(10_000)]) {
      await assert.rejects(listSchemas(prisma, 'ada', { first: 5, after }), (error) => error instanceof InvalidInput && error.issues[0]?.path[0] === 'after');
    }
  });
});

describe('uploads', () => {
  it('are their owner\'s alone, with sizes past 32 bits', async () => {
    const upload = await createUpload(prisma, 'ada', { name: 'dump "1".sql', bytes: 5_000_000_000, file: 'uploads/x' });
    assert.deepEqual(await findUpload(prisma, 'ada', upload.id), upload);
    assert.equal(upload.bytes, 5_000_000_000);
    assert.equal(await findUpload(prisma, 'bob', upload.id), undefined);
    assert.deepEqual(await uploadsBefore(prisma, new Date(upload.createdAt.getTime() + 1), 10), [upload]);
    assert.deepEqual(await uploadsBefore(prisma, upload.createdAt, 10), []);
    assert.deepEqual(await withoutUpload(prisma, ['uploads/x', 'uploads/y']), ['uploads/y']);
    for (const _ of ['once', 'again']) await deleteUpload(prisma, upload.id);
    assert.equal(await findUpload(prisma, 'ada', upload.id), undefined);
  });
});
