// `npm run demo`: starts the service, makes the rows of a shop, sensor data of machines, some images, and rows with their images, shows all of it as it
// comes, says where the outputs lie, and stops the service. Exit 0; 1 with a message where anything fails; 130 on Ctrl-C. An ordinary client: it knows the service by its
// API alone.
import { VerisimClient } from '../client/client.ts';
import { messageOf } from '../lib/message.ts';
import { imagesTour } from './images.ts';
import { Screen } from './screen.ts';
import { seriesTour } from './series.ts';
import { aborted, DATA_FOLDER, startService } from './service.ts';
import { shopTour } from './shop.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error('Stopped.')));
try {
  await demo(interrupted.signal);
} catch (error) {
  console.error(`\n${messageOf(error)}`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}

async function demo(signal: AbortSignal): Promise<void> {
  using screen = new Screen();
  screen.line('Starting the service on its embedded database; the first start takes some seconds ...');
  await using service = await startService(signal);
  screen.line(`Verisim ready at ${service.address}`);
  await using client = new VerisimClient({ address: service.address });
  const surroundings = { client, dataFolder: DATA_FOLDER, screen };
  const tour = async (): Promise<void> => {
    await shopTour(surroundings);
    await seriesTour(surroundings);
    await imagesTour(surroundings);
  };
  await Promise.race([tour(), service.failed, aborted(signal)]);
}
