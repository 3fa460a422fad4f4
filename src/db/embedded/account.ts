// Decides as whom PostgreSQL runs: it refuses to be root, and a user without a name. An ordinary user runs it as itself;
// root runs it as user 65534, which every Linux has. Where that does not work (root's data below /root, a container's
// user that no list names), it runs as us inside a user namespace, in which we are user 65534. Never creates a user.
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError, REMEDY_DATABASE_URL, type Binaries } from './binaries.ts';

/** How to start a program of PostgreSQL's, and who must own its files. */
export interface Account {
  /** Options for spawn. */
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** What comes before the program on its command line. */
  readonly prefix: readonly string[];
  /** Owner of the data, as seen from here; undefined when that is simply us. */
  readonly owner: number | undefined;
  /** PostgreSQL's major version, as the program says it. */
  readonly majorVersion: string;
}

/** The settings that PostgreSQL's programs see: ours only, since PGPORT, PGDATA, TZ and the like would change what they do. */
export const PROGRAM_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } as const;

/** "nobody" in every Linux's list of users; initdb insists that its user has a name. */
const NOBODY = 65534;
const UNSHARE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`] as const;

type Candidate = Omit<Account, 'majorVersion'>;

/** Chooses by trying: the user must have a name, the program start and `folder` be writable. Throws EmbeddedPostgresError when no way works. */
export function chooseAccount(binaries: Binaries, folder: string): Account {
  const root = process.getuid?.() === 0;
  const candidates: readonly Candidate[] = [
    root ? { ids: { uid: NOBODY, gid: NOBODY }, prefix: [], owner: NOBODY } : { ids: {}, prefix: [], owner: undefined },
    { ids: {}, prefix: UNSHARE, owner: root ? 0 : undefined },
  ];
  const reasons: string[] = [];
  for (const candidate of candidates) {
    if (candidate.owner !== undefined) chownSync(folder, candidate.owner, candidate.owner);
    const tried = attempt(binaries, folder, candidate);
    const majorVersion = /\(PostgreSQL\) (\d+)/.exec(tried.stdout ?? '')?.[1];
    if (tried.status === 0 && majorVersion !== undefined) return { ...candidate, majorVersion };
    reasons.push(tried.error?.message ?? (tried.stderr.trim() || `exit ${tried.status ?? tried.signal}`));
  }
  const advice = root
    ? 'PostgreSQL does not run as root: run the service as an ordinary user, or keep it and its data where user 65534 may read (not below /root). '
    : 'Run the service as a user that is listed in /etc/passwd and may write there. ';
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL (${binaries.postgres}) cannot run with its data in ${folder}: ${reasons.join('; ')}. ${advice}${REMEDY_DATABASE_URL}`,
  );
}

/** Hands everything below `folder` to the account, where it is another's (the service ran as another user before). */
export function takeOwnership(folder: string, account: Account): void {
  if (account.owner === undefined || statSync(folder).uid === account.owner) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(path.join(folder, name), account.owner, account.owner);
  }
  // Last, so that an interrupted change is begun again.
  chownSync(folder, account.owner, account.owner);
}

/** Asks the program for its version from inside the folder. */
function attempt(binaries: Binaries, folder: string, { ids, prefix }: Candidate): SpawnSyncReturns<string> {
  const script = 'id -un >/dev/null && cd "$1" && test -w . && exec "$0" --version';
  const [command = '/bin/sh', ...rest] = [...prefix, '/bin/sh', '-c', script, binaries.postgres, folder];
  return spawnSync(command, rest, { ...ids, cwd: '/', env: PROGRAM_ENVIRONMENT, encoding: 'utf8', timeout: 30_000 });
}
