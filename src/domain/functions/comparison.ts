// Comparing two parts of an expression as SQL would: by number, by text (in code-unit order, as collation "C"), by time or
// by truth, whatever their kinds say; null where either is null or cannot be read as that kind.
import { intervalSeconds } from '../calendar.ts';
import type { Value } from '../schema.ts';
import { asBoolean, asNumber, asTemporal, asText, at, isInterval, strict, toNumber, toText } from './compiled.ts';
import type { Compiled, Kind, Run, SqlFunction } from './compiled.ts';

type Order = Run<number | null>;

function has(a: Compiled, b: Compiled, ...kinds: readonly Kind[]): boolean {
  return kinds.includes(a.kind) || kinds.includes(b.kind);
}

function natural<Item extends string | number | boolean>(x: Item, y: Item): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

const DECIMAL_TEXT = /^-?\d+\.\d+$/;

/** Two values of kinds unknown, by their looks: numbers, decimals written as text, dates beside instants, else text. */
function byLooks(x: Value, y: Value): number {
  if (typeof x === 'boolean' && typeof y === 'boolean') return natural(x, y);
  if (typeof x === 'number' || typeof y === 'number' || (DECIMAL_TEXT.test(String(x)) && DECIMAL_TEXT.test(String(y)))) {
    const [m, n] = [toNumber(x), toNumber(y)];
    if (m !== null && n !== null) return natural(m, n);
  }
  return natural(toText(x) ?? '', toText(y) ?? '');
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function orderOf(a: Compiled, b: Compiled): Order {
  if (has(a, b, 'integer', 'numeric')) return strict(asNumber(a), asNumber(b), natural);
  if (has(a, b, 'boolean')) return strict(asBoolean(a), asBoolean(b), natural);
  if (has(a, b, 'interval')) {
    return strict(asTemporal(a, 'interval'), asTemporal(b, 'interval'), (x, y) => (isInterval(x) && isInterval(y) ? intervalSeconds(x) - intervalSeconds(y) : 0));
  }
  for (const kind of ['datetime', 'date', 'time'] as const) {
    if (has(a, b, kind)) return strict(asTemporal(a, kind), asTemporal(b, kind), byLooks);
  }
  if (has(a, b, 'text')) return strict(asText(a), asText(b), natural);
  return strict(a.run, b.run, byLooks);
}

function comparison(test: (order: number) => boolean): SqlFunction {
  return {
    minimum: 2,
    maximum: 2,
    build: (args) => {
      const order = orderOf(at(args, 0), at(args, 1));
      return {
        kind: 'boolean',
        run: (read) => {
          const result = order(read);
          return result === null ? null : test(result);
        },
      };
    },
  };
}

/** IS [NOT] DISTINCT FROM: equality in which null equals null. */
function distinct({ negated }: { readonly negated: boolean }): SqlFunction {
  return {
    minimum: 2,
    maximum: 2,
    build: (args) => {
      const [a, b] = [at(args, 0), at(args, 1)];
      const order = orderOf(a, b);
      return {
        kind: 'boolean',
        run: (read) => {
          const [x, y] = [a.run(read), b.run(read)];
          const same = x === null || y === null ? x === y : order(read) === 0;
          return same === negated;
        },
      };
    },
  };
}

/** `x in (...)`: true on a match, else null if a null was among them. */
function membership({ negated }: { readonly negated: boolean }): SqlFunction {
  return {
    minimum: 2,
    maximum: 1000,
    build: (args) => {
      const orders = args.slice(1).map((item) => orderOf(at(args, 0), item));
      return {
        kind: 'boolean',
        run: (read) => {
          let unknown = false;
          for (const order of orders) {
            const result = order(read);
            if (result === 0) return !negated;
            unknown ||= result === null;
          }
          return unknown ? null : negated;
        },
      };
    },
  };
}

function between({ negated = false, symmetric = false }: { readonly negated?: boolean; readonly symmetric?: boolean }): SqlFunction {
  return {
    minimum: 3,
    maximum: 3,
    build: (args) => {
      const low = orderOf(at(args, 0), at(args, 1));
      const high = orderOf(at(args, 0), at(args, 2));
      const inside = (below: number | null, above: number | null): boolean | null => {
        if ((below !== null && below < 0) || (above !== null && above > 0)) return false;
        return below === null || above === null ? null : true;
      };
      return {
        kind: 'boolean',
        run: (read) => {
          const [fromLow, fromHigh] = [low(read), high(read)];
          let result = inside(fromLow, fromHigh);
          if (symmetric && result === false) result = inside(fromHigh, fromLow);
          return result === null ? null : result !== negated;
        },
      };
    },
  };
}

/** greatest and least: nulls are passed over. */
function extreme(sign: 1 | -1): SqlFunction {
  return {
    minimum: 1,
    maximum: 100,
    build: (args) => {
      const kind = args.find((arg) => arg.kind !== 'unknown')?.kind ?? 'unknown';
      const wider = kind === 'integer' && args.some((arg) => arg.kind === 'numeric') ? 'numeric' : kind;
      const typed = args.map((arg) => (arg.kind === 'unknown' && arg.literal !== undefined ? { ...arg, ...readAs(arg, wider) } : arg));
      return {
        kind: wider,
        run: (read) => {
          let best: Value = null;
          for (const part of typed) {
            const value = part.run(read);
            if (value !== null && (best === null || sign * orderValues(value, best, wider) > 0)) best = value;
          }
          return best;
        },
      };
    },
  };
}

/** An operand of unknown kind, read as the kind of its fellows. */
export function readAs(part: Compiled, kind: Kind): Compiled {
  switch (kind) {
    case 'integer': case 'numeric': return { kind, run: asNumber(part) };
    case 'boolean': return { kind, run: asBoolean(part) };
    case 'date': case 'time': case 'datetime': case 'interval': return { kind, run: asTemporal(part, kind) };
    case 'text': return { kind, run: asText(part) };
    case 'json': case 'bytes': case 'unknown': return part;
    default: return kind satisfies never;
  }
}

function orderValues(x: Value, y: Value, kind: Kind): number {
  if (isInterval(x) && isInterval(y)) return intervalSeconds(x) - intervalSeconds(y);
  if (kind === 'text') return natural(toText(x) ?? '', toText(y) ?? '');
  return byLooks(x, y);
}

export const COMPARISONS: Readonly<Record<string, SqlFunction>> = {
  '=': comparison((order) => order === 0),
  '<>': comparison((order) => order !== 0),
  '<': comparison((order) => order < 0),
  '<=': comparison((order) => order <= 0),
  '>': comparison((order) => order > 0),
  '>=': comparison((order) => order >= 0),
  'is distinct from': distinct({ negated: false }),
  'is not distinct from': distinct({ negated: true }),
  in: membership({ negated: false }),
  'not in': membership({ negated: true }),
  between: between({}),
  'not between': between({ negated: true }),
  'between symmetric': between({ symmetric: true }),
  'not between symmetric': between({ negated: true, symmetric: true }),
  greatest: extreme(1),
  least: extreme(-1),
};
