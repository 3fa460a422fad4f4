// What went wrong, in words: anything can be thrown, an Error or not.

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `getaddrinfo ENOTFOUND huggingface.co`, `connect ECONNREFUSED`: fetch hides what happened in its cause. */
export function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return messageOf(error);
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}
