// Tells "the database is away" from "the database said no". The first passes: callers pause and try again. The second
// would come back at every try. Knows the words of the driver (pg), of its adapter and of Prisma, and looks through
// causes, since each wraps the one below.

/** Connection failures (08), out of resources (53: disk full, too many connections), shutdown and start (57P). */
const SQLSTATES = /^(08...|53...|57P0[1-5])$/;
/** Cannot reach, timed out, closed; no connection from the pool in time. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);
/** P2028 is every fault of a transaction; only this one passes. One that ran out of its own time would do so again. */
const NOT_STARTED = /Unable to start a transaction in the given time/;
const ADAPTER_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const SOCKET_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND']);
/** What pg says in words only, without a code. */
const DRIVER_WORDS = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|Can't reach database server|Server has closed the connection)/i;
const MAX_DEPTH = 8;

/** True when the same call may succeed once the database is back; false for everything that is not about its being there. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  // Nothing is known of it but that it is an object; each field is looked at before it is used.
  const fields = error as Readonly<Record<string, unknown>>;
  if (isOutageCode(fields) || (typeof fields['message'] === 'string' && DRIVER_WORDS.test(fields['message']))) return true;
  const meta = fields['meta'];
  const below = [fields['cause'], meta, typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta ? meta.driverAdapterError : undefined];
  // A refused connection to a name with several addresses is one error of many.
  const several = Array.isArray(fields['errors']) ? fields['errors'] : [];
  return [...below, ...several].some((one) => isOutage(one, depth + 1));
}

function isOutageCode(fields: Readonly<Record<string, unknown>>): boolean {
  const { code, originalCode, kind, message, syscall } = fields;
  if (typeof kind === 'string' && ADAPTER_KINDS.has(kind)) return true;
  if (typeof originalCode === 'string' && SQLSTATES.test(originalCode)) return true;
  if (typeof code !== 'string') return false;
  // ENOENT is a missing file, unless it is the server's socket that is missing; Prisma keeps only the words of that.
  if (code === 'ENOENT') return syscall === 'connect' || (typeof message === 'string' && /\bconnect ENOENT\b/.test(message));
  if (code === 'P2028') return typeof message === 'string' && NOT_STARTED.test(message);
  return SQLSTATES.test(code) || PRISMA_CODES.has(code) || SOCKET_CODES.has(code);
}
