// Lets one process at a time own the embedded database's folder.
import path from 'node:path';
import { LockHeld, takeLock, UNTIL_SURE_MS } from '../../lib/lock.ts';
import type { Log } from '../../lib/log.ts';
import { EmbeddedPostgresError } from './binaries.ts';

/** Thrown when a live process owns the folder; the message has its pid and what to do. */
export class FolderInUseError extends EmbeddedPostgresError {
  override readonly name = 'FolderInUseError';
}

/** Owns `folder` until disposed. Throws FolderInUseError when another process does; waits only for one that it cannot see. */
export async function lockFolder(folder: string, log: Log): Promise<Disposable> {
  const file = path.join(folder, 'owner.lock');
  try {
    return await takeLock(file, {
      waitMs: UNTIL_SURE_MS,
      onWait: (owner) => log.info({ folder, owner }, 'the database folder has an owner that cannot be seen from here; waiting for a sign of life'),
      onLost: (error) => log.error({ file, error }, 'the lock of the database folder is gone; leave that folder alone while the service runs'),
    });
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new FolderInUseError(
      `The database in ${folder} is in use by ${error.holder}; an embedded database belongs to one process at a time. ` +
        'Stop that process, or start this one with another DATA_DIR, or give both the same DATABASE_URL to share the work.',
      { cause: error },
    );
  }
}
