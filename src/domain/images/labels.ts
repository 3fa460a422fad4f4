// Names of things that are looked for in pictures: however one is written, in capitals or with space around it, the thing is the same.
import { shortened } from '../../lib/shortened.ts';

/** UTF-16 units of the labels that a message names: those of COCO take 900. */
const MOST_KNOWN = 1_500;
const MOST_UNKNOWN = 300;

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
  const named = shortened(unknown.map((label) => JSON.stringify(label)).join(', '), MOST_UNKNOWN);
  return `the detector does not know ${named}: expected labels among ${shortened(known.join(', '), MOST_KNOWN)}. For photos, a detector with an open vocabulary, such as OWLv2, takes any`;
}
