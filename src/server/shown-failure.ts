// What a program shows of the failure that ends it.

/** A message is meant for whoever started the program; an error without a name of its own is a bug, and is shown whole. */
export function shownFailure(error: unknown): unknown {
  return error instanceof Error && error.name !== 'Error' && !(error instanceof TypeError) ? error.message : error;
}
