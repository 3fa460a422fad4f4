// The log: one JSON line per event on stderr, so that stdout stays free for the ready line. The event's name is the
// message; whatever belongs to a job carries its jobId. Never holds values of generated rows or secrets.
import { destination, pino, type Logger } from 'pino';

export type Log = Logger;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log at that level. Writes synchronously: the last line before a crash is the one that matters. */
export function createLog(level: LogLevel): Log {
  return pino({ level, base: null, timestamp: isoTime, serializers: { error: described } }, destination({ fd: 2, sync: true }));
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`;
}

/** Causes of causes are told this deep. */
const MAX_CAUSES = 4;

/** What helps to find a fault, and nothing else: errors of the database driver carry the whole connection, and the values of the row. */
function described(error: unknown, causes = 0): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const deeper = cause === undefined || causes >= MAX_CAUSES ? {} : { cause: described(cause, causes + 1) };
  const errors = error instanceof AggregateError ? { errors: error.errors.map(String) } : {};
  return { type: name, message, ...('code' in error ? { code: error.code } : {}), stack, ...errors, ...deeper };
}
