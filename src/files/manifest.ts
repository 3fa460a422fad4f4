// The small files beside every output: schema.json says what was generated (specification.json, where that is series), manifest.json with what, how much and
// how to check it, report.json how good it is. All follow from plan and outcome alone: no clock, no ids, so the same run gives the same bytes.
import { formatDateTime } from '../domain/calendar.ts';
import type { ImagesPlan } from '../domain/images/order.ts';
import { rowTables, type Plan, type PlannedTable } from '../domain/plan.ts';
import type { SeriesPlan } from '../domain/series/plan.ts';

/** Their names in a job's folder. */
export const SCHEMA_FILE = 'schema.json';
export const SPECIFICATION_FILE = 'specification.json';
export const MANIFEST_FILE = 'manifest.json';
export const REPORT_FILE = 'report.json';

export interface ManifestFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ManifestInput {
  readonly plan: Plan;
  readonly planHash: string;
  /** Version of the service that wrote it. */
  readonly version: string;
  /** Rows in the outputs, by table. */
  readonly counts: Readonly<Record<string, number>>;
  /** The run did not come to its end: outputs hold the complete part. */
  readonly partial: boolean;
  readonly files: readonly ManifestFile[];
}

/** manifest.json: pretty-printed JSON. Files are sorted by name, tables as in the plan. */
export function manifestText(input: ManifestInput): string {
  const { plan } = input;
  return pretty({
    verisim: input.version,
    generators: plan.generators,
    planHash: input.planHash,
    seed: plan.seed,
    reference: plan.reference,
    locale: plan.locale,
    partial: input.partial,
    ...(plan.images === undefined ? {} : { images: withoutPrompts(plan.images) }),
    ...(plan.series === undefined ? {} : { series: timeOf(plan.series) }),
    tables: plan.tables.map((table) => ({ table: table.name, ...contentOf(plan, table.name), rows: input.counts[table.name] ?? 0, planned: table.rows })),
    files: input.files
      .map(({ fileName, mediaType, bytes, sha256 }) => ({ fileName, mediaType, bytes, sha256 }))
      .sort((a, b) => (a.fileName < b.fileName ? -1 : 1)),
  });
}

/** How all pictures of the run were made; what each shows stands with the picture. */
function withoutPrompts({ prompts: _, ...style }: ImagesPlan): object {
  return style;
}

/** What a table of a run of series holds: readings or labels of a machine, or the anomalies of all. */
function contentOf({ series }: Plan, table: string): object {
  if (series === undefined) return {};
  const machine = series.machines.find(({ readings, labels }) => readings === table || labels === table);
  return machine === undefined ? { holds: 'anomalies' } : { holds: machine.readings === table ? 'readings' : 'labels', machine: machine.spec.name };
}

/** From the first reading up to the first moment without one. */
function timeOf({ start, points, intervalSeconds, timeZone, anomalyRate }: SeriesPlan): object {
  return { start: formatDateTime(start), end: formatDateTime(start + points * intervalSeconds), points, intervalSeconds, timeZone, anomalyRate };
}

/** The file that says what was generated: specification.json of series, the machines as they were used, ready to be handed in again; of other rows schema.json. Null where there are none. */
export function definitionFile(plan: Plan): { readonly fileName: string; readonly text: string } | null {
  if (rowTables(plan).length === 0) return null;
  if (plan.series === undefined) return { fileName: SCHEMA_FILE, text: schemaText(plan) };
  return { fileName: SPECIFICATION_FILE, text: pretty({ seed: plan.seed, ...timeOf(plan.series), machines: plan.series.machines.map(({ spec }) => spec) }) };
}

/** schema.json: tables (but for that of pictures), fields, keys, conditions and generators, pretty-printed; SQL conditions as texts, without their parsed trees. What examples were like is the report's. */
export function schemaText(plan: Plan): string {
  return pretty({ tables: rowTables(plan).map(tableEntry) });
}

/** report.json: what was measured, pretty-printed. */
export function reportText(report: object): string {
  return pretty(report);
}

function tableEntry(table: PlannedTable): object {
  const { rows: _, example: __, checks, ...schema } = table;
  return { ...schema, checks: checks.map((check) => check.sql) };
}

/** Keys that are read first; the others follow by the alphabet. Plans come back from the database with their keys in any order. */
const FIRST_KEYS = ['verisim', 'name', 'kind', 'type', 'table', 'description', 'nullable'];

function pretty(value: object): string {
  return `${JSON.stringify(value, inOrder, 2)}\n`;
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  // A tree that stands beside its own SQL text says nothing more than the text.
  const isTree = (key: string): boolean => (key === 'expression' || key === 'condition') && ('sql' in value || 'when' in value);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  return Object.fromEntries(entries.filter(([key]) => !isTree(key)).sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)));
}

function placeOf(key: string): number {
  const place = FIRST_KEYS.indexOf(key);
  return place === -1 ? FIRST_KEYS.length : place;
}
