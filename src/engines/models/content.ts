// What lies at a path that somebody wants to add: which kind of model, and of which files. A GGUF file writes text; a folder is what its own
// description says, in one of the layouts that Hugging Face's exporters write. Whether the models in it are sound is seen when they are loaded.
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { z } from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { isCode } from '../../lib/disk.ts';
import { CLOSED_SET, OPEN_VOCABULARY } from './detector-config.ts';
import { readGgufHeader } from './gguf.ts';
import { FILE_PATH, MAX_FILE_PATH, MAX_FILES, type KnownModel, type ModelKind } from './manifest.ts';
import { absent } from './records.ts';

export interface Content {
  readonly kind: ModelKind;
  /** As the file itself says; null where it does not. */
  readonly name: string | null;
  readonly license: string | null;
  readonly quantization: string | null;
  readonly context: number | null;
  readonly files: readonly FoundFile[];
}

export interface FoundFile {
  /** Its place in the model's folder. */
  readonly path: string;
  /** Where its bytes lie: absolute, and no symbolic link. */
  readonly source: string;
}

/** Where diffusers keeps a pipeline's safety checker. */
const SAFETY_FOLDER = 'safety_checker';
/** Each is needed; of several with a bar between them, one. */
const PIPELINE_FILES = ['model_index.json', 'scheduler/scheduler_config.json', 'tokenizer/vocab.json', 'tokenizer/merges.txt', 'text_encoder/model.onnx', 'unet/model.onnx', 'vae_decoder/model.onnx'];
const DETECTOR_FILES = ['config.json', 'preprocessor_config.json', 'onnx/model.onnx|model.onnx'];
/** What detectors need that are told in words what to find. */
const OPEN_VOCABULARY_FILES = [...DETECTOR_FILES, 'vocab.json', 'merges.txt'];
/** By what `config.json` calls a detector (`model_type`). */
const FILES_OF_DETECTORS = new Map<string, readonly string[]>([...CLOSED_SET.map((type) => [type, DETECTOR_FILES] as const), ...OPEN_VOCABULARY.map((type) => [type, OPEN_VOCABULARY_FILES] as const)]);
const MAX_CONFIG_BYTES = 1024 * 1024;

const configFile = z.object({ model_type: z.string().optional() });

/**
 * The model at `path`, with the files that `known` has, where that is given, and those that its kind asks for.
 * Throws InvalidInput where there is none, it is of another kind, or not all of it is there; the message names what is missing.
 */
export async function contentOf(path: string, { id, known }: { readonly id: string; readonly known: KnownModel | undefined }): Promise<Content> {
  const content = await lookInto(path, { id, known });
  if (known !== undefined && known.kind !== content.kind) throw InvalidInput.at([], `${path} is not the model ${id}: expected one of kind ${known.kind}, got ${content.kind}; add it under another name by --id`);
  return content;
}

async function lookInto(path: string, { id, known }: { readonly id: string; readonly known: KnownModel | undefined }): Promise<Content> {
  const source = await realpath(path).catch(absent);
  if (source === undefined) throw InvalidInput.at([], `there is no file or folder ${path}`);
  const knownFiles = Object.keys(known?.files ?? {});
  if (!(await stat(source)).isDirectory()) return { kind: 'TEXT', ...(await readGgufHeader(source)), files: [{ path: knownFiles[0] ?? `${id}.gguf`, source }] };
  const files = await filesIn(source, basename(source) === SAFETY_FOLDER ? `${SAFETY_FOLDER}/` : '');
  const { kind, asks } = await kindOf(path, files);
  const missing = [...new Set([...asks, ...(known?.kind === kind ? knownFiles : [])])].filter((names) => !names.split('|').some((name) => files.some((file) => file.path === name)));
  if (missing.length > 0) {
    throw InvalidInput.at([], `${path} is not whole: expected ${missing.map((names) => names.replace('|', ' or ')).join(', ')} in it; export the model to ONNX again (optimum-cli export onnx), or get the files that are missing`);
  }
  return { kind, name: null, license: null, quantization: null, context: null, files };
}

/**
 * Puts the files into a folder: by second names for the same bytes where they lie on the same disk, else by copies.
 * `requireRoom` throws where so many bytes are not free.
 */
export async function takeIn(files: readonly FoundFile[], folder: string, requireRoom: (bytes: number) => Promise<void>): Promise<void> {
  const toCopy: FoundFile[] = [];
  for (const file of files) {
    await mkdir(dirname(join(folder, file.path)), { recursive: true });
    if (!(await isLinked(file.source, join(folder, file.path)))) toCopy.push(file);
  }
  const sizes = await Promise.all(toCopy.map(async ({ source }) => (await stat(source)).size));
  if (toCopy.length > 0) await requireRoom(sizes.reduce((sum, size) => sum + size, 0));
  for (const { path, source } of toCopy) await copyFile(source, join(folder, path), constants.COPYFILE_FICLONE);
}

async function isLinked(source: string, place: string): Promise<boolean> {
  try {
    await link(source, place);
    return true;
  } catch (error) {
    if (!isCode(error, 'EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    return false;
  }
}

/** An id from a file's name: `Llama 3.2-1B Q4_0.gguf` is `llama-3.2-1b-q4_0`. */
export function idFor(path: string): string {
  return basename(path).toLowerCase().replace(/\.gguf$/, '').replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/^[._-]+|[._-]+$/g, '').slice(0, 100);
}

async function kindOf(path: string, files: readonly FoundFile[]): Promise<{ readonly kind: ModelKind; readonly asks: readonly string[] }> {
  const sourceOf = (name: string): string | undefined => files.find((file) => file.path === name)?.source;
  if (sourceOf(`${SAFETY_FOLDER}/model.onnx`) !== undefined && files.every((file) => file.path.startsWith(`${SAFETY_FOLDER}/`))) return { kind: 'SAFETY', asks: [] };
  if (sourceOf('model_index.json') !== undefined) return { kind: 'IMAGE', asks: PIPELINE_FILES };
  const config = sourceOf('config.json');
  const type = config === undefined ? undefined : (await readConfig(config)).model_type;
  const asks = FILES_OF_DETECTORS.get(type ?? '');
  if (asks !== undefined) return { kind: 'DETECTOR', asks };
  const got = config === undefined ? 'neither' : `a config.json whose model_type is ${JSON.stringify(type ?? null)}`;
  throw InvalidInput.at([], `${path} is no model that is known here: expected a GGUF file, a folder with model_index.json (a Stable Diffusion pipeline), one with a config.json of ${[...FILES_OF_DETECTORS.keys()].join(', ')} (a detector), or one named ${SAFETY_FOLDER} with model.onnx; got ${got}`);
}

async function readConfig(path: string): Promise<z.infer<typeof configFile>> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  if (size > MAX_CONFIG_BYTES) throw InvalidInput.at([], `${path} is too large: expected at most ${MAX_CONFIG_BYTES} bytes, got ${size}`);
  try {
    return configFile.parse(JSON.parse(await file.readFile('utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw InvalidInput.at([], `${path} is no config.json of a model: expected a JSON object; get it again`);
  }
}

/** Every file below the folder but hidden ones, under `prefix`. None lies elsewhere: a symbolic link may only lead to another file of the folder. */
async function filesIn(root: string, prefix: string): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of (await readdir(join(root, folder), { withFileTypes: true })).sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const [place, path] = [join(root, folder, entry.name), `${prefix}${folder}${entry.name}`];
      if (path.length > MAX_FILE_PATH || !FILE_PATH.test(path)) throw InvalidInput.at([], `${place} cannot be taken in: expected names of letters, digits, dot, dash and underscore, ${MAX_FILE_PATH} characters in all; rename or remove it`);
      if (entry.isDirectory()) folders.push(`${folder}${entry.name}/`);
      else files.push({ path, source: await bytesAt(place, root) });
      if (files.length + folders.length > MAX_FILES) throw InvalidInput.at([], `${root} has too much in it for a model: expected at most ${MAX_FILES} files; leave only the model there`);
    }
  }
  return files;
}

/** Where the bytes of that file lie. */
async function bytesAt(place: string, root: string): Promise<string> {
  const source = await realpath(place).catch(absent);
  if (source === undefined || !source.startsWith(`${root}${sep}`)) throw InvalidInput.at([], `${place} is a symbolic link that leads out of ${root}: copy the folder with what its links lead to (cp -rL), and add the copy`);
  if (!(await stat(source)).isFile()) throw InvalidInput.at([], `${place} cannot be taken in: expected a file; remove it`);
  return source;
}
