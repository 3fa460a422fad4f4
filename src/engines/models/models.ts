// The models as the service offers them: what is here, pulls in the background, and followers of a pull. Each look reads the folder, so pulls
// of other processes (the command line's, say) are seen and told alike.
import { InvalidState, ModelUnavailable, NotFound } from '../../domain/errors.ts';
import type { TrainedFor } from '../../domain/images/plan.ts';
import { Follow } from '../../lib/followers.ts';
import type { Log } from '../../lib/log.ts';
import { EngineFailed } from '../failures.ts';
import { isOpen, labelsOf, readDetectorConfig } from './detector-config.ts';
import type { Hub } from './hub.ts';
import { MODEL_KINDS, type HubModel, type ModelKind } from './manifest.ts';
import { pullModel } from './pull.ts';
import { requireModel } from './require-model.ts';
import { requireOwn } from './shipped.ts';
import type { ModelState, ModelStore } from './store.ts';
import { readTrainedFor } from './trained-for.ts';

/** At most four a second. */
export const LOOK_EVERY_MS = 250;

/** What the engines say of their models. */
export interface LoadedModels {
  /** Where the model is loaded in this process, such as `cpu`; null where it is not. */
  deviceOf(id: string): string | null;
}

export const NOTHING_LOADED: LoadedModels = { deviceOf: () => null };

export interface Model extends ModelState {
  readonly loaded: boolean;
  readonly device: string | null;
}

/** Undefined: none of the kind is here. */
export type ModelsInUse = Readonly<Partial<Record<ModelKind, Model>>>;

export interface ModelsParts {
  readonly store: ModelStore;
  /** A model elsewhere, which is taken where a run names none; null: there is none. */
  readonly remote: { readonly id: string; readonly name: string; readonly host: string } | null;
  readonly hub: Hub;
  readonly loaded: LoadedModels;
  readonly log: Log;
}

interface Pull {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export class Models implements AsyncDisposable {
  readonly #parts: ModelsParts;
  /** Of this process, by model. */
  readonly #pulls = new Map<string, Pull>();

  constructor(parts: ModelsParts) {
    this.#parts = parts;
  }

  /** Those that are here, and those that can be pulled. */
  async list(): Promise<readonly Model[]> {
    const { store, remote } = this.#parts;
    const own = (await store.list()).map((state) => this.#with(state));
    return remote === null ? own : [remoteModel(remote), ...own.map((model) => (model.kind === 'TEXT' ? { ...model, isDefault: false } : model))];
  }

  /** The model of each kind that is in use, or would be: the one that is loaded, else the one that a run takes. */
  async inUse(): Promise<ModelsInUse> {
    const all = await this.list();
    return Object.fromEntries(MODEL_KINDS.map((kind) => {
      const here = all.filter((model) => model.kind === kind && (model.installed || model.shipped));
      return [kind, here.find((model) => model.loaded) ?? here.find((model) => model.isDefault)];
    }));
  }

  /** The id of the model that a run takes where it names none; undefined: none is here. One that came with this version is, even if it is damaged, so that its fault is named. */
  async standard(kind: ModelKind): Promise<string | undefined> {
    return (await this.list()).find((model) => model.kind === kind && (model.installed || model.shipped) && model.isDefault)?.id;
  }

  /**
   * The id of the detector that a run takes for pictures of that model; undefined: none is here. What comes with this version finds the things that its
   * image model draws, and nothing in photos: so it is taken for those drawings, and for nothing else.
   */
  async detectorFor(imageModel: string): Promise<string | undefined> {
    const all = await this.list();
    const isDrawing = all.find(({ id }) => id === imageModel)?.shipped === true;
    const fitting = all.filter(({ kind, installed, shipped }) => kind === 'DETECTOR' && shipped === isDrawing && (installed || shipped));
    return (fitting.find(({ isDefault }) => isDefault) ?? fitting[0])?.id;
  }

  /** Throws ModelUnavailable where no such model of that kind is here; without an id, for the default one. */
  async require(id: string | undefined, kind: ModelKind): Promise<void> {
    const { store, remote } = this.#parts;
    if (remote !== null && kind === 'TEXT' && (id === undefined || id === remote.id)) return;
    await requireModel(store, id ?? store.defaultOf(kind), kind);
  }

  /** The labels that an installed detector knows; null: it looks for whatever can be said. Throws ModelUnavailable where it is not here, or does not say. */
  labelsOf(id: string): Promise<readonly string[] | null> {
    return this.#read(id, 'DETECTOR', async (folder) => {
      const config = await readDetectorConfig(folder);
      return isOpen(config) ? null : labelsOf(config);
    });
  }

  /** What an installed image model was trained for. Throws ModelUnavailable where it is not here, or is broken. */
  trainedFor(id: string): Promise<TrainedFor> {
    return this.#read(id, 'IMAGE', readTrainedFor);
  }

  /**
   * Begins to pull the model in the background; one that is here, or that somebody is pulling, is answered as it is.
   * Throws NotFound where it is not known, InvalidState where its files are in other hands.
   */
  async pull(id: string): Promise<Model> {
    const now = await this.#find(id);
    const known = this.#parts.store.known(id);
    if (now.installed || now.pulling) return now;
    requireOwn(known);
    if (known === undefined) throw new InvalidState(`the model ${id} was added by its path, so no hub is known that has it: remove it, and add it again`);
    let lock: Disposable;
    try {
      lock = await this.#parts.store.lock(id); // before it is answered: whoever follows the pull from now on sees it
    } catch (error) {
      const then = await this.#find(id);
      if (then.installed || then.pulling) return then; // somebody was quicker
      throw error;
    }
    this.#begin(known, lock);
    return this.#find(id);
  }

  /**
   * Removes the model; a pull of it in this process is stopped.
   * Throws NotFound where nothing of it is here, InvalidState where it is loaded, another process is at it, or it came with this version.
   */
  async remove(id: string): Promise<void> {
    requireOwn(this.#parts.store.known(id));
    const device = this.#parts.loaded.deviceOf(id);
    if (device !== null) throw new InvalidState(`the model ${id} is loaded (${device}): it is let go some time after its last run; remove it then`);
    const pull = this.#pulls.get(id);
    pull?.stop.abort();
    await pull?.ended;
    await this.#parts.store.remove(id);
  }

  /** The model as it is, then with every change, at most four a second; ends once nobody pulls it. Throws NotFound at the first step. */
  follow(id: string): AsyncIterableIterator<Model> {
    let last: string | undefined;
    return new Follow<Model>({
      everyMs: LOOK_EVERY_MS,
      onWake: (wake) => {
        const timer = setInterval(wake, LOOK_EVERY_MS);
        return () => clearInterval(timer);
      },
      read: async () => {
        const model = await this.#find(id);
        const text = JSON.stringify(model);
        if (text === last) return 'idle';
        last = text;
        return { value: model, isLast: !model.pulling };
      },
    });
  }

  /** Stops this process's pulls; what they have stays, and they go on from there next time. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { stop } of this.#pulls.values()) stop.abort();
    await Promise.all([...this.#pulls.values()].map(({ ended }) => ended));
  }

  async #read<T>(id: string, kind: ModelKind, read: (folder: string) => Promise<T>): Promise<T> {
    const { path } = await requireModel(this.#parts.store, id, kind);
    try {
      return await read(path);
    } catch (error) {
      throw error instanceof EngineFailed ? new ModelUnavailable(id, `the model ${id} cannot be used: ${error.message}`) : error;
    }
  }

  async #find(id: string): Promise<Model> {
    const state = await this.#parts.store.look(id);
    if (state === null) throw NotFound.of('model');
    return this.#with(state);
  }

  #with(state: ModelState): Model {
    const device = this.#parts.loaded.deviceOf(state.id);
    return { ...state, loaded: device !== null, device };
  }

  #begin(known: HubModel, lock: Disposable): void {
    const { store, hub, log } = this.#parts;
    const stop = new AbortController();
    const began = performance.now();
    log.info({ model: known.id }, 'pulling a model');
    const ended = pullModel(known, { store, hub, signal: stop.signal }).then(
      ({ bytes, sha256 }) => log.info({ model: known.id, bytes, sha256, ms: Math.round(performance.now() - began) }, 'model pulled'),
      (error: unknown) => (stop.signal.aborted ? log.info({ model: known.id }, 'pull stopped') : log.warn({ model: known.id, error }, 'model could not be pulled')),
    ).finally(() => {
      this.#pulls.delete(known.id);
      lock[Symbol.dispose]();
    });
    this.#pulls.set(known.id, { stop, ended });
  }
}

/** It is there as far as anybody here can say, until an order finds otherwise. */
function remoteModel({ id, name, host }: NonNullable<ModelsParts['remote']>): Model {
  return {
    id, name, kind: 'TEXT', license: 'the terms of its endpoint', source: host, quantization: null, context: null, isDefault: true, shipped: false, notes: null, installed: true, pulling: false, bytes: null, pulledBytes: null, failure: null,
    loaded: true, device: host,
  };
}
