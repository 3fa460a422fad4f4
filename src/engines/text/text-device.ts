// Which device the text engine would use on this machine, for whoever asks before a model is loaded.
import { createLog } from '../../lib/log.ts';
import type { DeviceChoice } from '../device.ts';
import { openLibrary } from './llama/library.ts';

export interface EngineDevice {
  /** For people: `cuda (NVIDIA H200)`. */
  readonly device: string;
  /** Why it is not CUDA; undefined where it is, or where the CPU was asked for. */
  readonly reason: string | undefined;
}

/** Throws EngineFailed, with the reason, where a device was asked for by name that cannot be had. */
export async function textDevice(device: DeviceChoice): Promise<EngineDevice> {
  const { llama, device: got, reason } = await openLibrary({ device, threads: 1, log: createLog('silent') });
  const names = [...new Set(await llama.getGpuDeviceNames())];
  return { device: names.length === 0 ? got : `${got} (${names.join(', ')})`, reason };
}
