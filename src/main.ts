// The program: settings, app, signals. SIGTERM and SIGINT let what is under way end; asked once more, later, it ends at once.
import { createApp } from './server/app.ts';
import { loadConfig } from './server/config.ts';
import { shownFailure } from './server/shown-failure.ts';

/** Within it a second signal is the echo of the first: npm and shells pass on what the terminal has sent already. */
const ECHO_MS = 2_000;

try {
  const app = await createApp(loadConfig());
  console.log(app.address === undefined ? 'Verisim worker ready' : `Verisim ready at ${app.address}`);
  let stoppingSince: number | undefined;
  const stop = async (): Promise<void> => {
    if (stoppingSince !== undefined && performance.now() - stoppingSince > ECHO_MS) process.exit(1);
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    await app[Symbol.asyncDispose]();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  // Started over a channel, as the demo does, it ends with whoever started it, killed or not.
  const orphaned = (): unknown => (stoppingSince === undefined ? stop() : undefined);
  if (process.connected === false) orphaned();
  else process.once('disconnect', orphaned);
} catch (error) {
  console.error(shownFailure(error));
  process.exit(1);
}
