// A text engine whose answers a test gives, for what is planned from words: by the last line of what it is asked, or at random within the constraints.
import assert from 'node:assert/strict';
import type { Value } from '../../src/domain/schema.ts';
import type { Constraint } from '../../src/domain/text/constraint.ts';
import { problemWith } from '../../src/domain/text/problem.ts';
import type { TextEngine, TextOrder } from '../../src/engines/text/engine.ts';

/** By the last line of a question. */
export type Answers = Readonly<Record<string, readonly Value[]>>;

export interface Scripted extends TextEngine {
  readonly orders: TextOrder[];
}

/** Each answer is checked as an engine checks its own. */
export function scripted(answer: (last: string, order: TextOrder, signal: AbortSignal) => readonly Value[] | Promise<readonly Value[]>): Scripted {
  const orders: TextOrder[] = [];
  return {
    model: 'scripted', device: 'test', repeatable: true, isLoaded: true, width: 2, orders,
    async write(order, { signal }) {
      orders.push(order);
      const values = await answer(order.prompt.own.split('\n').at(-1) ?? '', order, signal);
      assert.equal(values.length, order.places.length, order.prompt.own);
      order.places.forEach(({ name, constraint }, place) => assert.equal(problemWith(constraint, values[place] ?? null), null, `${order.prompt.own}: ${name}`));
      return { values, tokens: { read: 1, written: 1 } };
    },
    async [Symbol.asyncDispose]() {},
  };
}

export const byScript = (answers: Answers) => (last: string): readonly Value[] => answers[last] ?? assert.fail(`asked for ${last}`);
export const never = (_last: string, _order: TextOrder, signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** An answer of the constraint's; `draw` gives a number in [0, 1). */
export function answered(constraint: Constraint, draw: () => number, name: () => string): Value {
  const upTo = (most: number): number => Math.floor(draw() * (most + 1));
  switch (constraint.kind) {
    case 'choice': return constraint.values[upTo(constraint.values.length - 1)] ?? null;
    case 'boolean': return draw() < 0.5;
    case 'text': return ['one of: a, b or c', 'between 5 and 2', 'between 1 and 3', 'the price', "it's 100 %"][upTo(4)] ?? null;
    case 'pattern': return name();
    case 'float': return Number((constraint.minimum + draw() * (constraint.maximum - constraint.minimum)).toFixed(constraint.places));
    case 'list': return Array.from({ length: constraint.minItems + upTo(constraint.maxItems - constraint.minItems) }, () => answered(constraint.items, draw, name));
    default: return assert.fail(constraint.kind);
  }
}
