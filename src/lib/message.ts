// What went wrong, in words: anything can be thrown, an Error or not.

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
