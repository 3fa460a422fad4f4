// Paging through a list by key, newest first: (createdAt, id) of the last item seen, in an opaque cursor. Never by
// offset: a page costs the same wherever it lies, and nothing is skipped or repeated when items come and go.
import { InvalidInput } from '../domain/errors.ts';

/** `first` items right after the cursor `after`; the caller has put `first` inside its bounds. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string;
}

/** A stretch of a list, each item with the cursor that goes on right after it. */
export interface Page<T> {
  readonly items: readonly { readonly node: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

interface Keyed {
  readonly id: string;
  readonly createdAt: Date;
}

/** Order of every such list; the indexes have it too. */
export const NEWEST_FIRST = [{ createdAt: 'desc' }, { id: 'desc' }] as const;

/** A Prisma condition for what comes after the cursor; {} without one. Throws InvalidInput at `after` when it is no cursor of ours. */
export function afterCursor(after: string | undefined) {
  if (after === undefined) return {};
  const { createdAt, id } = readCursor(after);
  // The first condition lets the index find the place; the second cuts inside one instant.
  return { AND: [{ createdAt: { lte: createdAt } }, { OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] }] };
}

/** Makes a page of what was read with `take: request.first + 1`. */
export function toPage<Row extends Keyed, T>(rows: readonly Row[], request: PageRequest, map: (row: Row) => T): Page<T> {
  return {
    items: rows.slice(0, request.first).map((row) => ({ node: map(row), cursor: writeCursor(row) })),
    hasNextPage: rows.length > request.first,
    hasPreviousPage: request.after !== undefined,
  };
}

function writeCursor({ createdAt, id }: Keyed): string {
  return Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url');
}

function readCursor(cursor: string): Keyed {
  const [, time, id] = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) {
    throw InvalidInput.at(['after'], `expected a cursor that an earlier page of this list gave, got ${JSON.stringify(cursor.slice(0, 100))}; leave it out to begin with the newest`);
  }
  return { createdAt: new Date(Number(time)), id };
}
