// Whether a text is of a form, and what of it is: LIKE, regular expressions, and the parts that they find. Nothing backtracks, and what takes too
// long or is not understood is null: not known.
import { at, cut } from './compiled.ts';
import type { Compiled, SqlFunction } from './compiled.ts';
import { MAX_LIKE_LENGTH, matchesLike, parseLike } from './like.ts';
import type { LikePattern } from './like.ts';
import { compileRegex } from './regex.ts';
import { SUBSTR, texts } from './texts.ts';

/** A pattern that is a literal is taken apart once. */
function once<Parsed>(part: Compiled, parse: (text: string) => Parsed): (pattern: string) => Parsed {
  if (typeof part.literal !== 'string') return parse;
  const parsed = parse(part.literal);
  return () => parsed;
}

interface Manner {
  readonly negated?: boolean;
  /** Upper and lower case are alike. */
  readonly folded?: boolean;
}

function like({ negated = false, folded = false }: Manner): SqlFunction {
  return {
    minimum: 2,
    maximum: 3,
    build: (args, context) => {
      const escape = args[2]?.literal;
      const fold = (text: string): string => (folded ? text.toLowerCase() : text);
      const parse = once(at(args, 1), (pattern): LikePattern | null => (pattern.length > MAX_LIKE_LENGTH ? null : parseLike(fold(pattern), typeof escape === 'string' ? escape : '\\')));
      return texts([2, 2], 'boolean', (text, pattern) => {
        const parsed = parse(pattern);
        return (parsed !== null && matchesLike(fold(text), parsed)) !== negated;
      }).build(args.slice(0, 2), context);
    },
  };
}

/** `~` and its kin. A pattern that we cannot read is null: not known. */
function regex({ negated = false, folded = false }: Manner): SqlFunction {
  return {
    minimum: 2,
    maximum: 2,
    build: (args, context) => {
      const parse = once(at(args, 1), (pattern) => compileRegex(pattern, { folded }));
      return texts([2, 2], 'boolean', (text, pattern) => {
        const matched = parse(pattern)?.test(text) ?? null;
        return matched === null ? null : matched !== negated;
      }).build(args, context);
    },
  };
}

const regexMatch: SqlFunction = {
  minimum: 2,
  maximum: 2,
  build: (args, context) => {
    const parse = once(at(args, 1), (pattern) => compileRegex(pattern));
    return texts([2, 2], 'text', (text, pattern) => {
      const found = parse(pattern)?.find(text) ?? null;
      return found === null ? null : text.slice(found.start, found.end);
    }).build(args, context);
  },
};

/** regexp_replace(text, pattern, replacement [, flags]): flags g and i; no back-references into the match. */
const regexReplace: SqlFunction = {
  minimum: 3,
  maximum: 4,
  build: (args, context) => {
    const flags = typeof args[3]?.literal === 'string' ? args[3].literal : '';
    const parse = once(at(args, 1), (pattern) => compileRegex(pattern, { folded: flags.includes('i') }));
    return texts([3, 4], 'text', (text, pattern, replacement) => {
      const found = parse(pattern)?.replace(text, replacement, flags.includes('g') ? Number.POSITIVE_INFINITY : 1) ?? null;
      return found === null ? null : cut(found);
    }).build(args, context);
  },
};

/** substring(text from pattern) is another function than substring(text, start): told apart by the second argument. */
const substringOrMatch: SqlFunction = {
  minimum: 2,
  maximum: 3,
  build: (args, context) => {
    const second = at(args, 1);
    const byNumber = second.kind === 'integer' || second.kind === 'numeric' || (second.kind === 'unknown' && second.literal === undefined);
    return byNumber ? SUBSTR.build(args, context) : regexMatch.build(args.slice(0, 2), context);
  },
};

export const MATCHING: Readonly<Record<string, SqlFunction>> = {
  like: like({}),
  'not like': like({ negated: true }),
  ilike: like({ folded: true }),
  'not ilike': like({ negated: true, folded: true }),
  '~': regex({}),
  '!~': regex({ negated: true }),
  '~*': regex({ folded: true }),
  '!~*': regex({ negated: true, folded: true }),
  substring: substringOrMatch,
  regexp_replace: regexReplace,
};
