// Whether a value meets its constraint, in words: the check of what grammars wrote, and of what endpoints elsewhere answer.
import { shortened } from '../../lib/shortened.ts';
import { fitTo } from '../fit.ts';
import { compilePattern } from '../samplers/pattern.ts';
import type { Shape } from '../samplers/pattern-syntax.ts';
import type { FieldType, Value } from '../schema.ts';
import { numbersOf, type Constraint, type ConstraintOf } from './constraint.ts';
import { wordsOf } from './words.ts';

/** Characters that no text may have: control characters, half pairs, U+FFFD; lines end by \n alone. */
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffd]|\p{Surrogate}/u;
const MOST_SHOWN = 80;
const MOMENTS: Readonly<Record<'date' | 'time' | 'datetime', FieldType>> = { date: 'DATE', time: 'TIME', datetime: 'DATETIME' };

/** What is wrong with a value, as `expected ..., got ...`; null where it meets the constraint. */
export function problemWith(constraint: Constraint, value: Value): string | null {
  if (constraint.kind === 'object') return objectProblem(constraint, value);
  if (constraint.kind === 'list') return listProblem(constraint, value);
  return meets(constraint, value) ? null : unexpected(constraint, value);
}

function meets(constraint: Exclude<Constraint, ConstraintOf<'object' | 'list'>>, value: Value): boolean {
  switch (constraint.kind) {
    case 'text': return isText(constraint, value);
    case 'integer': return Number.isSafeInteger(value) && within(Number(value), constraint);
    case 'decimal': return isDecimal(constraint, value);
    case 'float': return isFloat(constraint, value);
    case 'choice': return constraint.values.some((each) => each === value);
    case 'boolean': return typeof value === 'boolean';
    // What is of the form already stays as it is.
    case 'date': case 'time': case 'datetime': return typeof value === 'string' && fitTo({ type: MOMENTS[constraint.kind] }, value) === value && value >= constraint.from && value <= constraint.to;
    case 'pattern': return typeof value === 'string' && matches(constraint, value);
    default: return constraint satisfies never;
  }
}

function isText({ maxLength, lines }: ConstraintOf<'text'>, value: Value): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= maxLength && !FORBIDDEN.test(value) && (lines === true || !value.includes('\n'));
}

function within(number: number, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }): boolean {
  return number >= minimum && number <= maximum;
}

function isDecimal(constraint: ConstraintOf<'decimal'>, value: Value): boolean {
  const { places, written = places } = constraint;
  const match = typeof value === 'string' ? /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(value) : null;
  const [, sign = '', whole = '', fraction = ''] = match ?? [];
  if (match === null || fraction.length !== written || /[1-9]/.test(fraction.slice(places))) return false;
  const steps = BigInt(whole + fraction.slice(0, places));
  const { low, high } = numbersOf(constraint);
  return sign === '' ? steps >= low && steps <= high : steps > 0n && -steps >= low && -steps <= high;
}

function isFloat(constraint: ConstraintOf<'float'>, value: Value): boolean {
  return typeof value === 'number' && within(value, constraint) && Number(value.toFixed(Math.min(constraint.places, 100))) === value;
}

function objectProblem(constraint: ConstraintOf<'object'>, value: Value): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return unexpected(constraint, value);
  const found = new Map(Object.entries(value));
  for (const { name, constraint: member } of constraint.members) {
    const given = found.get(name);
    const problem = given === undefined ? `expected ${wordsOf(member)}, got nothing` : problemWith(member, given);
    if (problem !== null) return `${name}: ${problem}`;
    found.delete(name);
  }
  const [extra] = found.keys();
  return extra === undefined ? null : `${extra}: expected ${constraint.members.map(({ name }) => name).join(', ')} only, got one more`;
}

function listProblem(constraint: ConstraintOf<'list'>, value: Value): string | null {
  const { items, minItems, maxItems } = constraint;
  if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return unexpected(constraint, value);
  for (const [index, item] of value.entries()) {
    const problem = problemWith(items, item as Value); // what isArray tells of a Value is any[]
    if (problem !== null) return `item ${index + 1}: ${problem}`;
  }
  return null;
}

function matches({ regex, maxLength }: ConstraintOf<'pattern'>, text: string): boolean {
  const characters = [...text];
  return ends(compilePattern(regex, maxLength).shape, characters, new Set([0])).has(characters.length);
}

/** Where strings of the shape end that begin at one of `starts`: all at once, so that no expression can make this slow. */
function ends(shape: Shape, text: readonly string[], starts: ReadonlySet<number>): ReadonlySet<number> {
  switch (shape.kind) {
    case 'characters': return new Set([...starts].filter((at) => shape.characters.includes(text[at] ?? '')).map((at) => at + 1));
    case 'sequence': return shape.parts.reduce((at, part) => ends(part, text, at), starts);
    case 'choice': return new Set(shape.branches.flatMap((branch) => [...ends(branch, text, starts)]));
    case 'repeat': {
      const all = new Set(shape.least === 0 ? starts : []);
      let at = starts;
      for (let count = 1; count <= shape.most && at.size > 0; count++) {
        at = ends(shape.part, text, at);
        if (count >= shape.least) for (const end of at) all.add(end);
      }
      return all;
    }
    default: return shape satisfies never;
  }
}

function unexpected(constraint: Constraint, got: Value): string {
  return `expected ${wordsOf(constraint)}, got ${shortened(JSON.stringify(got), MOST_SHOWN)}`;
}
