// JSON Schema as a definition: every row that is drawn is valid by ajv, what is not followed is a warning with its pointer, and hostile schemas get an answer.
import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { z } from 'zod';
import { chooseGenerators } from '../src/domain/choose.ts';
import { InvalidInput } from '../src/domain/errors.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import { REFERENCE_INSTANT } from '../src/domain/plan.ts';
import type { Field, Value } from '../src/domain/schema.ts';
import { cpuMsOf } from './support/cpu.ts';
import { allRows } from './support/plans.ts';
import { startService, type Service } from './support/service.ts';

type Row = Readonly<Record<string, Value>>;
type ObjectSchema = Readonly<Record<string, unknown>> & { readonly required?: readonly string[] };

/** Formats as Node itself judges them. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text)),
  time: (text) => !Number.isNaN(Date.parse(`2026-01-01T${text}`)) && text.endsWith('Z'),
  duration: (text) => /^P(?!$)(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+M)?)?$/.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+\.[a-z]+$/.test(text),
  hostname: (text) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text),
  uri: (text) => URL.canParse(text) && encodeURI(decodeURI(text)) === text,
  ipv4: (text) => isIP(text) === 4,
  ipv6: (text) => isIP(text) === 6,
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
};
/** Never in strict mode, which refuses sound schemas as well. */
const ajv = new Ajv2020({ strict: false, formats: FORMATS, allErrors: true, ownProperties: true });

async function drawn(jsonSchema: unknown, rows = 40): Promise<{ rows: readonly Row[]; fields: readonly Field[]; warnings: readonly string[] }> {
  const { schema, warnings } = await importDefinition({ kind: 'jsonSchema', schema: jsonSchema });
  const { plan } = freezePlan({ schema: chooseGenerators(schema), rows, rowsPerTable: {}, seed: 7, reference: REFERENCE_INSTANT, maxRows: 1_000 });
  return { rows: allRows(plan, 'data'), fields: plan.tables[0]?.fields ?? [], warnings: warnings.map(({ message }) => message) };
}

/** Null stands for the absence of what is not required. */
function objectOf(row: Row, { required = [] }: ObjectSchema): Row {
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== null || required.includes(name)));
}

async function assertValid(schema: ObjectSchema, count = 40): Promise<readonly string[]> {
  const validate = ajv.compile(schema);
  const { rows, warnings } = await drawn(schema, count);
  for (const row of rows) assert.ok(validate(objectOf(row, schema)) || validate(row), `${JSON.stringify(row)}\nis not valid by ${JSON.stringify(schema)}\n${ajv.errorsText(validate.errors)}`);
  return warnings;
}

async function refusal(schema: unknown): Promise<InvalidInput> {
  const error: unknown = await importDefinition({ kind: 'jsonSchema', schema }).then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof InvalidInput, `expected a refusal, got ${String(error)}`);
  for (const { path } of error.issues) assert.deepEqual(path.slice(0, 1), ['jsonSchema']);
  return error;
}

const ORDER = {
  $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://example.com/order', title: 'An order', type: 'object', required: ['id', 'customer', 'lines', 'status', 'placed_at'], additionalProperties: false,
  properties: {
    id: { type: 'string', format: 'uuid' },
    status: { enum: ['new', 'paid', 'sent'] },
    placed_at: { type: 'string', format: 'date-time' },
    due: { type: 'string', format: 'date' },
    total: { type: 'number', exclusiveMinimum: 0, maximum: 10_000 },
    rating: { type: ['integer', 'null'], minimum: 1, maximum: 5 },
    priority: { const: 3 },
    code: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' },
    ratio: { type: 'number', multipleOf: 0.25, minimum: -1, maximum: 1 },
    customer: { $ref: '#/$defs/customer' },
    lines: { type: 'array', minItems: 1, maxItems: 4, items: { type: 'object', required: ['sku', 'quantity'], properties: { sku: { type: 'string', minLength: 6, maxLength: 8 }, quantity: { type: 'integer', minimum: 1, maximum: 12 }, price: { type: 'number', minimum: 0 } } } },
    tags: { type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true, minItems: 2 },
    payment: { oneOf: [{ type: 'object', required: ['kind', 'iban'], properties: { kind: { const: 'bank' }, iban: { type: 'string' } } }, { type: 'object', required: ['kind', 'last4'], properties: { kind: { const: 'card' }, last4: { type: 'string', pattern: '^[0-9]{4}$' } } }] },
    note: { anyOf: [{ type: 'string', maxLength: 20 }, { type: 'null' }, { type: 'integer' }] },
  },
  $defs: {
    address: { type: 'object', required: ['city'], properties: { street: { type: 'string' }, city: { type: 'string' }, country: { type: 'string', pattern: '^[A-Z]{2}$' } } },
    customer: { allOf: [{ $ref: '#/$defs/address' }, { type: 'object', required: ['email'], properties: { email: { type: 'string', format: 'email' }, site: { type: 'string', format: 'uri' }, host: { type: 'string', format: 'hostname' }, ip: { type: 'string', format: 'ipv4' }, ip6: { type: 'string', format: 'ipv6' }, at: { type: 'string', format: 'time' }, every: { type: 'string', format: 'duration' } } }], minProperties: 3 },
  },
};

describe('rows of a JSON Schema', () => {
  it('of an order are valid, and nothing of it is left unfollowed', async () => {
    assert.deepEqual(await assertValid(ORDER), []);
  });

  it('are fields of the types that it says, nested values as JSON', async () => {
    const { fields, rows } = await drawn({ type: 'array', items: ORDER, $defs: ORDER.$defs }, 200);
    const types = Object.fromEntries(fields.map(({ name, type, nullable }) => [name, `${type}${nullable ? '?' : ''}`]));
    assert.deepEqual(types, { id: 'UUID', status: 'STRING', placed_at: 'DATETIME', due: 'DATE?', total: 'FLOAT?', rating: 'INTEGER?', priority: 'INTEGER?', code: 'STRING?', ratio: 'FLOAT?', customer: 'JSON', lines: 'JSON', tags: 'JSON?', payment: 'JSON?', note: 'JSON?' });
    assert.equal(new Set(rows.map(({ payment }) => (payment as Row | null)?.['kind'])).size, 3);
  });

  it('have multiples as short as their step', async () => {
    const { rows } = await drawn({ type: 'object', required: ['part', 'nested', 'third'], properties: { part: { type: 'number', multipleOf: 0.05, minimum: 0, maximum: 1 }, nested: { type: 'object', required: ['part'], properties: { part: { type: 'number', multipleOf: 0.05, minimum: 0, maximum: 1 } } }, third: { type: 'number', multipleOf: 1 / 3, minimum: 0.5, maximum: 1 } } }, 500);
    const parts = new Set(rows.flatMap(({ part, nested }) => [String(part), String((nested as Row)['part'])]));
    assert.ok(parts.size > 10 && [...parts].every((part) => part.length <= 4), [...parts].join());
    assert.ok(rows.every(({ third }) => third === 2 / 3 || third === 1));
  });

  it('of a tree end, and those of a list without end are refused', async () => {
    const node = { type: 'object', required: ['name'], properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } } };
    await assertValid({ ...node, $defs: { node } });
    const { message } = await refusal({ type: 'object', required: ['a'], properties: { a: { $ref: '#/$defs/n' } }, $defs: { n: { type: 'object', required: ['n'], properties: { n: { $ref: '#/$defs/n' } } } } });
    assert.match(message, /#\/properties\/a: no finite value/);
  });

  it('of any schema are valid', async () => {
    const scalar = fc.oneof(
      fc.record({ type: fc.constant('string'), minLength: fc.integer({ min: 0, max: 12 }) }, { requiredKeys: ['type'] }),
      fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })).map(([least, more]) => ({ type: 'string', minLength: least, maxLength: least + more })),
      fc.constantFrom(...Object.keys(FORMATS)).map((format) => ({ type: 'string', format })),
      fc.constantFrom('^[a-c]+$', 'x[0-9]{2,4}', '^(?:ab|cd)e?$').map((pattern) => ({ type: 'string', pattern })),
      fc.tuple(fc.constantFrom('integer', 'number'), fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 2, max: 1e6, noNaN: true }), fc.boolean()).map(([type, from, width, strict]) => (strict ? { type, exclusiveMinimum: from, exclusiveMaximum: from + width } : { type, minimum: from, maximum: from + width })),
      fc.tuple(fc.constantFrom('integer', 'number'), fc.constantFrom('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'), fc.integer({ min: -1_000, max: 1_000 })).map(([type, bound, at]) => ({ type, [bound]: at })),
      fc.tuple(fc.constantFrom('integer', 'number'), fc.constantFrom(2, 5, 0.1, 0.01, 3.5, 7)).map(([type, multipleOf]) => ({ type, multipleOf, minimum: 0, maximum: 70 })),
      fc.uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
      fc.uniqueArray(fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'object', 'array'), { minLength: 1, maxLength: 3 }).map((type) => ({ type })),
      fc.constantFrom<object>({}, { const: { a: [1, null] } }, { type: 'boolean' }, { type: 'null' }),
    );
    const { value } = fc.letrec<{ value: object; object: object }>((tie) => ({
      value: fc.oneof({ maxDepth: 2, withCrossShrink: true }, scalar, tie('object'),
        fc.tuple(tie('value'), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })).map(([items, least, more]) => ({ type: 'array', items, minItems: least, maxItems: least + more })),
        fc.constantFrom<object>({ type: 'boolean' }, { enum: ['a', 'b', 3] }, { type: 'integer', minimum: 0, maximum: 2 }).map((items) => ({ type: 'array', items, uniqueItems: true, minItems: 2 })),
        fc.tuple(fc.constantFrom('anyOf', 'allOf'), tie('value')).map(([keyword, one]) => ({ [keyword]: [one, ...(keyword === 'anyOf' ? [{ type: 'boolean' }] : [])] })),
        fc.constant({ oneOf: [{ const: 'z' }, { type: 'integer', maximum: 3 }, { type: 'null' }] })),
      object: fc.tuple(fc.dictionary(fc.constantFrom('a', 'b', 'name', 'city', 'e/~x', 'weight', 'id'), tie('value'), { maxKeys: 4 }), fc.boolean(), fc.integer({ min: 0, max: 2 })).map(([properties, all, fewest]) => ({
        type: 'object', properties, required: all ? Object.keys(properties) : Object.keys(properties).slice(0, 1), minProperties: Math.min(fewest, Object.keys(properties).length), additionalProperties: false,
      })),
    }));
    await assertValid({ type: 'object', required: ['a'], properties: { a: { type: 'string', maxLength: 0 } } });
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom('a', 'name', 'price', 'email', 'age', 'created_at'), value, { minKeys: 1, maxKeys: 4 }), fc.boolean(), async (properties, all) => {
      await assertValid({ type: 'object', properties, required: all ? Object.keys(properties) : [] });
    }), { numRuns: 150 });
  });
});

/** What programs export, as it is read back. */
function exported(type: z.ZodType): ObjectSchema {
  return JSON.parse(JSON.stringify(z.toJSONSchema(type))) as ObjectSchema;
}

describe('rows of several shapes', () => {
  const Event = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('click'), at: z.iso.datetime(), x: z.int().min(0).max(1_920), target: z.string().optional() }),
    z.object({ kind: z.literal('purchase'), at: z.iso.datetime(), amount: z.number().positive().multipleOf(0.25), currency: z.enum(['EUR', 'USD']) }),
    z.object({ kind: z.literal('signup'), at: z.iso.datetime(), plan: z.enum(['free', 'pro']) }),
  ]);

  it('are each of one, with all that belongs to it and nothing else', async () => {
    const { rows, fields, warnings } = await drawn(exported(Event), 300);
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '?' : ''}`), ['kind STRING', 'at DATETIME', 'x INTEGER?', 'target STRING?', 'amount FLOAT?', 'currency STRING?', 'plan STRING?']);
    for (const row of rows) assert.ok(Event.safeParse(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))).success, JSON.stringify(row));
    for (const kind of ['click', 'purchase', 'signup']) assert.ok(rows.filter((row) => row['kind'] === kind).length > 60, kind);
    const targets = rows.filter(({ kind, target }) => kind === 'click' && target === null).length;
    assert.ok(targets > 0 && targets < 40, String(targets));
  });

  it('follow if, not, dependentSchemas and what only one branch requires', async () => {
    const schemas: readonly ObjectSchema[] = [
      { type: 'object', properties: { country: { enum: ['US', 'NL', 'DE'] }, code: { type: 'string' } }, required: ['country', 'code'], if: { properties: { country: { const: 'US' } }, required: ['country'] }, then: { properties: { code: { pattern: '^[0-9]{5}$' } } }, else: { properties: { code: { pattern: '^[A-Z]{2} [0-9]{4}$' } } } },
      { type: 'object', properties: { phone: { type: 'string' }, email: { type: 'string', format: 'email' }, id: { type: 'integer' } }, required: ['id'], oneOf: [{ required: ['phone'] }, { required: ['email'] }] },
      { type: 'object', properties: { a: { type: 'integer', minimum: 0, maximum: 5, not: { enum: [1, 2, 3] } }, b: { enum: ['x', 'y', 'z'], not: { const: 'x' } }, c: { type: 'string', pattern: '^[AB]$', not: { const: 'A' } } }, required: ['a', 'b', 'c'] },
      { type: 'object', properties: { card: { type: 'string' }, address: { type: 'string' } }, dependentSchemas: { card: { required: ['address'], properties: { address: { minLength: 12 } } } } },
      { type: 'object', properties: { kind: { enum: ['a', 'b', 'c', 'd'] }, n: { type: 'integer' } }, required: ['kind'], allOf: ['a', 'b', 'c'].map((kind, at) => ({ if: { properties: { kind: { const: kind } } }, then: { required: ['n'], properties: { n: { minimum: 10 * at, maximum: 10 * at + 5 } } } })) },
      { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, not: { required: ['a', 'b'] } },
    ];
    for (const schema of schemas) assert.deepEqual(await assertValid(schema, 200), [], JSON.stringify(schema));
  });
});

describe('rows of what programs export', () => {
  it('of zod are valid by it', async () => {
    const User = z.object({
      id: z.uuid(), name: z.string().min(2).max(50), age: z.int().min(18).max(120).optional(), score: z.number().gt(0).lt(1), url: z.url(), ip: z.ipv4(), created: z.iso.datetime(), birthday: z.iso.date(), at: z.iso.time(),
      tags: z.array(z.string().min(3)).min(1).max(5), address: z.object({ street: z.string().min(1).max(120), zip: z.string().regex(/^\d{5}(-\d{4})?$/), country: z.enum(['US', 'DE']) }), other: z.object({ a: z.string() }).nullable(), point: z.tuple([z.number(), z.number()]),
      named: z.tuple([z.string(), z.int()]).rest(z.boolean()), prefs: z.record(z.string(), z.boolean()), counts: z.record(z.enum(['a', 'b']), z.int().nonnegative()), pay: z.discriminatedUnion('type', [z.object({ type: z.literal('card'), last4: z.string().length(4) }), z.object({ type: z.literal('iban'), iban: z.string() })]),
      lit: z.literal(['x', 3, null]), slug: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/), any: z.any(), bool: z.boolean().default(true), nullish: z.string().nullish(), both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })), ulid: z.ulid(), e164: z.e164(),
    });
    const { rows, fields, warnings } = await drawn(exported(User), 500);
    assert.deepEqual(warnings, []);
    for (const row of rows) {
      const { error } = User.safeParse(objectOf(row, { required: ['other', 'lit', 'any'] }));
      assert.equal(error, undefined, `${JSON.stringify(row)}\n${error?.message}`);
    }
    assert.deepEqual(['created', 'name', 'age'].map((name) => fields.find((field) => field.name === name)?.type), ['DATETIME', 'STRING', 'INTEGER']);
  });

  it('of other drafts and of OpenAPI 3.0 keep to what these say', async () => {
    const { rows, fields, warnings } = await drawn({
      $schema: 'http://json-schema.org/draft-04/schema#', id: 'https://example.com/root.json', type: 'object', required: ['above', 'pair', 'pet', 'at', 'byId'],
      properties: {
        above: { type: 'number', minimum: 5, exclusiveMinimum: true, maximum: 6 }, maybe: { type: 'integer', nullable: true, 'x-order': 2 }, pair: { type: 'array', items: [{ type: 'string' }, { type: 'boolean' }], additionalItems: false },
        pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: 'petType', mapping: { dog: '#/components/schemas/Dog' } } }, at: { $ref: '#spot' }, byId: { $ref: 'https://example.com/parts/flag.json' },
        optional: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
      },
      components: { schemas: { Cat: { type: 'object', required: ['petType'], properties: { petType: { type: 'string' } } }, Dog: { type: 'object', required: ['petType'], properties: { petType: { type: 'string' }, bark: { type: 'boolean' } } } } },
      definitions: { spot: { $anchor: 'spot', const: 'here' }, flag: { $id: '/parts/flag.json', type: 'boolean' } },
    }, 200);
    assert.deepEqual(warnings, []);
    assert.deepEqual(fields.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '?' : ''}`), ['above FLOAT', 'maybe INTEGER?', 'pair JSON', 'pet JSON', 'at STRING', 'byId BOOLEAN', 'optional INTEGER?']);
    for (const row of rows) {
      assert.ok(Number(row['above']) > 5 && Number(row['above']) <= 6);
      assert.deepEqual((row['pair'] as readonly Value[]).map((one) => typeof one), ['string', 'boolean']);
      assert.equal(row['at'], 'here');
    }
    assert.deepEqual([...new Set(rows.map(({ pet }) => (pet as Row)['petType']))].toSorted(), ['Cat', 'dog']);
  });

  it('have tuples, what an array contains, and maps', async () => {
    const map = { type: 'object', additionalProperties: { type: 'integer' } };
    const schema = {
      type: 'object', required: ['tuple', 'contains', 'map', 'headers', 'strict'],
      properties: {
        tuple: { type: 'array', prefixItems: [{ type: 'integer' }, { const: 'and' }], items: { type: 'boolean' }, minItems: 3 }, contains: { type: 'array', items: { type: 'integer' }, contains: { minimum: 1_000, maximum: 2_000 }, minContains: 2, maxContains: 2, minItems: 4 },
        map, headers: { type: 'object', patternProperties: { '^x-[a-z]{3}$': { type: 'string' } }, additionalProperties: false, minProperties: 1 }, strict: { type: 'object', propertyNames: { pattern: '^[A-Z]{2}$' }, minProperties: 2, additionalProperties: { type: 'boolean' } },
      },
    };
    assert.deepEqual(await assertValid(schema, 200), []);
    const { rows } = await drawn(schema, 50);
    assert.ok(rows.some((row) => Object.keys(row['map'] as Row).length > 1));
    assert.ok(rows.every((row) => Object.keys(row['map'] as Row).every((name) => /^[a-z]+$/.test(name))), JSON.stringify(rows[0]));
    assert.ok(rows.every((row) => Object.keys(row['headers'] as Row).length > 0));
  });
});

describe('what of a JSON Schema is not followed', () => {
  it('is a warning with its pointer', async () => {
    const { warnings } = await drawn({ type: 'object', properties: { 'a/b': { type: 'string', mine: 1, 'x-mine': 1 }, c: { type: 'string', pattern: '(?=a)' }, d: { oneOf: [{ type: 'integer' }, { type: 'number' }] }, e: { type: 'string', format: 'morse' } } });
    assert.deepEqual(warnings.map((message) => message.split(': ')[0]), ['#/properties/a~1b/mine', '#/properties/c/pattern', '#/properties/d', '#/properties/e']);
  });

  it('is refused where it is no schema, with its pointer', async () => {
    const within = (schema: unknown): object => ({ type: 'object', properties: { a: schema } });
    const cases: readonly (readonly [unknown, string])[] = [
      [within({ type: 'text' }), '#/properties/a/type'], [within({ minLength: -1 }), '#/properties/a/minLength'], [within(7), '#/properties/a'], [within({ $ref: '#/$defs/gone' }), '#/properties/a'], [within({ $ref: 'https://example.com/x' }), '#/properties/a'],
      [{ ...within({ $ref: '#/$defs/b' }), $defs: { b: { $ref: '#/$defs/b' } } }, '#/$defs/b'], [{ type: 'string' }, '#'], [{ type: 'array', items: { type: 'integer' } }, '#/items'], [{ type: 'object' }, '#'], [null, '#'], [[], '#'], [false, '#'],
    ];
    for (const [schema, pointer] of cases) {
      const { issues } = await refusal(schema);
      assert.ok(issues[0]?.message.startsWith(`${pointer}: `), `${JSON.stringify(schema)}: ${issues[0]?.message}`);
    }
    assert.match((await refusal('{"type": ')).message, /no JSON/);
  });
});

describe('a hostile JSON Schema', () => {
  const doubling = { type: 'object', properties: { a: { $ref: '#/$defs/n0' } }, $defs: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`n${i}`, { type: 'object', properties: Object.fromEntries(Array.from({ length: 12 }, (_name, j) => [`p${j}`, { $ref: `#/$defs/n${i + 1}` }])) }])) };
  const deep = (levels: number): string => `${'{"type":"object","properties":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}`;

  it('is answered in bounded time', async () => {
    const tookMs = await cpuMsOf(async () => {
      assert.match((await drawn(doubling, 2)).warnings.join(), /unfolds to too much/);
      await refusal({ type: 'object', properties: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`p${i}`, { type: 'string' }])) });
      await refusal(`{"type":"object","properties":{"a":{"enum":["${'x'.repeat(10_000_000)}"]}}}`);
      await refusal('['.repeat(1_000_000));
      assert.match((await drawn(deep(20_000), 2)).warnings.join(), /deep in one another/);
    });
    assert.ok(tookMs < 60_000, `${tookMs} ms`);
  });
});

describe('a JSON Schema through the API', () => {
  let service: Service;
  before(async () => {
    service = await startService();
  });
  after(async () => {
    await service?.[Symbol.asyncDispose]();
  });

  const PREVIEW = 'query($definition: SchemaDefinition!) { outcome: previewSchema(definition: $definition, rows: 3) { ... on SchemaPreview { warnings { message } rows { values } } ... on InvalidInputError { issues { path message } } } }';

  it('makes the same rows as a value, as a text and as a file, and is saved as what it is', async () => {
    const response = await fetch(`${service.base}/uploads?name=order.json`, { method: 'PUT', body: JSON.stringify(ORDER) });
    const { uploadId } = (await response.json()) as { uploadId: string };
    const definitions = [{ jsonSchema: ORDER }, { jsonSchema: JSON.stringify(ORDER) }, { file: { source: { uploadId } } }];
    const [value, ...others] = await Promise.all(definitions.map(async (definition) => (await service.ask(PREVIEW, { definition })).data?.['outcome'] as { warnings: unknown[]; rows: unknown[] }));
    assert.deepEqual([value?.rows.length, value?.warnings], [3, []]);
    for (const other of others) assert.deepEqual(other, value);
    const { data } = await service.ask('mutation($definition: SchemaDefinition!) { saved: createSchema(input: { name: "Orders", definition: $definition }) { ... on Schema { source } } }', { definition: definitions[2] });
    assert.deepEqual(data?.['saved'], { source: 'JSON_SCHEMA' });
  });

  it('that cannot be is refused at its place', async () => {
    const { data } = await service.ask(PREVIEW, { definition: { jsonSchema: { type: 'object', properties: { a: { type: 'text' } } } } });
    const outcome = data?.['outcome'] as { issues: { path: string[]; message: string }[] } | undefined;
    assert.deepEqual(outcome?.issues.map(({ path, message }) => [path, message.split(': ')[0]]), [[['definition', 'jsonSchema'], '#/properties/a/type']]);
  });
});
