// PostgreSQL's regular expressions, matched by a state machine that never backtracks: no pattern and no text can make it hang.
// Look-around, back-references and word-edge escapes are not understood: compileRegex answers null then, never a wrong match.
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';

/** Most states of one machine; a pattern that needs more is not understood. */
const MAX_STATES = 2_000;
/** Longest pattern, in characters. */
const MAX_PATTERN_LENGTH = 1_000;
/** Most steps of one call: texts and patterns of the usual lengths need some thousands. What needs more is not known. */
const MAX_STEPS = 2_000_000;

type Test = (code: number) => boolean;
type State =
  | { readonly kind: 'character'; readonly test: Test; readonly next: number }
  | { readonly kind: 'split'; readonly next: number; readonly other: number }
  | { readonly kind: 'edge'; readonly holds: (text: string, place: number) => boolean; readonly next: number }
  | { readonly kind: 'match' };

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', blank: ' \\t', punct: '!-\\/:-@\\[-`{-~', xdigit: '0-9a-fA-F', word: '\\w',
  print: '\\x20-\\x7e', graph: '\\x21-\\x7e', cntrl: '\\x00-\\x1f\\x7f',
};

/** PostgreSQL's own spellings in JavaScript's; null where there is none. */
export function translateRegex(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN_LENGTH || /\[[.=]|\[\^?\]|\\[mM<>]|^\*\*\*/.test(pattern)) return null;
  let known = true;
  const translated = pattern
    .replace(/\[:(\w+):\]/g, (_all, name: string) => {
      known &&= Object.hasOwn(POSIX_CLASSES, name);
      return POSIX_CLASSES[name] ?? '';
    })
    .replace(/\\([AZyY])/g, (_all, letter: string) => ({ A: '^', Z: '$', y: '\\b', Y: '\\B' })[letter] ?? '');
  return known ? translated : null;
}

export interface RegexOptions {
  /** Upper and lower case are alike. */
  readonly folded: boolean;
}

/** Adds states back to front: each node is built with the state that follows it. */
class Machine {
  readonly states: State[] = [{ kind: 'match' }];
  readonly #folded: boolean;

  constructor({ folded }: RegexOptions) {
    this.#folded = folded;
  }

  add(state: State): number {
    if (this.states.length >= MAX_STATES) throw new NotUnderstood();
    return this.states.push(state) - 1;
  }

  alternatives(alternatives: readonly AST.Alternative[], next: number): number {
    const starts = alternatives.map((alternative) => alternative.elements.reduceRight((after, element) => this.element(element, after), next));
    return starts.reduceRight((other, start) => this.add({ kind: 'split', next: start, other }));
  }

  element(element: AST.Element, next: number): number {
    switch (element.type) {
      case 'Group': case 'CapturingGroup': return this.alternatives(element.alternatives, next);
      case 'Quantifier': return this.quantifier(element, next);
      case 'Assertion': return this.add({ kind: 'edge', holds: edgeOf(element), next });
      case 'Character': case 'CharacterClass': case 'CharacterSet': return this.add({ kind: 'character', test: this.#folded ? folding(testOf(element)) : testOf(element), next });
      default: throw new NotUnderstood();
    }
  }

  quantifier({ element, min, max }: AST.Quantifier, next: number): number {
    let start = next;
    if (max === Number.POSITIVE_INFINITY) {
      // The loop needs its own number before its body exists: a placeholder is put in, then replaced.
      const loop = this.add({ kind: 'split', next, other: next });
      this.states[loop] = { kind: 'split', next: this.element(element, loop), other: next };
      start = loop;
    } else {
      for (let i = min; i < max; i++) start = this.add({ kind: 'split', next: this.element(element, start), other: next });
    }
    for (let i = 0; i < min; i++) start = this.element(element, start);
    return start;
  }
}

class NotUnderstood extends Error {}

function edgeOf(assertion: AST.Assertion): (text: string, place: number) => boolean {
  switch (assertion.kind) {
    case 'start': return (_text, place) => place === 0;
    case 'end': return (text, place) => place === text.length;
    case 'word': return (text, place) => (isWord(text.charCodeAt(place - 1)) !== isWord(text.charCodeAt(place))) !== assertion.negate;
    default: throw new NotUnderstood();
  }
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

function testOf(node: AST.Character | AST.CharacterClass | AST.CharacterSet | AST.CharacterClassElement): Test {
  switch (node.type) {
    case 'Character': return (code) => code === node.value;
    case 'CharacterClassRange': return (code) => code >= node.min.value && code <= node.max.value;
    case 'CharacterSet': return setOf(node);
    case 'CharacterClass': {
      const tests = node.elements.map(testOf);
      return (code) => tests.some((test) => test(code)) !== node.negate;
    }
    default: throw new NotUnderstood();
  }
}

function setOf(node: AST.CharacterSet): Test {
  switch (node.kind) {
    case 'any': return () => true; // PostgreSQL's dot takes line ends, too
    case 'digit': return (code) => (code >= 48 && code <= 57) !== node.negate;
    case 'space': return (code) => isSpace(code) !== node.negate;
    case 'word': return (code) => isWord(code) !== node.negate;
    default: throw new NotUnderstood();
  }
}

/** The same for either case of a letter. */
function folding(test: Test): Test {
  return (code) => {
    const character = String.fromCharCode(code);
    return test(code) || test(character.toLowerCase().charCodeAt(0)) || test(character.toUpperCase().charCodeAt(0));
  };
}

/** Where a match begins, and where what follows it does. */
interface Match {
  readonly start: number;
  readonly end: number;
}

export class Regex {
  readonly #states: readonly State[];
  readonly #start: number;
  /** In which search and place a state was last entered: keeps each state in once a place. */
  readonly #entered: Float64Array;
  #visit = 0;
  #steps = 0;

  constructor(states: readonly State[], start: number) {
    this.#states = states;
    this.#start = start;
    this.#entered = new Float64Array(states.length);
  }

  /** Whether it matches anywhere in the text; null where that is not found out in MAX_STEPS. */
  test(text: string): boolean | null {
    this.#steps = 0;
    const found = this.#search(text, { from: 0, anchored: false }) !== null;
    return !found && this.#spent() ? null : found;
  }

  /** The first place where it matches, at its longest; null where it does not, or MAX_STEPS do not suffice. */
  find(text: string): Match | null {
    this.#steps = 0;
    return this.#next(text, 0);
  }

  /** The text with the first so many matches replaced; null where MAX_STEPS do not suffice. */
  replace(text: string, replacement: string, limit: number): string | null {
    this.#steps = 0;
    let result = '';
    let place = 0;
    for (let count = 0; count < limit && place <= text.length; count++) {
      const found = this.#next(text, place);
      if (found === null) break;
      const empty = found.end === found.start;
      result += text.slice(place, found.start) + replacement + (empty ? text.slice(found.start, found.start + 1) : '');
      place = empty ? found.end + 1 : found.end;
    }
    return this.#spent() ? null : result + text.slice(place);
  }

  #spent(): boolean {
    return this.#steps > MAX_STEPS;
  }

  #next(text: string, from: number): Match | null {
    for (let start = from; start <= text.length; start++) {
      const end = this.#search(text, { from: start, anchored: true });
      if (this.#spent()) return null;
      if (end !== null) return { start, end };
    }
    return null;
  }

  /** Anchored: the end of the longest match that begins at `from`. Else: the end of any match from there on. Ends early where the steps are spent. */
  #search(text: string, { from, anchored }: { readonly from: number; readonly anchored: boolean }): number | null {
    let current: number[] = [];
    let longest: number | null = null;
    for (let place = from; place <= text.length && !this.#spent(); place++) {
      const marks = ++this.#visit;
      const ready: number[] = [];
      if (!anchored || place === from) current.push(this.#start);
      if (this.#enter(current, ready, { text, place, marks })) {
        if (!anchored) return place;
        longest = place;
      }
      if (ready.length === 0 && anchored) break;
      const code = text.charCodeAt(place);
      current = [];
      for (const index of ready) {
        const state = this.#states[index];
        if (state?.kind === 'character' && place < text.length && state.test(code)) current.push(state.next);
      }
    }
    return longest;
  }

  /** Follows splits and edges from the given states; collects the character states reached, and says whether the match state was. */
  #enter(from: readonly number[], ready: number[], at: { readonly text: string; readonly place: number; readonly marks: number }): boolean {
    const stack = [...from];
    let matched = false;
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (this.#entered[index] === at.marks) continue;
      this.#entered[index] = at.marks;
      this.#steps++;
      const state = this.#states[index];
      if (state === undefined) continue;
      if (state.kind === 'match') matched = true;
      else if (state.kind === 'character') ready.push(index);
      else if (state.kind === 'split') stack.push(state.other, state.next);
      else if (state.holds(at.text, at.place)) stack.push(state.next);
    }
    return matched;
  }
}

/** A matcher of a PostgreSQL pattern; null where it is not understood. */
export function compileRegex(pattern: string, { folded }: RegexOptions = { folded: false }): Regex | null {
  const inline = pattern.startsWith('(?i)');
  const source = translateRegex(inline ? pattern.slice(4) : pattern);
  if (source === null) return null;
  try {
    const machine = new Machine({ folded: folded || inline });
    const start = machine.alternatives(new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source).alternatives, 0);
    return new Regex(machine.states, start);
  } catch {
    return null; // no pattern, or one with parts that a state machine has no states for
  }
}
