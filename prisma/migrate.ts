// `npm run migration -- <name>`: writes the next folder of prisma/migrations from what changed in schema.prisma.
// Never touches a database; read what it wrote before you commit it, above all where it drops something.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MIGRATIONS_FOLDER, pendingSql } from './engine.ts';

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write('A migration needs a name of lower-case letters, digits and _: npm run migration -- add_job_owner\n');
  process.exitCode = 1;
} else {
  process.stdout.write(`${await writeMigration(name)}\n`);
}

/** Returns a sentence that says what was written. */
async function writeMigration(name: string): Promise<string> {
  const sql = await pendingSql();
  if (sql === undefined) return 'prisma/migrations already lead to schema.prisma; nothing was written.';
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'migration.sql'), sql);
  writeFileSync(path.join(MIGRATIONS_FOLDER, 'migration_lock.toml'), 'provider = "postgresql"\n');
  return `Wrote ${path.relative(process.cwd(), folder)}/migration.sql`;
}
