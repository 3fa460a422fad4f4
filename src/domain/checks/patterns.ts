// LIKE and regular-expression conditions turned into a pattern that strings can be drawn from. Every string of the pattern
// meets the condition, not the other way round, so the check itself stays for fields that are made in another way.
import { parseLike } from '../functions/like.ts';
import { compileRegex, translateRegex } from '../functions/regex.ts';
import { regexLiteral } from '../../lib/regex-literal.ts';
import type { FieldBounds } from './bounds.ts';

const ANY_TEXT = '[a-z0-9]{0,8}';
const ANY_CHARACTER = '[a-z0-9]';

/** Bounds of a LIKE pattern or regular expression; null where it is not understood. */
export function boundsOfPattern(kind: 'like' | 'regex', text: string, escape: string): FieldBounds | null {
  return kind === 'like' ? fromLike(text, escape) : fromRegex(text);
}

/** Whether strings outside the bounds may meet the condition, too, or the bounds are only one way to meet it. */
export function isApproximate(bounds: FieldBounds): boolean {
  return bounds.pattern !== undefined;
}

function fromLike(text: string, escape: string): FieldBounds {
  const { stretches } = parseLike(text, escape);
  const [first = []] = stretches;
  if (stretches.length === 1 && !first.includes(null)) return { values: [first.join('')] };
  if (stretches.every((stretch) => stretch.length === 0)) return {};
  return { pattern: stretches.map((stretch) => stretch.map((token) => (token === null ? ANY_CHARACTER : regexLiteral(token))).join('')).join(ANY_TEXT) };
}

function fromRegex(text: string): FieldBounds | null {
  const source = translateRegex(text);
  if (source === null || compileRegex(text) === null) return null;
  const [start, end] = [source.startsWith('^'), /(?:^|[^\\])(?:\\\\)*\$$/.test(source)];
  const core = source.slice(start ? 1 : 0, end ? -1 : undefined);
  // Other anchors, or a choice outside brackets, of which each side would have its own: left to the re-draws.
  if (/\\[bB]/.test(core) || hasBare(core)) return null;
  return { pattern: `${start ? '' : ANY_TEXT}${core}${end ? '' : ANY_TEXT}` };
}

/** Whether `^`, `$` or `|` stand outside classes and escapes (the latter outside groups). */
function hasBare(source: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const character = source[i];
    if (character === '\\') i++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '^' || character === '$' || (character === '|' && depth === 0)) return true;
  }
  return false;
}
