// Every file of src keeps the rules of the house; and each rule can fail.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brokenRules } from './support/house-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HEADER = '// What it is for.\n';

function filesOf(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT }).map((file) => file.split(path.sep).join('/')).filter((file) => !file.includes('/generated/'));
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

describe('the house', () => {
  it('keeps its rules in every file of src', () => {
    const files = filesOf('src/**/*.ts');
    assert(files.length > 100, `only ${files.length} files found`);
    assert.deepEqual(files.flatMap((file) => brokenRules(file, read(file))), []);
  });

  it('has no test file of more than 400 lines, and an opening comment in each', () => {
    const long = filesOf('{test,prisma}/**/*.ts').flatMap((file) => {
      const text = read(file);
      return [...(text.split('\n').length - 1 > 400 ? [`${file}: too long`] : []), ...(text.startsWith('// ') ? [] : [`${file}: no opening comment`])];
    });
    assert.deepEqual(long, []);
  });
});

describe('a rule of the house', () => {
  /** What a file of that one line breaks. */
  const broken = (file: string, line: string): string[] => brokenRules(file, `${HEADER}${line}\n`);

  for (const [file, line] of [
    ['src/domain/plan.ts', "import { log } from '../db/database.ts';"],
    ['src/domain/plan.ts', "import type { Log } from '../server/app.ts';"],
    ['src/lib/log.ts', "export * from '../domain/schema.ts';"],
    ['src/jobs/work.ts', "import {\n  a,\n  type B,\n} from '../graphql/job.ts';"],
    ['src/jobs/work.ts', "import '../server/app.ts';"],
    ['src/graphql/job.ts', "const { x } = await import('../server/app.ts');"],
    ['src/graphql/job.ts', "type X = import('../server/app.ts').X;"],
    ['src/files/local.ts', "new Worker(new URL('../jobs/work.ts', import.meta.url));"],
    ['src/server/app.ts', "import { main } from '../main.ts';"],
  ] as const) it(`refuses an import that points up: ${line.replaceAll('\n', ' ')}`, () => assert.equal(broken(file, line).length, 1, broken(file, line).join('\n')));

  for (const [file, target] of [['db/jobs', '../files/local.ts'], ['files/local', '../db/jobs.ts'], ['engines/text', '../db/jobs.ts'], ['files/a', '../engines/text.ts']] as const)
    it(`refuses an import from src/${file}.ts to its sibling ${target}`, () => assert.match(broken(`src/${file}.ts`, `import { x } from '${target}';`).join(), /may import domain, lib/));

  for (const [file, line] of [
    ['src/client/client.ts', "import { x } from '../lib/log.ts';"],
    ['src/client/client.ts', "import schema from '../graphql/schema.ts';"],
    ['src/demo/demo.ts', "import { x } from '../server/config.ts';"],
    ['src/demo/demo.ts', "import { startService } from '../../test/support/service.ts';"],
    ['src/engines/image/pipeline.ts', "import { x } from '../../../test/support/made-up/diffusion.ts';"],
    ['src/main.ts', "import { x } from './jobs/runner.ts';"],
    ['src/attic/old.ts', "import { x } from './older.ts';"],
    ['src/jobs/work.ts', 'const name = pick(); const it = await import(name);'],
    ['src/jobs/work.ts', "readFileSync(new URL('../db/secret.json', import.meta.url));"],
  ] as const) it(`refuses in ${file}: ${line}`, () => assert.equal(broken(file, line).length, 1, broken(file, line).join('\n')));

  for (const [file, line] of [
    ['src/jobs/work.ts', 'const port = process.env.PORT;'],
    ['src/client/client.ts', "const port = process['env']['PORT'];"],
    ['src/server/app.ts', 'process.exit(1);'],
    ['src/graphql/job.ts', "console.log('here');"],
    ['src/domain/random.ts', 'const x = Math.random();'],
    ['src/domain/random.ts', 'const x = Date.now();'],
    ['src/domain/random.ts', 'const x = new Date();'],
    ['src/domain/random.ts', 'const x = performance.now();'],
    ['src/domain/random.ts', "import { readFileSync } from 'node:fs';"],
    ['src/domain/random.ts', "await fetch('http://localhost');"],
    ['src/jobs/runner.ts', 'await db.prisma.job.count();'],
    ['src/graphql/job.ts', 'await db.prisma.$queryRaw`SELECT 1`;'],
    ['src/jobs/runner.ts', "import { PgBoss } from 'pg-boss';"],
    ['src/jobs/runner.ts', "import pg from 'pg';"],
    ['src/graphql/job.ts', "import { Prisma } from '@prisma/client';"],
    ['src/jobs/runs.ts', "import { GraphQLError } from 'graphql';"],
    ['src/domain/expression.ts', 'const run = new Function(text);'],
  ] as const) it(`refuses in ${file}: ${line}`, () => assert.equal(broken(file, line).length, 1, broken(file, line).join('\n')));

  it('refuses a file of more than 400 lines, and one without an opening comment', () => {
    assert.deepEqual(brokenRules('src/lib/a.ts', HEADER + 'x;\n'.repeat(399)), []);
    assert.match(brokenRules('src/lib/a.ts', HEADER + 'x;\n'.repeat(400)).join(), /401 lines/);
    assert.match(brokenRules('src/lib/a.ts', "import 'node:fs';\n").join(), /opening comment/);
  });

  it('lets comments, strings and its own way down be', () => {
    const text = `${HEADER}/* Math.random() would do; import x from '../server/app.ts'; */\nimport type { A } from '../lib/log.ts';\nconst text = '// no comment'; // Date.now() neither\n`;
    assert.deepEqual(brokenRules('src/domain/a.ts', text), []);
    assert.deepEqual(broken('src/server/config.ts', 'export const x = process.env;'), []);
    assert.deepEqual(broken('src/domain/a.ts', 'const at = new Date(instantMs);'), []);
    assert.deepEqual(broken('src/jobs/runner.ts', 'await db.prisma.$transaction(work);'), []);
    assert.deepEqual(broken('src/jobs/queue.ts', "import { PgBoss } from 'pg-boss';"), []);
    assert.deepEqual(broken('src/demo/service.ts', "const MAIN = new URL('../main.ts', import.meta.url);"), []);
  });
});
