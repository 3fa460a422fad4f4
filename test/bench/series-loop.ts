// What a user would write instead: a loop that writes a machine's readings to a CSV file and its labels to another, with less in them: two modes, a sine of
// the day, white noise, and points that are off. A program of its own: `node series-loop.ts MACHINES MINUTES SIGNALS FOLDER` prints the milliseconds that
// the loop took, and its peak memory in KiB.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

const CHUNK_LENGTH = 128 * 1024;
const ANOMALY_RATE = 0.01;
const START_MS = Date.UTC(2025, 0, 1);

const [machines, minutes, signals] = process.argv.slice(2, 5).map(Number) as [number, number, number];
const folder = process.argv[5] ?? '';

/** By the method of Box and Muller. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

class File {
  readonly #file: number;
  #text = '';

  constructor(name: string) {
    this.#file = openSync(path.join(folder, name), 'w');
  }

  line(text: string): void {
    this.#text += `${text}\n`;
    if (this.#text.length >= CHUNK_LENGTH) this.#write();
  }

  #write(): void {
    writeSync(this.#file, this.#text);
    this.#text = '';
  }

  close(): void {
    this.#write();
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

const startedMs = performance.now();
for (let machine = 0; machine < machines; machine++) {
  const [readings, labels] = [new File(`machine_${machine}.csv`), new File(`machine_${machine}_labels.csv`)];
  readings.line(['Timestamp', ...Array.from({ length: signals }, (_, signal) => `signal_${signal}`)].join(','));
  labels.line('Timestamp,Mode,Anomaly');
  let running = true;
  for (let minute = 0; minute < minutes; minute++) {
    const timestamp = new Date(START_MS + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    if (Math.random() < 1 / 90) running = !running;
    const isOff = Math.random() < ANOMALY_RATE;
    const row: string[] = [timestamp];
    for (let signal = 0; signal < signals; signal++) {
      const value = (running ? 60 : 25) + Math.sin((2 * Math.PI * minute) / 1_440) + 0.5 * normal() + (isOff ? 8 : 0);
      row.push(value.toFixed(2));
    }
    readings.line(row.join(','));
    labels.line(`${timestamp},${running ? 'run' : 'idle'},${Number(isOff)}`);
  }
  readings.close();
  labels.close();
}
process.stdout.write(JSON.stringify({ elapsedMs: performance.now() - startedMs, peakKibibytes: process.resourceUsage().maxRSS }));
