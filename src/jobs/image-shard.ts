// A shard of pictures. Each is made, looked at by the detector where something is to be boxed, written to a file of the attempt, and committed with
// its facts, one or a few at a time: a worker that takes the shard up later goes on where this one stopped.
import type { TableRange } from '../db/segments.ts';
import type { Task } from '../db/tasks.ts';
import { RowFailure } from '../domain/errors.ts';
import { orderOf, type ImageOrder, type ImagesPlan } from '../domain/images/order.ts';
import { generationParameters } from '../domain/images/parameters.ts';
import { imageFileName, MAX_PROMPT_LENGTH, valuesOf, type ImageFacts } from '../domain/images/plan.ts';
import { filled } from '../domain/images/template.ts';
import { plannedTable, type Plan } from '../domain/plan.ts';
import { EngineFailed, OrderRefused } from '../engines/failures.ts';
import type { Detector, ImageEngine, MadeImage, Picture, SafetyChoice } from '../engines/image/engine.ts';
import { encodePng } from '../files/png.ts';
import { putSegment } from '../files/segment.ts';
import { putHashed } from '../files/storage.ts';
import { groupsOf } from '../lib/groups.ts';
import { inOrder } from '../lib/in-order.ts';
import type { MadeRows } from './model-shard.ts';
import type { AttemptParts, Outcome, Publication } from './performing.ts';
import { rowsIn } from './rows-there.ts';
import { segmentName } from './segment-folder.ts';
import { workName } from './work-folder.ts';

/** Pictures that come so close together, as those of a batch do, share a commit. */
const TOGETHER_MS = 200;

/** Image engines and detectors by the ids of their models. */
export interface ImageEngines {
  readonly safety: SafetyChoice;
  of(model: string): ImageEngine;
  detector(model: string): Detector;
}

/** A picture that lies in a file of its attempt, or is blocked. */
interface Kept {
  readonly index: number;
  readonly facts: ImageFacts;
  readonly publication: Publication | null;
}

/** Makes the pictures of the range, or some of them where it is others' turn. What it answers is only its last piece: the others are committed by then. */
export async function makeImages(parts: AttemptParts, task: Task, range: TableRange & { readonly folder: string }): Promise<Outcome> {
  const { plans } = parts;
  const { plan } = await plans.of(task.jobId);
  const making = new Making(parts, task, { plan, folder: range.folder });
  await making.requireRoom();
  await making.readRows(range);
  const { engine } = making;
  if (!engine.isLoaded) await parts.loading();
  const over = new AbortController(); // who leaves early waits for no picture
  let outcome: Outcome | undefined;
  try {
    const pictures = inOrder(indexesOf(range), { most: () => engine.width, signal: AbortSignal.any([parts.signal, over.signal]), work: (index, own) => making.kept(index, own) });
    for await (const together of groupsOf(pictures, TOGETHER_MS)) {
      const made = await making.stored(range.table, together);
      const left = { table: range.table, first: made.last, last: range.last };
      if (made.first === range.first && !engine.repeatable) await parts.warn(notRepeatable(engine)); // known once it is loaded
      const isLast = made.last === range.last;
      if (isLast || (await parts.isOthersTurn())) {
        outcome = { work: rowsIn([made]), wrote: true, made: [made], left: isLast ? [] : [left], publishes: made.publishes ?? [] };
        over.abort();
        break;
      }
      await parts.keep(made, left);
    }
  } catch (error) {
    await making.discard(); // the next attempt writes under other names; on a disk that is full, what this one leaves would keep it so
    throw error;
  }
  if (outcome === undefined) throw new Error(`of the images ${range.first} to ${range.last - 1}, the last one did not come`);
  await making.discard(outcome.publishes);
  return outcome;
}

function* indexesOf({ first, last }: TableRange): Generator<number> {
  for (let index = first; index < last; index++) yield index;
}

function notRepeatable({ model, device }: ImageEngine): string {
  return `the model ${model} (${device}) does not promise the same pictures again: those of another run with this seed may differ in some bits`;
}

/** One attempt's way with its pictures. */
class Making {
  readonly engine: ImageEngine;
  readonly #parts: AttemptParts;
  readonly #task: Task;
  readonly #plan: Plan;
  readonly #images: ImagesPlan;
  readonly #folder: string;
  readonly #written: string[] = [];
  /** The prompts of pictures of rows, by the rows' indexes. */
  #prompts: ReadonlyMap<number, string> = new Map();

  constructor(parts: AttemptParts, task: Task, { plan, folder }: { readonly plan: Plan; readonly folder: string }) {
    this.#parts = parts;
    this.#task = task;
    this.#plan = plan;
    this.#images = plan.images as ImagesPlan; // a table that keeps pictures has them
    this.#folder = folder;
    this.engine = parts.images.of(this.#images.model);
  }

  /** A disk that is full is to hold the run before a picture is made for nothing. Throws StorageFull. */
  async requireRoom(): Promise<void> {
    const { storage } = this.#parts;
    const name = workName(this.#task, 'room');
    await storage.put(name, []);
    await storage.delete(name);
  }

  /** Fills the prompts of pictures of rows; those of others are as they are. */
  async readRows({ first, last }: TableRange): Promise<void> {
    const { illustrates, prompts } = this.#images;
    if (illustrates === undefined) return;
    const { plans, threads } = this.#parts;
    const table = plannedTable(this.#plan, illustrates.table);
    const text = await plans.textFor(this.#task.jobId, [{ table: table.name, first, last }]);
    const rows = await threads.quick('rowsOf', text, table.name, [{ first, last }]);
    this.#prompts = new Map(rows.map(({ index, values }) => [index, filled(prompts[index % prompts.length] ?? '', table, values, MAX_PROMPT_LENGTH)]));
  }

  #orderOf(index: number): ImageOrder {
    const order = orderOf(this.#images, this.#plan.seed, index);
    return { ...order, prompt: this.#prompts.get(index) ?? order.prompt };
  }

  /** Removes what the attempt has written, but for what is still to be committed; those of it that were have other names by now. */
  async discard(still: readonly Publication[] = []): Promise<void> {
    const names = new Set(still.map(({ from }) => from));
    for (const name of this.#written) if (!names.has(name)) await this.#parts.storage.delete(name);
  }

  /** Makes picture `index`, and writes it to a file of the attempt. Throws RowFailure where it can never be made, EngineFailed where it can not be now. */
  async kept(index: number, signal: AbortSignal): Promise<Kept> {
    try {
      const order = this.#orderOf(index);
      const { picture, truncatedTokens, isSafe } = await this.#made(order, index, signal);
      const facts = { prompt: order.prompt, seed: order.seed, truncatedTokens, isSafe, fingerprint: this.engine.fingerprint, bytes: null, sha256: null, annotations: [], detector: null };
      if (isSafe === false && this.#parts.images.safety === 'block') return { index, facts, publication: null };
      const found = await this.#found(picture, signal);
      const parameters = generationParameters(order, { id: this.#images.model, fingerprint: this.engine.fingerprint });
      const png = await encodePng(picture, { parameters, Software: 'Verisim' });
      const from = workName(this.#task, `${index}.png`);
      this.#written.push(from);
      const stored = await putHashed(this.#parts.storage, from, [png]);
      return { index, facts: { ...facts, ...found, ...stored }, publication: { from, to: `${this.#folder}/${imageFileName(index)}` } };
    } catch (error) {
      if (error instanceof OrderRefused) throw new RowFailure(this.#images.table, 'image', index, `image ${index}: ${error.message}`);
      if (error instanceof EngineFailed && this.engine.isLoaded) throw new EngineFailed(`image ${index}: ${error.message}`, { cause: error }); // else it is no image's
      throw error;
    }
  }

  #made(order: ImageOrder, index: number, signal: AbortSignal): Promise<MadeImage> {
    const { previews, images } = this.#parts;
    const { jobId } = this.#task;
    const isWatched = (): boolean => images.safety !== 'block' && previews.isWatched(jobId); // what may turn out to be blocked is not shown before
    return this.engine.make(order, { lane: jobId, signal, isWatched, onStep: (step) => void previews.show(jobId, index, step) });
  }

  async #found(picture: Picture, signal: AbortSignal): Promise<Pick<ImageFacts, 'annotations' | 'detector'>> {
    const { detection } = this.#images;
    if (detection === undefined) return { annotations: [], detector: null };
    const { boxes, sha256 } = await this.#parts.images.detector(detection.model).detect(picture, detection.labels, { lane: this.#task.jobId, signal });
    return { annotations: boxes.map(({ label, score, x, y, width, height }) => ({ label, bbox: [x, y, width, height], score })), detector: sha256 };
  }

  /** Writes the facts down; the pictures follow one another. */
  async stored(table: string, pictures: readonly Kept[]): Promise<MadeRows> {
    const [first, last] = [pictures[0]?.index ?? 0, (pictures.at(-1)?.index ?? -1) + 1];
    const file = segmentName(this.#task, first);
    await putSegment(this.#parts.storage, file, pictures.map(({ facts }) => valuesOf(facts)));
    return { table, first, last, file, publishes: pictures.flatMap(({ publication }) => publication ?? []) };
  }
}
