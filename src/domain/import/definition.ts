// Whatever a caller hands in to say what to generate becomes a schema here: drafts are completed, SQL texts are parsed, and the
// whole is validated. After this a schema is sound, but for generators, which chooseGenerators adds.
import { chooseGenerators } from '../choose.ts';
import { InvalidInput, type InputIssue } from '../errors.ts';
import type { Expression } from '../expression.ts';
import type { Generator } from '../generator.ts';
import { CSV_PATH, learnText } from '../learn/csv.ts';
import type { Learned } from '../learn/table.ts';
import { MAX_GENERATOR_DEPTH } from '../limits.ts';
import { sameFields, type Check, type DataSchema, type Field, type FieldType, type ForeignKey, type Imported, type Table } from '../schema.ts';
import { sizeIssues, validateSchema } from '../validate.ts';
import { JSON_SCHEMA_PATH, LINES_PATH, SQL_PATH, type Definition, type FieldDraft, type GeneratorDraft, type JsonSchema, type LinesText, type TableDraft } from './draft.ts';
import { parseExpression } from './expression.ts';
import { readJsonSchema } from './json-schema/read.ts';
import { readLines } from './lines.ts';
import { loadParser } from './parser.ts';
import { readShorthand, tableOfFields } from './shorthand.ts';
import { importSql } from './sql.ts';
import { withFieldTypes } from './typed.ts';

/** What the only table of `fields`, `shorthand`, `lines` and `jsonSchema` is called. */
export const ONLY_TABLE = 'data';

/**
 * The schema that a definition stands for.
 * @throws InvalidInput with paths from the definition's root: `fields`, `tables`, `shorthand`, then names, or where the text came from, with its line.
 */
export async function importDefinition(definition: Definition): Promise<Imported> {
  await loadParser();
  switch (definition.kind) {
    case 'sql': {
      const imported = await importSql(definition.text, definition);
      assertValid(imported.schema, inInput(() => definition.path ?? SQL_PATH));
      return imported;
    }
    case 'tables': return finished(definition.tables, (issue) => issue);
    case 'fields': return finished([tableOfFields(ONLY_TABLE, definition.fields)], inInput(([, , ...rest]) => (rest[0] === 'fields' ? rest : ['fields', ...rest])));
    case 'shorthand': return finished([tableOfFields(ONLY_TABLE, shorthandFields(definition.shorthand))], inInput(([, , ...rest]) => ['shorthand', ...(rest[0] === 'fields' ? rest.slice(1) : rest)]));
    case 'lines': return fromLines(definition);
    case 'jsonSchema': return fromJsonSchema(definition);
    case 'csv': return fromLearned(InvalidInput.within(CSV_PATH, () => learnText(ONLY_TABLE, definition)), CSV_PATH);
    case 'learned': return fromLearned(definition.learned, definition.path ?? []);
    default: return definition satisfies never;
  }
}

function shorthandFields(shorthand: unknown): readonly FieldDraft[] {
  return InvalidInput.within(['shorthand'], () => readShorthand(shorthand));
}

function fromLearned({ table, warnings }: Learned, path: readonly string[]): Imported {
  const schema = { tables: [table] };
  assertValid(schema, inInput(() => path));
  return { schema, warnings };
}

function fromJsonSchema({ schema, path = JSON_SCHEMA_PATH }: JsonSchema): Imported {
  const { table, warnings } = InvalidInput.within(path, () => readJsonSchema(schema, ONLY_TABLE, meantBy));
  const imported = finished([table], inInput(() => path));
  return { ...imported, warnings: warnings.map((message) => ({ message, table: ONLY_TABLE })) };
}

/** What a column of that name, description and type would hold; undefined where that is nothing that a type itself would not. */
function meantBy(name: string, description: string | undefined, type: FieldType): Generator | undefined {
  const field: Field = { name, type, nullable: false, ...(description === undefined ? {} : { description }) };
  const [table] = chooseGenerators({ tables: [{ name: ONLY_TABLE, fields: [field], primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] }] }).tables;
  const generator = table?.fields[0]?.generator;
  if (type !== 'STRING') return generator;
  const isText = generator?.kind === 'semantic' || generator?.kind === 'pattern' || (generator?.kind === 'category' && generator.values.every(({ value }) => typeof value === 'string'));
  return isText ? generator : undefined;
}

function fromLines({ text, path = LINES_PATH }: LinesText): Imported {
  const { tables, lineOf } = InvalidInput.within(path, () => readLines(text, ONLY_TABLE));
  return finished(tables, ({ path: [, table = '', , field], message }) => {
    const line = lineOf(table, field);
    return line === undefined ? { path, message } : { path, message: `line ${line}: ${message}`, line };
  });
}

/** An issue of the schema as one of the input that it was made from. */
type Placed = (issue: InputIssue) => InputIssue;

function inInput(pathOf: (path: readonly string[]) => readonly string[]): Placed {
  return (issue) => ({ ...issue, path: pathOf(issue.path) });
}

function finished(drafts: readonly TableDraft[], placed: Placed): Imported {
  // Before anything is parsed: a definition may be large.
  const sizes = sizeIssues(drafts);
  if (sizes.length > 0) throw new InvalidInput(sizes.map(placed));
  const reader = new DraftReader(drafts);
  const schema = withFieldTypes({ tables: drafts.map((draft) => reader.table(draft)) });
  if (reader.issues.length > 0) throw new InvalidInput(reader.issues.map(placed));
  assertValid(schema, placed);
  return { schema, warnings: [] };
}

function assertValid(schema: DataSchema, placed: Placed): void {
  const issues = validateSchema(schema);
  if (issues.length > 0) throw new InvalidInput(issues.map(placed));
}

/** Reads drafts to the end, and keeps every fault that it meets on the way. */
class DraftReader {
  readonly issues: InputIssue[] = [];
  readonly #drafts: ReadonlyMap<string, TableDraft>;

  constructor(drafts: readonly TableDraft[]) {
    this.#drafts = new Map(drafts.map((draft) => [draft.name, draft]));
  }

  table(draft: TableDraft): Table {
    const { name, description } = draft;
    const path = ['tables', name];
    const foreignKeys = draft.foreignKeys.map(({ fields, table, references }): ForeignKey => ({ fields, table, references: references ?? this.#drafts.get(table)?.primaryKey ?? [] }));
    return {
      name,
      ...(description === undefined ? {} : { description }),
      fields: draft.fields.map((field) => this.#field(name, field)),
      primaryKey: draft.primaryKey,
      uniqueKeys: uniqueKeysOf(draft),
      foreignKeys: [...foreignKeys, ...draft.fields.flatMap((field) => referenceOf(field, foreignKeys))],
      checks: draft.checks.flatMap((sql): Check[] => {
        const condition = this.#expression(sql, [...path, 'checks'], `table ${name}, check ${JSON.stringify(sql.slice(0, 80))}:`);
        return condition === undefined ? [] : [{ sql, condition }];
      }),
    };
  }

  #field(table: string, draft: FieldDraft): Field {
    const { name, type, description, nullable, nullShare, maxLength, precision, scale } = draft;
    const generator = draft.generator === undefined ? undefined : this.#generator(draft.generator, ['tables', table, 'fields', name, 'generator'], `table ${table}, field ${name}:`, 0);
    return {
      name,
      type,
      nullable,
      ...(description === undefined ? {} : { description }),
      ...(nullShare === undefined ? {} : { nullShare }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(precision === undefined ? {} : { precision }),
      ...(scale === undefined ? {} : { scale }),
      ...(type === 'DECIMAL' && scale === undefined && generator?.kind === 'decimal' ? { scale: generator.places } : {}),
      ...(generator === undefined ? {} : { generator }),
    };
  }

  /** undefined: a fault was met, and kept. */
  #generator(draft: GeneratorDraft, path: readonly string[], subject: string, depth: number): Generator | undefined {
    if (depth > MAX_GENERATOR_DEPTH) {
      this.issues.push({ path, message: `${subject} generators stand more than ${MAX_GENERATOR_DEPTH} deep in one another; make fields of their own of the inner ones` });
      return undefined;
    }
    switch (draft.kind) {
      case 'expression': {
        const expression = this.#expression(draft.sql, [...path, 'sql'], subject);
        return expression === undefined ? undefined : { kind: 'expression', sql: draft.sql, expression };
      }
      case 'conditional': {
        const cases = draft.cases.flatMap(({ when, then }) => {
          const condition = this.#expression(when, [...path, 'when'], subject);
          const generator = this.#generator(then, path, subject, depth + 1);
          return condition === undefined || generator === undefined ? [] : [{ when, condition, then: generator }];
        });
        const otherwise = draft.otherwise === undefined ? undefined : this.#generator(draft.otherwise, path, subject, depth + 1);
        return { kind: 'conditional', cases, ...(otherwise === undefined ? {} : { otherwise }) };
      }
      case 'object': {
        const fields = draft.fields.flatMap(({ generator, ...field }) => {
          const made = this.#generator(generator, [...path, field.name], subject, depth + 1);
          return made === undefined ? [] : [{ ...field, generator: made }];
        });
        return { kind: 'object', fields };
      }
      case 'array': {
        const items = this.#generator(draft.items, [...path, 'items'], subject, depth + 1);
        const first = draft.first?.flatMap((one) => this.#generator(one, [...path, 'first'], subject, depth + 1) ?? []);
        const { first: _drafts, ...rest } = draft;
        return items === undefined ? undefined : { ...rest, items, ...(first === undefined ? {} : { first }) };
      }
      case 'mixture': {
        const parts = draft.parts.flatMap(({ generator, weight }) => {
          const made = this.#generator(generator, path, subject, depth + 1);
          return made === undefined ? [] : [{ generator: made, weight }];
        });
        return { ...draft, parts };
      }
      default: return draft;
    }
  }

  #expression(sql: string, path: readonly string[], subject: string): Expression | undefined {
    try {
      return parseExpression(sql);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      this.issues.push(...error.issues.map(({ message }) => ({ path, message: `${subject} ${message}` })));
      return undefined;
    }
  }
}

function uniqueKeysOf(draft: TableDraft): readonly (readonly string[])[] {
  const single = draft.fields.filter(({ unique }) => unique).map(({ name }) => [name]);
  const keys = [...draft.uniqueKeys, ...single].filter((key) => !sameFields(key, draft.primaryKey));
  return keys.filter((key, index) => keys.findIndex((other) => sameFields(other, key)) === index);
}

/** A reference generator says what a foreign key says: where the table has none for it, it gets one. */
function referenceOf({ name, generator }: FieldDraft, foreignKeys: readonly ForeignKey[]): readonly ForeignKey[] {
  if (generator?.kind !== 'reference' || foreignKeys.some(({ fields }) => fields.includes(name))) return [];
  return [{ fields: [name], table: generator.table, references: [generator.field] }];
}
