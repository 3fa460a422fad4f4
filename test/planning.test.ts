// Schemas from plain words, with a model whose answers are given here: what a person would expect comes of sensible ones, and a valid schema of
// all others; the words that are said to it are known one by one.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { getLlama } from 'node-llama-cpp';
import { chooseGenerators, unclearFields } from '../src/domain/choose.ts';
import { InvalidInput, LimitReached, ModelUnavailable } from '../src/domain/errors.ts';
import { NO_MEANING, withMeanings, wordsFor } from '../src/domain/planning/meanings.ts';
import { outlinesOf } from '../src/domain/planning/outline.ts';
import { REFERENCE_INSTANT } from '../src/domain/plan.ts';
import { Stream } from '../src/domain/random.ts';
import { FIELD_TYPES, tableOf, type DataSchema, type Field, type FieldType, type Imported, type Table } from '../src/domain/schema.ts';
import { validateSchema } from '../src/domain/validate.ts';
import type { TextEngine } from '../src/engines/text/engine.ts';
import { EngineFailed, OrderRefused } from '../src/engines/failures.ts';
import { frameOf, renderPrompt, templateOf } from '../src/engines/text/llama/template.ts';
import { MAX_PLANNED_LENGTH, MAX_PLANS } from '../src/jobs/model-planning.ts';
import { SchemaPlanner } from '../src/jobs/schema-planner.ts';
import { WorkThreads } from '../src/jobs/threads.ts';
import { writeModel } from './support/gguf.ts';
import { NO_MODELS } from './support/no-models.ts';
import { temporaryFolder } from './support/postgres.ts';
import { answered, byScript, never, scripted, type Answers } from './support/scripted-answers.ts';

const PHARMACY = 'online pharmacy with customers, prescriptions and refills';

/** What a good model would answer, by the last line of what it is asked. */
const SENSIBLE: Answers = {
  '1. tables: JSON array of their names': [['customers', 'prescriptions', 'refills']],
  'The table: customers.': ['a person who orders medicine', ['prescriptions'], ['id', 'full_name', 'email', 'phone', 'birth_date']],
  'The table: prescriptions.': ['what a doctor ordered for a customer', ['customers'], ['prescription_id', 'customer_id', 'drug_name', 'zorb', 'issued_on', 'is_active']],
  'The table: refills.': ['one delivery of a prescription', ['prescriptions', 'customers'], ['quantity', 'total_price', 'delivered_at', 'flim']],
  'The column: full_name.': ['how they are called', 'STRING', false],
  'The column: email.': ['where they are written to', 'STRING', false],
  'The column: phone.': ['where they are called', 'STRING', true],
  'The column: birth_date.': ['when they were born', 'DATE', false],
  'The column: drug_name.': ['the medicine', 'STRING', false],
  'The column: zorb.': ['how it tastes', 'STRING', false],
  'The column: issued_on.': ['when', 'DATE', false],
  'The column: is_active.': ['whether it still holds', 'BOOLEAN', false],
  'The column: quantity.': ['packs', 'INTEGER', false],
  'The column: total_price.': ['paid', 'DECIMAL', false],
  'The column: delivered_at.': ['arrival', 'DATETIME', true],
  'The column: flim.': ['how much it does', 'FLOAT', false],
  'The column: zorb of prescriptions, how it tastes.': ['dish'],
  'The column: flim of refills, how much it does.': [NO_MEANING],
};

const folder = temporaryFolder();
let threads: WorkThreads;
before(async () => {
  threads = await WorkThreads.open({ data: { storage: { folder: folder.path, floorBytes: 0 } }, places: 0 });
});
after(async () => {
  await threads[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function plannerOf(engine: TextEngine, more: { readonly timeoutMs?: number } = {}): SchemaPlanner {
  return new SchemaPlanner({ models: { standard: async () => 'scripted', require: async () => {} }, engines: { of: () => engine }, threads, ...more });
}

function planned(answers: Answers): Promise<Imported> {
  return plannerOf(scripted(byScript(answers))).plan(PHARMACY, {});
}

function shown({ fields }: Table): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map(({ name, type, nullable, generator }) => [name, `${type}${nullable ? '?' : ''} ${generator?.kind === 'semantic' ? generator.of : generator?.kind === 'reference' ? `-> ${generator.table}.${generator.field}` : generator?.kind}`]));
}

describe('a pharmacy from plain words', () => {
  let schema: DataSchema;
  before(async () => {
    ({ schema } = await planned(SENSIBLE));
  });

  it('has the tables, keys, references and generators that a person would expect', () => {
    assert.deepEqual(schema.tables.map(({ name, description, primaryKey }) => [name, description, ...primaryKey]), [
      ['customers', 'a person who orders medicine', 'id'],
      ['prescriptions', 'what a doctor ordered for a customer', 'id'],
      ['refills', 'one delivery of a prescription', 'id'],
    ]);
    assert.deepEqual(shown(tableOf(schema, 'customers')), {
      id: 'INTEGER sequence', prescription_id: 'INTEGER? -> prescriptions.id', full_name: 'STRING FULL_NAME', email: 'STRING EMAIL', phone: 'STRING? PHONE', birth_date: 'DATE BIRTH_DATE',
    });
    assert.deepEqual(shown(tableOf(schema, 'refills')), {
      id: 'INTEGER sequence', prescription_id: 'INTEGER -> prescriptions.id', customer_id: 'INTEGER -> customers.id', quantity: 'INTEGER integer', total_price: 'DECIMAL decimal', delivered_at: 'DATETIME? datetime', flim: 'FLOAT float',
    });
    assert.deepEqual(shown(tableOf(schema, 'prescriptions')), {
      id: 'INTEGER sequence', customer_id: 'INTEGER -> customers.id', drug_name: 'STRING category', zorb: 'STRING FOOD', issued_on: 'DATE date', is_active: 'BOOLEAN boolean',
    }, 'zorb, which nobody knows, is what the model says it is like');
  });

  it('says which model planned it', async () => {
    const { warnings } = await planned(SENSIBLE);
    assert.deepEqual(warnings.map(({ message }) => /planned from its description by the model scripted/.test(message)), [true]);
  });

  it('asks only of what is left open, with one seed for one question', async () => {
    const [first, second] = [scripted(byScript(SENSIBLE)), scripted(byScript(SENSIBLE))];
    await plannerOf(first).plan(PHARMACY, {});
    await plannerOf(second).plan(`  ${PHARMACY.replaceAll(' ', '\n')} `, {});
    const lasts = first.orders.map(({ prompt }) => prompt.own.split('\n').at(-1) ?? '');
    assert.deepEqual(lasts.toSorted(), Object.keys(SENSIBLE).toSorted());
    assert.equal(new Set(first.orders.map(({ seed }) => seed)).size, first.orders.length);
    assert.deepEqual(second.orders, first.orders);
  });

  it('is planned by the model that is named', async () => {
    const asked: (string | undefined)[] = [];
    const planner = new SchemaPlanner({ models: { standard: async () => 'other', require: async (id) => void asked.push(id) }, engines: { of: (id) => (asked.push(id), scripted(byScript(SENSIBLE))) }, threads });
    await planner.plan(PHARMACY, { model: 'mine' });
    assert.deepEqual(asked, ['mine', 'mine']);
  });
});

describe('whatever a model answers', () => {
  const answer = (about: string, parents: readonly string[], columns: readonly string[]) => ({ about, parents, columns });

  it('references lead to tables that are there, by the longest name, and are never asked for twice', () => {
    const [items, orderItems] = outlinesOf(['items', 'order_items'], [answer('a', [], ['order_item_id', 'first_order_item_id', 'cat_id', 'item_id']), answer('b', ['items'], ['the_item_id', 'id', 'order_item_id'])]);
    assert.deepEqual(items?.references.map(({ column, table }) => [column, table]), [['order_item_id', 'order_items'], ['first_order_item_id', 'order_items']]);
    assert.deepEqual(items?.columns, ['cat_id']);
    assert.deepEqual([orderItems?.references.map(({ column, table }) => [column, table]), orderItems?.columns], [[['the_item_id', 'items']], []]);
  });

  it('names differ, also those of references, and a table of nothing gets a name', () => {
    const [, , child] = outlinesOf(['box', 'boxes', 'child'], [answer('a', [], ['id', 'box_id']), answer('b', [], ['x', 'y']), answer('c', ['box', 'boxes'], ['x', 'y'])]);
    assert.deepEqual(child?.references.map(({ column }) => column), ['box_id', 'box_id_2']);
    assert.deepEqual(outlinesOf(['box'], [answer('a', [], ['id', 'box_id'])])[0]?.columns, ['name']);
  });

  it('no circle is without a reference that may be null, and no other reference may be', () => {
    const graph = fc.integer({ min: 1, max: 7 }).chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }));
    fc.assert(fc.property(graph, (links) => {
      const names = links.map((_, index) => `t${index}s`);
      const outlines = outlinesOf(names, links.map((to, from) => answer('a', [...new Set(to)].filter((one) => one !== from).map((one) => names[one] ?? ''), ['x', ...(to.includes(from) ? [`parent_t${from}_id`] : [])])));
      const parents = new Map(outlines.map(({ name, references }) => [name, references.filter(({ nullable }) => !nullable).map(({ table }) => table)]));
      const above = (name: string, seen = new Set<string>()): Set<string> => {
        for (const parent of parents.get(name) ?? []) if (!seen.has(parent)) above(parent, seen.add(parent));
        return seen;
      };
      for (const { name, references } of outlines) {
        assert(!above(name).has(name));
        for (const { table, nullable } of references) assert.equal(nullable, table === name || above(table).has(name), `${name} -> ${table}`);
      }
    }));
  });
});

describe('any answers that meet their constraints', () => {
  const names = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('id', 'items', 'item', 'item_id', 'user', 'users', 'user_id', 'order', 'order_id', 'parent_item_id', 'select', 'name', 'status', 'zorb') }, fc.stringMatching(/^[a-z][a-z0-9]{1,15}(_[a-z0-9]{1,13}){0,2}$/));
  it('make a valid schema within its bounds, whose rows can be made', async () => {
    const large = { tables: 0, fields: 0 };
    await fc.assert(fc.asyncProperty(fc.array(names, { minLength: 40, maxLength: 60 }), fc.integer(), fc.boolean(), async (pool, seed, most) => {
      const stream = Stream.of(Math.abs(seed));
      let drawn = 0;
      const engine = scripted((_, { places }) => places.map(({ constraint }) => answered(constraint, () => (most && constraint.kind === 'list' ? 0.999 : stream.unit(drawn++)), () => pool[drawn++ % pool.length] ?? 'a1')));
      const { schema } = await plannerOf(engine).plan('anything', {});
      assert.deepEqual(validateSchema(schema), []);
      assert(schema.tables.length >= 1 && schema.tables.length <= 20);
      for (const { fields } of schema.tables) assert(fields.length >= 2 && fields.length <= 25, String(fields.length));
      large.tables = Math.max(large.tables, schema.tables.length);
      large.fields = Math.max(large.fields, ...schema.tables.map(({ fields }) => fields.length));
      const { rows } = await threads.quick('preview', { schema, rows: 3, rowsPerTable: {}, seed: 1, reference: REFERENCE_INSTANT, maxRows: 1_000, shown: 3 });
      assert.equal(rows.length, 3 * schema.tables.length);
    }), { numRuns: 25 });
    assert(large.tables > 12 && large.fields > 16, JSON.stringify(large));
  });
});

describe('words for what nobody knows', () => {
  const one = (name: string, type: FieldType): Table => ({ name: 'stuff', fields: [{ name, type, nullable: false }], primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] });
  const first = (schema: DataSchema): Field => schema.tables[0]?.fields[0] ?? assert.fail('no field');

  for (const type of FIELD_TYPES) it(`are known to the rules as names of ${type}`, () => {
    for (const word of wordsFor(type).filter((each) => each !== NO_MEANING)) assert.deepEqual(unclearFields(one(word, type)), [], word);
    assert.deepEqual(unclearFields(one('zorb', type)), wordsFor(type).length > 0 ? ['zorb'] : []);
  });

  it('give a field what one of that name would get, and its own name', () => {
    const schema = { tables: [one('zorb', 'DECIMAL')] };
    const meant = first(withMeanings(schema, [{ table: 'stuff', field: 'zorb', word: 'price' }]));
    const { name: _, ...expected } = first(chooseGenerators({ tables: [one('price', 'DECIMAL')] }));
    assert.deepEqual(meant, { ...expected, name: 'zorb' });
    assert.deepEqual(withMeanings(schema, [{ table: 'stuff', field: 'zorb', word: NO_MEANING }]), schema);
  });
});

describe('a plan that cannot be', () => {
  it('is refused for words that are none or too many', async () => {
    for (const text of ['', ' \n ', 'x'.repeat(MAX_PLANNED_LENGTH + 1), 'x'.repeat(100_000), 'a\0b', '\ud800']) {
      await assert.rejects(plannerOf(scripted(never)).plan(text, {}), (error) => error instanceof InvalidInput && error.issues[0]?.path[0] === 'description' && error.message.includes(String(MAX_PLANNED_LENGTH)));
    }
  });

  it('is refused without a model', async () => {
    await assert.rejects(new SchemaPlanner({ models: NO_MODELS, engines: { of: () => scripted(never) }, threads }).plan(PHARMACY, {}), ModelUnavailable);
  });

  it('ends in time, with what to do', async () => {
    await assert.rejects(plannerOf(scripted(never), { timeoutMs: 20 }).plan(PHARMACY, {}), (error) => error instanceof LimitReached && /within 0.02 s.*describe fewer/.test(error.message));
  });

  it('ends with whoever waits for it, at any question', async () => {
    for (const at of Object.keys(SENSIBLE)) {
      const caller = new AbortController();
      const engine = scripted((last, order, signal) => {
        if (last !== at) return byScript(SENSIBLE)(last);
        const stopped = never(last, order, signal);
        caller.abort(new Error('the socket broke'));
        return stopped;
      });
      await assert.rejects(plannerOf(engine).plan(PHARMACY, { signal: caller.signal }), { name: 'AbortError' }, at);
    }
  });

  it('says what an engine says', async () => {
    const failing = (error: Error) => plannerOf(scripted(() => {
      throw error;
    })).plan(PHARMACY, {});
    await assert.rejects(failing(new EngineFailed('no memory')), (error) => error instanceof ModelUnavailable && error.model === 'scripted' && /no memory/.test(error.message));
    await assert.rejects(failing(new OrderRefused('expected at most 9 tokens')), (error) => error instanceof InvalidInput && /9 tokens/.test(error.message));
    await assert.rejects(failing(new TypeError('a bug')), TypeError);
  });

  it('waits for others to end where many are under way, and then goes on', async () => {
    const caller = new AbortController();
    let answer: typeof never | ReturnType<typeof byScript> = never;
    const planner = plannerOf(scripted((last, order, signal) => answer(last, order, signal)));
    const others = Array.from({ length: MAX_PLANS }, () => assert.rejects(planner.plan(PHARMACY, { signal: caller.signal }), { name: 'AbortError' }));
    await assert.rejects(planner.plan(PHARMACY, {}), (error) => error instanceof LimitReached && error.message.includes(`at most ${MAX_PLANS}`));
    caller.abort();
    await Promise.all(others);
    answer = byScript(SENSIBLE);
    await planner.plan(PHARMACY, {});
  });
});

describe('what a planning model is told', () => {
  const said = new Map<string, string>();
  before(async () => {
    const file = path.join(folder.path, 'tiny.gguf');
    await writeModel(file);
    await using llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 1 }).then((library) => ({ library, [Symbol.asyncDispose]: () => library.dispose() }));
    const template = templateOf(await llama.library.loadModel({ modelPath: file }));
    const engine = scripted(byScript(SENSIBLE));
    await plannerOf(engine).plan(PHARMACY, {});
    for (const { prompt } of engine.orders) {
      const { shared, own, after: end } = renderPrompt(frameOf(template, prompt), prompt);
      said.set(prompt.own.split('\n').at(-1) ?? '', `${shared.toString()}|${own.toString()}|${end.toString()}`);
    }
  });

  const BEGIN = `<|im_start|>system
You design small relational databases. Names are English words in lower case, joined by underscores. You answer with the values only.<|im_end|>
<|im_start|>user
A database is wanted: online pharmacy with customers, prescriptions and refills
`;
  const END = '|<|im_end|>\n<|im_start|>assistant\n';

  for (const [what, last, words] of [
    ['tables', '1. tables: JSON array of their names', `|List the tables that it needs, 20 at most: each thing once, in the plural, after the tables that it refers to.
Write a JSON array of one value:
1. tables: JSON array of their names`],
    ['a table', 'The table: refills.', `Its tables: customers, prescriptions, refills.
Describe one table as a JSON array of these values, in this order:
1. about: what one row is, in a few words
2. parents: JSON array of the other tables that each row belongs to, often empty, 2 at most
3. columns: JSON array of the names of its columns, 20 at most, without keys and without references
|The table: refills.`],
    ['a column', 'The column: zorb.', `Its table prescriptions: what a doctor ordered for a customer. The columns: drug_name, zorb, issued_on, is_active.
Describe one column as a JSON array of these values, in this order:
1. about: what it holds, in a few words
2. type: STRING (a short text), TEXT (a long one), INTEGER, FLOAT (a measure), DECIMAL (money), BOOLEAN, DATE, TIME, DATETIME, UUID, JSON or BINARY
3. may_be_empty: true where rows may be without a value
|The column: zorb.`],
    ['a meaning', 'The column: zorb of prescriptions, how it tastes.', `Say what the values of one column are like. Write a JSON array of one value:
1. alike: one of ${wordsFor('STRING').join(', ')}
|The column: zorb of prescriptions, how it tastes.`],
  ] as const) it(`is word for word this, for ${what}`, () => assert.equal(said.get(last), `${BEGIN}${words}${END}`));
});
