// What a user would write instead: a loop over faker that writes the same columns to a CSV file. A program of its own, so that it has a
// process and its memory to itself: `node faker-loop.ts ROWS FILE` prints the milliseconds that the loop took, and its peak memory in KiB.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { faker } from '@faker-js/faker';

const CHUNK_LENGTH = 128 * 1024;

const rows = Number(process.argv[2]);
const file = openSync(process.argv[3] ?? '', 'w');
faker.seed(1);

const startedMs = performance.now();
let text = 'id,full_name,email,age,price,created_at\n';
for (let id = 1; id <= rows; id++) {
  const name = faker.person.fullName();
  const email = faker.internet.email();
  const age = faker.number.int({ min: 18, max: 80 });
  const price = faker.commerce.price();
  const createdAt = faker.date.past().toISOString();
  text += `${id},"${name}",${email},${age},${price},${createdAt}\n`;
  if (text.length < CHUNK_LENGTH) continue;
  writeSync(file, text);
  text = '';
}
writeSync(file, text);
fsyncSync(file);
closeSync(file);
process.stdout.write(JSON.stringify({ elapsedMs: performance.now() - startedMs, peakKibibytes: process.resourceUsage().maxRSS }));
