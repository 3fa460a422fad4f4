// A process that owns an embedded PostgreSQL, for tests that kill it: `node embedded-owner.ts <folder>`. Prints one line
// once the server is up, and then lives until it is killed or its input ends.
import { startEmbeddedPostgres } from '../../src/db/embedded.ts';
import { createLog } from '../../src/lib/log.ts';
import { messageOf } from '../../src/lib/message.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name a folder.');
try {
  const server = await startEmbeddedPostgres({ folder, log: createLog('silent') });
  process.stdout.write('up\n');
  process.stdin.on('end', () => void server[Symbol.asyncDispose]()).resume();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
