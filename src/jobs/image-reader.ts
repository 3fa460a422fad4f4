// A job's images in the order of their commits, read on from a place by one subscriber: the rows of their table, by the same cursor. Where nothing new
// is committed, how those under way look.
import type { Found } from '../lib/followers.ts';
import type { ImagePreviews, Previews } from './image-previews.ts';
import { imagesOf } from './image-records.ts';
import type { ImageBatchRecord, Viewer } from './records.ts';
import { RowReader, type RowReaderParts } from './row-reader.ts';

/** Images of one batch, at most. */
const BATCH = 100;

export interface ImageReaderParts extends RowReaderParts {
  readonly previews: Pick<ImagePreviews, 'follow'>;
}

export class ImageReader implements Disposable {
  readonly #parts: ImageReaderParts;
  readonly #jobId: string;
  readonly #rows: RowReader;
  readonly #wake: () => void;
  #previews: Previews | undefined;

  /** `wake` is called when there are previews to read. Throws InvalidInput for a cursor that is none. */
  constructor(parts: ImageReaderParts, viewer: Viewer, { jobId, after, wake }: { readonly jobId: string; readonly after: string | undefined; readonly wake: () => void }) {
    this.#parts = parts;
    this.#jobId = jobId;
    this.#rows = new RowReader(parts, viewer, { jobId, pictures: true, maxBatch: BATCH }, after);
    this.#wake = wake;
  }

  async read(): Promise<Found<ImageBatchRecord>> {
    const found = await this.#rows.read();
    if (found === 'end') return 'end';
    if (found !== 'idle') return { value: { images: await this.#imagesOf(found.value.rows), previews: [], cursor: found.value.cursor } };
    this.#previews ??= this.#parts.previews.follow(this.#jobId, this.#wake); // only now is it sure that the job is the viewer's, and goes on
    const previews = this.#previews.take();
    return previews.length === 0 ? 'idle' : { value: { images: [], previews, cursor: this.#rows.cursor } };
  }

  async #imagesOf(rows: Parameters<typeof imagesOf>[2]): Promise<ImageBatchRecord['images']> {
    const { images } = (await this.#parts.plans.of(this.#jobId)).plan;
    return images === undefined ? [] : imagesOf(this.#jobId, images, rows);
  }

  [Symbol.dispose](): void {
    this.#previews?.[Symbol.dispose]();
  }
}
