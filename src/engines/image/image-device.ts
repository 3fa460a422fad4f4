// Which device models on onnxruntime run on, for whoever loads one. Whether CUDA works is tried in a process of its own: its reason for not working
// is only ever written to stderr, and a driver that crashes takes nothing with it.
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Device, DeviceChoice } from '../device.ts';
import { EngineFailed } from '../failures.ts';

export interface ImageDevice {
  readonly device: Device;
  /** Why it is the CPU although `auto` was asked for; undefined: it is not so. */
  readonly reason: string | undefined;
}

/** What a driver may take to wake up, on a machine with many GPUs. */
const TRIAL_MS = 120_000;
const PROVIDER = `libonnxruntime_providers_cuda.so`;
const TRIAL = fileURLToPath(new URL('cuda-trial.ts', import.meta.url));

/** @throws EngineFailed where CUDA is asked for by name and cannot be had, with the native reason. */
export async function imageDevice(choice: DeviceChoice): Promise<ImageDevice> {
  if (choice === 'cpu') return { device: 'cpu', reason: undefined };
  const reason = await whyNotCuda();
  if (reason === undefined) return { device: 'cuda', reason };
  if (choice === 'cuda') throw new EngineFailed(`DEVICE=cuda, but CUDA cannot be had for images: ${reason}. Run \`npm run models -- doctor\`, or set DEVICE=auto`);
  return { device: 'cpu', reason };
}

/** Undefined: it works. */
async function whyNotCuda(): Promise<string | undefined> {
  if (!(await isInstalled())) return `onnxruntime's CUDA provider (${PROVIDER}) is not installed: \`npm run cuda\` adds it`;
  try {
    await promisify(execFile)(process.execPath, [TRIAL], { timeout: TRIAL_MS });
    return undefined;
  } catch (error) {
    return nativeReason((error as { readonly stderr?: string }).stderr ?? '') ?? 'a first model did not load on it';
  }
}

async function isInstalled(): Promise<boolean> {
  const library = createRequire(import.meta.url).resolve('onnxruntime-node');
  try {
    await access(path.join(path.dirname(library), '../bin/napi-v6', process.platform, process.arch, PROVIDER));
    return true;
  } catch {
    return false; // there is no more to be known
  }
}

/** What a library that could not be loaded says of itself, else what the runtime says last, among coloured lines of log. */
function nativeReason(stderr: string): string | undefined {
  const said = /with error: (?<missing>[^\n\u{1b}]+)/u.exec(stderr)?.groups?.['missing'] ?? /(?:FAIL : |CUDA failure |Error: )(?<last>[^\n\u{1b}]+)/u.exec(stderr)?.groups?.['last'];
  return said?.replaceAll(/(?:\/[^\s:/]+)+\//g, '').trim();
}
