// `npm run demo` as a new user runs it: a real process in an empty folder, and then everything that it says is there is read.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { colourIn, type Box } from './support/colours.ts';
import { eventually } from './support/eventually.ts';
import { IMAGE_MODEL, imageModelFolder } from './support/made-up-pipelines.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';
import { databaseGone } from './support/service-process.ts';

const DEMO = fileURLToPath(new URL('../src/demo/demo.ts', import.meta.url));
const SHOP = fileURLToPath(new URL('../src/demo/shop.sql', import.meta.url));

/** The model that the demo takes where no other is installed. */
const SHIPPED = 'verisim-nano';

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly category_id: number; readonly bbox: Box }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

type Rows = readonly Readonly<Record<string, unknown>>[];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Demo {
  readonly #child;
  readonly #ended: Promise<Ended>;
  #signalled = false;
  stdout = '';

  /** In `folder`, by DATA_DIR where one is given, else by its default under the folder. DATABASE_URL leads nowhere: the demo must not care. */
  constructor(folder: string, settings: Readonly<Record<string, string>> = {}) {
    const { DATA_DIR: _, MODEL_DIR: __, ...environment } = process.env;
    this.#child = spawn(process.execPath, [DEMO], { cwd: folder, env: { ...environment, ...settings, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', PORT: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    this.#ended = once(this.#child, 'close').then(([code]: unknown[]) => ({ code: code as number | null, stdout: this.stdout, stderr })); // as `close` has it
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Sends a signal the moment that the service is ready, while the tour is still to come; answers its address. */
  sendWhenReady(signal: 'SIGINT' | 'SIGKILL' | 'SIGSTOP'): Promise<string> {
    return this.sendAt(/^Verisim ready at (\S+)\n/m, signal);
  }

  /** Sends a signal the moment that it says the words; answers what their group says. */
  async sendAt(words: RegExp, signal: 'SIGINT' | 'SIGKILL' | 'SIGSTOP'): Promise<string> {
    const said = new Promise<string>((resolve) => {
      this.#child.stdout.on('data', () => {
        const found = words.exec(this.stdout)?.[1];
        if (found === undefined || this.#signalled) return;
        this.#signalled = true;
        this.#child.kill(signal);
        resolve(found);
      });
    });
    return Promise.race([said, this.#ended.then(({ stderr }) => assert.fail(`it ended before it said ${words}: ${stderr}`))]);
  }

  goOn(): void {
    this.#child.kill('SIGCONT');
  }
}

async function refusesConnections(address: string): Promise<boolean> {
  return await fetch(`${new URL(address).origin}/health`).then(
    () => false,
    () => true,
  );
}

describe('npm run demo', () => {
  const folder = temporaryFolder();
  let result: Ended;
  let outputs = '';
  let series = '';
  let images = '';
  let unified = '';
  before(async () => {
    result = await new Demo(folder.path).ended();
    [outputs, series, images, unified] = foldersIn(result.stdout);
  });
  after(() => folder[Symbol.dispose]());

  const read = (name: string): string => readFileSync(path.join(outputs, name), 'utf8');
  const data = (): Readonly<Record<string, Rows>> => JSON.parse(read('data.json')) as Readonly<Record<string, Rows>>; // compared with the CSVs below

  it('ends with exit 0, having said what it does', () => {
    assert.equal(result.code, 0, result.stderr);
    assert.equal(result.stderr, '');
    assert.match(result.stdout, /^Verisim ready at http:\/\/127\.0\.0\.1:\d+\/graphql$/m);
    assert.match(result.stdout, /^Saved "Demo shop" \(revision 1, 14 tables\)/m);
    assert.match(result.stdout, /^ +margin +Computed: price - cost$/m);
    assert.match(result.stdout, /^100 % .* completed$/m);
    for (const table of Object.keys(data())) assert.match(result.stdout, new RegExp(`^${table}\n  \\w+.*\n  .+\n  .+\n  .+`, 'm'), `no rows of ${table} were shown`);
  });

  it('stops the service, its database included', async () => {
    const address = /ready at (\S+)/.exec(result.stdout)?.[1] ?? '';
    assert(await refusesConnections(address));
    await databaseGone(path.join(folder.path, 'generated_data'));
  });

  it('leaves the outputs where it says, each as the manifest has it', () => {
    assert.equal(path.dirname(outputs), path.join(folder.path, 'generated_data'));
    assert.match(path.basename(outputs), /^text_data_\d{8}_\d{6}_\w{4}$/);
    const manifest = JSON.parse(read('manifest.json')) as { readonly seed: number; readonly files: readonly { readonly fileName: string; readonly bytes: number; readonly sha256: string }[] }; // checked right here
    assert.equal(manifest.seed, 2026);
    for (const { fileName, bytes, sha256 } of manifest.files) {
      const content = readFileSync(path.join(outputs, fileName));
      assert.deepEqual([fileName, content.length, createHash('sha256').update(content).digest('hex')], [fileName, bytes, sha256]);
      assert.match(result.stdout, new RegExp(`^ {4}${fileName.replaceAll('.', '\\.')} +[\\d.]+ (?:bytes|KB|MB)$`, 'm'));
    }
    const tables = Object.keys(data()).map((table) => `${table}.csv`);
    assert.deepEqual(readdirSync(outputs).toSorted(), ['data.json', 'data.sql', 'data.zip', 'manifest.json', 'report.json', 'schema.json', ...tables].toSorted());
  });

  it('makes as many rows as it says', () => {
    const counts = Object.entries(data()).map(([table, rows]) => [table, rows.length] as const);
    const total = counts.reduce((sum, [, rows]) => sum + rows, 0);
    assert.match(result.stdout, new RegExp(`^${total.toLocaleString('en')} rows in [\\d.]+ s`, 'm'));
    for (const [table, rows] of counts) assert(table === 'country' ? rows > 100 : rows === 2000, `${table}: ${rows} rows`);
  });

  it('writes the same values as CSV and as JSON', () => {
    for (const [table, rows] of Object.entries(data())) {
      const [header, ...lines] = readCsv(read(`${table}.csv`));
      assert.deepEqual(header, Object.keys(rows[0] ?? {}), table);
      assert.deepEqual(lines, rows.map((row) => Object.values(row).map((value) => (value === null ? '' : String(value)))), table);
    }
  });

  it('writes SQL that loads into the shop without an error, with as many rows', async () => {
    await using server = await startTestPostgres();
    const client = new pg.Client(server.connection);
    await client.connect();
    try {
      await client.query(readFileSync(SHOP, 'utf8'));
      await client.query(read('data.sql'));
      for (const [table, rows] of Object.entries(data())) {
        const { rows: counted } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
        assert.deepEqual([table, counted[0]?.n], [table, rows.length]);
      }
    } finally {
      await client.end();
    }
  });

  it('packs every table and the schema into the ZIP', () => {
    const zip = readFileSync(path.join(outputs, 'data.zip'));
    const end = zip.lastIndexOf('PK\u0005\u0006');
    assert.equal(zip.readUInt16LE(end + 10), Object.keys(data()).length + 1);
  });

  it('leaves sensor data of machines where it says, and shows how it goes and what is wrong in it', () => {
    const [header = [], ...rows] = readCsv(readFileSync(path.join(series, 'plasma_etcher_01.csv'), 'utf8'));
    assert.deepEqual([header[0], rows.length], ['Timestamp', 7 * 1_440]);
    assert.deepEqual(readdirSync(series).filter((name) => name.endsWith('.csv')).length, 5);
    assert.match(result.stdout, /^plasma_etcher_01\n {2}Timestamp .*\n {2}2025-12-25 00:00:00 /m);
    assert.match(result.stdout, /^plasma_etcher_01, a plasma etcher: chamber_pressure in mTorr, 7 days\n {2}[▁▂▃▄▅▆▇█ ]{118}\n {2}2025-12-\d\dT\S+ [A-Z_]+ in /m);
    const anomalies = readCsv(readFileSync(path.join(series, 'anomalies.csv'), 'utf8'));
    assert(anomalies.length > 5);
  });

  it('says by which model its images are, and what that is', () => {
    assert.match(result.stdout, /^Images by verisim-nano, the small model that comes with Verisim:\n {2}A small diffusion model (?:.*\n){1,3}.*128 x 128 pixels and no other\s+size/m);
    assert.match(result.stdout, /npm run models -- pull stable-diffusion-v1-5/);
    for (const line of readFileSync(path.join(images, 'metadata.jsonl'), 'utf8').trim().split('\n')) assert.equal((JSON.parse(line) as { readonly model: string }).model, SHIPPED);
  });

  it('leaves its images where it says, each a PNG that names its model', () => {
    const pngs = pngsIn(images);
    assert.deepEqual(Object.keys(pngs), ['image_00000.png', 'image_00001.png', 'image_00002.png']);
    for (const [name, png] of Object.entries(pngs)) {
      assert.equal(png.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n', name);
      assert(png.includes(`Model: ${SHIPPED}`), name);
      assert.match(result.stdout, new RegExp(`^ {4}images/${name} +[\\d.]+ (?:bytes|KB)$`, 'm'));
    }
  });

  it('makes an image for each row of a table, whose place and prompt stand in the row', () => {
    const [header = [], ...rows] = readCsv(readFileSync(path.join(unified, 'data.csv'), 'utf8'));
    assert.deepEqual(header, ['sku', 'product', 'colour', 'price', 'image', 'image_prompt']);
    assert.deepEqual(rows.map(([, , , , image]) => image), Object.keys(pngsIn(unified)).map((name) => `images/${name}`));
    for (const [, product = '', colour = '', , image = '', prompt] of rows) {
      assert.equal(prompt, `${colour} ${product} on a white background`);
      assert(result.stdout.includes(`${image} of product`), image);
    }
  });

  it('shows in most of these images what their rows say: the detector boxes the product, and the box has the colour', async () => {
    const [, ...rows] = readCsv(readFileSync(path.join(unified, 'data.csv'), 'utf8'));
    const coco = JSON.parse(readFileSync(path.join(unified, 'annotations', 'annotations.json'), 'utf8')) as Coco; // compared with the rows right here
    const shown = await Promise.all(rows.map(async ([, product, colour, , file = '']) => {
      const image = coco.images.find((one) => file.endsWith(one.file_name));
      const category = coco.categories.find(({ name }) => name === product);
      const box = coco.annotations.find(({ image_id, category_id }) => image_id === image?.id && category_id === category?.id)?.bbox;
      return box !== undefined && (await colourIn(readFileSync(path.join(unified, file)), box)) === colour;
    }));
    assert(shown.filter(Boolean).length >= rows.length - 1, `rows whose image shows them: ${shown.join()}`);
  });

  it('writes no model', () => assert.equal(existsSync(path.join(folder.path, 'models')), false));

  it('makes the same data again in the same folder, over the schema that it saved before', async () => {
    const { code, stdout, stderr } = await new Demo(folder.path).ended();
    assert.equal(code, 0, stderr);
    for (const [index, again] of foldersIn(stdout).entries()) {
      const earlier = [outputs, series, images, unified][index] ?? '';
      assert.notEqual(again, earlier);
      for (const name of filesIn(earlier)) assert(readFileSync(path.join(again, name)).equals(readFileSync(path.join(earlier, name))), `${name} differs`);
    }
    assert.match(stdout, /^Saved "Demo shop" \(revision 2, 14 tables\)/m);
    await databaseGone(path.join(folder.path, 'generated_data'));
  });
});

describe('npm run demo, disturbed', () => {
  it('takes the image model that is installed', async () => {
    using folder = temporaryFolder();
    using models = await imageModelFolder();
    const demo = new Demo(folder.path, models.environment);
    assert.equal(await demo.sendAt(/^Images by (\S+), which is installed here/m, 'SIGINT'), IMAGE_MODEL); // its images would take a minute
    assert.equal((await demo.ended()).code, 130);
    await databaseGone(path.join(folder.path, 'generated_data'));
  });

  it('stops everything on Ctrl-C, with exit 130', async () => {
    using folder = temporaryFolder();
    const demo = new Demo(folder.path);
    const address = await demo.sendWhenReady('SIGINT');
    const { code, stderr } = await demo.ended();
    assert.equal(code, 130, stderr);
    assert.match(stderr, /Stopped\./);
    assert(await refusesConnections(address));
    await databaseGone(path.join(folder.path, 'generated_data'));
  });

  it('takes the service with it when it is killed', async () => {
    using folder = temporaryFolder();
    const demo = new Demo(folder.path);
    const address = await demo.sendWhenReady('SIGKILL');
    await demo.ended();
    await eventually('the end of the service', () => refusesConnections(address));
    await databaseGone(path.join(folder.path, 'generated_data'));
  });

  it('says who holds the data folder, and ends with exit 1', async () => {
    using folder = temporaryFolder();
    const first = new Demo(folder.path);
    await first.sendWhenReady('SIGSTOP'); // its service goes on, and holds the folder
    const { code, stderr } = await new Demo(folder.path).ended();
    first.goOn();
    assert.equal(code, 1);
    assert.match(stderr, /in use by process \d+/);
    assert.equal((await first.ended()).code, 0);
    await databaseGone(path.join(folder.path, 'generated_data'));
  });
});

/** Where the outputs of its runs lie, in turn: rows, series, images, rows with images. */
function foldersIn(stdout: string): readonly [string, string, string, string] {
  const [rows = '', series = '', images = '', unified = ''] = [...stdout.matchAll(/They lie in\n {2}(.+)/g)].map(([, folder]) => folder);
  return [rows, series, images, unified];
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name))).toSorted();
}

/** By their names. */
function pngsIn(folder: string): Readonly<Record<string, Buffer>> {
  const place = path.join(folder, 'images');
  return Object.fromEntries(readdirSync(place).toSorted().map((name) => [name, readFileSync(path.join(place, name))]));
}

/** RFC 4180, as a reader of its own. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && row.length === 0) break; // behind the last line
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
