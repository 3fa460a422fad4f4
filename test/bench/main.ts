// `npm run bench`: measures the running service, and prints one line for each figure with its aim and verdict. `npm run bench -- NAME ...` runs
// only those named; `text` and `images` run only where they are named, since they make models of gigabytes (kept in BENCH_MODELS, where that is set)
// and take minutes. Options: --rows N (of the large runs), --out FOLDER (keeps the figures as JSON), --chinook FILE, --northwind FILE (DDL that is
// not in the repository; or BENCH_CHINOOK and BENCH_NORTHWIND); of `text` --model-rows N (of its runs), --quant q4_0 or q8_0; of both the settings
// MODEL_THREADS and DEVICE. With BENCH_PROFILE=1 and --out, `rows`, `series` and `text` keep a CPU profile of every thread there, at the cost of some
// speed. Exit 0 whatever the figures are; 1 where one could not be had.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './figure.ts';
import { imagesBench } from './images.ts';
import { importBench } from './import.ts';
import { learnBench } from './learn.ts';
import { loadBench } from './load.ts';
import { thisMachine } from './machine.ts';
import { rowsBench } from './rows.ts';
import { seriesBench } from './series.ts';
import { subscribersBench } from './subscribers.ts';
import { textBench } from './text.ts';

const BENCHES: Readonly<Record<string, Bench>> = { rows: rowsBench, subscribers: subscribersBench, load: loadBench, import: importBench, learn: learnBench, series: seriesBench, text: textBench, images: imagesBench };
/** Those that run where none is named. */
const USUAL = ['rows', 'subscribers', 'load', 'import', 'learn', 'series'];
const WIDTHS = { name: 44, figure: 66, aim: 20 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    'model-rows': { type: 'string', default: '64' },
    quant: { type: 'string', default: 'q4_0' },
    out: { type: 'string' },
    chinook: { type: 'string', default: process.env['BENCH_CHINOOK'] },
    northwind: { type: 'string', default: process.env['BENCH_NORTHWIND'] },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
const { quant, 'model-rows': modelRows } = values;
if (unknown.length > 0 || !(Number(values.rows) >= 1 && Number(modelRows) >= 1) || (quant !== 'q4_0' && quant !== 'q8_0')) {
  console.error(`expected benches among ${Object.keys(BENCHES).join(', ')}, rows of 1 or more, and a quant of q4_0 or q8_0; got ${[...unknown, `--rows ${values.rows} --model-rows ${modelRows} --quant ${quant}`].join(' ')}`);
  process.exit(1);
}

const machine = thisMachine();
console.log(`${machine.cores} cores, ${machine.cpu}, ${Math.round(machine.memoryBytes / 2 ** 30)} GiB, ${machine.system}, Node ${machine.node}\n`);
const figures: Figure[] = [];
const tell = (figure: Figure): void => {
  figures.push(figure);
  console.log(`${figure.name.padEnd(WIDTHS.name)} ${figure.figure.padEnd(WIDTHS.figure)} ${figure.aim.padEnd(WIDTHS.aim)} ${figure.verdict === 'told' ? '' : figure.verdict}`.trimEnd());
};
let failed = false;
for (const [name, bench] of Object.entries(BENCHES)) {
  if (!(positionals.length > 0 ? positionals : USUAL).includes(name)) continue;
  try {
    await bench({ rows: Number(values.rows), modelRows: Number(modelRows), quant, out: values.out, chinook: values.chinook, northwind: values.northwind }, tell);
  } catch (error) {
    failed = true;
    console.error(`${name}: could not be measured:`, error);
  }
}
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  const file = path.join(values.out, `bench-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
  writeFileSync(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  console.log(`\nKept in ${file}`);
}
process.exit(failed ? 1 : 0);
