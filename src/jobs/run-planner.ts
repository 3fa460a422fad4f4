// What an order of a run comes to: its schema is looked up or imported, its models are chosen, and a worker thread freezes the plan. Nothing is started
// here, and nothing that is refused leaves a trace.
import { InvalidInput, NotFound } from '../domain/errors.ts';
import { illustrationIssues } from '../domain/images/illustration.ts';
import { imageIssues } from '../domain/images/plan.ts';
import { REFERENCE_INSTANT, type Plan } from '../domain/plan.ts';
import type { DataSchema, ImportWarning } from '../domain/schema.ts';
import { chooseImageModels, chooseModel, choosePairsModel, type InstalledModels } from './model-choice.ts';
import type { MachinePlanner } from './machine-planner.ts';
import type { ImageRunInput, MachinesOrder, QaRunInput, SeriesRunInput, TextRunInput, UnifiedRunInput, Viewer } from './records.ts';
import type { Schemas } from './schemas.ts';
import type { WorkThreads } from './threads.ts';
import type { FrozenWith } from './work.ts';

export interface RunPlannerParts {
  readonly threads: WorkThreads;
  readonly schemas: Schemas;
  readonly machines: Pick<MachinePlanner, 'plan'>;
  readonly models: InstalledModels;
  readonly limits: PlanLimits;
}

export interface PlanLimits {
  /** Rows of one job, over all tables. */
  readonly maxRowsPerJob: number;
  /** Tokens that a text model holds at once. */
  readonly contextTokens: number;
}

/** What an order of any kind comes to. */
export interface PlannedRun {
  readonly plan: Plan;
  readonly hash: string;
  /** The saved schema that it is of. */
  readonly saved: { readonly schemaId?: string; readonly schemaRevision?: number };
  readonly warnings: readonly string[];
}

/** Each throws InvalidInput (paths from the input's root), NotFound (the schema) or ModelUnavailable. */
export class RunPlanner {
  readonly #parts: RunPlannerParts;

  constructor(parts: RunPlannerParts) {
    this.#parts = parts;
  }

  /** Rows, those of one table with a picture each where the order says so. `signal` ends the planning of a schema from words. */
  async rows(viewer: Viewer, input: TextRunInput | UnifiedRunInput, { seed, signal }: { readonly seed: number; readonly signal: AbortSignal | undefined }): Promise<PlannedRun> {
    const { threads, limits, models } = this.#parts;
    const { rows, rowsPerTable, locale, conditions } = input;
    const { schema, saved, warnings: imported } = await this.#sourceOf(viewer, input, signal);
    const illustration = 'illustration' in input ? await this.#illustrationOf(input, schema) : {};
    const { use, warnings: chosen } = await chooseModel(input, models);
    const request = { schema, rows, rowsPerTable, seed, reference: REFERENCE_INSTANT, maxRows: limits.maxRowsPerJob, ...(locale === undefined ? {} : { locale }), ...(conditions === undefined ? {} : { conditions }) };
    const { plan, hash, warnings } = await threads.quick('frozen', request, { ...(use === undefined ? {} : { model: use }), ...illustration });
    return { plan, hash, saved, warnings: [...chosen, ...imported, ...warnings] };
  }

  async pairs(input: QaRunInput, seed: number): Promise<PlannedRun> {
    const { threads, limits, models } = this.#parts;
    const { context, pairs } = input;
    const model = await choosePairsModel(input, models);
    return { ...(await threads.quick('pairsPlanned', { context, pairs, seed, model, contextTokens: limits.contextTokens, maxPairs: limits.maxRowsPerJob })), saved: {}, warnings: [] };
  }

  async images(input: ImageRunInput, seed: number): Promise<PlannedRun> {
    const { threads, limits, models } = this.#parts;
    const { prompts, numImages, width, height, steps, guidance, scheduler, negativePrompt, annotate } = input;
    const request = { prompts, numImages, width, height, steps, guidance, scheduler, negativePrompt, annotate };
    const issues = imageIssues(request, limits.maxRowsPerJob);
    if (issues.length > 0) throw new InvalidInput(issues);
    return { ...(await threads.quick('imagesPlanned', request, { seed, models: await chooseImageModels(input, models) })), saved: {}, warnings: [] };
  }

  /** Series of machines. `signal` ends the planning of machines from words. */
  async series({ machines: order, model, span, intervalSeconds, anomalyRate }: SeriesRunInput, { seed, signal }: { readonly seed: number; readonly signal: AbortSignal | undefined }): Promise<PlannedRun> {
    const { threads, limits, machines: planner } = this.#parts;
    const options = { seed, ...(model === undefined ? {} : { model }), ...(signal === undefined ? {} : { signal }) };
    const { machines, warnings } = await InvalidInput.withinAsync(['machines'], () => planner.plan(order, options));
    try {
      return { ...(await threads.quick('seriesPlanned', { machines, intervalSeconds, anomalyRate, seed, maxRows: limits.maxRowsPerJob }, span)), saved: {}, warnings };
    } catch (error) {
      throw error instanceof InvalidInput ? asOrdered(error, order, span) : error;
    }
  }

  async #illustrationOf(input: UnifiedRunInput, schema: DataSchema): Promise<Pick<FrozenWith, 'illustration'>> {
    const request = input.illustration;
    const issues = illustrationIssues(schema, request, input);
    if (issues.length > 0) throw new InvalidInput(issues);
    return { illustration: { request, models: await chooseImageModels(request, this.#parts.models) } };
  }

  /** A saved schema has its warnings with it; those of one for this run only are the job's to keep. */
  async #sourceOf(viewer: Viewer, { source, model }: TextRunInput, signal: AbortSignal | undefined): Promise<{ schema: DataSchema; saved: PlannedRun['saved']; warnings: readonly string[] }> {
    if (source.kind === 'once') {
      const { definition } = source;
      const { schema, warnings } = await InvalidInput.withinAsync(['source', 'definition'], () => this.#parts.schemas.import(definition, { ...(model === undefined ? {} : { model }), ...(signal === undefined ? {} : { signal }) }));
      return { schema, saved: {}, warnings: warnings.map(warningText) };
    }
    const schema = await this.#parts.schemas.get(viewer, source.schemaId);
    if (schema === null) throw NotFound.of('schema');
    return { schema: schema.schema, saved: { schemaId: schema.id, schemaRevision: schema.revision }, warnings: [] };
  }
}

/** What is wrong with a plan of series, with paths of its order: a machine stands among its `specs`, and from when on and how long it goes may follow from other things that are said. */
function asOrdered({ issues }: InvalidInput, { kind }: MachinesOrder, { start, days, end }: SeriesRunInput['span']): InvalidInput {
  return new InvalidInput(issues.map(({ path: [name = '', ...rest], ...issue }) => {
    if (name === 'machines') return { ...issue, path: ['machines', kind, ...(kind === 'specs' ? rest : [])] };
    const said = days === undefined && end !== undefined ? 'end' : 'days';
    return { ...issue, path: [name === 'days' || (name === 'start' && start === undefined) ? said : name, ...rest] };
  }));
}

/** An import's warning on one line: `line 7, table a, field b: ...`. */
function warningText({ message, line, table, field }: ImportWarning): string {
  const place = [line === undefined ? [] : `line ${line}`, table === undefined ? [] : `table ${table}`, field === undefined ? [] : `field ${field}`].flat().join(', ');
  return place === '' ? message : `${place}: ${message}`;
}
