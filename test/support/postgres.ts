// A real PostgreSQL for a test file: our own embedded one, in a temporary folder that goes with it.
// `await using database = await openTestDatabase()`.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, type Database } from '../../src/db/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/db/embedded.ts';
import { createLog } from '../../src/lib/log.ts';

export const SILENT = createLog('silent');

/** A folder that is removed with everything in it, among the temporary files or in `parent`. */
export function temporaryFolder(parent = tmpdir()): Disposable & { readonly path: string } {
  const folder = mkdtempSync(path.join(parent, 'verisim-test-'));
  // As root, the server runs as another user, who must get in.
  chmodSync(folder, 0o755);
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A migrated database with all that openDatabase gives. */
export async function openTestDatabase(): Promise<Database> {
  const folder = temporaryFolder();
  const database = await openDatabase({ folder: path.join(folder.path, 'postgres'), log: SILENT });
  return { ...database, [Symbol.asyncDispose]: () => disposeBoth(database, folder) };
}

/** An empty server. */
export async function startTestPostgres(): Promise<EmbeddedPostgres> {
  const folder = temporaryFolder();
  const server = await startEmbeddedPostgres({ folder: path.join(folder.path, 'postgres'), log: SILENT });
  return { connection: server.connection, [Symbol.asyncDispose]: () => disposeBoth(server, folder) };
}

async function disposeBoth(first: AsyncDisposable, second: Disposable): Promise<void> {
  await first[Symbol.asyncDispose]();
  second[Symbol.dispose]();
}
