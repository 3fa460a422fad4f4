// Saved schemas: create, read, list, change, delete. Every function is told the owner and sees only what is theirs.
// A change grows the revision by one; jobs keep the plan that they started with, so none is touched here.
import { NotFound } from '../domain/errors.ts';
import type { DataSchema, ImportWarning } from '../domain/schema.ts';
import type { DatabaseClient } from './database.ts';
import type { Prisma, Schema } from './generated/client.ts';
import { afterCursor, NEWEST_FIRST, toPage, type Page, type PageRequest } from './pages.ts';
import { couldBeId, refuseUnstorable } from './storable.ts';

/** What a saved schema was made from. */
export type StoredSchemaSource = 'FIELDS' | 'SQL' | 'JSON_SCHEMA' | 'CSV' | 'DESCRIPTION';

export interface StoredSchema {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly description: string | null;
  readonly source: StoredSchemaSource;
  readonly revision: number;
  /** With a generator on every field. */
  readonly schema: DataSchema;
  readonly warnings: readonly ImportWarning[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a definition became. */
export interface SchemaContent {
  readonly source: StoredSchemaSource;
  readonly schema: DataSchema;
  readonly warnings: readonly ImportWarning[];
}

export interface NewSchema extends SchemaContent {
  readonly name: string;
  readonly description?: string;
}

/** What is left out stays; a description of null is removed. */
export interface SchemaChange {
  readonly name?: string;
  readonly description?: string | null;
  readonly content?: SchemaContent;
}

/** Throws InvalidInput when a text in it cannot be stored. */
export async function createSchema(client: DatabaseClient, ownerId: string, input: NewSchema): Promise<StoredSchema> {
  const { name, description = null } = input;
  refuseUnstorable(['name'], name);
  refuseUnstorable(['description'], description);
  return toStored(await client.schema.create({ data: { ownerId, name, description, ...contentColumns(input) } }));
}

/** Undefined when there is none, or it is another's. */
export async function findSchema(client: DatabaseClient, ownerId: string, id: string): Promise<StoredSchema | undefined> {
  const row = couldBeId(id) ? await client.schema.findFirst({ where: { id, ownerId } }) : null;
  return row === null ? undefined : toStored(row);
}

/** Those of these ids that are theirs, in no order. */
export async function findSchemas(client: DatabaseClient, ownerId: string, ids: readonly string[]): Promise<readonly StoredSchema[]> {
  const rows = await client.schema.findMany({ where: { id: { in: [...ids] }, ownerId } });
  return rows.map(toStored);
}

/** Newest first; `search` is looked for in names and descriptions, upper and lower case alike. */
export async function listSchemas(
  client: DatabaseClient, ownerId: string, request: PageRequest & { readonly search?: string },
): Promise<Page<StoredSchema>> {
  const rows = await client.schema.findMany({
    where: { ownerId, AND: [searchCondition(request.search), afterCursor(request.after)] },
    orderBy: [...NEWEST_FIRST],
    take: request.first + 1,
  });
  return toPage(rows, request, toStored);
}

/** Returns the schema in its new revision. Throws NotFound, or InvalidInput when a text cannot be stored. */
export async function updateSchema(client: DatabaseClient, ownerId: string, id: string, change: SchemaChange): Promise<StoredSchema> {
  const { name, description, content } = change;
  refuseUnstorable(['name'], name);
  refuseUnstorable(['description'], description);
  if (!couldBeId(id)) throw NotFound.of('schema');
  const [row] = await client.schema.updateManyAndReturn({
    where: { id, ownerId },
    data: {
      revision: { increment: 1 },
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(content === undefined ? {} : contentColumns(content)),
    },
  });
  if (row === undefined) throw NotFound.of('schema');
  return toStored(row);
}

/** Throws NotFound. */
export async function deleteSchema(client: DatabaseClient, ownerId: string, id: string): Promise<void> {
  const { count } = couldBeId(id) ? await client.schema.deleteMany({ where: { id, ownerId } }) : { count: 0 };
  if (count === 0) throw NotFound.of('schema');
}

function searchCondition(search: string | undefined): Prisma.SchemaWhereInput {
  if (search === undefined || search === '') return {};
  refuseUnstorable(['search'], search);
  // PostgreSQL's LIKE reads these three as signs, and Prisma passes them on.
  const contains = search.replaceAll(/[\\%_]/g, String.raw`\$&`);
  return { OR: [{ name: { contains, mode: 'insensitive' } }, { description: { contains, mode: 'insensitive' } }] };
}

/** Domain data are plain JSON by their types; Prisma's type for JSON input just cannot be told so. */
function contentColumns({ source, schema, warnings }: SchemaContent) {
  refuseUnstorable(['definition'], [schema, warnings]);
  return { source, definition: schema as unknown as Prisma.InputJsonObject, warnings: warnings as unknown as Prisma.InputJsonArray };
}

function toStored({ definition, warnings, source, ...row }: Schema): StoredSchema {
  return {
    ...row,
    // Written by contentColumns above and by nothing else.
    source: source as StoredSchemaSource,
    schema: definition as unknown as DataSchema,
    warnings: warnings as unknown as readonly ImportWarning[],
  };
}
