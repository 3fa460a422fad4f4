// PUT /uploads?name=: a file of any size up to the limit, streamed into storage without being held in memory. Answers the id that
// FileInput.uploadId takes.
import { InvalidInput } from '../domain/errors.ts';
import { StorageFull } from '../files/storage.ts';
import { encodeId } from '../graphql/node-id.ts';
import { LOCAL_VIEWER } from '../jobs/records.ts';
import { UploadTooLarge, type Uploads } from '../jobs/uploads.ts';
import { answerError, answerJson, answerMethod, type Exchange } from './answer.ts';

export const UPLOADS_PATH = '/uploads';

export interface UploadOptions {
  readonly uploads: Pick<Uploads, 'create'>;
  readonly maxBytes: number;
}

export async function upload({ request, response, url }: Exchange, { uploads, maxBytes }: UploadOptions): Promise<void> {
  if (request.method !== 'PUT') return answerMethod(response, 'PUT');
  const announced = Number(request.headers['content-length'] ?? 0);
  // The connection is closed with a refusal: what the client is still sending is not read.
  const closing = { connection: 'close' };
  if (announced > maxBytes) return answerError(response, 413, 'UPLOAD_TOO_LARGE', `Expected at most ${maxBytes} bytes, and ${announced} are announced. Raise MAX_UPLOAD_BYTES, or send less.`, closing);
  try {
    const { id, name, bytes } = await uploads.create(LOCAL_VIEWER, url.searchParams.get('name') ?? '', request);
    answerJson(response, 201, { uploadId: encodeId('Upload', id), name, bytes });
  } catch (error) {
    if (response.destroyed) return; // the client is gone; nothing was kept
    if (error instanceof UploadTooLarge) return answerError(response, 413, 'UPLOAD_TOO_LARGE', error.message, closing);
    if (error instanceof InvalidInput) return answerError(response, 400, 'INVALID_INPUT', error.message, closing);
    if (error instanceof StorageFull) return answerError(response, 507, 'STORAGE_FULL', error.message, closing);
    throw error;
  }
}
