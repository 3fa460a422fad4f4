// Reads a regular expression into the shape of the strings that it describes. Finite by construction: repeats without an end are given
// one. What strings cannot be made from (look-around, back-references, Unicode properties) is refused by name; nothing is run.
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { messageOf } from '../../lib/message.ts';
import { InvalidInput } from '../errors.ts';

/** What strings look like. A string is made by walking it once. */
export type Shape =
  | { readonly kind: 'characters'; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Shape[] }
  | { readonly kind: 'choice'; readonly branches: readonly Shape[] }
  | { readonly kind: 'repeat'; readonly part: Shape; readonly least: number; readonly most: number };

/** `*`, `+` and `{n,}` repeat at most this many times more than they must. */
const UNBOUNDED_REPEATS = 8;
/** The longest regular expression that is read, in UTF-16 units. */
const LONGEST_REGEX = 1_000;
/** A class such as [\u0100-\uffff] stands for its first characters, up to this many. */
const MAX_CLASS_CHARACTERS = 1_024;

const [FIRST_PRINTABLE, LAST_PRINTABLE] = [0x20, 0x7e];
const PRINTABLE = charactersBetween(FIRST_PRINTABLE, LAST_PRINTABLE);
const DIGITS = charactersBetween(0x30, 0x39);
const WORD = [...DIGITS, ...charactersBetween(0x41, 0x5a), '_', ...charactersBetween(0x61, 0x7a)];
const SPACE = [' '];

/** PostgreSQL's names for classes, which JavaScript's parser does not know. */
const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', upper: 'A-Z', lower: 'a-z', space: ' ', blank: ' ', xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`{-~', print: ' -~', graph: '!-~', word: '\\w',
};

/** Whether an element stands where `^` and `$` say nothing: at the very start, at the very end. */
interface Place {
  readonly first: boolean;
  readonly last: boolean;
}

/** Thrown: InvalidInput, path `regex`, with the part that cannot be made. */
export function parsePattern(regex: string): Shape {
  if (regex.length > LONGEST_REGEX) throw refusal(`the regular expression has ${regex.length} characters; it may have ${LONGEST_REGEX}`);
  const source = regex.replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX_CLASSES[name] ?? whole);
  return choice(parse(source).alternatives, { first: true, last: true });
}

/** An issue of the regular expression. */
export function refusal(message: string): InvalidInput {
  return InvalidInput.at(['regex'], message);
}

function parse(source: string): AST.Pattern {
  try {
    // Without Unicode mode \- and \@ are plain characters, as most people mean them; whole characters past 2^16 need it.
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode: /[\u{10000}-\u{10ffff}]/u.test(source) });
  } catch (error) {
    if (error instanceof RangeError) throw refusal('the regular expression is nested too deeply; flatten its groups');
    throw refusal(`not a regular expression: ${messageOf(error)}`);
  }
}

function choice(alternatives: readonly AST.Alternative[], place: Place): Shape {
  const branches = alternatives.map((alternative) => sequence(alternative.elements, place));
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: 'choice', branches };
}

function sequence(elements: readonly AST.Element[], place: Place): Shape {
  const parts = elements.flatMap((element, i) => {
    const shape = shapeOf(element, { first: place.first && i === 0, last: place.last && i === elements.length - 1 });
    return shape === null ? [] : [shape];
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
}

/** Null for what takes no room: an anchor at its end. */
function shapeOf(element: AST.Element, place: Place): Shape | null {
  switch (element.type) {
    case 'Character': return { kind: 'characters', characters: [character(element)] };
    case 'CharacterSet': return { kind: 'characters', characters: charactersOfSet(element) };
    case 'CharacterClass': return { kind: 'characters', characters: charactersOfClass(element) };
    case 'CapturingGroup': return choice(element.alternatives, place);
    case 'Group': {
      if (element.modifiers) throw refusal(`modifiers such as ${element.modifiers.raw} are not supported; write the characters out`);
      return choice(element.alternatives, place);
    }
    case 'Quantifier': return repeat(element);
    case 'Assertion': return anchor(element, place);
    case 'Backreference': throw refusal(`the back-reference ${element.raw} is not supported; write the group again, or use an expression over another field`);
    case 'ExpressionCharacterClass': throw refusal(`the class ${element.raw} is not supported; list its characters`);
  }
}

function repeat(quantifier: AST.Quantifier): Shape {
  const part = shapeOf(quantifier.element, { first: false, last: false });
  if (part === null) throw refusal(`${quantifier.raw} repeats something without characters`);
  const most = quantifier.max === Infinity ? quantifier.min + UNBOUNDED_REPEATS : quantifier.max;
  return { kind: 'repeat', part, least: quantifier.min, most };
}

function anchor(assertion: AST.Assertion, place: Place): null {
  if (assertion.kind === 'start' && place.first) return null;
  if (assertion.kind === 'end' && place.last) return null;
  const what = assertion.kind === 'lookahead' || assertion.kind === 'lookbehind' ? `look-around ${assertion.raw}`
    : assertion.kind === 'word' ? `word boundary ${assertion.raw}` : `anchor ${assertion.raw} in the middle`;
  throw refusal(`the ${what} is not supported; describe the characters themselves`);
}

function character(element: AST.Character): string {
  if (element.raw === '\\p' || element.raw === '\\P') throw refusal('Unicode properties such as \\p{L} are not supported; list the characters, such as [A-Za-z]');
  if (!isText(element.value)) throw refusal(`the character ${element.raw} cannot stand in a text; leave it out`);
  return String.fromCodePoint(element.value);
}

function charactersOfSet(set: AST.CharacterSet | AST.CharacterClassElement): readonly string[] {
  if (set.type !== 'CharacterSet') throw refusal(`the class ${set.raw} is not supported; list its characters`);
  switch (set.kind) {
    case 'any': return PRINTABLE;
    case 'digit': return set.negate ? without(DIGITS) : DIGITS;
    case 'word': return set.negate ? without(WORD) : WORD;
    case 'space': return set.negate ? without(SPACE) : SPACE;
    case 'property': throw refusal(`the Unicode property ${set.raw} is not supported; list the characters, such as [A-Za-z]`);
  }
}

/** The printable ASCII characters of a class where it has any, else all of its characters. */
function charactersOfClass(element: AST.CharacterClass): readonly string[] {
  const listed = new Set<string>();
  for (const member of element.elements) {
    if (member.type === 'Character') listed.add(character(member));
    else if (member.type === 'CharacterClassRange') for (const each of rangeCharacters(member)) listed.add(each);
    else for (const each of charactersOfSet(member)) listed.add(each);
  }
  const characters = element.negate ? without([...listed]) : [...listed];
  if (characters.length === 0) throw refusal(`the class ${element.raw} leaves no printable character; add one`);
  return characters;
}

function rangeCharacters(range: AST.CharacterClassRange): readonly string[] {
  const { value: first } = range.min;
  const { value: last } = range.max;
  const printable = charactersBetween(Math.max(first, FIRST_PRINTABLE), Math.min(last, LAST_PRINTABLE));
  // [\x00-\xff] and [^,]-like ranges mean "anything" to most people; control characters would only harm.
  return printable.length > 0 ? printable : charactersBetween(first, Math.min(last, first + MAX_CLASS_CHARACTERS));
}

function without(characters: readonly string[]): readonly string[] {
  const omitted = new Set(characters);
  return PRINTABLE.filter((each) => !omitted.has(each));
}

function charactersBetween(first: number, last: number): readonly string[] {
  const characters: string[] = [];
  for (let code = first; code <= last; code++) if (isText(code)) characters.push(String.fromCodePoint(code));
  return characters;
}

/** PostgreSQL's text holds every character but NUL; half a surrogate pair is none. */
function isText(code: number): boolean {
  return code !== 0 && !(code >= 0xd800 && code <= 0xdfff);
}
