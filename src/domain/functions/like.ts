// LIKE and ILIKE, matched without backtracking: each stretch between two % is found at its first place, which is enough,
// since a later place can never help. Time is at most text length times pattern length.

/** One character of a pattern: itself, or null for `_`. */
type Token = string | null;

/** A LIKE pattern taken apart: the stretches between the %s, each of single-character tokens. */
export interface LikePattern {
  readonly stretches: readonly (readonly Token[])[];
}

/** Longest pattern that is matched; longer ones match nothing. */
export const MAX_LIKE_LENGTH = 1_000;

/** Takes a pattern apart; `escape` is the character that makes the next one stand for itself ('' for none). */
export function parseLike(pattern: string, escape = '\\'): LikePattern {
  const stretches: Token[][] = [[]];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    const stretch = stretches[stretches.length - 1] ?? [];
    if (character === escape) stretch.push(characters[++i] ?? '');
    else if (character === '%') stretches.push([]);
    else stretch.push(character === '_' ? null : character);
  }
  return { stretches };
}

function matchesAt(characters: readonly string[], start: number, stretch: readonly Token[]): boolean {
  for (let i = 0; i < stretch.length; i++) {
    const token = stretch[i];
    if (token !== null && token !== characters[start + i]) return false;
  }
  return true;
}

/** Whether the whole text matches. */
export function matchesLike(text: string, { stretches }: LikePattern): boolean {
  const characters = [...text];
  const first = stretches[0] ?? [];
  const last = stretches[stretches.length - 1] ?? [];
  if (stretches.length === 1) return characters.length === first.length && matchesAt(characters, 0, first);
  const end = characters.length - last.length;
  if (first.length > end || !matchesAt(characters, 0, first) || !matchesAt(characters, end, last)) return false;
  let place = first.length;
  for (const stretch of stretches.slice(1, -1)) {
    while (place + stretch.length <= end && !matchesAt(characters, place, stretch)) place++;
    if (place + stretch.length > end) return false;
    place += stretch.length;
  }
  return true;
}
