// Writes grammars in llama.cpp's notation (GBNF). An expression here is a row of elements that another may follow; alternatives are rules by
// name, and equal ones are one rule, so that what ranges have in common stands there once. Three things of llama.cpp shape this:
// a state of the parser is kept for every way on, so alternatives begin differently wherever they can; a bounded repeat of a group counts all
// its rules against a limit of 2,000, but a name counts one; and negated classes let bytes through that are no UTF-8, so there are none.

export class Rules {
  readonly #names = new Map<string, string>();

  /** An expression for one of these; a single one stays as it is. */
  oneOf(alternatives: readonly string[]): string {
    const [first = '', ...others] = [...new Set(alternatives)];
    return others.length === 0 ? first : this.named([first, ...others].map((each) => each || '""').join(' | '));
  }

  /** A name for what may hold alternatives. */
  named(body: string): string {
    const name = this.#names.get(body) ?? `r${this.#names.size}`;
    this.#names.set(body, name);
    return name;
  }

  /** The whole grammar, begun by `root`. */
  grammar(root: string): string {
    return [`root ::= ${root || '""'}`, ...[...this.#names].map(([body, name]) => `${name} ::= ${body}`)].join('\n');
  }
}

/** One expression after another. */
export function inRow(...expressions: readonly string[]): string {
  return expressions.filter((each) => each !== '').join(' ');
}

/** Exactly this text; nothing for ''. */
export function literal(text: string): string {
  return text === '' ? '' : `"${[...text].map((each) => (each === '"' || each === '\\' ? `\\${each}` : plain(each))).join('')}"`;
}

/** One of these characters. */
export function oneOfCharacters(characters: readonly string[]): string {
  const codes = [...new Set(characters.map((each) => each.codePointAt(0) ?? 0))].sort((a, b) => a - b);
  const ranges: { first: number; last: number }[] = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last !== undefined && last.last === code - 1) last.last = code;
    else ranges.push({ first: code, last: code });
  }
  const [only] = ranges;
  if (ranges.length === 1 && only !== undefined && only.first === only.last) return literal(String.fromCodePoint(only.first));
  return `[${ranges.map(({ first, last }) => (first === last ? inClass(first) : `${inClass(first)}-${inClass(last)}`)).join('')}]`;
}

/** From `least` to `most` times. `element`: a class, or a name. */
export function times(element: string, least: number, most: number): string {
  if (most === 0) return '';
  if (least === most) return least === 1 ? element : `${element}{${least}}`;
  return least === 0 && most === 1 ? `${element}?` : `${element}{${least},${most}}`;
}

/** A text, and the expression that stands behind it. */
export type Entry = readonly [text: string, behind: string];

/** One of these texts, each with what follows it: decided character by character, and equal endings shared. */
export function oneOfTexts(rules: Rules, entries: readonly Entry[]): string {
  return branches(rules, entries.map(([text, behind]) => ({ characters: [...text], behind })), 0);
}

interface Split {
  readonly characters: readonly string[];
  readonly behind: string;
}

/** What is left of the texts from `start` on. */
function branches(rules: Rules, texts: readonly Split[], start: number): string {
  const [first, ...others] = texts;
  if (first === undefined) return '';
  let end = start;
  while (end < first.characters.length && others.every(({ characters }) => characters[end] === first.characters[end])) end++;
  const common = literal(first.characters.slice(start, end).join(''));
  if (others.length === 0) return inRow(common, first.behind);
  const over: string[] = [];
  const byFirst = Map.groupBy(texts, ({ characters }) => characters[end] ?? '');
  const byRest = new Map<string, string[]>();
  for (const [character, group] of byFirst) {
    if (character === '') over.push(...group.map(({ behind }) => behind));
    else {
      const rest = branches(rules, group, end + 1);
      byRest.set(rest, [...(byRest.get(rest) ?? []), character]);
    }
  }
  const ways = [...byRest].map(([rest, characters]) => inRow(oneOfCharacters(characters), rest));
  return inRow(common, rules.oneOf([...over, ...ways]));
}

/** Control characters and half pairs have an escape; all others stand for themselves. */
function plain(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || code === 0x7f || (code >= 0xd800 && code <= 0xdfff) ? escape(code) : character;
}

function inClass(code: number): string {
  const character = String.fromCodePoint(code);
  return /[0-9A-Za-z]/.test(character) ? character : escape(code);
}

function escape(code: number): string {
  const digits = code.toString(16).toUpperCase();
  return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : code > 0xff ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`;
}
