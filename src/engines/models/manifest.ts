// The models that this version knows and can pull: models/manifest.json, checked when it is first read. Any other GGUF is added by its path.
import { z } from 'zod';
import manifestJson from '../../../models/manifest.json' with { type: 'json' };

export const MODEL_KINDS = ['TEXT'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** Ids name files: no separators, nothing hidden, and the same file whether its system folds case or not. */
export const MODEL_ID = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;
const ID_EXPECTED = 'expected 1 to 100 of a-z, 0-9, dot, dash and underscore, a letter or digit at both ends';

export interface KnownModel {
  readonly id: string;
  readonly name: string;
  readonly kind: ModelKind;
  /** On the hub: owner/name. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Path in the repository. */
  readonly file: string;
  readonly quantization: string;
  /** As the hub had it when this was written; at pull time the hub says. */
  readonly bytes?: number | undefined;
  /** Only where its source can be named; the hub's own hash is checked in any case. */
  readonly sha256?: string | undefined;
  readonly license: string;
  /** Tokens that it was trained to look back on. */
  readonly context: number;
  /** What whoever writes prompts for it should know. */
  readonly prompt: string;
}

export interface Manifest {
  /** The model of each kind that is taken where none is named. */
  readonly defaults: Readonly<Record<ModelKind, string>>;
  readonly models: readonly KnownModel[];
}

/** Thrown when the manifest is wrong; the message names each entry and field. */
export class InvalidManifest extends Error {
  override readonly name = 'InvalidManifest';
}

const SEGMENTS = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/;
const line = (most: number): z.ZodString => z.string().regex(/^[^\p{Cc}]+$/u, 'expected one line of text').max(most);

const model = z.strictObject({
  id: z.string().regex(MODEL_ID, ID_EXPECTED),
  name: line(100),
  kind: z.enum(MODEL_KINDS),
  repository: z.string().regex(/^[\w-][\w.-]*\/[\w-][\w.-]*$/, 'expected owner/name'),
  revision: z.string().regex(SEGMENTS, 'expected a branch, tag or commit').default('main'),
  file: z.string().regex(SEGMENTS, 'expected a path in the repository').endsWith('.gguf'),
  quantization: line(20),
  bytes: z.int().positive().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits').optional(),
  license: line(100),
  context: z.int().positive(),
  prompt: line(500),
});

const manifest = z.strictObject({ defaults: z.strictObject({ TEXT: z.string() }), models: z.array(model) })
  .superRefine(({ defaults, models }, context) => {
    models.forEach(({ id }, index) => {
      if (models.findIndex((other) => other.id === id) < index) context.addIssue({ code: 'custom', path: ['models', index, 'id'], message: 'another entry has this id' });
    });
    for (const kind of MODEL_KINDS) {
      if (!models.some((one) => one.kind === kind && one.id === defaults[kind])) context.addIssue({ code: 'custom', path: ['defaults', kind], message: `expected the id of a ${kind} entry` });
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
