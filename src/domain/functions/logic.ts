// SQL's three-valued logic: null is "not known", so false AND null is false, true OR null is true, and the rest is null.
import type { Value } from '../schema.ts';
import { asBoolean, at } from './compiled.ts';
import type { Compiled, Kind, Run, SqlFunction } from './compiled.ts';
import { orderOf, readAs } from './comparison.ts';

/** AND (deciding: false) and OR (deciding: true) of any number of conditions. */
function junction({ deciding }: { readonly deciding: boolean }): SqlFunction {
  return {
    minimum: 1,
    maximum: 1000,
    build: (args) => {
      const parts = args.map(asBoolean);
      return {
        kind: 'boolean',
        run: (read) => {
          let unknown = false;
          for (const part of parts) {
            const value = part(read);
            if (value === deciding) return deciding;
            unknown ||= value === null;
          }
          return unknown ? null : !deciding;
        },
      };
    },
  };
}

function test(decide: (value: boolean | null) => boolean | null): SqlFunction {
  return {
    minimum: 1,
    maximum: 1,
    build: (args) => {
      const part = asBoolean(at(args, 0));
      return { kind: 'boolean', run: (read) => decide(part(read)) };
    },
  };
}

function nullTest({ isNull }: { readonly isNull: boolean }): SqlFunction {
  return {
    minimum: 1,
    maximum: 1,
    build: (args) => {
      const { run } = at(args, 0);
      return { kind: 'boolean', run: (read) => (run(read) === null) === isNull };
    },
  };
}

/** The kind that the branches of a CASE or COALESCE share: the first known one, made wider by a number with places. */
function commonKind(parts: readonly Compiled[]): Kind {
  const known = parts.filter((part) => part.kind !== 'unknown');
  // A field of unknown type beside a whole number may hold a decimal: its values decide.
  if (known.length < parts.length && known.every((part) => part.kind === 'integer') && parts.some((part) => part.kind === 'unknown' && part.literal === undefined)) return 'unknown';
  const first = known[0]?.kind ?? 'unknown';
  if (first === 'integer' && known.some((part) => part.kind === 'numeric')) return 'numeric';
  return first === 'date' && known.some((part) => part.kind === 'datetime') ? 'datetime' : first;
}

/** Branches made of one kind, each ready to run. */
export function unify(parts: readonly Compiled[]): { readonly kind: Kind; readonly runs: readonly Run[]; readonly scale?: number } {
  const kind = commonKind(parts);
  const runs = parts.map((part) => (part.kind === kind ? part.run : readAs(part, kind).run));
  const scales = parts.map((part) => (part.kind === 'integer' ? 0 : part.scale));
  return { kind, runs, ...(kind === 'numeric' && scales.every((scale) => scale !== undefined) ? { scale: Math.max(...scales) } : {}) };
}

const coalesce: SqlFunction = {
  minimum: 1,
  maximum: 100,
  build: (args) => {
    const { runs, ...rest } = unify(args);
    return {
      ...rest,
      run: (read) => {
        for (const run of runs) {
          const value: Value = run(read);
          if (value !== null) return value;
        }
        return null;
      },
    };
  },
};

const nullif: SqlFunction = {
  minimum: 2,
  maximum: 2,
  build: (args) => {
    const first = at(args, 0);
    const order = orderOf(first, at(args, 1));
    return { kind: first.kind, run: (read) => (order(read) === 0 ? null : first.run(read)), ...(first.scale === undefined ? {} : { scale: first.scale }) };
  },
};

/** How many of the arguments are null, or are not: `num_nonnulls(a, b) = 1`. */
function nullCount({ isNull }: { readonly isNull: boolean }): SqlFunction {
  return {
    minimum: 1,
    maximum: 1000,
    build: (args) => {
      const runs = args.map(({ run }) => run);
      return { kind: 'integer', run: (read) => runs.filter((run) => (run(read) === null) === isNull).length };
    },
  };
}

export const LOGIC: Readonly<Record<string, SqlFunction>> = {
  and: junction({ deciding: false }),
  or: junction({ deciding: true }),
  not: test((value) => (value === null ? null : !value)),
  'is null': nullTest({ isNull: true }),
  'is not null': nullTest({ isNull: false }),
  'is true': test((value) => value === true),
  'is not true': test((value) => value !== true),
  'is false': test((value) => value === false),
  'is not false': test((value) => value !== false),
  'is unknown': test((value) => value === null),
  'is not unknown': test((value) => value !== null),
  num_nulls: nullCount({ isNull: true }),
  num_nonnulls: nullCount({ isNull: false }),
  coalesce,
  nullif,
};
