// How long a CSV takes to be read and learned, and how many rows a second are then made of what was learned, on one core.
import { SampleReader } from '../../src/domain/learn/sample.ts';
import { learnTable } from '../../src/domain/learn/table.ts';
import { customersCsv, rowsLike } from '../support/learned.ts';
import { aimed, shortly, told, type Bench } from './figure.ts';

const AIM_ROWS_PER_SECOND = 100_000;
const EXAMPLE_ROWS = 200_000;
const WARM_UP_ROWS = 20_000;
/** Characters that a file comes in at a time. */
const PIECE = 65_536;
const SECOND_US = 1_000_000;

export const learnBench: Bench = async ({ rows }, tell) => {
  const text = customersCsv(EXAMPLE_ROWS);
  const reader = new SampleReader();
  const readUs = cpuUs(() => {
    for (let at = 0; at < text.length; at += PIECE) reader.push(text.slice(at, at + PIECE));
  });
  const sample = reader.end();
  let learned = learnTable('customers', sample);
  const learnUs = cpuUs(() => (learned = learnTable('customers', sample)));
  const bytesPerSecond = Buffer.byteLength(text) / (readUs / SECOND_US);
  tell(told('learn: a CSV of 10 columns', `read ${shortly(bytesPerSecond / 1e6)} MB/s, ${shortly(EXAMPLE_ROWS)} rows learned in ${shortly(learnUs / 1_000)} ms`, { bytesPerSecond, learnMs: learnUs / 1_000, modelBytes: JSON.stringify(learned.table).length }));
  const made = rowsLike(learned, rows);
  drain(made.rows(0, Math.min(WARM_UP_ROWS, rows)));
  const rowsPerSecond = rows / (cpuUs(() => drain(made.rows(0, rows))) / SECOND_US);
  tell(aimed('learn: rows of 10 columns, one core', `${shortly(rowsPerSecond)} rows/s`, { text: `>= ${shortly(AIM_ROWS_PER_SECOND)} rows/s`, met: rowsPerSecond >= AIM_ROWS_PER_SECOND }, { rows, rowsPerSecond }));
};

/** Time on a core, in microseconds, whatever else the machine does. */
function cpuUs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function drain(rows: Iterable<unknown>): void {
  for (const _ of rows) continue;
}
