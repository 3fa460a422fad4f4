// Builds ONNX models (opset 17) node by node: a value is known by its name, a layer is a function that adds nodes and answers a value. The
// numbers of the fields are those of onnx.proto3. Weights are made only while the file is written, so a model of gigabytes takes little memory.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Message } from './protobuf.ts';
import { bytesOf, noise, TYPES, type FloatType, type Type } from './weights.ts';

/** A number: as many as that; a name: any number. */
export type Dims = readonly (number | string)[];
export type Attribute = number | { readonly float: number } | readonly number[] | string;

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Default: one, with a name of its own. */
  readonly outputs?: readonly string[];
  /** Default: ONNX's own operators. */
  readonly domain?: string;
}

interface Tensor {
  readonly name: string;
  readonly type: Type;
  readonly dims: readonly number[];
  fill(): Uint8Array;
}

export interface GraphOptions {
  readonly name: string;
  /** Of weights and of what is computed with them. */
  readonly type: FloatType;
  /** Another seed, other weights; the same options make the same bytes. */
  readonly seed: number;
}

/** Weights smaller than this stay in the model's own file. */
const EXTERNAL_FROM_BYTES = 1024;
const ALIGNMENT = 4096;
const KIND = { float: 1, integer: 2, text: 3, integers: 7 } as const;

export class Graph {
  readonly name: string;
  readonly type: FloatType;
  readonly #seed: number;
  readonly #nodes: Message[] = [];
  readonly #inputs: Message[] = [];
  readonly #outputs: Message[] = [];
  readonly #tensors = new Map<string, Tensor>();
  #parameters = 0;

  constructor({ name, type, seed }: GraphOptions) {
    this.name = name;
    this.type = type;
    this.#seed = seed;
  }

  /** Weights so far. */
  get parameters(): number {
    return this.#parameters;
  }

  input(name: string, type: Type, dims: Dims): string {
    this.#inputs.push(portOf(name, type, dims));
    return name;
  }

  output(value: string, name: string, type: Type, dims: Dims): void {
    this.node('Identity', [value], { outputs: [name] });
    this.#outputs.push(portOf(name, type, dims));
  }

  /** Answers its first output. */
  node(operator: string, inputs: readonly string[], { attributes = {}, outputs, domain = '' }: NodeOptions = {}): string {
    const name = `${operator}_${this.#nodes.length}`;
    const message = new Message();
    for (const input of inputs) message.text(1, input);
    for (const output of outputs ?? [name]) message.text(2, output);
    message.text(3, `/${name}`).text(4, operator);
    for (const [key, value] of Object.entries(attributes)) message.message(5, attributeOf(key, value));
    this.#nodes.push(domain === '' ? message : message.text(7, domain));
    return outputs?.[0] ?? name;
  }

  /** Random weights of that standard deviation. */
  weight(name: string, dims: readonly number[], spread: number): string {
    const count = product(dims);
    this.#parameters += count;
    return this.#add({ name, type: this.type, dims, fill: () => bytesOf(this.type, noise(count, { seed: this.#seed, name: `${this.name} ${name}`, spread })) });
  }

  /** Weights that are all alike. */
  filled(name: string, dims: readonly number[], value: number): string {
    const count = product(dims);
    this.#parameters += count;
    return this.#add({ name, type: this.type, dims, fill: () => bytesOf(this.type, new Float32Array(count).fill(value)) });
  }

  /** Floats of the graph's type, a vector where no dimensions are given; what is asked for again is there once. */
  floats(values: readonly number[], dims: readonly number[] = [values.length], type: FloatType = this.type): string {
    return this.#constant(`${type} ${dims} ${values}`, type, dims, () => bytesOf(type, Float32Array.from(values)));
  }

  /** Integers of 64 bits, as operators take shapes and axes. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant(`int64 ${dims} ${values}`, 'int64', dims, () => new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** Writes `model.onnx` into the folder, made where it is missing; `external`: with its weights beside it in `model.onnx_data`, as above 2 GB they must be. */
  save(folder: string, { external = false }: { readonly external?: boolean } = {}): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'model.onnx'), this.#encoded(external ? writtenBeside(join(folder, 'model.onnx_data'), [...this.#tensors.values()]) : [...this.#tensors.values()].map(inline)));
  }

  #encoded(tensors: readonly Message[]): Uint8Array {
    const graph = new Message();
    for (const node of this.#nodes) graph.message(1, node);
    graph.text(2, this.name);
    for (const tensor of tensors) graph.message(5, tensor);
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    const opset = (domain: string, version: number): Message => new Message().text(1, domain).integer(2, version);
    return new Message().integer(1, 8).text(2, 'made up').message(7, graph).message(8, opset('', 17)).message(8, opset('com.microsoft', 1)).encoded();
  }

  #constant(key: string, type: Type, dims: readonly number[], fill: () => Uint8Array): string {
    return this.#tensors.has(key) ? key : this.#add({ name: key, type, dims, fill });
  }

  #add(tensor: Tensor): string {
    if (this.#tensors.has(tensor.name)) throw new Error(`${this.name}: two weights are called ${tensor.name}`);
    this.#tensors.set(tensor.name, tensor);
    return tensor.name;
  }
}

function portOf(name: string, type: Type, dims: Dims): Message {
  const shape = new Message();
  for (const dim of dims) shape.message(1, typeof dim === 'number' ? new Message().integer(1, dim) : new Message().text(2, dim));
  return new Message().text(1, name).message(2, new Message().message(1, new Message().integer(1, TYPES[type]).message(2, shape)));
}

function attributeOf(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, KIND.integer);
  if (typeof value === 'string') return message.text(4, value).integer(20, KIND.text);
  if ('float' in value) return message.float(2, value.float).integer(20, KIND.float);
  for (const one of value) message.integer(8, one);
  return message.integer(20, KIND.integers);
}

function inline(tensor: Tensor): Message {
  return describe(tensor).bytes(9, tensor.fill());
}

function describe({ name, type, dims }: Tensor): Message {
  const message = new Message();
  for (const dim of dims) message.integer(1, dim);
  return message.integer(2, TYPES[type]).text(8, name);
}

/** Writes the larger tensors one after the other into the file; answers the messages that say where each lies. */
function writtenBeside(file: string, tensors: readonly Tensor[]): Message[] {
  const handle = openSync(file, 'w');
  let offset = 0;
  try {
    return tensors.map((tensor) => {
      const bytes = tensor.fill();
      if (bytes.length < EXTERNAL_FROM_BYTES) return describe(tensor).bytes(9, bytes);
      offset = Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
      writeSync(handle, bytes, 0, bytes.length, offset);
      const entry = (key: string, value: string | number): Message => new Message().text(1, key).text(2, String(value));
      const message = describe(tensor).message(13, entry('location', 'model.onnx_data')).message(13, entry('offset', offset)).message(13, entry('length', bytes.length)).integer(14, 1);
      offset += bytes.length;
      return message;
    });
  } finally {
    closeSync(handle);
  }
}

function product(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
