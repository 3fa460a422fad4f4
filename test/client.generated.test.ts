// The generated client is what codegen makes of the printed API today, and every operation is one that the API takes.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { buildSchema, concatAST, Kind, parse, validate } from 'graphql';
import config from '../src/client/codegen.ts';

const CLIENT = fileURLToPath(new URL('../src/client/', import.meta.url));
const ROOT = path.join(CLIENT, '../..');
const operations = readdirSync(CLIENT).filter((name) => name.endsWith('.graphql')).map((name) => readFileSync(path.join(CLIENT, name), 'utf8'));

it('src/client/generated is what `npm run codegen` writes', async () => {
  const before = process.cwd();
  process.chdir(ROOT); // its paths are from there
  try {
    const written = (await generate({ ...config }, false)) as readonly { readonly filename: string; readonly content: string }[]; // as its documentation says; typed any
    assert.deepEqual(written.map(({ filename }) => path.basename(filename)).toSorted(), readdirSync(path.join(CLIENT, 'generated')).toSorted());
    for (const { filename, content } of written) assert(content.trim() === readFileSync(path.join(ROOT, filename), 'utf8').trim(), `${filename} is stale: npm run codegen`);
  } finally {
    process.chdir(before);
  }
});

it('every operation of the client is valid against the printed API, and every field of the API is in reach', () => {
  const schema = buildSchema(readFileSync(path.join(ROOT, 'src/graphql/schema.graphql'), 'utf8'));
  const document = concatAST(operations.map((text) => parse(text)));
  assert.deepEqual(validate(schema, document).map(String), []);

  const asked = new Set(document.definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? selection.name.value : [])) : [])));
  const offered = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => Object.keys(type?.getFields() ?? {}));
  // node answers what the others do, by id alone.
  assert.deepEqual(offered.filter((name) => !asked.has(name)), ['node']);
});
