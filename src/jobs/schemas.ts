// Saved schemas: what a definition becomes, kept, found, changed, removed, and looked at before anything is run. Parsing and
// planning happen on worker threads; this file only decides and stores.
import { createSchema, deleteSchema, findSchema, findSchemas, listSchemas, updateSchema, type SchemaContent } from '../db/schemas.ts';
import type { DatabaseClient } from '../db/database.ts';
import { InvalidInput, NotFound } from '../domain/errors.ts';
import type { Wanted } from '../domain/import/draft.ts';
import type { FileContent } from '../domain/import/file.ts';
import { REFERENCE_INSTANT } from '../domain/plan.ts';
import type { DataSchema, Imported } from '../domain/schema.ts';
import type { Page, PageRequest, PreviewRequest, RowRecord, SchemaRecord, Viewer } from './records.ts';
import type { PlanOptions } from './model-planning.ts';
import type { SchemaPlanner } from './schema-planner.ts';
import type { WorkThreads } from './threads.ts';
import type { FileSource } from './work.ts';

/** Most characters of a schema's name. */
export const MAX_NAME_LENGTH = 200;
/** Most characters of a schema's description. */
export const MAX_DESCRIPTION_LENGTH = 10_000;

/** What worker threads do for it, with the functions of work.ts. */
export type SchemaThreads = Pick<WorkThreads, 'quick'>;

export interface SchemasOptions {
  readonly client: DatabaseClient;
  readonly threads: SchemaThreads;
  readonly planner: Pick<SchemaPlanner, 'plan'>;
  /** Most rows of the run that a preview looks into. */
  readonly maxRows: number;
}

export class Schemas {
  readonly #client: DatabaseClient;
  readonly #threads: SchemaThreads;
  readonly #planner: Pick<SchemaPlanner, 'plan'>;
  readonly #maxRows: number;

  constructor({ client, threads, planner, maxRows }: SchemasOptions) {
    this.#client = client;
    this.#threads = threads;
    this.#planner = planner;
    this.#maxRows = maxRows;
  }

  /** Saves it. Throws InvalidInput, with paths from the input's root; ModelUnavailable and LimitReached as `import` does. */
  async create(viewer: Viewer, input: { name: string; description?: string; definition: Wanted }, signal?: AbortSignal): Promise<SchemaRecord> {
    const named = { name: checkedName(input.name), ...(input.description === undefined ? {} : { description: checkedDescription(input.description) }) };
    return createSchema(this.#client, viewer.ownerId, { ...named, ...(await this.#contentOf(input.definition, signal)) });
  }

  /** Changes what is given, as a new revision; what changes nothing makes none. Throws InvalidInput, with paths from the input's root, or NotFound; ModelUnavailable and LimitReached as `import` does. */
  async update(viewer: Viewer, id: string, change: { name?: string; description?: string | null; definition?: Wanted }, signal?: AbortSignal): Promise<SchemaRecord> {
    const { name, description, definition } = change;
    const named = {
      ...(name === undefined ? {} : { name: checkedName(name) }),
      ...(description === undefined ? {} : { description: description === null ? null : checkedDescription(description) }),
    };
    const before = await this.get(viewer, id);
    if (before === null) throw NotFound.of('schema');
    const renamed = named.name !== undefined && named.name !== before.name;
    const described = named.description !== undefined && named.description !== before.description;
    if (definition === undefined && !renamed && !described) return before;
    const content = definition === undefined ? {} : { content: await this.#contentOf(definition, signal) };
    return updateSchema(this.#client, viewer.ownerId, id, { ...named, ...content });
  }

  /** Removes it; its jobs stay, with their plans. Throws NotFound. */
  async remove(viewer: Viewer, id: string): Promise<void> {
    await deleteSchema(this.#client, viewer.ownerId, id);
  }

  /** Null where there is none, or it is another's. */
  async get(viewer: Viewer, id: string): Promise<SchemaRecord | null> {
    return (await findSchema(this.#client, viewer.ownerId, id)) ?? null;
  }

  /** Those of these ids that are the viewer's. */
  async getMany(viewer: Viewer, ids: readonly string[]): Promise<ReadonlyMap<string, SchemaRecord>> {
    return new Map((await findSchemas(this.#client, viewer.ownerId, ids)).map((schema) => [schema.id, schema]));
  }

  /** Newest first. Throws InvalidInput for a cursor that is none. */
  async list(viewer: Viewer, request: PageRequest & { search?: string }): Promise<Page<SchemaRecord>> {
    return listSchemas(this.#client, viewer.ownerId, request);
  }

  /** What a definition becomes, with rows; the plan's own warnings (capped, not honoured) come after the import's. Throws InvalidInput: paths under `definition`, or those of the options. */
  async previewDefinition(definition: Wanted, options: PreviewRequest, signal?: AbortSignal): Promise<Imported & { rows: readonly RowRecord[] }> {
    const { schema, warnings } = await this.#named(definition, signal);
    const { rows, warnings: planned } = await this.#preview(schema, options);
    return { schema, rows, warnings: [...warnings, ...planned.map((message) => ({ message }))] };
  }

  /** The first rows of a run over this schema. Throws InvalidInput where the counts, the seed or the table cannot be. */
  async previewSchema(schema: DataSchema, options: PreviewRequest): Promise<readonly RowRecord[]> {
    return (await this.#preview(schema, options)).rows;
  }

  #preview(schema: DataSchema, { table, rows, seed, rowsPerTable, locale, conditions }: PreviewRequest): Promise<{ readonly rows: readonly RowRecord[]; readonly warnings: readonly string[] }> {
    const given = { ...(table === undefined ? {} : { table }), ...(locale === undefined ? {} : { locale }), ...(conditions === undefined ? {} : { conditions }) };
    return this.#threads.quick('preview', { schema, rows, rowsPerTable, seed, reference: REFERENCE_INSTANT, maxRows: this.#maxRows, shown: rows, ...given });
  }

  /** What a definition becomes. Throws InvalidInput, with paths from the definition's root; for words, whatever SchemaPlanner.plan throws. */
  async import(wanted: Wanted, options: PlanOptions = {}): Promise<Imported> {
    return wanted.kind === 'description' ? this.#planner.plan(wanted.text, options) : this.#threads.quick('imported', wanted);
  }

  /** What a file of a definition holds, without its data. Throws NotFound; InvalidInput where it is no text, or too much is left. */
  async readFile(source: FileSource): Promise<FileContent> {
    return this.#threads.quick('fileContent', source);
  }

  async #contentOf(definition: Wanted, signal: AbortSignal | undefined): Promise<SchemaContent> {
    return { source: sourceOf(definition), ...(await this.#named(definition, signal)) };
  }

  /** The same as import, with its faults under `definition`. */
  async #named(definition: Wanted, signal: AbortSignal | undefined): Promise<Imported> {
    return InvalidInput.withinAsync(['definition'], () => this.import(definition, signal === undefined ? {} : { signal }));
  }
}

function sourceOf({ kind }: Wanted): SchemaContent['source'] {
  if (kind === 'description') return 'DESCRIPTION';
  if (kind === 'csv' || kind === 'learned') return 'CSV';
  if (kind === 'jsonSchema') return 'JSON_SCHEMA';
  return kind === 'sql' ? 'SQL' : 'FIELDS';
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH || /[\u0000-\u001f\u007f]/.test(trimmed) || !trimmed.isWellFormed()) {
    throw InvalidInput.at(['name'], `expected a name of 1 to ${MAX_NAME_LENGTH} characters without control characters, got ${JSON.stringify(name.slice(0, 40))}`);
  }
  return trimmed;
}

function checkedDescription(description: string): string {
  // PostgreSQL keeps no NUL in a text.
  if (description.length > MAX_DESCRIPTION_LENGTH || description.includes('\0') || !description.isWellFormed()) {
    throw InvalidInput.at(['description'], `expected at most ${MAX_DESCRIPTION_LENGTH} characters of plain text, got ${description.length}`);
  }
  return description;
}
