// Every word that we say to a model that plans a schema, as prompts.ts has them for one that writes rows: short sentences, and what differs
// from order to order last.
import type { Prompt } from './prompts.ts';

const SYSTEM = 'You design small relational databases. Names are English words in lower case, joined by underscores. You answer with the values only.';

/** What the types are for, where their names do not say it. */
const TYPES = 'STRING (a short text), TEXT (a long one), INTEGER, FLOAT (a measure), DECIMAL (money), BOOLEAN, DATE, TIME, DATETIME, UUID, JSON or BINARY';

/** A table, as far as it is known. */
export interface TableWords {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly string[];
}

/** Which tables there are. */
export function tablesPrompt(description: string, most: number): Prompt {
  return prompt([wanted(description)], [
    `List the tables that it needs, ${most} at most: each thing once, in the plural, after the tables that it refers to.`,
    'Write a JSON array of one value:',
    '1. tables: JSON array of their names',
  ]);
}

/** What a table has. `mostParents` of 0: there is no other. */
export function tablePrompt(description: string, tables: readonly string[], table: string, { mostParents, mostColumns }: { readonly mostParents: number; readonly mostColumns: number }): Prompt {
  const values = [
    'about: what one row is, in a few words',
    ...(mostParents === 0 ? [] : [`parents: JSON array of the other tables that each row belongs to, often empty, ${mostParents} at most`]),
    `columns: JSON array of the names of its columns, ${mostColumns} at most, without keys and without references`,
  ];
  return prompt([wanted(description), `Its tables: ${tables.join(', ')}.`, 'Describe one table as a JSON array of these values, in this order:', ...numbered(values)], [`The table: ${table}.`]);
}

/** What a column holds. */
export function columnPrompt(description: string, table: TableWords, column: string): Prompt {
  const values = ['about: what it holds, in a few words', `type: ${TYPES}`, 'may_be_empty: true where rows may be without a value'];
  return prompt([wanted(description), `Its table ${table.name}: ${table.about}. The columns: ${table.columns.join(', ')}.`, 'Describe one column as a JSON array of these values, in this order:', ...numbered(values)], [`The column: ${column}.`]);
}

/** What a column's values are like; `words` are the answers. Few columns are asked about, so one shared part does for all tables. */
export function meaningPrompt(description: string, words: readonly string[], column: { readonly table: string; readonly name: string; readonly about: string }): Prompt {
  const asked = ['Say what the values of one column are like. Write a JSON array of one value:', `1. alike: one of ${words.join(', ')}`];
  return prompt([wanted(description), ...asked], [`The column: ${column.name} of ${column.table}, ${column.about}.`]);
}

function prompt(shared: readonly string[], own: readonly string[]): Prompt {
  return planningPrompt(SYSTEM, shared, own);
}

/** Lines that many questions share, and those of one. */
export function planningPrompt(system: string, shared: readonly string[], own: readonly string[]): Prompt {
  return { system, shared: `${shared.join('\n')}\n`, own: own.join('\n') };
}

function wanted(description: string): string {
  return `A database is wanted: ${description}`;
}

/** Values in their order, with the numbers that a list of them has. */
export function numbered(values: readonly string[]): readonly string[] {
  return values.map((value, index) => `${index + 1}. ${value}`);
}
