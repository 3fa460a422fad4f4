// Strings of a regular expression: drawn so that every length and every branch has its chance, or numbered for unique fields.
// What a string may cost is bounded when the expression is read, so that no nesting of repeats can blow up.
import { InvalidInput } from '../errors.ts';
import type { GeneratorOf } from '../generator.ts';
import type { Field } from '../schema.ts';
import { drawOf, valueStream } from './draws.ts';
import { StringRanks, type State } from './pattern-ranks.ts';
import { parsePattern, refusal, type Shape } from './pattern-syntax.ts';
import type { Sampler, SamplerContext } from './sampler.ts';

/** The longest string that an expression may describe, in characters. */
export const LONGEST_PATTERN = 1_000;
/** The most that walking all of a shape may cost, repeats and branches unrolled; repeats of nothing cost something too. */
const MAX_STEPS = 10_000;
/** Where strings get too long for their field, repeats are cut to this many more than they must, the first that does. */
const SLACKS = [Infinity, 64, 32, 16, 8, 4, 3, 2, 1, 0] as const;

/** Chooses a whole number in [0, size). */
export type Pick = (size: number) => number;

export interface Pattern {
  /**
   * How many ranks `at` takes: the number of strings where that is below 2^53, else a number near 2^53. Counted when first asked.
   * Thrown: InvalidInput, where they cannot be counted.
   */
  readonly size: number;
  /** What its strings look like, repeats cut already. */
  readonly shape: Shape;
  /** The automaton that tells its strings from others, at its start. Thrown as by `size`. */
  readonly start: State;
  /** Characters of the longest string. */
  readonly maxLength: number;
  /** The string of a rank in [0, size); different ranks give different strings. Thrown as by `size`. */
  at(rank: number): string;
  /** A string by choices; every branch and every number of repeats alike. */
  draw(pick: Pick): string;
}

/**
 * Reads a regular expression. With `longest`, repeats are cut so that no string has more characters than that.
 * Thrown: InvalidInput (path `regex`), where it is none, uses what cannot be made, or its strings get too long.
 */
export function compilePattern(regex: string, longest: number = LONGEST_PATTERN): Pattern {
  const whole = parsePattern(regex);
  const { shortest } = measure(whole);
  if (shortest > longest) throw refusal(`its strings have at least ${shortest} characters, but ${longest} fit; shorten it or widen the field`);
  const limit = Math.min(longest, LONGEST_PATTERN);
  // The field's length is a wish that repeats bend to; our own limit is not, lest a{5000} became something else in silence.
  const slacks = limit < LONGEST_PATTERN ? SLACKS : [Infinity];
  for (const slack of slacks) {
    const shape = shortened(whole, slack);
    const size = measure(shape);
    if (size.longest <= limit && size.steps <= MAX_STEPS) return new ShapedPattern(shape, size.longest);
  }
  const { longest: asked } = measure(whole);
  throw refusal(asked > limit
    ? `its strings may have up to ${asked} characters, but ${limit} fit; give its repeats smaller bounds`
    : `it repeats too much (over ${MAX_STEPS} steps a string); nest fewer repeats`);
}

/** The pattern of a field's generator, none of its strings longer than the field; its faults carry the field's place. */
export function patternOf(generator: GeneratorOf<'pattern'>, field: Field): Pattern {
  return InvalidInput.within([field.name, 'generator'], () => compilePattern(generator.regex, field.maxLength));
}

/** Strings of the pattern. */
export function makePattern(generator: GeneratorOf<'pattern'>, field: Field, context: SamplerContext): Sampler {
  const stream = valueStream(context);
  const pattern = patternOf(generator, field);
  let row = 0;
  let number = 0;
  const pick: Pick = (size) => (size === 1 ? 0 : stream.below(size, row, number++));
  return (cursor) => {
    row = cursor.index;
    number = drawOf(cursor);
    return pattern.draw(pick);
  };
}

class ShapedPattern implements Pattern {
  readonly shape: Shape;
  readonly maxLength: number;
  readonly draw: (pick: Pick) => string;
  #ranks: StringRanks | null = null;

  constructor(shape: Shape, maxLength: number) {
    this.shape = shape;
    this.maxLength = maxLength;
    this.draw = drawer(shape);
  }

  get size(): number {
    return this.#counted().size;
  }

  get start(): State {
    return this.#counted().root;
  }

  at(rank: number): string {
    return this.#counted().at(rank);
  }

  #counted(): StringRanks {
    return (this.#ranks ??= new StringRanks(this.shape));
  }
}

function drawer(shape: Shape): (pick: Pick) => string {
  switch (shape.kind) {
    case 'characters': {
      const { characters } = shape;
      return (pick) => characters[pick(characters.length)] ?? '';
    }
    case 'sequence': {
      const parts = shape.parts.map(drawer);
      return (pick) => {
        let text = '';
        for (const part of parts) text += part(pick);
        return text;
      };
    }
    case 'choice': {
      const branches = shape.branches.map(drawer);
      return (pick) => branches[pick(branches.length)]?.(pick) ?? '';
    }
    case 'repeat': {
      const part = drawer(shape.part);
      const { least, most } = shape;
      return (pick) => {
        let text = '';
        for (let left = least + pick(most - least + 1); left > 0; left--) text += part(pick);
        return text;
      };
    }
  }
}

interface Size {
  readonly shortest: number;
  readonly longest: number;
  /** Parts, with repeats and branches unrolled: no string takes more draws, and no automaton more states. */
  readonly steps: number;
}

function measure(shape: Shape): Size {
  switch (shape.kind) {
    case 'characters': return { shortest: 1, longest: 1, steps: 1 };
    case 'sequence': {
      const parts = shape.parts.map(measure);
      return { shortest: sum(parts, 'shortest'), longest: sum(parts, 'longest'), steps: 1 + sum(parts, 'steps') };
    }
    case 'choice': {
      const branches = shape.branches.map(measure);
      return {
        shortest: branches.reduce((least, branch) => Math.min(least, branch.shortest), Infinity),
        longest: branches.reduce((most, branch) => Math.max(most, branch.longest), 0),
        steps: 1 + sum(branches, 'steps'),
      };
    }
    case 'repeat': {
      const part = measure(shape.part);
      return { shortest: part.shortest * shape.least, longest: part.longest * shape.most, steps: 1 + (part.steps + 1) * shape.most };
    }
  }
}

function sum(sizes: readonly Size[], key: keyof Size): number {
  return sizes.reduce((total, size) => total + size[key], 0);
}

/** The same shape with no repeat going on for more than `slack` times past what it must. */
function shortened(shape: Shape, slack: number): Shape {
  switch (shape.kind) {
    case 'characters': return shape;
    case 'sequence': return { kind: 'sequence', parts: shape.parts.map((part) => shortened(part, slack)) };
    case 'choice': return { kind: 'choice', branches: shape.branches.map((branch) => shortened(branch, slack)) };
    case 'repeat': return { ...shape, part: shortened(shape.part, slack), most: Math.min(shape.most, shape.least + slack) };
  }
}
