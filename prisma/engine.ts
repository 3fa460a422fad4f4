// Compares prisma/migrations with prisma/schema.prisma without a server and without a binary: Prisma's schema engine
// as WebAssembly, over a PostgreSQL in memory. For authoring and for the drift test only; the service applies
// migrations itself (src/db/migrations.ts). Its package is undocumented, so its version is pinned to the client's commit.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

export const SCHEMA_FILE = fileURLToPath(new URL('./schema.prisma', import.meta.url));
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** Node has it; its types come with a browser's library only, which this project leaves out. */
declare const WebAssembly: {
  compile(wasm: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<{ readonly exports: Readonly<Record<string, unknown>> }>;
};

/** What we use of the engine; its own types are `any` where they matter. */
interface SchemaEngine {
  applyMigrations(input: object): Promise<unknown>;
  diff(input: object): Promise<{ readonly exitCode: number; readonly stdout: string | null }>;
  free(): void;
}

/** The engine's exit code for "the two differ"; 0 is "they are the same". */
const DIFFERENT = 2;
const FILTERS = { externalTables: [], externalEnums: [] } as const;

/**
 * The SQL that leads from what the migrations make to what `schemaFile` says, or undefined where they agree.
 * Throws where a migration cannot be applied or the schema cannot be read.
 */
export async function pendingSql(schemaFile = SCHEMA_FILE, migrationsFolder = MIGRATIONS_FOLDER): Promise<string | undefined> {
  const files = [{ path: 'prisma/schema.prisma', content: readFileSync(schemaFile, 'utf8') }];
  const database = new PGlite();
  const engine = await openEngine(database, files);
  try {
    await engine.applyMigrations({ migrationsList: readMigrations(migrationsFolder), filters: FILTERS });
    const difference = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: FILTERS,
    });
    return difference.exitCode === DIFFERENT ? (difference.stdout ?? '') : undefined;
  } finally {
    engine.free();
    await database.close();
  }
}

/** The package's entry imports its .wasm as a module, which Node does not do without a flag: so it is instantiated by hand. */
async function openEngine(database: PGlite, files: readonly { path: string; content: string }[]): Promise<SchemaEngine> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await WebAssembly.compile(readFileSync(path.join(path.dirname(script), 'schema_engine_bg.wasm')));
  const instance = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  // `exports` is untyped by nature; this one is the module's start function.
  (instance.exports['__wbindgen_start'] as () => void)();
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { message: '', get() { return this.message; }, set_message(message: string) { this.message = message; } },
  });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(database));
  const datamodels = files.map((file) => [file.path, file.content] as [string, string]);
  return await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/** The folder as the engine wants it: every migration's text in order. */
function readMigrations(folder: string): object {
  const lock = path.join(folder, 'migration_lock.toml');
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
    : [];
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}
