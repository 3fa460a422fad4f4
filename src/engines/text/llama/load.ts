// Loads a GGUF file: memory is reserved first, places and threads are chosen, and whatever goes wrong is said with its remedy.
import { stat } from 'node:fs/promises';
import { InsufficientMemoryError, readGgufFileInfo, type GgufFileInfo, type LlamaContext, type LlamaModel } from 'node-llama-cpp';
import type { Log } from '../../../lib/log.ts';
import { messageOf } from '../../../lib/message.ts';
import type { Device } from '../../device.ts';
import { EngineFailed } from '../../failures.ts';
import { LlamaEngine } from './engine.ts';
import { openLibrary, type LibraryOptions } from './library.ts';
import { inSlotOrder } from './order.ts';
import { Passes } from './passes.ts';
import { Prefixes } from './prefixes.ts';

/**
 * Places from the widest on: what the memory allows is taken. Multiples of four, for the sake of aligned passes. On two cores 32 of them write a
 * seventh more than 16, and more than that nothing.
 */
const WIDTHS: Readonly<Record<Device, readonly number[]>> = { cpu: [32, 16, 8, 4], cuda: [64, 32, 16, 8, 4] };
/** Of the memory that is free, the share that more places than the fewest may take. */
const SHARE = 0.75;
const BATCH_TOKENS = 512;
/** What a pass needs beside weights and contexts. */
const WORKING_BYTES = 400 * 1024 * 1024;
/** File types (general.file_type) of K-quants: their passes give the same bits only when aligned. */
const isKQuant = (fileType: number): boolean => fileType >= 10 && fileType <= 18;

export interface LoadOptions extends LibraryOptions {
  readonly id: string;
  readonly file: string;
  /** Tokens of one order, prompt and answer. */
  readonly contextTokens: number;
  /** Places at most. Left out: as many as the memory allows, up to the widest. */
  readonly mostPlaces?: number;
  readonly log: Log;
}

/** @throws EngineFailed with what to do about it. */
export async function loadLlama(options: LoadOptions): Promise<LlamaEngine> {
  const { id, file, log } = options;
  const info = await infoOf(id, file);
  const library = await openLibrary(options);
  if (library.reason !== undefined) log.info({ model: id, reason: library.reason }, 'the text model runs on the CPU');
  const widths = await widthsFor(library.device, options, info);
  let model: LlamaModel | undefined;
  try {
    model = await library.llama.loadModel({ modelPath: file, ...(library.device === 'cuda' ? { gpuLayers: 'max' } : {}) });
    const passes = new Passes();
    const context = await widestOf(widths, model, passes, options);
    return new LlamaEngine({ id, library, model, context, prefixes: await Prefixes.open(), passes, aligned: isKQuant(Number(info.metadata.general.file_type)) });
  } catch (error) {
    await model?.dispose();
    throw failureOf(id, error);
  }
}

/** A context of as many places as the device has memory for; how much a GPU has, only the library knows. */
async function widestOf(widths: readonly number[], model: LlamaModel, passes: Passes, options: Pick<LoadOptions, 'contextTokens' | 'threads'>): Promise<LlamaContext> {
  const [width = 1, ...narrower] = widths;
  try {
    return await model.createContext({ sequences: width, contextSize: options.contextTokens, batchSize: Math.max(BATCH_TOKENS, width), threads: options.threads, batching: { itemPrioritizationStrategy: inSlotOrder, dispatchSchedule: passes.schedule } });
  } catch (error) {
    if (narrower.length === 0 || !(error instanceof InsufficientMemoryError)) throw error;
    return widestOf(narrower, model, passes, options);
  }
}

async function infoOf(id: string, file: string): Promise<GgufFileInfo> {
  try {
    return await readGgufFileInfo(file, { sourceType: 'filesystem', logWarnings: false });
  } catch (error) {
    throw failureOf(id, error);
  }
}

/** From the widest on, those that fit into the memory that is free. Throws EngineFailed where not even the narrowest does. */
async function widthsFor(device: Device, { id, file, contextTokens, mostPlaces = Infinity }: LoadOptions, info: GgufFileInfo): Promise<readonly number[]> {
  const wanted = WIDTHS[device].filter((width) => width <= mostPlaces);
  if (device !== 'cpu') return wanted;
  const { size } = await stat(file);
  const free = process.availableMemory();
  const needed = (width: number): number => size + width * contextTokens * cacheBytesPerToken(info) + WORKING_BYTES;
  const fewest = wanted.at(-1) ?? 1;
  const fitting = wanted.filter((width) => needed(width) <= (width === fewest ? free : free * SHARE));
  if (fitting.length > 0) return fitting;
  const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  throw new EngineFailed(`the model ${id} does not fit into memory: it needs ${mebibytes(needed(fewest))}, and ${mebibytes(free)} are free. Take a smaller quantization, lower MODEL_CONTEXT, or free memory`);
}

/** Keys and values of one token over all layers, as 16-bit floats. */
function cacheBytesPerToken({ architectureMetadata: { block_count: layers = 0, embedding_length: width = 0, attention } }: GgufFileInfo): number {
  const heads = Number(attention?.head_count ?? 1);
  const keyHeads = Number(attention?.head_count_kv ?? heads);
  return layers * 2 * 2 * (width / heads) * keyHeads;
}

function failureOf(id: string, error: unknown): EngineFailed {
  if (error instanceof EngineFailed) return error;
  const reason = messageOf(error);
  if (error instanceof InsufficientMemoryError) return new EngineFailed(`the model ${id} does not fit into memory: ${reason}. Take a smaller quantization, or lower MODEL_CONTEXT`, { cause: error });
  return new EngineFailed(`the model ${id} cannot be loaded: ${reason}. Check its file by \`npm run models -- verify ${id}\``, { cause: error });
}
