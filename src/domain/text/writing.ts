// How a local model writes a value, token by token, as an item of an answer that our code puts together: what stands before it is forced, what
// the grammar allows is sampled, and what has become certain is not sampled any more.
import { wideSteps } from '../samplers/numbers.ts';
import { compilePattern } from '../samplers/pattern.ts';
import type { State } from '../samplers/pattern-ranks.ts';
import type { Value } from '../schema.ts';
import { MOMENT_LENGTH } from './calendar-grammar.ts';
import { numbersOf, unmet, type Constraint, type ConstraintOf } from './constraint.ts';
import { cutToFit } from './cut.ts';
import { inRow, literal, oneOfTexts, Rules } from './gbnf.ts';
import { choiceTexts, listGrammar, momentGrammar, objectGrammar, patternGrammar, textGrammar, zerosBehind } from './grammar.ts';
import { numberGrammar, onlyNumber } from './number-grammar.ts';

export interface Writing {
  /** Fixed text before the first sampled character. */
  readonly open: string;
  /** A grammar of llama.cpp, begun by `root`: what is sampled after `open`. */
  readonly gbnf: string;
  /**
   * Reads all that was sampled so far: once before anything is, since a value may be certain from the start, and after every token. Null: not
   * over yet. `rest` is fixed text that completes the value: `open` + text + `rest` is its JSON text (a decimal's without quotes) followed by
   * `end`, but for two things. A text that grows past its maximum is cut at a sentence or a word, so the model's context then holds more of it
   * than the value; it is closed all the same. And bytes that are no character, which a grammar cannot wholly keep a wild model from,
   * come here as U+FFFD and are `?` in the value.
   */
  read(text: string): Read | null;
  /** Where a value can be cut short: the same as `read`, of a text for which there is no more room. Null: it stands in the middle of a character. */
  ended?(text: string): Read | null;
}

export interface Read {
  readonly value: Value;
  readonly rest: string;
}

/** What stands behind the value: the next item, the end of the list or of the object. */
export type End = ',' | ']' | '}';

/** Thrown: InvalidInput, where no value meets the constraint. */
export function writingOf(constraint: Constraint, end: End): Writing {
  switch (constraint.kind) {
    case 'text': return textWriting(constraint, end);
    case 'integer': case 'decimal': case 'float': return numberWriting(constraint, end);
    case 'choice': return choiceWriting(choiceTexts(constraint), end);
    case 'boolean': return choiceWriting(['true', 'false'], end);
    case 'date': case 'time': case 'datetime': return momentWriting(constraint, end);
    case 'pattern': return patternWriting(constraint, end);
    case 'object': case 'list': return nestedWriting(constraint, end);
    default: return constraint satisfies never;
  }
}

function textWriting(constraint: ConstraintOf<'text'>, end: End): Writing {
  const { maxLength } = constraint;
  if (!(maxLength >= 1)) throw unmet(`a text of at most ${maxLength} characters`, 'a length of 1 or more');
  const rules = new Rules();
  return {
    open: '"',
    gbnf: rules.grammar(textGrammar(rules, constraint)),
    read: (sampled) => {
      if (isUnfinished(sampled)) return null;
      const closed = endsWithQuote(sampled);
      const text = decoded(closed ? sampled.slice(0, -1) : sampled);
      if (!closed && text.length <= maxLength) return null;
      return { value: cutToFit(text, maxLength), rest: closed ? end : `"${end}` };
    },
    ended: (sampled) => {
      if (isUnfinished(sampled)) return null;
      const text = decoded(sampled);
      return { value: cutToFit(text, Math.max(1, text.length - 1)), rest: `"${end}` };
    },
  };
}

/** A number without places ends where `end` is sampled, one with places at its last; and both where one number only is left. */
function numberWriting(constraint: ConstraintOf<'integer' | 'decimal' | 'float'>, end: End): Writing {
  const steps = numbersOf(constraint);
  const { places } = steps;
  const zeros = constraint.kind === 'decimal' ? zerosBehind(constraint) : '';
  const rules = new Rules();
  const number = numberGrammar(rules, steps);
  return {
    open: '',
    gbnf: rules.grammar(places === 0 && zeros === '' ? inRow(number, literal(end)) : inRow(number, literal(zeros))),
    read: (sampled) => {
      const closed = sampled.endsWith(end);
      const text = closed ? sampled.slice(0, -1) : sampled;
      if (closed) return { value: valueOf(text), rest: '' };
      const only = onlyNumber(steps, text);
      if (only === null) return null;
      const whole = wideSteps(only, places, places) + zeros;
      return { value: valueOf(whole), rest: whole.slice(text.length) + end };
    },
  };

  function valueOf(text: string): Value {
    return constraint.kind === 'decimal' ? text : Number(text);
  }
}

/** Over as soon as one of the texts is left. Numbers and words end by `end`, or 1 could not be told from 12; quotes end themselves. */
function choiceWriting(texts: readonly string[], end: End): Writing {
  const open = texts.every((text) => text.startsWith('"')) ? '"' : '';
  const choices = texts.map((text) => ({ value: JSON.parse(text) as Value, sampled: text.slice(open.length) + (text.startsWith('"') ? '' : end), whole: text.slice(open.length) + end }));
  const rules = new Rules();
  return {
    open,
    gbnf: rules.grammar(oneOfTexts(rules, choices.map(({ sampled }) => [sampled, '']))),
    read: (sampled) => {
      const [only, ...others] = choices.filter((choice) => choice.sampled.startsWith(sampled));
      return only === undefined || others.length > 0 ? null : { value: only.value, rest: only.whole.slice(sampled.length) };
    },
  };
}

function momentWriting(constraint: ConstraintOf<'date' | 'time' | 'datetime'>, end: End): Writing {
  const { kind, from, to } = constraint;
  const length = MOMENT_LENGTH[kind];
  const rules = new Rules();
  return {
    open: '"',
    gbnf: rules.grammar(momentGrammar(rules, constraint)),
    read: (sampled) => {
      const text = from === to ? from.slice(0, length) : sampled;
      if (text.length < length) return null;
      const value = text + (kind === 'datetime' ? 'Z' : '');
      return { value, rest: `${value.slice(sampled.length)}"${end}` };
    },
  };
}

/** Over as soon as only one string begins so. */
function patternWriting({ regex, maxLength }: ConstraintOf<'pattern'>, end: End): Writing {
  const { start } = compilePattern(regex, maxLength);
  const rules = new Rules();
  return {
    open: '"',
    gbnf: rules.grammar(patternGrammar(rules, start)),
    read: (sampled) => {
      if (isUnfinished(sampled)) return null;
      const closed = endsWithQuote(sampled);
      const text = decoded(closed ? sampled.slice(0, -1) : sampled);
      if (closed) return { value: text, rest: end };
      const only = onlyEnding(start, text);
      return only === null ? null : { value: text + only, rest: `${JSON.stringify(only).slice(1)}${end}` };
    },
  };
}

/** How every string goes on that begins so, where there is one only. */
function onlyEnding(start: State, begun: string): string | null {
  let state: State | undefined = start;
  for (const character of begun) state = state?.edges.find(({ characters }) => characters.includes(character))?.next;
  if (state?.strings !== 1) return null;
  let ending = '';
  for (let [edge] = state.edges; edge !== undefined; [edge] = edge.next.edges) ending += edge.characters.join('');
  return ending;
}

/** Objects and lists: one grammar for all of it, read once its last bracket is there. */
function nestedWriting(constraint: ConstraintOf<'object' | 'list'>, end: End): Writing {
  const rules = new Rules();
  const { open, behind } = constraint.kind === 'object' ? objectGrammar(rules, constraint) : listGrammar(rules, constraint);
  return {
    open,
    gbnf: rules.grammar(behind),
    read: (sampled) => {
      const text = open + sampled;
      return isWhole(text) ? { value: JSON.parse(readable(text)) as Value, rest: end } : null;
    },
  };
}

/** Whether the text breaks off in an escape, or in a character: its bytes come one by one, and three of them at most look like this. */
function isUnfinished(text: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\(?:u[0-9a-f]{0,3})?$|(?:^|[^\uFFFD])\uFFFD{1,3}$/.test(text);
}

function endsWithQuote(text: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*"$/.test(text);
}

function decoded(inside: string): string {
  return JSON.parse(`"${readable(inside)}"`) as string; // between quotes, JSON has nothing but a string
}

function readable(text: string): string {
  return text.replace(/\uFFFD+/g, '?');
}

/** Whether all brackets outside of strings are closed. */
function isWhole(text: string): boolean {
  const marks = text.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/".*$/s, '"');
  return !marks.includes('"') && marks.replace(/[^[{]/g, '').length === marks.replace(/[^\]}]/g, '').length;
}
