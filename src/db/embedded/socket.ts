// Chooses the folder of the server's Unix socket: in the data folder, or, where that path is too long for a socket,
// a private one among the temporary files, named by the data folder's hash. Never one that another user made.
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Account } from './account.ts';
import { EmbeddedPostgresError, REMEDY_DATABASE_URL } from './binaries.ts';

/** A socket's path with its ending byte must fit into 104 bytes (macOS; Linux allows 108). */
const MAX_PATH_BYTES = 103;
const SOCKET_NAME = '.s.PGSQL.5432.lock';

/** Makes the folder, 0700 and the account's, and returns its path. */
export function makeSocketFolder(folder: string, account: Account): string {
  const name = `verisim-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const candidates = [path.join(folder, 'socket'), path.join(tmpdir(), name), path.join('/tmp', name)];
  const chosen = candidates.find((one) => Buffer.byteLength(path.join(one, SOCKET_NAME)) <= MAX_PATH_BYTES);
  if (chosen === undefined) throw new EmbeddedPostgresError(`No path short enough for a socket was found for ${folder}. Choose a shorter DATA_DIR. ${REMEDY_DATABASE_URL}`);
  mkdirSync(chosen, { recursive: true, mode: 0o700 });
  const found = lstatSync(chosen);
  const allowed = [process.getuid?.() ?? found.uid, account.owner];
  if (!found.isDirectory() || !allowed.includes(found.uid)) {
    throw new EmbeddedPostgresError(`${chosen} must be a folder of ours for the database's socket, but user ${found.uid} made it. Remove it, or choose another DATA_DIR.`);
  }
  if (account.owner !== undefined) chownSync(chosen, account.owner, account.owner);
  chmodSync(chosen, 0o700);
  return chosen;
}
