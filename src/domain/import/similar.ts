// SIMILAR TO as a regular expression: SQL's own patterns are regular expressions whose wildcards are those of LIKE, and which the
// whole text must match. Only rewrites; whether the outcome is understood is asked by whoever uses it.
import { regexLiteral } from '../../lib/regex-literal.ts';

/** `pattern` with `%` and `_` for any text and any character, its signs escaped by `escape`, as an anchored regular expression. */
export function similarToRegex(pattern: string, escape = '\\'): string {
  const characters = [...pattern];
  let regex = '';
  let listed = false;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === escape) regex += regexLiteral(characters[++at] ?? '');
    else if (listed) {
      listed = character !== ']';
      regex += character === '\\' ? '\\\\' : character;
    } else if (character === '[') {
      listed = true;
      regex += character;
    } else regex += WILDCARDS[character] ?? (/[.^$\\]/.test(character) ? regexLiteral(character) : character);
  }
  return `^(?:${regex})$`;
}

const WILDCARDS: Readonly<Record<string, string>> = { '%': '.*', _: '.' };
