// node-llama-cpp, opened on a device; says why where it is not the one that was hoped for. This room is only loaded when a model is first used
// (../local.ts): a service without one does without the library's hundreds of milliseconds.
import { getLlama, LlamaLogLevel, NoBinaryFoundError, type Llama } from 'node-llama-cpp';
import type { Log } from '../../../lib/log.ts';
import { messageOf } from '../../../lib/message.ts';
import { Recent } from '../../../lib/recent.ts';
import type { Device, DeviceChoice } from '../../device.ts';
import { EngineFailed } from '../../failures.ts';

export interface Library {
  readonly llama: Llama;
  readonly device: Device;
  /** Why it is the CPU although `auto` was asked for. */
  readonly reason?: string;
}

export interface LibraryOptions {
  readonly device: DeviceChoice;
  /** Threads of a pass on the CPU. They spin while they wait for each other, so one too many costs more than half of the speed. */
  readonly threads: number;
  readonly log: Log;
}

/**
 * Opens the library on the device. `auto` falls back to the CPU, and says why.
 * @throws EngineFailed where CUDA is asked for by name and cannot be had, or where there is no build for this platform.
 */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  if (options.device === 'cpu') return { llama: await open(false, options), device: 'cpu' };
  try {
    return { llama: await open('cuda', options), device: 'cuda' };
  } catch (error) {
    const reason = messageOf(error);
    if (options.device === 'cuda') throw new EngineFailed(`DEVICE=cuda, but CUDA cannot be had: ${reason}. Run \`npm run models -- doctor\`, or set DEVICE=auto`, { cause: error });
    return { llama: await open(false, options), device: 'cpu', reason };
  }
}

/** One for each kind of device, for all models of the process. */
const opened = new Recent<Promise<Llama>>(2);

function open(gpu: 'cuda' | false, options: LibraryOptions): Promise<Llama> {
  return opened.of(String(gpu), () => openAnew(gpu, options));
}

async function openAnew(gpu: 'cuda' | false, { threads, log }: LibraryOptions): Promise<Llama> {
  try {
    return await getLlama({
      gpu,
      build: 'never', // it would compile or download where nothing fits
      skipDownload: true,
      progressLogs: false,
      maxThreads: threads, // its default takes cores that are not there
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => log.debug({ level }, `llama.cpp: ${message.trim()}`),
    });
  } catch (error) {
    throw new EngineFailed(reasonOf(gpu, error), { cause: error });
  }
}

function reasonOf(gpu: 'cuda' | false, error: unknown): string {
  if (!(error instanceof NoBinaryFoundError)) return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
  return gpu === false
    ? `node-llama-cpp has no build for ${process.platform}-${process.arch}, or this system's libraries are too old for it`
    : 'no CUDA build of node-llama-cpp that works here is installed: `npm run cuda` adds it, and the CUDA runtime must be on the machine';
}
