// Which model takes part in a run, if any.
import { InvalidInput } from '../domain/errors.ts';
import { labelFault } from '../domain/images/labels.ts';
import { DEFAULT_GUIDANCE, type ImageModels, type TrainedFor } from '../domain/images/plan.ts';
import { sizeFor } from '../domain/images/size.ts';
import type { ModelUse } from '../domain/plan.ts';
import type { ImageRunInput, QaRunInput, TextRunInput } from './records.ts';

/** What runs need to know of the models that are here. */
export interface InstalledModels {
  /** The id of the one of that kind that is taken where a run names none; undefined: none is here. */
  standard(kind: UsedKind): Promise<string | undefined>;
  /** Throws ModelUnavailable where it is not here, or of another kind; without an id, for the one that would be taken. */
  require(id: string | undefined, kind: UsedKind): Promise<void>;
  /** The id of the detector that fits pictures of that image model; undefined: none is here. */
  detectorFor(imageModel: string): Promise<string | undefined>;
  /** The labels that a detector knows; null: whatever can be said. Throws ModelUnavailable where it does not say. */
  labelsOf(detector: string): Promise<readonly string[] | null>;
  /** What an image model was trained for. Throws ModelUnavailable where its files are broken. */
  trainedFor(imageModel: string): Promise<TrainedFor>;
}

/** Kinds of models that a run takes. */
type UsedKind = 'TEXT' | 'IMAGE' | 'DETECTOR';

export interface ModelChoice {
  /** Left out: samplers make every value. */
  readonly use?: ModelUse;
  readonly warnings: readonly string[];
}

/** How freely a model chooses where the caller does not say: some variety, and still to the point. */
const DEFAULT_TEMPERATURE = 0.9;
/** For pairs, which are to keep to their text: what varies them is what each is asked for. */
const PAIRS_TEMPERATURE = 0.7;
const NO_MODEL_WARNING = 'engine AUTO: no text model is installed, so samplers write the prose too';

/** Throws ModelUnavailable where the run asks for a model that is not here. */
export async function chooseModel({ engine, model, temperature = DEFAULT_TEMPERATURE, instructions }: Pick<TextRunInput, 'engine' | 'model' | 'temperature' | 'instructions'>, models: InstalledModels): Promise<ModelChoice> {
  if (engine === 'SAMPLER') return { warnings: [] };
  const id = model ?? (await models.standard('TEXT'));
  if (id === undefined && engine === 'AUTO') return { warnings: [NO_MODEL_WARNING] };
  await models.require(id, 'TEXT');
  return { use: { id: id ?? '', mode: engine, temperature, ...(instructions === undefined ? {} : { instructions }) }, warnings: [] };
}

/** The model of a question-answer run. Throws ModelUnavailable where there is none. */
export async function choosePairsModel({ model }: Pick<QaRunInput, 'model'>, models: InstalledModels): Promise<ModelUse> {
  return { id: await requiredModel(models, 'TEXT', model), mode: 'MODEL', temperature: PAIRS_TEMPERATURE };
}

/** The models of a run of pictures: a detector where something is to be boxed. Throws ModelUnavailable where one is not here, InvalidInput for labels that it does not know, or a size that the model cannot make. */
export async function chooseImageModels({ model, annotate, guidance, ...asked }: Pick<ImageRunInput, 'model' | 'annotate' | 'guidance' | 'width' | 'height'>, models: InstalledModels): Promise<ImageModels> {
  const image = await requiredModel(models, 'IMAGE', model);
  const trainedFor = await models.trainedFor(image);
  const made = { image, size: sizeFor(asked, { model: image, native: trainedFor.size }), guidance: guidance ?? trainedFor.guidance ?? DEFAULT_GUIDANCE };
  if (annotate.length === 0) return made;
  const detector = await requireChosen(models, 'DETECTOR', await models.detectorFor(image));
  const fault = labelFault(annotate, await models.labelsOf(detector));
  if (fault !== null) throw InvalidInput.at(['image', 'annotate'], fault);
  return { ...made, detector };
}

/** The id of the model of that kind that was asked for or is standard here. Throws ModelUnavailable where it is not here. */
export async function requiredModel(models: Pick<InstalledModels, 'standard' | 'require'>, kind: UsedKind, model?: string): Promise<string> {
  return requireChosen(models, kind, model ?? (await models.standard(kind)));
}

async function requireChosen(models: Pick<InstalledModels, 'require'>, kind: UsedKind, id: string | undefined): Promise<string> {
  await models.require(id, kind);
  return id ?? ''; // without one it is refused
}
