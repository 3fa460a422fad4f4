// What goes into a model and comes out of it, beside what is expected: whatever is another model's is told apart before it is run. Of what
// is in both ways in which Stable Diffusion is exported to ONNX, each passes.
import { EngineFailed } from '../failures.ts';
import type { ElementType, Port } from './runtime.ts';

/** A number: so many, or any number; `any`: may be fixed; `open`: any number, at every call another. */
type Size = number | 'any' | 'open';

export interface ExpectedPort {
  readonly types: readonly ElementType[];
  /** One list of sizes for each rank that passes. */
  readonly shapes: readonly (readonly Size[])[];
}

/** By name. */
export type ExpectedPorts = Readonly<Record<string, ExpectedPort>>;

export const FLOATS: readonly ElementType[] = ['float32', 'float16'];
export const INTEGERS: readonly ElementType[] = ['int64', 'int32'];

interface Ports {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

interface Expected {
  readonly inputs: ExpectedPorts;
  readonly outputs: ExpectedPorts;
  /** What to do about a model that is another. Default: for a model of a pipeline. */
  readonly remedy?: string;
}

/**
 * Throws EngineFailed where a port is missing or of another type or shape, or where the model needs an input that nobody has for it; outputs that
 * nobody asks for do no harm.
 */
export function requirePorts(model: string, { inputs, outputs }: Ports, expected: Expected): void {
  const stranger = inputs.find(({ name }) => expected.inputs[name] === undefined);
  const fault = stranger === undefined
    ? faultOf('input', inputs, expected.inputs) ?? faultOf('output', outputs, expected.outputs)
    : `expected the inputs ${Object.keys(expected.inputs).join(', ')}, got ${stranger.name} too`;
  if (fault !== null) throw new EngineFailed(`${model}: ${fault}. ${expected.remedy ?? PIPELINE_REMEDY}`);
}

const PIPELINE_REMEDY = 'Take a pipeline of Stable Diffusion 1 or 2 that optimum has exported to ONNX, with dynamic axes';

/** The port of that name; the model has been seen to have it. */
export function portOf(ports: readonly Port[], name: string): Port {
  const port = ports.find((port) => port.name === name);
  if (port === undefined) throw new Error(`a model without ${name} has passed`);
  return port;
}

/** The first; null: there is none. */
function faultOf(side: string, ports: readonly Port[], expected: ExpectedPorts): string | null {
  for (const [name, { types, shapes }] of Object.entries(expected)) {
    const port = ports.find((port) => port.name === name);
    if (port === undefined) return `expected an ${side} ${name}, got ${ports.map(({ name }) => name).join(', ') || 'none'}`;
    if (!types.includes(port.type)) return `expected the ${side} ${name} to be of ${types.join(' or ')}, got ${port.type}`;
    if (!shapes.some((shape) => fits(port, shape))) return `expected the ${side} ${name} to be of shape ${shapes.map(shownShape).join(' or ')}, got ${shownShape(port.dims)}`;
  }
  return null;
}

function fits({ dims }: Port, shape: readonly Size[]): boolean {
  return dims.length === shape.length && shape.every((size, axis) => size === 'any' || typeof dims[axis] === 'string' || dims[axis] === size);
}

function shownShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}
