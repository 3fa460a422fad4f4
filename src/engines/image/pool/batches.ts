// Orders of pictures as batches of a pipeline. Those that wait and match go through the model together, whichever job they are of; one that comes
// later joins the next batch. A batch goes on to its end, unless nobody wants any of its pictures any more; one that does not fit into memory is made
// in halves, and so are all of its size from then on.
import type { ImageOrder } from '../../../domain/images/order.ts';
import type { Lanes } from '../../../lib/lanes.ts';
import { Recent } from '../../../lib/recent.ts';
import type { Device } from '../../device.ts';
import { OutOfMemory } from '../../failures.ts';
import type { MadeImage, Picture } from '../engine.ts';
import type { Batch, Embedding, Member, Pipeline } from '../pipeline.ts';
import type { SafetyChecker } from '../safety.ts';
import type { WorkingMemory } from './memory.ts';
import type { Ready } from './messages.ts';
import type { Order, Reports, Served } from './serving.ts';

/** Pictures of a batch. The CPU makes two in twice the time of one, so one by one the first is done earlier. */
export const MOST_TOGETHER: Readonly<Record<Device, number>> = { cpu: 1, cuda: 8 };
/** At most four previews of a picture a second. */
const PREVIEW_EVERY_MS = 250;
/** Texts whose embeddings are kept: some 230 KB each at the size of Stable Diffusion 1.5. */
const KEPT_TEXTS = 64;

export type ImageReports = Reports<MadeImage>;

/** A picture on its way. */
interface Forming {
  readonly order: Order<ImageOrder>;
  readonly member: Member;
  previewedMs: number;
}

export interface BatchesParts {
  readonly pipeline: Pick<Pipeline, 'fingerprint' | 'embed' | 'begin' | 'release'>;
  /** Null: no picture is looked at. */
  readonly checker: Pick<SafetyChecker, 'isSafe' | 'release'> | null;
  /** Null: it is left to the device. */
  readonly memory: WorkingMemory | null;
  /** Pictures of a batch, at most. */
  readonly mostTogether: number;
}

export class Batches implements Served<ImageOrder, MadeImage> {
  readonly ready: Ready;
  readonly #parts: BatchesParts;
  /** Pictures of a batch that fit into memory, at most, by their size; of one that is not here nothing is known. */
  readonly #fitting = new Map<string, number>();
  readonly #embeddings = new Recent<Promise<Embedding>>(KEPT_TEXTS);

  constructor(parts: BatchesParts) {
    this.ready = { fingerprint: parts.pipeline.fingerprint };
    this.#parts = parts;
  }

  async serve(waiting: Lanes<Order<ImageOrder>>, reports: ImageReports): Promise<void> {
    const orders = this.#together(waiting);
    const [first] = orders;
    if (first === undefined) return;
    try {
      this.#parts.memory?.require(first.work, orders.length);
      const forming = await this.#forming(orders);
      const batch = this.#parts.pipeline.begin(forming.map(({ member }) => member));
      for (let wanted = letGo(batch, forming); wanted.length > 0; wanted = letGo(batch, wanted)) {
        if (batch.step === batch.of) return await this.#finish(batch, wanted, reports);
        await batch.advance();
        tellPass(batch, wanted, reports);
      }
    } catch (error) {
      const isTooLarge = error instanceof OutOfMemory && orders.length > 1;
      if (isTooLarge) this.#fitting.set(sizeOf(first.work), orders.length / 2);
      for (const order of orders) {
        if (!isTooLarge) reports.failed(order, error);
        else if (order.isWanted) waiting.push(order.lane, order);
      }
    }
  }

  async release(): Promise<void> {
    await this.#parts.checker?.release();
    await this.#parts.pipeline.release();
  }

  /**
   * The order whose turn it is with those that match it, in turns of their lanes. A power of two of them: CUDA tries out its algorithms anew for
   * each size of batch that it has not met, so they shall be few.
   */
  #together(waiting: Lanes<Order<ImageOrder>>): readonly Order<ImageOrder>[] {
    const first = waiting.shift();
    if (first === undefined) return [];
    const matches = ({ work }: Order<ImageOrder>): boolean => kindOf(work) === kindOf(first.work);
    const most = Math.min(1 + waiting.count(matches), this.#fitting.get(sizeOf(first.work)) ?? this.#parts.mostTogether);
    const others = Array.from({ length: 2 ** Math.floor(Math.log2(most)) - 1 }, () => waiting.shift(matches));
    return [first, ...others.filter((order) => order !== undefined)];
  }

  async #forming(orders: readonly Order<ImageOrder>[]): Promise<readonly Forming[]> {
    const forming: Forming[] = [];
    for (const order of orders) {
      const member = { order: order.work, prompt: await this.#embedding(order.work.prompt), negative: await this.#embedding(order.work.negativePrompt) };
      forming.push({ order, member, previewedMs: -Infinity });
    }
    return forming;
  }

  #embedding(text: string): Promise<Embedding> {
    return this.#embeddings.of(text, () => this.#parts.pipeline.embed(text));
  }

  async #finish(batch: Batch, forming: readonly Forming[], reports: ImageReports): Promise<void> {
    for (const { order, member } of forming) {
      if (!order.isWanted) continue;
      try {
        const picture = await batch.decode(member);
        const isSafe = (await this.#parts.checker?.isSafe(picture)) ?? null;
        reports.answered(order, { picture, truncatedTokens: member.prompt.truncatedTokens + member.negative.truncatedTokens, isSafe }, [bytesOf(picture)]);
      } catch (error) {
        reports.failed(order, error); // of this picture alone: its numbers broke down, say
      }
    }
  }
}

/** Orders of one kind can share a batch. */
function kindOf({ width, height, steps, scheduler, guidance }: ImageOrder): string {
  return [width, height, steps, scheduler, guidance > 1].join(' ');
}

function sizeOf({ width, height }: ImageOrder): string {
  return `${width} x ${height}`;
}

/** Those that are still wanted; the others leave the batch. */
function letGo(batch: Batch, forming: readonly Forming[]): readonly Forming[] {
  for (const { order, member } of forming) if (!order.isWanted) batch.drop(member);
  return forming.filter(({ order }) => order.isWanted);
}

function tellPass(batch: Batch, forming: readonly Forming[], reports: ImageReports): void {
  const nowMs = performance.now();
  const steps = forming.map((one) => ({ id: one.order.id, step: batch.step, of: batch.of, preview: previewOf(batch, one, nowMs) }));
  reports.passed(steps, steps.flatMap(({ preview }) => (preview === null ? [] : bytesOf(preview))));
}

function previewOf(batch: Batch, forming: Forming, nowMs: number): Picture | null {
  if (!forming.order.isWatched || nowMs - forming.previewedMs < PREVIEW_EVERY_MS) return null;
  forming.previewedMs = nowMs;
  return batch.preview(forming.member);
}

/** What crosses to another thread without being copied. */
function bytesOf({ rgb }: Picture): ArrayBuffer {
  return rgb.buffer as ArrayBuffer; // made here, and shared with nobody
}
