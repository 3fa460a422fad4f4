// Every operator and function that an expression may call, by its lower-case SQL name. A name that is not here is refused
// when an expression is parsed, so that nothing unknown is ever met while rows are made.
import { ARITHMETIC } from './arithmetic.ts';
import { CASTS } from './casts.ts';
import { COMPARISONS } from './comparison.ts';
import type { SqlFunction } from './compiled.ts';
import { LOGIC } from './logic.ts';
import { MATCHING } from './matching.ts';
import { TEMPORAL } from './temporal.ts';
import { TEXTS } from './texts.ts';

const FUNCTIONS: ReadonlyMap<string, SqlFunction> = new Map(Object.entries({ ...ARITHMETIC, ...CASTS, ...COMPARISONS, ...LOGIC, ...MATCHING, ...TEMPORAL, ...TEXTS }));

/** The function of that name; undefined where there is none. */
export function functionNamed(name: string): SqlFunction | undefined {
  return FUNCTIONS.get(name);
}
