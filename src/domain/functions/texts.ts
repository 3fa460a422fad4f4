// Text functions, counting in characters as PostgreSQL does (not in UTF-16 units). Everything that can grow is bounded by
// MAX_TEXT_LENGTH. What asks whether a text is of a form is matching.ts.
import { createHash } from 'node:crypto';
import { MAX_TEXT_LENGTH, asBoolean, asNumber, asText, at, cut, ofText } from './compiled.ts';
import type { Compiled, Run, SqlFunction } from './compiled.ts';
import type { Value } from '../schema.ts';

const SURROGATE = /[\ud800-\udfff]/;

/** Characters of a text: its own units where it holds no pair of surrogates. */
function characters(text: string): string | readonly string[] {
  return SURROGATE.test(text) ? [...text] : text;
}

function lengthOf(text: string): number {
  return characters(text).length;
}

/** Characters from place `start` to before `end`, both counted from 0. */
function slice(text: string, start: number, end: number): string {
  const all = characters(text);
  const part = all.slice(Math.max(0, start), Math.max(0, end));
  return typeof part === 'string' ? part : part.join('');
}

/** The first so many characters. */
export function firstCharacters(text: string, count: number): string {
  return text.length <= count ? text : slice(text, 0, count);
}

/** A strict function of several texts; missing ones are ''. */
export function texts(arity: readonly [minimum: number, maximum: number], kind: Compiled['kind'], compute: (...values: readonly [string, string, string, string]) => Value): SqlFunction {
  const [minimum, maximum] = arity;
  return {
    minimum,
    maximum,
    build: (args) => {
      const runs = args.map(asText);
      return {
        kind,
        run: (read) => {
          const values: string[] = [];
          for (const run of runs) {
            const value = run(read);
            if (value === null) return null;
            values.push(value);
          }
          return compute(values[0] ?? '', values[1] ?? '', values[2] ?? '', values[3] ?? '');
        },
      };
    },
  };
}

/** A strict function of a text, a number, and what comes after (text, or a second number as text). */
function textAndNumber(maximum: number, compute: (text: string, count: number, rest: string | undefined) => Value): SqlFunction {
  return {
    minimum: 2,
    maximum,
    build: (args) => {
      const [text, count, rest] = [asText(at(args, 0)), asNumber(at(args, 1)), args[2] === undefined ? undefined : asText(args[2])];
      return {
        kind: 'text',
        run: (read) => {
          const [value, number] = [text(read), count(read)];
          const last = rest === undefined ? undefined : rest(read);
          return value === null || number === null || last === null ? null : compute(value, Math.trunc(number), last);
        },
      };
    },
  };
}

function substring(text: string, start: number, count: string | undefined): Value {
  if (count === undefined) return slice(text, start - 1, Number.MAX_SAFE_INTEGER);
  const length = Number(count);
  return Number.isFinite(length) && length >= 0 ? slice(text, start - 1, start - 1 + Math.trunc(length)) : null;
}

function pad(side: 'left' | 'right') {
  return (text: string, count: number, fill = ' '): Value => {
    const width = Math.max(0, Math.min(count, MAX_TEXT_LENGTH));
    const missing = width - lengthOf(text);
    if (missing <= 0) return slice(text, 0, width);
    if (fill === '') return text;
    const padding = slice(fill.repeat(Math.ceil(missing / lengthOf(fill))), 0, missing);
    return side === 'left' ? padding + text : text + padding;
  };
}

/** Takes characters of a set off one end or both. */
function trim(ends: 'left' | 'right' | 'both') {
  return (text: string, given: string): string => {
    const set = new Set(given === '' ? ' ' : given);
    const all = [...text];
    let start = 0;
    let end = all.length;
    while (ends !== 'right' && start < end && set.has(all[start] ?? '')) start++;
    while (ends !== 'left' && end > start && set.has(all[end - 1] ?? '')) end--;
    return all.slice(start, end).join('');
  };
}

/** Every occurrence replaced, stopping once the result is as long as it may be. */
function replaceAll(text: string, from: string, to: string): string {
  if (from === '') return text;
  let result = '';
  let place = 0;
  for (let found = text.indexOf(from); found !== -1 && result.length <= MAX_TEXT_LENGTH; found = text.indexOf(from, place)) {
    result += text.slice(place, found) + to;
    place = found + from.length;
  }
  return cut(result + text.slice(place));
}

function splitPart(text: string, separator: string, place: string): Value {
  const number = Number(place);
  if (!Number.isInteger(number) || number === 0) return null;
  const parts = separator === '' ? [text] : text.split(separator, MAX_TEXT_LENGTH);
  return parts.at(number > 0 ? number - 1 : number) ?? '';
}

function initcap(text: string): string {
  return text.toLowerCase().replace(/[\p{L}\p{N}]+/gu, (word) => {
    const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
    return first.toUpperCase() + word.slice(first.length);
  });
}

function translate(text: string, from: string, to: string): string {
  const targets = [...to];
  const map = new Map<string, string>();
  for (const [index, character] of [...from].entries()) if (!map.has(character)) map.set(character, targets[index] ?? '');
  return [...text].map((character) => map.get(character) ?? character).join('');
}

function position(text: string, wanted: string): number {
  const found = text.indexOf(wanted);
  return found === -1 ? 0 : lengthOf(text.slice(0, found)) + 1;
}

/** concat passes nulls over; concat_ws too, but is null when its separator is. */
function concat({ separated }: { readonly separated: boolean }): SqlFunction {
  return {
    minimum: 1,
    maximum: 100,
    build: (args) => {
      const runs = args.map((arg) => (arg.kind === 'boolean' ? truthLetter(asBoolean(arg)) : asText(arg)));
      const [separator, parts] = separated ? [runs[0], runs.slice(1)] : [undefined, runs];
      return {
        kind: 'text',
        run: (read) => {
          const between = separator === undefined ? '' : separator(read);
          if (between === null) return null;
          let result: string | undefined;
          for (const part of parts) {
            const value = part(read);
            if (value !== null) result = cut(result === undefined ? value : result + between + value);
          }
          return result ?? '';
        },
      };
    },
  };
}

function truthLetter(run: Run<boolean | null>): Run<string | null> {
  return (read) => {
    const value = run(read);
    return value === null ? null : value ? 't' : 'f';
  };
}

const format: SqlFunction = {
  minimum: 1,
  maximum: 100,
  build: (args) => {
    const [template, ...parts] = args.map(asText);
    return {
      kind: 'text',
      run: (read) => {
        const text = template?.(read) ?? null;
        if (text === null) return null;
        let next = 0;
        return cut(cut(text).replace(/%(.)/gs, (_all, mark: string) => (mark === '%' ? '%' : (parts[next++]?.(read) ?? ''))));
      },
    };
  },
};

const concatOperator: SqlFunction = {
  minimum: 2,
  maximum: 2,
  build: (args) => {
    const [a, b] = [asText(at(args, 0)), asText(at(args, 1))];
    return {
      kind: 'text',
      run: (read) => {
        const x = a(read);
        const y = b(read);
        return x === null || y === null ? null : cut(x + y);
      },
    };
  },
};

const LENGTH = orOfBytes(ofText('integer', lengthOf));
const TRIM = texts([1, 2], 'text', trim('both'));
/** By places, counted from 1. */
export const SUBSTR = textAndNumber(3, substring);

/** Of bytes, which are kept as base64, it is their own number that is asked for. */
function orOfBytes(ofTexts: SqlFunction): SqlFunction {
  const build: SqlFunction['build'] = (args, context) => {
    const [bytes] = args;
    if (bytes?.kind !== 'bytes') return ofTexts.build(args, context);
    return {
      kind: 'integer',
      run: (read) => {
        const value = bytes.run(read);
        return typeof value === 'string' ? Buffer.byteLength(value, 'base64') : null;
      },
    };
  };
  return { ...ofTexts, build };
}

export const TEXTS: Readonly<Record<string, SqlFunction>> = {
  '||': concatOperator,
  length: LENGTH,
  char_length: LENGTH,
  character_length: LENGTH,
  octet_length: orOfBytes(ofText('integer', (text) => Buffer.byteLength(text))),
  lower: ofText('text', (text) => text.toLowerCase()),
  upper: ofText('text', (text) => cut(text.toUpperCase())),
  initcap: ofText('text', initcap),
  reverse: ofText('text', (text) => [...text].reverse().join('')),
  md5: ofText('text', (text) => createHash('md5').update(text).digest('hex')),
  ascii: ofText('integer', (text) => text.codePointAt(0) ?? 0),
  trim: TRIM,
  btrim: TRIM,
  ltrim: texts([1, 2], 'text', trim('left')),
  rtrim: texts([1, 2], 'text', trim('right')),
  substr: SUBSTR,
  left: textAndNumber(2, (text, count) => slice(text, 0, count < 0 ? Math.max(0, lengthOf(text) + count) : count)),
  right: textAndNumber(2, (text, count) => slice(text, count < 0 ? -count : Math.max(0, lengthOf(text) - count), Number.MAX_SAFE_INTEGER)),
  repeat: textAndNumber(2, (text, count) => (text === '' || count <= 0 ? '' : cut(text.repeat(Math.min(count, Math.ceil(MAX_TEXT_LENGTH / text.length)))))),
  lpad: textAndNumber(3, pad('left')),
  rpad: textAndNumber(3, pad('right')),
  replace: texts([3, 3], 'text', replaceAll),
  translate: texts([3, 3], 'text', translate),
  split_part: texts([3, 3], 'text', splitPart),
  position: texts([2, 2], 'integer', position),
  strpos: texts([2, 2], 'integer', position),
  starts_with: texts([2, 2], 'boolean', (text, start) => text.startsWith(start)),
  concat: concat({ separated: false }),
  concat_ws: concat({ separated: true }),
  format,
  overlay: {
    minimum: 3,
    maximum: 4,
    build: (args) => {
      const [text, put, from, count] = [asText(at(args, 0)), asText(at(args, 1)), asNumber(at(args, 2)), args[3] === undefined ? undefined : asNumber(args[3])];
      return {
        kind: 'text',
        run: (read) => {
          const [value, piece, start, length] = [text(read), put(read), from(read), count === undefined ? undefined : count(read)];
          if (value === null || piece === null || start === null || length === null || start < 1) return null;
          return cut(slice(value, 0, start - 1) + piece + slice(value, start - 1 + (length ?? lengthOf(piece)), Number.MAX_SAFE_INTEGER));
        },
      };
    },
  },
  chr: { minimum: 1, maximum: 1, build: (args) => ({ kind: 'text', run: chr(asNumber(at(args, 0))) }) },
  to_hex: { minimum: 1, maximum: 1, build: (args) => ({ kind: 'text', run: hex(asNumber(at(args, 0))) }) },
};

function chr(run: Run<number | null>): Run {
  return (read) => {
    const code = run(read);
    return code !== null && Number.isInteger(code) && code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null;
  };
}

function hex(run: Run<number | null>): Run {
  return (read) => {
    const value = run(read);
    return value !== null && Number.isInteger(value) && value >= 0 ? value.toString(16) : null;
  };
}
