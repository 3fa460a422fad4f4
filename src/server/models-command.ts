// What `npm run models` does: list, pull, add, verify, rm, doctor. Works on the folder itself, beside a service that runs or without one.
import { SingleBar, Presets } from 'cli-progress';
import { parseArgs } from 'node:util';
import { NotFound } from '../domain/errors.ts';
import type { DeviceChoice } from '../engines/device.ts';
import { Hub } from '../engines/models/hub.ts';
import type { InstalledModel } from '../engines/models/installed.ts';
import { pullModel } from '../engines/models/pull.ts';
import { requireOwn } from '../engines/models/shipped.ts';
import { ModelStore, type ModelState } from '../engines/models/store.ts';
import { inColumns, sizeText } from '../lib/columns.ts';
import { messageOf } from '../lib/message.ts';
import type { Config } from './config.ts';

/** Thrown when it was called wrongly; the message has the ways to call it. */
export class WrongCall extends Error {
  override readonly name = 'WrongCall';
}

export interface CommandSurroundings {
  readonly config: Pick<Config, 'modelFolder' | 'minFreeDiskBytes' | 'hub' | 'models'>;
  /** Ends what takes long: it rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly output: NodeJS.WriteStream;
}

/** What a command works with. */
interface Bench {
  readonly store: ModelStore;
  readonly hub: Hub;
  readonly device: DeviceChoice;
  readonly signal: AbortSignal;
  readonly width: number;
  say(line: string): void;
}

const USAGE = `npm run models -- COMMAND, where COMMAND is one of
  list                  models that are here or came with this version, and those that can be pulled
  pull ID               download one; goes on where an earlier pull ended
  add PATH [--id ID]    take in a model of yours: a GGUF file, a folder with a Stable Diffusion pipeline or a detector as ONNX,
                        or its safety_checker folder; linked where it lies on the same disk, else copied
  verify [ID]           read it again, and compare with its hash; without ID: all
  rm ID                 remove it, and what was pulled of it; what came with this version stays
  doctor                which device each engine would use, and where that is not CUDA, why
Settings: MODEL_DIR, HF_ENDPOINT (a mirror), HF_TOKEN, MIN_FREE_DISK_BYTES, DEVICE.`;

/** Each engine that there is; its libraries are only loaded when it is asked. */
const ENGINES = [
  ['text', async (choice: DeviceChoice) => (await import('../engines/text/text-device.ts')).textDevice(choice)],
  ['images', async (choice: DeviceChoice) => (await import('../engines/image/image-device.ts')).imageDevice(choice)],
] as const;
/** In the table. */
const LONGEST_ID = 60;
/** Width where stdout is no terminal. */
const PLAIN_WIDTH = 140;

/**
 * Does what the words ask for, and writes what came of it.
 * @throws WrongCall, or the failure of the command, each with a message for people; the signal's reason where it was stopped.
 */
export async function modelsCommand(words: readonly string[], { config, signal, output }: CommandSurroundings): Promise<void> {
  const { command, rest, id } = readWords(words);
  const bench: Bench = {
    store: new ModelStore({ folder: config.modelFolder, floorBytes: config.minFreeDiskBytes }),
    hub: new Hub(config.hub),
    device: config.models.device,
    signal,
    width: output.columns > 0 ? output.columns : PLAIN_WIDTH,
    say: (line) => void output.write(`${line}\n`),
  };
  const [name] = rest;
  const most = command === 'list' || command === 'doctor' ? 0 : 1;
  if (rest.length > most || (id !== undefined && command !== 'add')) throw new WrongCall(USAGE);
  if (command === 'list') return list(bench);
  if (command === 'doctor') return doctor(bench);
  if (command === 'verify') return verify(bench, name);
  if (name === undefined) throw new WrongCall(USAGE);
  if (command === 'pull') return pull(bench, name);
  if (command === 'add') return add(bench, name, id);
  if (command === 'rm') return remove(bench, name);
  throw new WrongCall(USAGE);
}

function readWords(words: readonly string[]): { readonly command: string | undefined; readonly rest: readonly string[]; readonly id: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ args: [...words], allowPositionals: true, options: { id: { type: 'string' } } });
    const [command, ...rest] = positionals;
    return { command, rest, id: values.id };
  } catch (error) {
    throw new WrongCall(`${messageOf(error)}\n${USAGE}`, { cause: error });
  }
}

async function list({ store, width, say }: Bench): Promise<void> {
  const models = await store.list();
  const rows = models.map((model) => [model.id, model.kind, stateOf(model), model.bytes === null ? '?' : sizeText(model.bytes), model.quantization ?? '', model.context ?? '', model.license]);
  for (const line of inColumns(['id', 'kind', 'state', 'size', 'weights', 'context', 'licence'], rows, width, LONGEST_ID)) say(line);
  for (const { id, failure } of models) if (failure !== null) say(`\n${id}: ${failure}`);
}

function stateOf({ installed, shipped, pulling, pulledBytes, bytes, failure, isDefault }: ModelState): string {
  const share = bytes === null || pulledBytes === null || bytes === 0 ? '' : ` ${Math.floor((100 * pulledBytes) / bytes)} %`;
  const state = installed ? (shipped ? 'came along' : 'installed') : pulling ? `pulling${share}` : failure !== null ? `incomplete${share}` : 'not here';
  return isDefault ? `${state}, default` : state;
}

async function pull({ store, hub, signal, say }: Bench, id: string): Promise<void> {
  const model = store.known(id);
  if (model === undefined) throw new NotFound(`no such model is known: expected one of ${store.knownIds().join(', ')}, or a model of yours by \`npm run models -- add PATH\``);
  if ((await store.installed(id)) !== undefined) return say(`${id} is here already`);
  requireOwn(model);
  using _ = await store.lock(id);
  using bar = new Bar();
  const pulled = await pullModel(model, { store, hub, signal, onProgress: (done, total) => bar.show(done, total ?? done) });
  bar[Symbol.dispose]();
  say(sentence(pulled));
}

async function add({ store, signal, say }: Bench, path: string, id: string | undefined): Promise<void> {
  using bar = new Bar();
  const added = await store.add(path, { signal, onProgress: (done, total) => bar.show(done, total), ...(id === undefined ? {} : { id }) });
  bar[Symbol.dispose]();
  say(sentence(added));
}

async function verify({ store, signal, say }: Bench, id: string | undefined): Promise<void> {
  const ids = id === undefined ? await store.recorded() : [id];
  const failures: unknown[] = [];
  for (const each of ids) {
    using bar = new Bar();
    try {
      const model = await store.verify(each, { signal, onProgress: (done, total) => bar.show(done, total) });
      bar[Symbol.dispose]();
      say(`${each} is whole: ${hashText(model)}`);
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push(error);
    }
  }
  throwFirst(failures, say);
}

async function remove({ store, say }: Bench, id: string): Promise<void> {
  await store.remove(id);
  say(`${id} is removed`);
}

async function doctor({ device: choice, say }: Bench): Promise<void> {
  const failures: unknown[] = [];
  for (const [engine, deviceOf] of ENGINES) {
    try {
      const { device, reason = choice === 'cpu' ? 'DEVICE=cpu' : undefined } = await deviceOf(choice);
      say(`${engine}: ${device}${reason === undefined ? '' : `, not cuda: ${reason}`}`);
    } catch (error) {
      failures.push(error);
    }
  }
  throwFirst(failures, say);
}

/** Where there are any; the others are said. */
function throwFirst(failures: readonly unknown[], say: Bench['say']): void {
  const [first, ...others] = failures;
  for (const other of others) say(messageOf(other));
  if (first !== undefined) throw first;
}

function sentence(model: InstalledModel): string {
  return `${model.id} is installed: ${sizeText(model.bytes)} at ${model.path}, ${hashText(model)}`;
}

function hashText({ files, sha256 }: InstalledModel): string {
  return files.length === 1 ? `SHA-256 ${sha256}` : `${files.length} files, SHA-256 of their list ${sha256}`;
}

/** A progress bar on stderr; lines now and then where that is no terminal. */
class Bar implements Disposable {
  #bar: SingleBar | undefined;

  show(done: number, total: number): void {
    const sizes = { done: sizeText(done), of: sizeText(total) };
    if (this.#bar === undefined) {
      this.#bar = new SingleBar({ format: '{bar} {percentage} %  {done} of {of}  {eta_formatted} left', hideCursor: true, gracefulExit: false, noTTYOutput: true }, Presets.shades_grey);
      this.#bar.start(total, done, sizes);
    }
    this.#bar.setTotal(total);
    this.#bar.update(done, sizes);
  }

  /** Leaves the terminal as it was. */
  [Symbol.dispose](): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
