// Numbers: operators and functions. Doubles, rounded to 15 digits after each step, so that tenths and cents add up as
// SQL's exact numerics do; what SQL refuses (division by zero, roots of negatives, overflow) is null.
import { roundTo, truncateTo } from '../rounding.ts';
import type { Value } from '../schema.ts';
import { asNumber, at, constant, finite, ofNumber, strict } from './compiled.ts';
import type { Compiled, Kind, Run, SqlFunction } from './compiled.ts';
import { isTemporal, temporalMinus, temporalPlus, temporalTimes } from './temporal.ts';

/** Most digits after the point that are kept track of. */
const MAX_SCALE = 20;

/** Takes the noise of binary fractions off: 0.1 + 0.2 is 0.3. */
function clean(value: number): number | null {
  if (Number.isInteger(value)) return value === 0 ? 0 : value;
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : null;
}

function numeric2(a: Compiled, b: Compiled, compute: (x: number, y: number) => number | null): Run<number | null> {
  return strict(asNumber(a), asNumber(b), compute);
}

function bothIntegers(a: Compiled, b: Compiled): boolean {
  const whole = (part: Compiled): boolean => part.kind === 'integer' || (part.kind === 'unknown' && part.literal !== undefined);
  return (a.kind === 'integer' && whole(b)) || (b.kind === 'integer' && whole(a));
}

function scaleOf(part: Compiled): number | undefined {
  return part.kind === 'integer' ? 0 : part.scale;
}

function joinScales(a: Compiled, b: Compiled, join: (x: number, y: number) => number): { readonly scale?: number } {
  const [x, y] = [scaleOf(a), scaleOf(b)];
  return x === undefined || y === undefined ? {} : { scale: Math.min(join(x, y), MAX_SCALE) };
}

function binary(compute: (x: number, y: number) => number | null, join?: (x: number, y: number) => number): SqlFunction['build'] {
  return (args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    const kind: Kind = bothIntegers(a, b) ? 'integer' : 'numeric';
    return { kind, run: numeric2(a, b, compute), ...(kind === 'numeric' && join !== undefined ? joinScales(a, b, join) : {}) };
  };
}

const add = binary((x, y) => clean(x + y), Math.max);
const subtract = binary((x, y) => clean(x - y), Math.max);
const multiply = binary((x, y) => clean(x * y), (x, y) => x + y);

function negate(part: Compiled): Compiled {
  const run = asNumber(part);
  const scale = scaleOf(part);
  return {
    kind: part.kind === 'integer' ? 'integer' : 'numeric',
    run: (read) => {
      const value = run(read);
      return value === null ? null : 0 - value;
    },
    ...(scale === undefined ? {} : { scale }),
  };
}

/** Whole numbers divide to a whole number, cut towards zero, as in SQL; where kinds are unknown the values decide. */
function divide(a: Compiled, b: Compiled): Compiled {
  const whole = bothIntegers(a, b);
  const unsure = !whole && a.kind !== 'numeric' && b.kind !== 'numeric';
  return {
    kind: whole ? 'integer' : unsure ? 'unknown' : 'numeric',
    run: numeric2(a, b, (x, y) => {
      if (y === 0) return null;
      return whole || (unsure && Number.isInteger(x) && Number.isInteger(y)) ? Math.trunc(x / y) + 0 : clean(x / y);
    }),
  };
}

function operator(minimum: number, build: (a: Compiled, b: Compiled | undefined) => Compiled): SqlFunction {
  return { minimum, maximum: 2, build: (args) => build(at(args, 0), args[1]) };
}

/** round(x) and trunc(x), or to so many places. */
function places(compute: (value: number, digits: number) => number): SqlFunction {
  return {
    minimum: 1,
    maximum: 2,
    build: (args) => {
      const part = at(args, 0);
      const second = args[1];
      if (second === undefined) {
        const run = asNumber(part);
        return { kind: part.kind === 'integer' ? 'integer' : 'numeric', scale: 0, run: (read) => applied(run(read), (value) => compute(value, 0)) };
      }
      const digits = second.literal;
      return {
        kind: 'numeric',
        run: numeric2(part, second, (value, count) => compute(value, Math.max(-30, Math.min(30, Math.trunc(count))))),
        ...(typeof digits === 'number' && digits >= 0 ? { scale: Math.min(digits, MAX_SCALE) } : {}),
      };
    },
  };
}

function applied(value: number | null, compute: (value: number) => Value): Value {
  return value === null ? null : compute(value);
}

const power: SqlFunction = { minimum: 2, maximum: 2, build: (args) => ({ kind: 'numeric', run: numeric2(at(args, 0), at(args, 1), (x, y) => clean(x ** y)) }) };
const remainder: SqlFunction = { minimum: 2, maximum: 2, build: binary((x, y) => (y === 0 ? null : clean(x % y)), Math.max) };

const logarithm: SqlFunction = {
  minimum: 1,
  maximum: 2,
  build: (args) => {
    const [first, second] = [at(args, 0), args[1]];
    if (second === undefined) return ofNumber((x) => (x > 0 ? Math.log10(x) : Number.NaN), 'numeric').build([first], { nowSeconds: 0 });
    return { kind: 'numeric', run: numeric2(first, second, (base, x) => (base > 0 && x > 0 ? finite(Math.log(x) / Math.log(base)) : null)) };
  },
};

/** Halves go away from zero, as SQL's numeric rounds. */
export const ARITHMETIC: Readonly<Record<string, SqlFunction>> = {
  '+': operator(1, (a, b) => (b === undefined ? a : isTemporal(a) || isTemporal(b) ? temporalPlus(a, b) : add([a, b], { nowSeconds: 0 }))),
  '-': operator(1, (a, b) => (b === undefined ? negate(a) : isTemporal(a) || isTemporal(b) ? temporalMinus(a, b) : subtract([a, b], { nowSeconds: 0 }))),
  '*': operator(2, (a, b = a) => (isTemporal(a) || isTemporal(b) ? temporalTimes(a, b, 'times') : multiply([a, b], { nowSeconds: 0 }))),
  '/': operator(2, (a, b = a) => (isTemporal(a) ? temporalTimes(a, b, 'over') : divide(a, b))),
  '%': remainder,
  mod: remainder,
  '^': power,
  power,
  pow: power,
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  ceiling: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  sign: ofNumber(Math.sign),
  sqrt: ofNumber(Math.sqrt, 'numeric'),
  exp: ofNumber(Math.exp, 'numeric'),
  ln: ofNumber((x) => (x > 0 ? Math.log(x) : Number.NaN), 'numeric'),
  log: logarithm,
  round: places(roundTo),
  trunc: places(truncateTo),
  div: { minimum: 2, maximum: 2, build: (args) => ({ kind: 'numeric', scale: 0, run: numeric2(at(args, 0), at(args, 1), (x, y) => (y === 0 ? null : finite(Math.trunc(x / y)))) }) },
  pi: { minimum: 0, maximum: 0, build: () => constant('numeric', Math.PI) },
};
