// Reading a text place by place.

/** What a sticky pattern matches at a place of a text; undefined where it does not. */
export function matchAt(pattern: RegExp, text: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0];
}
