// What an endpoint's answer says of each place: values as the constraints have them, or what is wrong with it.
import type { Value } from '../../../domain/schema.ts';
import type { Place } from '../../../domain/text/constraint.ts';
import { answeredValue } from '../../../domain/text/json-schema.ts';
import { problemWith } from '../../../domain/text/problem.ts';
import { wordsOf } from '../../../domain/text/words.ts';

export interface Problem {
  /** For the model: with what it wrote. */
  readonly told: string;
  /** For logs: what was expected, without values. */
  readonly expected: string;
}

export type Answer = { readonly values: readonly Value[] } | { readonly problems: readonly Problem[] };

/** One value for each place, in the places' order; what else there is in the answer is let go. */
export function readAnswer(places: readonly Place[], text: string): Answer {
  const members = membersIn(text);
  if (members === null) {
    const expected = 'expected one whole JSON object';
    return { problems: [{ told: `${expected}, got ${text.trim() === '' ? 'nothing' : 'something else'}`, expected }] };
  }
  const problems: Problem[] = [];
  const values: Value[] = [];
  for (const { name, constraint } of places) {
    const json = members.get(name);
    const value = json === undefined ? null : answeredValue(constraint, json);
    const problem = json === undefined ? `expected ${wordsOf(constraint)}, got nothing` : problemWith(constraint, value);
    if (problem === null) values.push(value);
    else problems.push({ told: `${name}: ${problem}`, expected: `${name}: expected ${wordsOf(constraint)}` });
  }
  return problems.length === 0 ? { values } : { problems };
}

/** Models without structured output think aloud, and put fences or words around what was asked for. */
function membersIn(text: string): ReadonlyMap<string, Value> | null {
  const answer = text.replace(/^[^]*<\/think>/, '');
  try {
    const json: unknown = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? new Map(Object.entries(json)) : null;
  } catch {
    return null; // no JSON
  }
}
