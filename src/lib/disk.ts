// What everything that writes files asks of the disk: room, names that survive a power cut, and which failure it was.
import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes that can still be written in a folder, made or not yet; null where that is not known. */
export async function freeBytes(folder: string): Promise<number | null> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const space = await statfs(path);
      return space.bavail * space.bsize;
    } catch (error) {
      // The folder is not made yet: its nearest parent lies on the same disk.
      if (!isCode(error, 'ENOENT') || path === dirname(path)) return null;
    }
  }
}

/** Without this, a power cut could forget a folder's new name although the file's bytes are there. Windows cannot open folders. */
export async function syncFolder(path: string): Promise<void> {
  try {
    await using handle = await open(path, 'r');
    await handle.sync();
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP')) throw error;
  }
}

/** Is it an error of the system with one of these codes? */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
