// How a call can fail: the service refused it for a reason that the caller can act upon, or no answer could be had.

/** A member of a result union that says no. */
export interface Refusal {
  readonly __typename: 'InvalidInputError' | 'InvalidStateError' | 'ModelUnavailableError' | 'NotFoundError';
  readonly message: string;
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string; readonly line: number | null }[];
}

/** Thrown by `accepted` when the service refused; the message holds every issue. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    // A lone issue is the message again.
    const issues = (refusal.issues ?? []).map((issue) => issue.message).filter((message) => !refusal.message.includes(message));
    super([refusal.message, ...issues].join('\n  '));
    this.refusal = refusal;
  }
}

/** Thrown when no answer could be had: errors of GraphQL, or a connection that stayed away. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  /** `extensions.code` of each error; empty where the connection was at fault. */
  readonly codes: readonly string[];

  constructor(message: string, codes: readonly string[], cause: unknown) {
    super(message, { cause });
    this.codes = codes;
  }
}

/**
 * The answer of a mutation, without its refusals.
 * @throws Refused if it is one.
 */
export function accepted<T extends { readonly __typename: string }>(result: T): Exclude<T, Refusal> {
  if (isRefusal(result)) throw new Refused(result);
  return result as Exclude<T, Refusal>; // the guard excludes just these, which the compiler does not see through a generic
}

/** What a socket, a close frame or a list of GraphQL errors has to say. */
export function requestFailed(address: string, problem: unknown): RequestFailed {
  if (Array.isArray(problem)) {
    const errors: readonly { readonly message: string; readonly extensions?: { readonly code?: unknown } }[] = problem; // as GraphQL has them
    return new RequestFailed(errors.map((error) => error.message).join('\n'), errors.flatMap(({ extensions }) => (typeof extensions?.code === 'string' ? [extensions.code] : [])), problem);
  }
  const { code, reason, message } = problem instanceof Object ? (problem as { code?: unknown; reason?: unknown; message?: unknown }) : {}; // an error, a close frame, or an event
  const why = [code, reason, message].filter((part) => part !== undefined && part !== '').join(' ');
  return new RequestFailed(`Verisim at ${address} gave no answer: it could not be reached, or the connection was cut${why === '' ? '' : ` (${why})`}. Where a change was asked for, look whether it was made before you ask again.`, [], problem);
}

function isRefusal(result: { readonly __typename: string }): result is Refusal {
  return ['InvalidInputError', 'InvalidStateError', 'ModelUnavailableError', 'NotFoundError'].includes(result.__typename);
}
