// A constraint in words: for prompts, for the JSON Schema of an answer, and for what is said of a value that does not meet it.
import type { Constraint } from './constraint.ts';

/** Values of a choice that are named. */
const MOST_VALUES = 40;

export function wordsOf(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'text': return `text, at most ${constraint.maxLength} characters${constraint.lines === true ? ', may have several lines' : ''}`;
    case 'integer': return `whole number from ${constraint.minimum} to ${constraint.maximum}`;
    case 'decimal': case 'float': return `number from ${constraint.minimum} to ${constraint.maximum} with ${constraint.places} decimal places`;
    case 'choice': return `one of ${constraint.values.slice(0, MOST_VALUES).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'boolean': return 'true or false';
    case 'date': return `date from ${constraint.from} to ${constraint.to}`;
    case 'time': return `time of day from ${constraint.from} to ${constraint.to}`;
    case 'datetime': return `instant from ${constraint.from} to ${constraint.to}`;
    case 'pattern': return `text of the form ${constraint.regex}`;
    case 'object': return `JSON object of ${constraint.members.map(({ name, constraint: inner }) => `${name} (${wordsOf(inner)})`).join(', ')}`;
    case 'list': return `JSON array of ${constraint.minItems} to ${constraint.maxItems}: ${wordsOf(constraint.items)}`;
    default: return constraint satisfies never;
  }
}
