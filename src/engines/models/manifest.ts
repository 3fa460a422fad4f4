// The models that this version knows: models/manifest.json, checked when it is first read. Most can be pulled; some come with it, and are here on
// every machine. Any other is added by its path.
import { z } from 'zod';
import manifestJson from '../../../models/manifest.json' with { type: 'json' };

/** TEXT: a language model, one GGUF file. The others are folders of ONNX files. */
export const MODEL_KINDS = ['TEXT', 'IMAGE', 'DETECTOR', 'SAFETY'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** Ids name files: no separators, nothing hidden, and the same file whether its system folds case or not. */
export const MODEL_ID = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;
const ID_EXPECTED = 'expected 1 to 100 of a-z, 0-9, dot, dash and underscore, a letter or digit at both ends';

/** A file's place in the folder of its model, as in its repository: slashes between names of letters, digits, dot, dash and underscore, none of them `.` or `..`. */
export const FILE_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/;
/** Longest such place. */
export const MAX_FILE_PATH = 200;
/** Files of one model. */
export const MAX_FILES = 200;

export interface KnownFile {
  /** As the hub had it when this was written; at pull time the hub says. */
  readonly bytes?: number | undefined;
  /** Only where its source can be named; the hub's own hash is checked in any case. */
  readonly sha256?: string | undefined;
}

interface AboutModel {
  readonly id: string;
  readonly name: string;
  readonly kind: ModelKind;
  readonly quantization?: string | undefined;
  readonly license: string;
  /** Tokens that it was trained to look back on. */
  readonly context?: number | undefined;
  /** What whoever uses it, or writes prompts for it, should know. */
  readonly notes: string;
}

/** One that a hub has. */
export interface HubModel extends AboutModel {
  /** On the hub: owner/name. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Those that are used, by their paths in the repository. */
  readonly files: Readonly<Record<string, KnownFile>>;
  readonly shipped?: undefined;
}

/** One that came with this version: nobody pulls it, and nobody removes it. */
export interface ShippedModel extends AboutModel {
  /** Its folder, from that of the manifest on. */
  readonly shipped: string;
  /** By their paths in that folder. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
  readonly repository?: undefined;
  readonly revision?: undefined;
}

export type KnownModel = HubModel | ShippedModel;

export interface Manifest {
  /** The model of each kind that is taken where none is named, if it is here. */
  readonly defaults: Readonly<Record<ModelKind, string>>;
  readonly models: readonly KnownModel[];
}

/** Thrown when the manifest is wrong; the message names each entry and field. */
export class InvalidManifest extends Error {
  override readonly name = 'InvalidManifest';
}

const line = (most: number): z.ZodString => z.string().regex(/^[^\p{Cc}]+$/u, 'expected one line of text').max(most);

const file = z.strictObject({
  bytes: z.int().positive().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits').optional(),
});

const model = z.strictObject({
  id: z.string().regex(MODEL_ID, ID_EXPECTED),
  name: line(100),
  kind: z.enum(MODEL_KINDS),
  repository: z.string().regex(/^[\w-][\w.-]*\/[\w-][\w.-]*$/, 'expected owner/name').optional(),
  revision: z.string().regex(FILE_PATH, 'expected a branch, tag or commit').optional(),
  shipped: z.string().max(MAX_FILE_PATH).regex(FILE_PATH, 'expected a folder below that of the manifest').optional(),
  files: z.record(z.string().max(MAX_FILE_PATH).regex(FILE_PATH, 'expected a path in the repository'), file),
  quantization: line(20).optional(),
  license: line(100),
  context: z.int().positive().optional(),
  notes: line(500),
}).superRefine(({ kind, files, repository, revision, shipped }, context) => {
  const paths = Object.keys(files);
  const isRight = kind === 'TEXT' ? paths.length === 1 && paths[0]?.endsWith('.gguf') : paths.length > 0 && paths.length <= MAX_FILES;
  if (!isRight) context.addIssue({ code: 'custom', path: ['files'], message: kind === 'TEXT' ? 'expected one .gguf file' : `expected 1 to ${MAX_FILES} files` });
  if (shipped === undefined ? repository === undefined : (repository ?? revision) !== undefined) context.addIssue({ code: 'custom', path: ['repository'], message: 'expected owner/name, or in its place `shipped` with the folder of a model that comes with this version' });
  if (shipped === undefined) return;
  for (const [path, { bytes, sha256 }] of Object.entries(files)) if (bytes === undefined || sha256 === undefined) context.addIssue({ code: 'custom', path: ['files', path], message: 'expected bytes and sha256, as of every file that comes with this version' });
}).transform((model) => (model.shipped === undefined ? { revision: 'main', ...model } : model) as KnownModel); // it is one of the two, as was just seen

const manifest = z.strictObject({ defaults: z.record(z.enum(MODEL_KINDS), z.string()), models: z.array(model) })
  .superRefine(({ defaults, models }, context) => {
    models.forEach(({ id }, index) => {
      if (models.findIndex((other) => other.id === id) < index) context.addIssue({ code: 'custom', path: ['models', index, 'id'], message: 'another entry has this id' });
    });
    for (const kind of MODEL_KINDS) {
      if (!models.some((one) => one.kind === kind && one.id === defaults[kind])) context.addIssue({ code: 'custom', path: ['defaults', kind], message: `expected the id of an entry of kind ${kind}` });
    }
  });

/** The manifest in a JSON value. Throws InvalidManifest, with every fault. */
export function readManifest(value: unknown): Manifest {
  const result = manifest.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `  ${entryOf(value, path)}: ${message}`);
  throw new InvalidManifest(`models/manifest.json is wrong:\n${faults.join('\n')}`);
}

let known: Manifest | undefined;

/** The one that came with this version. */
export function ownManifest(): Manifest {
  return (known ??= readManifest(manifestJson));
}

/** `models[2] (tiny-q4_0).file`: with the entry's id, since nobody counts entries. */
function entryOf(value: unknown, path: readonly PropertyKey[]): string {
  const [list, index, ...rest] = path;
  if (list !== 'models' || typeof index !== 'number') return path.map(String).join('.') || 'all of it';
  const { models } = value as { readonly models: readonly unknown[] }; // zod has found an entry there
  const entry = models[index];
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? ` (${String(entry.id).slice(0, 100)})` : '';
  return [`models[${index}]${id}`, ...rest.map(String)].join('.');
}
