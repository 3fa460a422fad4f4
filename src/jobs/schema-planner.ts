// Schemas from plain words. A text model answers many small questions, each held to constraints (domain/planning), and our code puts the answers
// together: whatever the model says, a valid schema comes of it, as anybody could have handed it in.
import type { Definition, TableDraft } from '../domain/import/draft.ts';
import { NO_MEANING, wordsFor, type Meaning, type Unclear } from '../domain/planning/meanings.ts';
import { draftOf, outlinesOf, type Outline } from '../domain/planning/outline.ts';
import { COLUMN_PLACES, MAX_PARENTS, MAX_PLANNED_COLUMNS, MAX_PLANNED_TABLES, meaningPlaces, readColumn, readTable, readTables, tablePlaces, TABLES_PLACES, type ColumnAnswer } from '../domain/planning/questions.ts';
import type { Imported } from '../domain/schema.ts';
import { columnPrompt, meaningPrompt, tablePrompt, tablesPrompt } from '../domain/text/planning-prompts.ts';
import { ModelPlanning, type ModelPlanningParts, type PlanOptions, type Questions } from './model-planning.ts';
import type { WorkThreads } from './threads.ts';

export interface SchemaPlannerParts extends ModelPlanningParts {
  readonly threads: Pick<WorkThreads, 'quick'>;
}

export class SchemaPlanner {
  readonly #threads: Pick<WorkThreads, 'quick'>;
  readonly #planning: ModelPlanning;

  constructor({ threads, ...parts }: SchemaPlannerParts) {
    this.#threads = threads;
    this.#planning = new ModelPlanning(parts, { what: 'schema', path: ['description'], about: 'what the data is about', instead: 'give the tables themselves, as `tables` or `sql`' });
  }

  /** The schema that the words describe, with a warning that says who planned it. Throws as ModelPlanning.plan does, with path `description`. */
  plan(text: string, options: PlanOptions): Promise<Imported> {
    return this.#planning.plan(text, options, (questions) => this.#planned(questions));
  }

  async #planned(questions: Questions): Promise<Imported> {
    const outlines = await outlinesFor(questions);
    const drafts = await draftsFor(questions, outlines);
    const definition: Definition = { kind: 'tables', tables: drafts };
    const meanings = await meaningsFor(questions, drafts, await this.#threads.quick('unclear', definition));
    const { schema, warnings } = await this.#threads.quick('imported', definition, meanings);
    return { schema, warnings: [{ message: `planned from its description by the model ${questions.model}: look at tables, types and generators before you rely on them` }, ...warnings] };
  }
}

async function outlinesFor(questions: Questions): Promise<readonly Outline[]> {
  const { description } = questions;
  const names = readTables(await questions.ask(['tables'], tablesPrompt(description, MAX_PLANNED_TABLES), TABLES_PLACES));
  const answers = await questions.each(names, async (name) => {
    const others = names.filter((other) => other !== name);
    const prompt = tablePrompt(description, names, name, { mostParents: Math.min(MAX_PARENTS, others.length), mostColumns: MAX_PLANNED_COLUMNS });
    return readTable(await questions.ask(['table', name], prompt, tablePlaces(others)));
  });
  return outlinesOf(names, answers);
}

async function draftsFor(questions: Questions, outlines: readonly Outline[]): Promise<readonly TableDraft[]> {
  const columns = outlines.flatMap((outline) => outline.columns.map((column) => ({ outline, column })));
  const answers = await questions.each(columns, async ({ outline, column }) => ({ outline, answer: readColumn(await questions.ask(['column', outline.name, column], columnPrompt(questions.description, outline, column), COLUMN_PLACES)) }));
  return outlines.map((outline) => draftOf(outline, answers.flatMap((one): ColumnAnswer[] => (one.outline === outline ? [one.answer] : []))));
}

function meaningsFor(questions: Questions, drafts: readonly TableDraft[], unclear: readonly Unclear[]): Promise<readonly Meaning[]> {
  return questions.each(unclear, async ({ table, field }) => {
    const { type = 'STRING', description: about = '' } = drafts.find(({ name }) => name === table)?.fields.find(({ name }) => name === field) ?? {};
    const prompt = meaningPrompt(questions.description, wordsFor(type), { table, name: field, about });
    const [word] = await questions.ask(['meaning', table, field], prompt, meaningPlaces(wordsFor(type)));
    return { table, field, word: typeof word === 'string' ? word : NO_MEANING };
  });
}
