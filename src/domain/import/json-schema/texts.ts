// Texts that meet a place of a JSON Schema: of its format, its pattern, its examples or what its name means, whichever meets all that is said of them. What a generator
// alone does not keep to (a length, a second pattern) is kept to by listing those of its values that do.
import { boundsOfPattern } from '../../checks/patterns.ts';
import { InvalidInput } from '../../errors.ts';
import { compileRegex } from '../../functions/regex.ts';
import type { Generator } from '../../generator.ts';
import { compilePattern, LONGEST_PATTERN } from '../../samplers/pattern.ts';
import type { Value } from '../../schema.ts';
import { FORMATS } from './formats.ts';
import { listOf, shown } from './keywords.ts';
import type { Merged, SchemaReader } from './merged.ts';
import { greatest, smallest } from './numbers.ts';
import { categoryOf, listedBy } from './tries.ts';

/** Letters beyond the fewest of a text. */
const USUAL_LETTERS = 8;
/** Formats that say nothing of the characters. */
const OPEN_FORMATS: ReadonlySet<string> = new Set(['binary', 'password']);
/** What a vocabulary holds may be longer than what was seen of it. */
const MARGIN = 2;

/** A regular expression, and where it stands. */
interface Pattern {
  readonly regex: string;
  readonly pointer: string;
}

/** Texts for a place, whose name and description mean `meant`; null: there are none. */
export function textGenerator(reader: SchemaReader, merged: Merged, meant: Generator | undefined): Generator | null {
  const [least, most] = [greatest(merged, 'minLength', 0), smallest(merged, 'maxLength')];
  if (least > most) return null;
  const patterns = merged.parts.flatMap(({ schema, pointer }): Pattern[] => (typeof schema['pattern'] === 'string' ? [{ regex: schema['pattern'], pointer: `${pointer}/pattern` }] : []));
  const candidates = candidatesFor(reader, merged, { patterns, meant, least, most });
  const fits = fitting(patterns, least, most);
  for (const { generator, isExact } of candidates) {
    const texts = reader.tries.texts(generator);
    const isSure = isExact || (patterns.length === 0 && texts.every(({ length }) => length * MARGIN <= most));
    if (isSure && texts.every(fits)) return generator;
  }
  for (const { generator } of candidates) {
    const listed = listedBy(reader.tries.texts(generator), fits);
    if (listed !== null) return listed;
  }
  reader.warn(merged.pointer, 'no text was found that meets its pattern, format and length at once: rows may not meet them');
  return candidates[0]?.generator ?? null;
}

interface Candidate {
  readonly generator: Generator;
  /** What is true of those that were tried is true of all. */
  readonly isExact: boolean;
}

/** What may make them, the best first. */
function candidatesFor(reader: SchemaReader, merged: Merged, { patterns, meant, least, most }: { readonly patterns: readonly Pattern[]; readonly meant: Generator | undefined; readonly least: number; readonly most: number }): readonly Candidate[] {
  const format = merged.parts.map(({ schema }) => schema['format']).find((one) => typeof one === 'string');
  const formatted = format !== undefined && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (format !== undefined && formatted === undefined && patterns.length === 0 && !OPEN_FORMATS.has(format)) reader.warn(merged.pointer, `format ${shown(format)} is not known: any text is made`);
  const examples = merged.parts.flatMap(({ schema }) => listOf(schema['examples'])).filter((one) => typeof one === 'string');
  const made = patterns.flatMap(({ regex, pointer }) => patternMade(reader, regex, pointer, most) ?? []);
  const usual = meant ?? categoryOf(examples) ?? { kind: 'semantic' as const, of: 'WORD' as const };
  const lettered = least <= LONGEST_PATTERN ? [{ kind: 'pattern' as const, regex: `[a-z]{${least},${Math.min(most, least + USUAL_LETTERS, LONGEST_PATTERN)}}` }] : [];
  if (lettered.length === 0) reader.warn(merged.pointer, `texts of more than ${LONGEST_PATTERN} characters are not made: rows do not meet its minLength`);
  // What a pattern that can be made but not tried asks is met by its own strings alone.
  const front = made.length > 0 && patterns.some(({ regex }) => compileRegex(regex) === null) ? made.map((generator) => ({ generator, isExact: patterns.length === 1 })) : [];
  return [
    ...front,
    ...(formatted === undefined ? [] : [{ generator: formatted.generator, isExact: formatted.generator.kind !== 'semantic' || most === Infinity }]),
    ...made.map((generator) => ({ generator, isExact: patterns.length === 1 })),
    { generator: usual, isExact: usual.kind === 'category' },
    ...lettered.map((generator) => ({ generator, isExact: patterns.length === 0 })),
  ];
}

/** A pattern may match anywhere in a text, unless it says where: its open ends get a few letters. */
function patternMade(reader: SchemaReader, regex: string, pointer: string, most: number): Generator | null {
  try {
    const whole = boundsOfPattern('regex', regex, '')?.pattern ?? regex;
    return { kind: 'pattern', regex: compilePattern(whole).maxLength <= most ? whole : compilePattern(regex).maxLength <= most ? regex : whole };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    reader.warn(pointer, `not followed: ${error.issues[0]?.message ?? ''}`);
    return null;
  }
}

/** Whether a text has the length, counted in characters, and meets the patterns. */
function fitting(patterns: readonly Pattern[], least: number, most: number): (value: Value) => boolean {
  const regexes = patterns.flatMap(({ regex }) => compileRegex(regex) ?? []);
  return (value) => {
    if (typeof value !== 'string') return false;
    const length = [...value].length;
    return length >= least && length <= most && regexes.every((regex) => regex.test(value) === true);
  };
}
