// Names of files made from names of tables: safe on every common file system, and distinct there, where case may not count.
import { MAX_SEGMENT_BYTES, segmentFault } from './storage.ts';

export interface FileNameDraft {
  /** With a slash at its end; left out: none. Taken as it is. */
  readonly folder?: string;
  readonly stem: string;
  /** With its dot. */
  readonly extension: string;
}

/** Room for extensions and numbers after a stem. */
const MAX_STEM_BYTES = MAX_SEGMENT_BYTES - 40;

/** One name for each draft, distinct from each other and from `taken`; a number after the stems tells a second set from the first. */
export function distinctFileNames(drafts: readonly FileNameDraft[], taken: readonly string[]): readonly string[] {
  const used = new Set(taken.map(folded));
  for (let round = 1; ; round++) {
    const names = namesOfRound(drafts, round);
    if (!names.some((name) => used.has(folded(name)))) return names;
  }
}

function namesOfRound(drafts: readonly FileNameDraft[], round: number): readonly string[] {
  const seen = new Set<string>();
  return drafts.map(({ folder = '', stem, extension }) => {
    const safe = folder + safeStem(stem) + (round === 1 ? '' : `-${round}`);
    let name = safe + extension;
    for (let number = 2; seen.has(folded(name)); number++) name = `${safe}_${number}${extension}`;
    seen.add(folded(name));
    return name;
  });
}

/** Compared as the least exact file systems do: without case, and with accents composed. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function safeStem(stem: string): string {
  let safe = stem.toWellFormed().normalize('NFC').replace(/[^\p{L}\p{N}\p{M}._-]/gu, '_').replace(/^\.|\.+$/g, '_');
  while (Buffer.byteLength(safe) > MAX_STEM_BYTES) safe = [...safe].slice(0, -1).join('');
  return segmentFault(safe) === null ? safe : `_${safe}`;
}
