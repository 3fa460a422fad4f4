// Casts, written `::integer` and so on. What PostgreSQL would refuse to cast is null: an expression never fails on data.
import { roundTo } from '../rounding.ts';
import type { Value } from '../schema.ts';
import { asBoolean, asNumber, asTemporal, asText, at, toNumber } from './compiled.ts';
import type { Compiled, Run, SqlFunction } from './compiled.ts';
import { firstCharacters } from './texts.ts';

function cast(maximum: number, build: (part: Compiled, args: readonly Compiled[]) => Compiled): SqlFunction {
  return { minimum: 1, maximum, build: (args) => build(at(args, 0), args) };
}

function sized(args: readonly Compiled[], index: number): number | undefined {
  const literal = args[index]?.literal;
  return typeof literal === 'number' ? literal : undefined;
}

function within(minimum: number, maximum: number): SqlFunction {
  return cast(1, (part) => {
    const run: Run<number | null> = part.kind === 'boolean' ? (read) => toNumberOfTruth(part.run(read)) : asNumber(part);
    return {
      kind: 'integer',
      run: (read) => {
        const value = run(read);
        if (value === null) return null;
        const whole = roundTo(value, 0);
        return whole >= minimum && whole <= maximum ? whole : null;
      },
      ...(typeof part.literal === 'number' && Number.isInteger(part.literal) ? { literal: part.literal } : {}),
    };
  });
}

function toNumberOfTruth(value: Value): number | null {
  return typeof value === 'boolean' ? Number(value) : toNumber(value);
}

const numeric = cast(3, (part, args) => {
  const run = asNumber(part);
  const precision = sized(args, 1);
  const scale = precision === undefined ? part.scale : (sized(args, 2) ?? 0);
  return {
    kind: 'numeric',
    run: (read) => {
      const value = run(read);
      if (value === null || precision === undefined || scale === undefined) return value;
      const rounded = roundTo(value, scale);
      return Math.abs(rounded) < 10 ** (precision - scale) ? rounded : null;
    },
    ...(scale === undefined ? {} : { scale }),
    ...(part.raw === undefined || precision !== undefined ? {} : { raw: part.raw }),
  };
});

const text = cast(2, (part, args) => {
  const run = asText(part);
  const length = sized(args, 1);
  return {
    kind: 'text',
    run: (read) => {
      const value = run(read);
      return value === null || length === undefined ? value : firstCharacters(value, length);
    },
    ...(typeof part.literal === 'string' && length === undefined ? { literal: part.literal } : {}),
  };
});

const SHAPE_OF_UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

const uuid = cast(1, (part) => {
  const run = asText(part);
  return {
    kind: 'text',
    run: (read) => {
      const value = run(read);
      return value !== null && SHAPE_OF_UUID.test(value) ? value.toLowerCase() : null;
    },
  };
});

const json = cast(1, (part) => {
  const run = asText(part);
  return {
    kind: 'json',
    run: (read) => {
      const value = run(read);
      if (value === null) return null;
      try {
        // JSON.parse gives JSON values and nothing else.
        return JSON.parse(value) as Value;
      } catch {
        return null; // not JSON: SQL would refuse the cast
      }
    },
  };
});

const temporal = (kind: 'date' | 'time' | 'datetime' | 'interval'): SqlFunction => cast(1, (part) => ({ kind, run: asTemporal(part, kind) }));

export const CASTS: Readonly<Record<string, SqlFunction>> = {
  '::smallint': within(-32_768, 32_767),
  '::integer': within(-2_147_483_648, 2_147_483_647),
  '::bigint': within(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  '::numeric': numeric,
  '::float': cast(1, (part) => ({ kind: 'numeric', run: asNumber(part) })),
  '::text': text,
  '::boolean': cast(1, (part) => ({ kind: 'boolean', run: asBoolean(part) })),
  '::date': temporal('date'),
  '::time': temporal('time'),
  '::timestamp': temporal('datetime'),
  '::interval': temporal('interval'),
  '::uuid': uuid,
  '::json': json,
};
