// Constraints as grammars: every sentence is the JSON text of a value that meets its constraint. Values inside objects and lists are written
// whole, by one grammar; values of an answer's own places are sampled from behind their opening, which writing.ts forces.
import { wideSteps } from '../samplers/numbers.ts';
import { compilePattern } from '../samplers/pattern.ts';
import type { State } from '../samplers/pattern-ranks.ts';
import { calendarGrammar } from './calendar-grammar.ts';
import { LONGEST_NESTED_TEXT, numbersOf, unmet, type Constraint, type ConstraintOf } from './constraint.ts';
import { inRow, literal, oneOfCharacters, oneOfTexts, times, type Rules } from './gbnf.ts';
import { numberGrammar } from './number-grammar.ts';

/**
 * The characters of text, but for the quote, the backslash and the space. Left out are control characters, half pairs, other spaces (a text of
 * them alone looks empty), ends of lines, marks of direction, private use, U+FFFD, and past 2^16 all but emoji. The fewer ranges, the faster a
 * token is refused.
 */
const CHARACTERS = '!#-\\[\\]-~\\u00A1-\\u167F\\u1681-\\u1FFF\\u200C-\\u200D\\u2010-\\u2027\\u2030-\\u205E\\u2070-\\u2FFF\\u3001-\\uD7FF\\uF900-\\uFEFE\\uFF01-\\uFFEF';
const EMOJI = '\\U0001F300-\\U0001FAFF';
const QUOTE = '"\\""';
const ESCAPED_QUOTE = literal('\\"');
const LINE_BREAK = literal('\\n');
/** Of a choice: llama.cpp reads a grammar anew for every value, and takes half a millisecond for one of this size. */
const MAX_CHOICE_CHARACTERS = 20_000;

/** Words with single spaces between them, up to the closing quote. As long as they like: whoever reads them sees to the length. */
export function textGrammar(rules: Rules, { lines, maxLength }: ConstraintOf<'text'>): string {
  const character = rules.oneOf([`[${CHARACTERS}${maxLength < 2 ? '' : EMOJI}]`, ESCAPED_QUOTE]);
  const word = rules.named(`${character}+`);
  const gap = lines === true ? rules.oneOf([literal(' '), rules.named(inRow(LINE_BREAK, `${LINE_BREAK}?`))]) : literal(' ');
  return inRow(word, `${rules.named(inRow(gap, word))}*`, QUOTE);
}

/** The texts of a choice as JSON. Thrown: InvalidInput, where there are none or too many. */
export function choiceTexts({ values }: ConstraintOf<'choice'>): readonly string[] {
  const texts = [...new Set(values.map((value) => JSON.stringify(value)))];
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (texts.length === 0 || characters > MAX_CHOICE_CHARACTERS) throw unmet(`a choice of ${texts.length} values with ${characters} characters`, `in one value or more, of ${MAX_CHOICE_CHARACTERS} characters together`);
  return texts;
}

/**
 * The strings that lead on from a state of a pattern's automaton, as the inside of JSON's quotes, with the closing one. The automaton decides every
 * character: the expression itself may spell a string in so many ways that llama.cpp, which follows them all, would stand still.
 */
export function patternGrammar(rules: Rules, start: State): string {
  const made = new Map<State, string>();
  const from = (state: State): string => {
    const known = made.get(state);
    if (known !== undefined) return known;
    const ways = state.edges.map(({ characters, next }) => inRow(oneEscaped(rules, characters), from(next)));
    const expression = rules.oneOf([...ways, ...(state.accepts ? [QUOTE] : [])]);
    made.set(state, expression);
    return expression;
  };
  return from(start);
}

/** One of these characters, as JSON has it in a string. */
function oneEscaped(rules: Rules, characters: readonly string[]): string {
  const [plain, escaped] = [characters.filter((each) => JSON.stringify(each).length === each.length + 2), characters.filter((each) => JSON.stringify(each).length > each.length + 2)];
  return rules.oneOf([...(plain.length > 0 ? [oneOfCharacters(plain)] : []), ...escaped.map((each) => literal(JSON.stringify(each).slice(1, -1)))]);
}

/** The whole JSON text of a value. */
export function valueGrammar(rules: Rules, constraint: Constraint): string {
  switch (constraint.kind) {
    case 'text': return quoted(nestedText(rules, constraint));
    case 'integer': case 'float': return numberGrammar(rules, numbersOf(constraint));
    case 'decimal': return quoted(inRow(numberGrammar(rules, numbersOf(constraint)), literal(zerosBehind(constraint))));
    case 'choice': return oneOfTexts(rules, choiceTexts(constraint).map((text) => [text, '']));
    case 'boolean': return oneOfTexts(rules, [['true', ''], ['false', '']]);
    case 'date': case 'time': return quoted(momentGrammar(rules, constraint));
    case 'datetime': return quoted(inRow(momentGrammar(rules, constraint), literal('Z')));
    case 'pattern': return inRow(QUOTE, patternGrammar(rules, compilePattern(constraint.regex, constraint.maxLength).start));
    case 'object': return wholeOf(objectGrammar(rules, constraint));
    case 'list': return wholeOf(listGrammar(rules, constraint));
    default: return constraint satisfies never;
  }
}

/** A value of several parts: the text that it always begins with, and the expression for what follows. */
export interface Opened {
  readonly open: string;
  readonly behind: string;
}

/** The members in their order, without spaces. */
export function objectGrammar(rules: Rules, { members }: ConstraintOf<'object'>): Opened {
  const names = members.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const parts = members.flatMap(({ constraint }, index) => [index === 0 ? '' : literal(names[index] ?? ''), valueGrammar(rules, constraint)]);
  return { open: names[0] ?? '{', behind: inRow(...parts, literal('}')) };
}

/** The items, without spaces. Thrown: InvalidInput, where no count of them is allowed. */
export function listGrammar(rules: Rules, { items, minItems, maxItems }: ConstraintOf<'list'>): Opened {
  if (!(minItems >= 0 && minItems <= maxItems)) throw unmet(`${minItems} to ${maxItems} items`, 'the smaller count first');
  const item = maxItems === 0 ? '' : valueGrammar(rules, items);
  const some = maxItems <= 1 ? item : inRow(item, times(rules.named(inRow(literal(','), item)), Math.max(minItems - 1, 0), maxItems - 1));
  return { open: '[', behind: inRow(minItems === 0 ? rules.oneOf(['', some]) : some, literal(']')) };
}

/** Every moment of the constraint, without an instant's Z. Thrown: InvalidInput, where there is none. */
export function momentGrammar(rules: Rules, constraint: ConstraintOf<'date' | 'time' | 'datetime'>): string {
  const { kind, from, to } = constraint;
  if (from > to) throw unmet(`a ${kind} from ${from} to ${to}`, 'the earlier one first');
  return calendarGrammar(rules, constraint);
}

/** The zeros that a decimal has behind the places that are chosen, with the point where those are none: `12` is written `12.00`. */
export function zerosBehind({ places, written = places }: ConstraintOf<'decimal'>): string {
  return wideSteps(0n, places, written).slice(wideSteps(0n, places, places).length);
}

function nestedText(rules: Rules, { maxLength, lines }: ConstraintOf<'text'>): string {
  const one = rules.oneOf([`[${CHARACTERS}]`, ESCAPED_QUOTE]);
  const any = rules.oneOf([`[ ${CHARACTERS}]`, ESCAPED_QUOTE, ...(lines === true ? [LINE_BREAK] : [])]);
  return inRow(one, times(any, 0, Math.min(maxLength, LONGEST_NESTED_TEXT) - 1));
}

function wholeOf({ open, behind }: Opened): string {
  return inRow(literal(open), behind);
}

function quoted(inside: string): string {
  return inRow(QUOTE, inside, QUOTE);
}
