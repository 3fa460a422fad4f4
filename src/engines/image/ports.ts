// What goes into a model and comes out of it, beside what is expected: both ways in which Stable Diffusion is exported to ONNX pass, and whatever
// else is told apart before the model is run.
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

/**
 * Throws EngineFailed where a port is missing or of another type or shape, or where the model needs an input that nobody has for it; outputs that
 * nobody asks for do no harm.
 */
export function requirePorts(model: string, { inputs, outputs }: Ports, expected: { readonly inputs: ExpectedPorts; readonly outputs: ExpectedPorts }): void {
  const stranger = inputs.find(({ name }) => expected.inputs[name] === undefined);
  if (stranger !== undefined) throw faultOf(model, `expected the inputs ${Object.keys(expected.inputs).join(', ')}, got ${stranger.name} too`);
  requireEach(model, 'input', inputs, expected.inputs);
  requireEach(model, 'output', outputs, expected.outputs);
}

/** The port of that name; the model has been seen to have it. */
export function portOf(ports: readonly Port[], name: string): Port {
  const port = ports.find((port) => port.name === name);
  if (port === undefined) throw new Error(`a model without ${name} has passed`);
  return port;
}

function requireEach(model: string, side: string, ports: readonly Port[], expected: ExpectedPorts): void {
  for (const [name, { types, shapes }] of Object.entries(expected)) {
    const port = ports.find((port) => port.name === name);
    if (port === undefined) throw faultOf(model, `expected an ${side} ${name}, got ${ports.map(({ name }) => name).join(', ') || 'none'}`);
    if (!types.includes(port.type)) throw faultOf(model, `expected the ${side} ${name} to be of ${types.join(' or ')}, got ${port.type}`);
    if (!shapes.some((shape) => fits(port, shape))) throw faultOf(model, `expected the ${side} ${name} to be of shape ${shapes.map(shownShape).join(' or ')}, got ${shownShape(port.dims)}`);
  }
}

function fits({ dims }: Port, shape: readonly Size[]): boolean {
  return dims.length === shape.length && shape.every((size, axis) => size === 'any' || typeof dims[axis] === 'string' || dims[axis] === size);
}

function shownShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}

function faultOf(model: string, fault: string): EngineFailed {
  return new EngineFailed(`${model}: ${fault}. Take a pipeline of Stable Diffusion 1 or 2 that optimum has exported to ONNX, with dynamic axes`);
}
