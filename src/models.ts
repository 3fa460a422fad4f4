// `npm run models -- ...`: models from the command line, on the folder that the service uses. Exit 0; 1 with a message where something fails;
// 2 where it was called wrongly; 130 on Ctrl-C, after which a pull goes on from where it was.
import { loadConfig } from './server/config.ts';
import { modelsCommand, WrongCall } from './server/models-command.ts';
import { shownFailure } from './server/shown-failure.ts';

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

try {
  await modelsCommand(process.argv.slice(2), { config: loadConfig(), signal: stopping.signal, output: process.stdout });
} catch (error) {
  const stopped = stopping.signal.aborted;
  process.exitCode = stopped ? 130 : error instanceof WrongCall ? 2 : 1;
  console.error(stopped ? 'stopped; what was pulled so far stays' : shownFailure(error));
}
