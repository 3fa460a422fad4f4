// A MariaDB of a test's own, in a folder of its own and on a socket, where the machine has one.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.ts';

const SERVER = ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/usr/bin/mariadbd'].find((file) => existsSync(file));
const CLIENT = ['/usr/bin/mariadb', '/usr/local/bin/mariadb'].find((file) => existsSync(file));
const INSTALL = ['/usr/bin/mariadb-install-db'].find((file) => existsSync(file));

export interface MariaDb extends AsyncDisposable {
  /** Runs a script; answers what its SELECTs give. */
  run(script: string): Promise<string>;
}

/** Why a test of it is skipped; false where it is not. */
export function whyNoMariaDb(): string | false {
  return SERVER === undefined || CLIENT === undefined || INSTALL === undefined ? 'no MariaDB is installed here' : false;
}

export async function startMariaDb(): Promise<MariaDb> {
  const folder = mkdtempSync(path.join(tmpdir(), 'maria-'));
  const [data, socket] = [path.join(folder, 'data'), path.join(folder, 's')];
  const user = userInfo().username;
  execFileSync(INSTALL ?? '', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', `--user=${user}`], { stdio: 'ignore' });
  const server = spawn(SERVER ?? '', ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', `--user=${user}`, `--pid-file=${path.join(folder, 'pid')}`, '--innodb-buffer-pool-size=32M'], { stdio: 'ignore' });
  const exited = once(server, 'exit');
  const run = (script: string): Promise<string> => client(socket, script);
  await eventually('a MariaDB that answers', async () => {
    if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode}`);
    return run('SELECT 1').then(() => true, () => false);
  });
  return {
    run,
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function client(socket: string, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(CLIENT ?? '', ['--no-defaults', '-u', 'root', `--socket=${socket}`, '--batch', '--skip-column-names', '--default-character-set=utf8mb4', '--max-allowed-packet=1G'], { maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      error === null ? resolve(stdout.trim()) : reject(new Error(stderr.slice(0, 2_000), { cause: error })));
    child.stdin?.on('error', () => undefined); // the client ends at the first fault, and says which
    child.stdin?.end(script);
  });
}
