// onnxruntime-node, behind plain data: the only file that names it, and the one place where its failures get their remedies. It is loaded when the
// first model is, and its calls block the thread they are made on: so only threads of their own make them.
import path from 'node:path';
import type * as Ort from 'onnxruntime-node';
import { floatsToHalves, halvesToFloats } from '../../lib/half.ts';
import { messageOf } from '../../lib/message.ts';
import type { Device } from '../device.ts';
import { EngineFailed, OutOfMemory } from '../failures.ts';

/** Names of element types, as ONNX's metadata has them. */
export type ElementType = Ort.Tensor.Type;
export type Elements = Float32Array | Uint16Array | Int32Array | BigInt64Array | Uint8Array;

/** Numbers in row-major order. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** Halves (`float16`) are a Uint16Array, truths (`bool`) a Uint8Array. */
  readonly data: Elements;
}

/** What goes into a model, or comes out of it. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  /** A name: any number. */
  readonly dims: readonly (number | string)[];
}

export interface SessionPlace {
  readonly device: Device;
  /** Threads of a call on the CPU. */
  readonly threads: number;
}

/** Part of what decides a result's bits on the CPU: `all` gives others than `basic`. */
export const OPTIMIZATION = 'all';

/** A model, loaded. */
export class Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly #name: string;
  readonly #session: Ort.InferenceSession;

  private constructor(name: string, session: Ort.InferenceSession) {
    this.inputs = portsOf(name, session.inputMetadata);
    this.outputs = portsOf(name, session.outputMetadata);
    this.#name = name;
    this.#session = session;
  }

  /**
   * Loads a model's file, with the weights that lie beside it, or the bytes of one. `name` is what messages call it.
   * @throws EngineFailed with what to do about it.
   */
  static async open(name: string, model: string | Uint8Array, place: SessionPlace): Promise<Session> {
    const { InferenceSession } = await openLibrary();
    const options = optionsFor(place);
    try {
      return new Session(name, await (typeof model === 'string' ? InferenceSession.create(model, options) : InferenceSession.create(model, options)));
    } catch (error) {
      throw failureOf(name, error, typeof model === 'string' ? path.dirname(model) : undefined);
    }
  }

  /** Computes those outputs. Throws EngineFailed with what to do about it. */
  async run<Name extends string>(feeds: Readonly<Record<string, Tensor>>, outputs: readonly Name[]): Promise<Readonly<Record<Name, Tensor>>> {
    const { Tensor } = await openLibrary();
    try {
      const given = Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)]);
      // It answers what it was asked for, in a form that its types leave open.
      return (await this.#session.run(Object.fromEntries(given) as Record<string, Ort.Tensor>, outputs)) as unknown as Record<Name, Tensor>;
    } catch (error) {
      throw failureOf(this.#name, error);
    }
  }

  /** Gives its memory back. */
  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** Floats as a tensor; as halves where the type says so. */
export function floatTensor(type: ElementType, values: Float32Array, dims: readonly number[]): Tensor {
  return { type, dims, data: type === 'float16' ? floatsToHalves(values) : values };
}

/** Numbers as a tensor of whichever type; rounded where that is of whole ones. */
export function numberTensor(type: ElementType, values: readonly number[], dims: readonly number[]): Tensor {
  if (type === 'int64') return { type, dims, data: BigInt64Array.from(values, (value) => BigInt(Math.round(value))) };
  if (type === 'int32') return { type, dims, data: Int32Array.from(values, Math.round) };
  return floatTensor(type, Float32Array.from(values), dims);
}

/** The values of a tensor of floats or halves. */
export function floatsOf({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type === 'float16' && data instanceof Uint16Array) return halvesToFloats(data);
  throw new EngineFailed(`a model answered ${type}: expected float32 or float16. Export it again`);
}

/** Of the library: part of what decides a result's bits. */
export async function runtimeVersion(): Promise<string> {
  const { env } = await openLibrary();
  return `onnxruntime ${env.versions.node ?? env.versions.common}`;
}

type Library = Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'env'>;
let library: Promise<Library> | undefined;

function openLibrary(): Promise<Library> {
  return (library ??= loadLibrary());
}

/**
 * The binding knows halves as a Uint16Array only, the JavaScript above it as a Float16Array wherever there is one, as from Node 24 on; then every
 * model of halves fails ("not enough space: expected 512, got 0"). It looks once, when the first tensor is made, and is shown none.
 */
async function loadLibrary(): Promise<Library> {
  const loaded = await import('onnxruntime-node');
  const world = globalThis as { Float16Array?: unknown };
  const { Float16Array } = world;
  world.Float16Array = undefined;
  try {
    new loaded.Tensor('int8', new Int8Array(1), [1]);
  } finally {
    world.Float16Array = Float16Array;
  }
  return loaded;
}

function optionsFor({ device, threads }: SessionPlace): Ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [device], // CUDA does not fall back by itself; what it has no kernels for runs on the CPU
    graphOptimizationLevel: OPTIMIZATION,
    intraOpNumThreads: threads,
    logSeverityLevel: 4, // what it would write to stderr stands in the errors that it throws, too
    extra: { session: { intra_op: { allow_spinning: '0' } } }, // waiting threads would burn what others need
  };
}

function portsOf(model: string, metadata: readonly Ort.InferenceSession.ValueMetadata[]): Port[] {
  return metadata.map((port) => {
    if (!port.isTensor) throw new EngineFailed(`${model}: expected tensors only, and ${port.name} is none. Export the model again`);
    return { name: port.name, type: port.type, dims: port.shape };
  });
}

/** Every failure of the library is a plain Error without a code: what it says is all there is. The first that matches tells the remedy. */
const REMEDIES: readonly { readonly says: RegExp; readonly means: string; readonly remedy: string; readonly is?: typeof EngineFailed }[] = [
  { says: /doesn't exist|does not exist|No such file/i, means: 'a file is missing', remedy: 'Pull or add the model again' },
  { says: /Failed to allocate memory|bad_alloc|out of memory|CU(?:BLAS|DNN)_STATUS_ALLOC_FAILED/i, means: 'there is not enough memory', remedy: 'Free memory, or ask for smaller pictures or a model in float16', is: OutOfMemory },
  { says: /Failed to load shared library|execution provider is not enabled/i, means: 'CUDA cannot be had', remedy: 'Run `npm run models -- doctor`, or set DEVICE=cpu' },
  { says: /\bCUDA\b|\bCUDNN\b|\bCUBLAS\b/, means: 'the GPU failed', remedy: 'Run `npm run models -- doctor`, or set DEVICE=cpu' },
  { says: /external (?:data|initializer)/i, means: 'the file of its weights is not whole', remedy: 'Pull or add the model again' },
  { says: /^Load model from/, means: 'its file is broken', remedy: 'Pull or add the model again' },
];
const OTHER: Omit<(typeof REMEDIES)[number], 'says'> = { means: 'it cannot make sense of what it was given', remedy: 'Export the model to ONNX again, as optimum does' };

/** Without places of this machine, and of the one where the library was built. */
function failureOf(model: string, error: unknown, folder?: string): EngineFailed {
  if (error instanceof EngineFailed) return error;
  const message = folder === undefined ? messageOf(error) : messageOf(error).replaceAll(path.join(folder, '/'), '');
  const said = message.replace(/^Load model from .*? failed:/s, '').replaceAll(/\/onnxruntime_src\/\S+ .*?\) (?=[A-Z])/gs, '').trim();
  const { means, remedy, is: Failure = EngineFailed } = REMEDIES.find(({ says }) => says.test(message)) ?? OTHER;
  return new Failure(`${model}: ${means} (${said}). ${remedy}`, { cause: error });
}
