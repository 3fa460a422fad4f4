// Pictures of rows: one for every row of a table, as a table of their own beside those of the schema. The plan of the rows is as it would be without
// them; so are their values, and nothing that is made of rows waits for a picture but what shows both.
import { MAX_SHOWN_ISSUES, type InputIssue } from '../errors.ts';
import { plannedTable, type Plan } from '../plan.ts';
import type { Field, Table, Value } from '../schema.ts';
import type { Illustrated, ImagesPlan } from './order.ts';
import { imageFileName, IMAGES, MAX_IMAGES, optionIssues, plannedModels, promptIssues, tableOfImages, type ImageFacts, type ImageModels, type ImagesRequest } from './plan.ts';
import { fieldIssues, templateIssues } from './template.ts';

/** How the rows of a table are to be illustrated; the prompts are templates. */
export interface IllustrationRequest extends Omit<ImagesRequest, 'numImages'> {
  /** The table; left out: the only one. */
  readonly table?: string;
  /** The field whose value is the category of the whole picture; left out: none is. */
  readonly category?: string;
}

/** How many rows are asked for. */
export interface RowCounts {
  readonly rows: number;
  readonly rowsPerTable: Readonly<Record<string, number>>;
}

/** What is added to a row in outputs, unless a field has one of these names. */
const COLUMNS = ['image', 'image_prompt'] as const;

/** Everything that is wrong with the request, with paths as in the input of a run (`image` has the options). */
export function illustrationIssues({ tables }: { readonly tables: readonly Table[] }, request: IllustrationRequest, { rows, rowsPerTable }: RowCounts): readonly InputIssue[] {
  const table = illustratedTable(tables, request);
  const options = optionIssues(request);
  const names = tables.map(({ name }) => name).join(', ');
  if (table === undefined) return [{ path: ['table'], message: `expected the table whose rows get an image each, one of ${names}, got ${request.table === undefined ? 'none' : JSON.stringify(request.table)}` }, ...options];
  const isNamed = Object.hasOwn(rowsPerTable, table.name);
  const count = isNamed ? (rowsPerTable[table.name] ?? 0) : rows;
  const path = isNamed ? ['rowsPerTable', table.name] : ['rows'];
  return [
    ...(count > MAX_IMAGES ? [{ path, message: `expected at most ${MAX_IMAGES} rows of table ${table.name}, which get an image each, got ${count}: ask for fewer, in several runs` }] : []),
    ...templatesIssues(request.prompts, table),
    ...(request.category === undefined ? [] : fieldIssues(request.category, ['category'], table)),
    ...options,
  ];
}

/** Templates that are too many or too long are looked at no further; nor are any behind more faults than are shown. */
function templatesIssues(prompts: readonly string[], table: Table): readonly InputIssue[] {
  const issues = [...promptIssues(prompts)];
  if (issues.length > 0) return issues;
  for (const [index, prompt] of prompts.entries()) {
    issues.push(...templateIssues(prompt, ['prompts', String(index)], table));
    if (issues.length > MAX_SHOWN_ISSUES) break;
  }
  return issues;
}

function illustratedTable(tables: readonly Table[], { table }: Pick<IllustrationRequest, 'table'>): Table | undefined {
  return table === undefined && tables.length === 1 ? tables[0] : tables.find(({ name }) => name === table);
}

/** The plan with a picture of every row of the table. The request has no issues. */
export function withIllustrations(plan: Plan, request: IllustrationRequest, models: ImageModels): Plan {
  const { table: asked, category, annotate, ...style } = request;
  const { name, fields, rows } = plannedTable(plan, asked ?? plan.tables[0]?.name ?? '');
  const [own = IMAGES] = freeNames([IMAGES], plan.tables.map((other) => other.name));
  const illustrates: Illustrated = { table: name, columns: freeNames(COLUMNS, fields.map((field) => field.name)), ...(category === undefined ? {} : { category }) };
  const images: ImagesPlan = { ...style, table: own, ...plannedModels(models, annotate), illustrates };
  return { ...plan, tables: [...plan.tables, tableOfImages(own, rows)], images };
}

/** The names, or all of them with the first number that makes each free; case sets none apart. */
function freeNames<Names extends readonly string[]>(wanted: Names, taken: readonly string[]): Names {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const names = wanted.map((name) => (number === 1 ? name : `${name}_${number}`));
    if (!names.some((name) => used.has(name))) return names as unknown as Names; // as many
  }
}

/** The table as outputs have it: with the columns that are added where its rows have pictures. */
export function asWritten({ images }: Plan, table: Table): Table {
  const illustrates = images?.illustrates;
  return illustrates?.table === table.name ? { ...table, fields: [...table.fields, ...columnsOf(illustrates)] } : table;
}

function columnsOf({ columns: [place, prompt] }: Illustrated): readonly Field[] {
  return [{ name: place, type: 'STRING', nullable: true }, { name: prompt, type: 'TEXT', nullable: true }];
}

/** Their values: null where there is no picture, and no place where it is blocked. */
export function columnValues(index: number, facts: ImageFacts | null): readonly Value[] {
  return facts === null ? [null, null] : [facts.bytes === null ? null : imageFileName(index), facts.prompt];
}

/** The table whose rows are wanted beside those of this one, to write the two together; undefined: none is. */
export function companionOf({ images }: Plan, table: string): string | undefined {
  const illustrated = images?.illustrates?.table;
  if (illustrated === undefined) return undefined;
  return table === illustrated ? images?.table : table === images?.table ? illustrated : undefined;
}
