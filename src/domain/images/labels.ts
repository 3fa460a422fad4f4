// Names of things that are looked for in pictures: however one is written, in capitals or with space around it, the thing is the same.
import { shortened } from '../../lib/shortened.ts';

/** UTF-16 units of the labels that a message names. */
const MOST_NAMED = 1_500;

/** The same for all ways to write a label. */
export function labelKey(label: string): string {
  return label.trim().toLowerCase();
}

/** Why a detector that knows these labels, or whatever can be said (null), cannot look for those that are asked for; null: it can. */
export function labelFault(asked: readonly string[], known: readonly string[] | null): string | null {
  if (known === null) return null;
  const keys = new Set(known.map(labelKey));
  const unknown = asked.filter((label) => !keys.has(labelKey(label)));
  if (unknown.length === 0) return null;
  const named = (labels: readonly string[]): string => shortened(labels.join(', '), MOST_NAMED);
  return `the detector does not know ${named(unknown.map((label) => JSON.stringify(label)))}: expected labels among ${named(known)}. A detector with an open vocabulary, such as OWLv2, takes any`;
}
