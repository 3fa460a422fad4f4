// The API as text: checked in as it is served, every member described, the contract's names in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { getIntrospectionQuery, isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { GraphQLError } from 'graphql';
import { MAX_ALIASES, MAX_DEPTH, MAX_SELECTIONS, MAX_TOKENS, checkVariables, parseLimited } from '../src/graphql/limits.ts';
import { buildSchema, printApi } from '../src/graphql/schema.ts';

const schema = buildSchema();

describe('the printed schema', () => {
  it('is the one that is checked in (npm run schema:print writes it)', () => {
    assert.equal(readFileSync(new URL('../src/graphql/schema.graphql', import.meta.url), 'utf8'), printApi(schema));
  });

  it('describes every type, field, argument and value', () => {
    assert.deepEqual(undescribed(schema), []);
  });

  it('has the contract’s queries, mutations and subscriptions', () => {
    assert.deepEqual(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort(), ['health', 'job', 'jobs', 'machineCatalog', 'models', 'node', 'previewSchema', 'schema', 'schemas']);
    assert.deepEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort(), ['cancelJob', 'createSchema', 'deleteJob', 'deleteSchema', 'exportJob', 'pullModel', 'removeModel', 'retryJob', 'startImageRun', 'startQaRun', 'startSeriesRun', 'startTextRun', 'startUnifiedRun', 'updateSchema']);
    assert.deepEqual(Object.keys(schema.getSubscriptionType()?.getFields() ?? {}).sort(), ['jobImages', 'jobPairs', 'jobProgress', 'jobRows', 'jobs', 'modelProgress']);
  });

  it('answers every mutation by a result union with its errors', () => {
    for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
      assert.equal(String(field.type), `${name[0]?.toUpperCase()}${name.slice(1)}Result!`);
    }
  });
});

describe('the limits on documents', () => {
  it('let introspection through', () => {
    parseLimited(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true, specifiedByUrl: true, schemaDescription: true }));
  });

  it('refuse what is too deep, by fields and by fragments', () => {
    refused('TOO_DEEP', `{${'a{'.repeat(MAX_DEPTH)}b${'}'.repeat(MAX_DEPTH)}}`);
    const fragments = Array.from({ length: MAX_DEPTH }, (_, i) => `fragment F${i} on T { a { ...F${i + 1} } }`).join('\n');
    refused('TOO_DEEP', `{ ...F0 } ${fragments} fragment F${MAX_DEPTH} on T { a }`);
  });

  it('refuse too many aliases, also where fragments multiply them', () => {
    refused('TOO_MANY_ALIASES', `{${Array.from({ length: MAX_ALIASES + 1 }, (_, i) => `a${i}: a`).join(' ')}}`);
    refused('TOO_MANY_ALIASES', `{ ...F ...F ...F ...F } fragment F on T { ${Array.from({ length: MAX_ALIASES / 2 }, (_, i) => `a${i}: a`).join(' ')} }`);
  });

  it('answer fragments that spread one another exponentially at once', () => {
    const fragments = Array.from({ length: 200 }, (_, i) => `fragment F${i} on T { b${i}: a ...F${i + 1} ...F${i + 1} }`).join('\n');
    refused('TOO_MANY_ALIASES', `{ ...F0 } ${fragments} fragment F200 on T { a }`);
  });

  it('refuse too many selections and tokens', () => {
    refused('TOO_MANY_FIELDS', `{${'a '.repeat(MAX_SELECTIONS + 1)}}`);
    refused('TOO_MANY_TOKENS', `{${'a '.repeat(MAX_TOKENS + 1)}}`);
  });

  it('refuse brackets that would exhaust the parser', () => {
    for (const [open, close] of [['a{', '}'], ['a(x:[', '])'], ['a(x:{y:', '})']] as const) refused('TOO_DEEP', `{${open.repeat(2_000)}b${close.repeat(2_000)}}`);
    refused('TOO_DEEP', `query($a: ${'['.repeat(4_000)}Int${']'.repeat(4_000)}) { a }`);
  });

  it('leave a fragment cycle to validation', () => {
    parseLimited('{ ...F } fragment F on Query { ...F }');
  });

  it('say a syntax error with its code', () => {
    refused('GRAPHQL_PARSE_FAILED', '{');
  });

  it('refuse lists in variables that a multipart map has made endless', () => {
    const list: unknown[] = [];
    list[2 ** 32 - 2] = 'x';
    assert.throws(() => checkVariables({ list }), (error: unknown) => error instanceof GraphQLError && error.extensions['code'] === 'LIST_TOO_LONG');
  });

  it('refuse variables that are nested without end', () => {
    let nested: unknown = null;
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    assert.throws(() => checkVariables({ nested }), (error: unknown) => error instanceof GraphQLError && error.extensions['code'] === 'VARIABLES_TOO_DEEP');
  });
});

function refused(code: string, document: string): void {
  assert.throws(() => parseLimited(document), (error: unknown) => {
    assert(error instanceof GraphQLError);
    assert.equal(error.extensions['code'], code);
    return true;
  });
}

function undescribed(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const need = (name: string, { description }: { description?: string | null | undefined }): void => {
    if (description == null || description.trim() === '') missing.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    need(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) need(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      need(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const argument of field.args) need(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  return missing;
}
