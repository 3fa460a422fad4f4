// Files that clients sent ahead of the requests that name them: who sent what, and under which name it lies in storage.
// Never opens or removes the files themselves.
import type { DatabaseClient } from './database.ts';
import type { Upload } from './generated/client.ts';
import { couldBeId, refuseUnstorable } from './storable.ts';

export interface StoredUpload {
  readonly id: string;
  readonly ownerId: string;
  /** As the client called it; for people, never a path. */
  readonly name: string;
  readonly bytes: number;
  /** Its name in storage. */
  readonly file: string;
  readonly createdAt: Date;
}

export interface NewUpload {
  readonly name: string;
  readonly bytes: number;
  readonly file: string;
}

/** Throws InvalidInput when its name cannot be stored. */
export async function createUpload(client: DatabaseClient, ownerId: string, { name, bytes, file }: NewUpload): Promise<StoredUpload> {
  refuseUnstorable(['name'], name);
  return toStored(await client.upload.create({ data: { ownerId, name, bytes: BigInt(bytes), file } }));
}

/** Undefined when there is none, or it is another's. */
export async function findUpload(client: DatabaseClient, ownerId: string, id: string): Promise<StoredUpload | undefined> {
  const row = couldBeId(id) ? await client.upload.findFirst({ where: { id, ownerId } }) : null;
  return row === null ? undefined : toStored(row);
}

/** At most `limit` uploads of any owner from before that instant, oldest first: for who removes what is no longer needed. */
export async function uploadsBefore(client: DatabaseClient, instant: Date, limit: number): Promise<readonly StoredUpload[]> {
  const rows = await client.upload.findMany({ where: { createdAt: { lt: instant } }, orderBy: { createdAt: 'asc' }, take: limit });
  return rows.map(toStored);
}

/** Removes the entry; its file is to be removed before. One that is gone is no error: several may sweep at once. */
export async function deleteUpload(client: DatabaseClient, id: string): Promise<void> {
  await client.upload.deleteMany({ where: { id } });
}

/** Those of these names in storage that no upload has. */
export async function withoutUpload(client: DatabaseClient, files: readonly string[]): Promise<readonly string[]> {
  const known = new Set((await client.upload.findMany({ where: { file: { in: [...files] } }, select: { file: true } })).map(({ file }) => file));
  return files.filter((file) => !known.has(file));
}

/** Byte counts fit into a number: the upload limit is far below 2^53. */
function toStored(row: Upload): StoredUpload {
  return { ...row, bytes: Number(row.bytes) };
}
