// Writes the Prisma client to src/db/generated; run after every install. Plain JavaScript, because the machine's own
// Node may be too old to strip types. Prisma insists on a schema engine that it never runs for this, and would download
// it from a host that need not be reachable; so it is shown a program that fails if anything should run it after all.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
const schema = fileURLToPath(new URL('./schema.prisma', import.meta.url));
const { status, error, stdout, stderr } = spawnSync(
  process.execPath,
  [prisma, 'generate', '--schema', schema],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    env: {
      ...process.env,
      // Node given the engine's arguments finds no such script, and exits with an error.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);
if (status !== 0) {
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${String(error)}\n` : ''}`);
  process.stderr.write('The Prisma client was not generated from prisma/schema.prisma; the reason is above.\n');
  process.exitCode = 1;
}
