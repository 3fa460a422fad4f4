// What a signed address leads to: a finished output, an image, or an image with its boxes drawn over it, which is made when it is asked for.
import { imageFileName } from '../domain/images/plan.ts';
import { drawnOver } from '../files/overlay.ts';
import type { ByteRange, Storage } from '../files/storage.ts';
import type { RunService } from '../graphql/context.ts';
import type { ImageRecord, Viewer } from '../jobs/records.ts';
import { Recent } from '../lib/recent.ts';
import type { Ticket } from './signature.ts';

/** Drawings that are kept, of a few MB each: whoever looks at one asks for its head, for ranges, and again. */
const KEPT_DRAWINGS = 4;

/** A file to be sent. */
export interface Downloadable {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Names the bytes for ever. */
  readonly etag: string;
  /** A browser shows it, rather than keep it as a file. */
  readonly isShown: boolean;
  /** Each chunk is good until the next is asked for. The first step throws NotFound where the file is gone. */
  read(range: ByteRange): AsyncIterable<Uint8Array>;
}

export interface DownloadableParts {
  readonly runs: Pick<RunService, 'output' | 'image'>;
  readonly storage: Pick<Storage, 'get'>;
}

export class Downloadables {
  readonly #parts: DownloadableParts;
  /** Drawings are made one after another: each takes memory and threads that others want, too. */
  #drawing: Promise<unknown> = Promise.resolve();
  readonly #drawings = new Recent<Promise<Uint8Array>>(KEPT_DRAWINGS);

  constructor(parts: DownloadableParts) {
    this.#parts = parts;
  }

  /** Null: it is not there. `'blocked'`: an image that is not published. */
  async find({ subject, ownerId }: Ticket): Promise<Downloadable | 'blocked' | null> {
    const [id = '', index, look] = subject.split('/');
    return index === undefined ? this.#output({ ownerId }, id) : this.#image({ ownerId }, { jobId: id, index: Number(index), isDrawnOver: look === 'overlay' });
  }

  async #output(viewer: Viewer, id: string): Promise<Downloadable | null> {
    const output = await this.#parts.runs.output(viewer, id);
    return output === null ? null : { ...output, etag: output.sha256, isShown: false, read: (range) => this.#read(output.file, range) };
  }

  async #image(viewer: Viewer, { jobId, index, isDrawnOver }: { readonly jobId: string; readonly index: number; readonly isDrawnOver: boolean }): Promise<Downloadable | 'blocked' | null> {
    const image = await this.#parts.runs.image(viewer, jobId, index);
    if (image === null) return null;
    if (image.bytes === null || image.sha256 === null) return 'blocked';
    const common = { fileName: imageFileName(index), mediaType: 'image/png', isShown: true };
    if (!isDrawnOver) return { ...common, bytes: image.bytes, etag: image.sha256, read: (range) => this.#read(image.file, range) };
    const etag = `${image.sha256}-${image.detector ?? ''}`; // what is drawn, and who has found it
    const drawing = await this.#drawings.of(`${jobId} ${index} ${etag}`, () => this.#drawn(image));
    return { ...common, bytes: drawing.length, etag, read: ({ first, last }) => once(drawing.subarray(first, last)) };
  }

  #read(file: string, range: ByteRange): AsyncIterable<Uint8Array> {
    return this.#parts.storage.get(file, range, { reuse: true });
  }

  /** Throws NotFound where the image's file is gone. */
  #drawn({ file, annotations }: ImageRecord & { readonly file: string }): Promise<Uint8Array> {
    const drawing = this.#drawing.then(async () => {
      const png: Uint8Array[] = [];
      for await (const chunk of this.#parts.storage.get(file)) png.push(chunk);
      return drawnOver(Buffer.concat(png), annotations);
    });
    this.#drawing = drawing.catch(() => undefined); // told to who asked
    return drawing;
  }
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
