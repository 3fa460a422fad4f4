// Pages, the Relay way, for every list that can be long: one set of arguments, one bound, one mapping. A page is asked for by
// key, never by offset.
import type { InterfaceRef, ObjectRef } from '@pothos/core';
import { InvalidInput } from '../domain/errors.ts';
import type { Page, PageRequest } from '../jobs/records.ts';
import { builder, type BuilderTypes } from './builder.ts';

type Types = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>;

/** Items of a page whose `first` is left out. */
export const DEFAULT_PAGE_SIZE = 20;
/** Most items of one page. */
export const MAX_PAGE_SIZE = 1_000;
const MAX_CURSOR_LENGTH = 500;

/** `first` and `after`, as every connection takes them. */
export function pageArgs() {
  return builder.args((t) => ({
    first: t.int({ description: `How many items, 1 to ${MAX_PAGE_SIZE.toLocaleString('en')}. Left out: ${DEFAULT_PAGE_SIZE}.` }),
    after: t.string({ description: 'The cursor to go on from: items right behind it. Left out: from the start.' }),
  }));
}

/** The connection and edge types of a node type, named by it: RowConnection, RowEdge. */
export function connectionOf<T extends object>(name: string, type: ObjectRef<Types, T> | InterfaceRef<Types, T>) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, description: `A page of a list, with the way on (Relay cursor connections).` },
    { name: `${name}Edge`, description: 'An item and its cursor.' },
  );
}

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/**
 * The page that was asked for.
 * @throws InvalidInput where `first` is out of bounds or the cursor cannot be one.
 */
export function pageRequest({ first, after }: PageArgs): PageRequest {
  const size = first ?? DEFAULT_PAGE_SIZE;
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw InvalidInput.at(['first'], `expected 1 to ${MAX_PAGE_SIZE} items, got ${size}; page on with \`after\` for more`);
  }
  if (after != null && after.length > MAX_CURSOR_LENGTH) throw InvalidInput.at(['after'], 'expected a cursor as a page gave it');
  return after == null ? { first: size } : { first: size, after };
}

/** What a page costs: its own field, and one item's cost for each item asked for. */
export function pageCost({ first }: PageArgs): { field: number; multiplier: number } {
  return { field: 5, multiplier: Math.min(Math.max(first ?? DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE) };
}

/** A page in the connection's shape. */
export function toConnection<T>(page: Page<T>) {
  return {
    edges: page.items.map(({ node, cursor }) => ({ node, cursor })),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.items[0]?.cursor ?? null,
      endCursor: page.items.at(-1)?.cursor ?? null,
    },
  };
}
