// What an SQL script has made so far: tables, types and sequences, as later statements change them. Kept while one script is
// read, and turned into a schema at its end (finish.ts).
import type { Node, RangeVar, TypeName } from 'libpg-query';
import { InvalidInput } from '../../errors.ts';
import type { Expression } from '../../expression.ts';
import { MAX_FIELDS, MAX_TABLES } from '../../limits.ts';
import type { Field, ImportWarning } from '../../schema.ts';
import { namesOf } from '../expression.ts';
import type { Source } from '../parser.ts';
import { splitName } from './names.ts';
import type { ColumnType, UserTypes } from './types.ts';

/** Warnings after these are counted, not kept. */
export const MAX_WARNINGS = 1_000;

/** Lines that one warning for many statements names. */
const MAX_SHOWN_LINES = 50;

export interface DomainCheck {
  readonly node: Node;
  readonly sql: string;
  readonly line: number;
}

export interface Domain {
  readonly base: ColumnType;
  notNull: boolean;
  defaultTo?: Node;
  readonly checks: DomainCheck[];
  /** For an array of a domain's values: that domain. */
  readonly elements?: Domain | undefined;
}

export interface Column {
  readonly name: string;
  readonly line: number;
  type: ColumnType;
  domain?: Domain | undefined;
  /** The column is an array of this domain's values. */
  elements?: Domain | undefined;
  notNull: boolean;
  description?: string;
  defaultTo?: Expression | undefined;
  computed?: Expression | undefined;
  identity?: NonNullable<Field['identity']> | undefined;
  generator?: NonNullable<Field['generator']>;
}

export interface NamedKey {
  readonly name?: string | undefined;
  readonly fields: readonly string[];
  readonly line: number;
}

export interface ForeignKeyInProgress extends NamedKey {
  readonly parent: RangeVar;
  /** The schema that unqualified names meant when it was read. */
  readonly defaultSchema: string;
  /** Empty: the parent's primary key. */
  readonly references: readonly string[];
  /** MATCH FULL: its fields are null together or not at all. */
  readonly matchFull: boolean;
}

export interface CheckInProgress {
  readonly name?: string | undefined;
  readonly sql: string;
  readonly condition: Expression;
  readonly line: number;
}

export interface TableInProgress {
  readonly name: string;
  readonly line: number;
  description?: string;
  readonly columns: Map<string, Column>;
  primaryKey?: NamedKey | undefined;
  uniqueKeys: NamedKey[];
  foreignKeys: ForeignKeyInProgress[];
  checks: CheckInProgress[];
}

export interface SequenceOptions {
  readonly start: number;
  readonly step: number;
}

/** One statement as its readers see it. */
export interface StatementContext {
  readonly catalog: Catalog;
  readonly source: Source;
}

export class Catalog implements UserTypes {
  readonly tables = new Map<string, TableInProgress>();
  readonly enums = new Map<string, string[]>();
  readonly domains = new Map<string, Domain>();
  readonly composites = new Map<string, ColumnType>();
  readonly otherTypes = new Map<string, ColumnType>();
  readonly sequences = new Map<string, SequenceOptions>();
  /** Names of partitions, which are left out; what is said of them is no news. */
  readonly partitions = new Set<string>();
  readonly uniqueIndexes = new Map<string, readonly string[]>();
  readonly warnings: ImportWarning[] = [];
  defaultSchema = 'public';
  #uncounted = 0;
  /** The place of each kind's warning, and the lines of the later ones. */
  readonly #kindsWarned = new Map<string, { readonly at: number; readonly lines: number[] }>();

  /** The name under which a table or type is kept: with its schema, where that is not public, or where a dot in the name would be taken for one. */
  qualified(schema: string | undefined, name: string, defaultSchema = this.defaultSchema): string {
    const inside = schema ?? defaultSchema;
    if (inside !== 'public' && inside !== '') return `${inside}.${name}`;
    return name.includes('.') ? `public.${name}` : name;
  }

  nameOf(relation: RangeVar | undefined, defaultSchema = this.defaultSchema): string {
    return this.qualified(relation?.schemaname, relation?.relname ?? '', defaultSchema);
  }

  table(relation: RangeVar | undefined, defaultSchema = this.defaultSchema): TableInProgress | undefined {
    return this.tables.get(this.nameOf(relation, defaultSchema)) ?? (relation?.schemaname === undefined ? this.tables.get(relation?.relname ?? '') : undefined);
  }

  /** @throws InvalidInput where the table is there already, or one too many. */
  addTable(table: TableInProgress): void {
    if (this.tables.has(table.name)) throw InvalidInput.at([], `line ${table.line}: table ${table.name} is made twice; keep one of its CREATE TABLE statements`, table.line);
    if (this.tables.size >= MAX_TABLES) throw InvalidInput.at([], `line ${table.line}: expected at most ${MAX_TABLES} tables; cut the script`, table.line);
    this.tables.set(table.name, table);
  }

  /** @throws InvalidInput where the column is there already, or one too many. */
  addColumn(table: TableInProgress, column: Column): void {
    if (table.columns.has(column.name)) throw InvalidInput.at([], `line ${column.line}: table ${table.name} has two columns named ${column.name}; rename one`, column.line);
    if (table.columns.size >= MAX_FIELDS) throw InvalidInput.at([], `line ${column.line}: table ${table.name} has more than ${MAX_FIELDS} columns`, column.line);
    table.columns.set(column.name, column);
  }

  #find<Item>(items: ReadonlyMap<string, Item>, schema: string | undefined, name: string): Item | undefined {
    return items.get(this.qualified(schema, name)) ?? (schema === undefined ? items.get(name) : undefined);
  }

  otherType(name: string): ColumnType | undefined {
    return this.otherTypes.get(name);
  }

  enumOf(schema: string | undefined, name: string): readonly string[] | undefined {
    return this.#find(this.enums, schema, name);
  }

  domainOf(schema: string | undefined, name: string): ColumnType | undefined {
    return this.#find(this.domains, schema, name)?.base;
  }

  compositeOf(schema: string | undefined, name: string): ColumnType | undefined {
    return this.#find(this.composites, schema, name);
  }

  /** The domain that the elements of an array are of. */
  domainOfElements(typeName: TypeName | undefined): Domain | undefined {
    const named = this.#find(this.domains, ...splitName(namesOf(typeName?.names)));
    return typeName?.arrayBounds === undefined ? named?.elements : named;
  }

  /** The domain that a type name stands for; an array of a domain is none, and its CHECKs hold for elements only. */
  domainOfType(typeName: TypeName | undefined): Domain | undefined {
    return typeName?.arrayBounds === undefined ? this.#find(this.domains, ...splitName(namesOf(typeName?.names))) : undefined;
  }

  warn(warning: ImportWarning): void {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push(warning);
    else this.#uncounted++;
  }

  /** One warning for all statements of a kind: at the first one's line, with the lines of the others at its end. */
  warnOnce(kind: string, warning: ImportWarning): void {
    const known = this.#kindsWarned.get(kind);
    if (known !== undefined) {
      known.lines.push(warning.line ?? 0);
      return;
    }
    this.#kindsWarned.set(kind, { at: this.warnings.length, lines: [] });
    this.warn(warning);
  }

  /** All warnings, with a last one that says how many more there were. */
  allWarnings(): readonly ImportWarning[] {
    const shown = this.warnings.slice();
    for (const { at, lines } of this.#kindsWarned.values()) {
      const first = shown[at];
      if (first === undefined || lines.length === 0) continue;
      const more = lines.length > MAX_SHOWN_LINES ? ` and ${lines.length - MAX_SHOWN_LINES} more` : '';
      shown[at] = { ...first, message: `${first.message} (the same in line${lines.length === 1 ? '' : 's'} ${lines.slice(0, MAX_SHOWN_LINES).join(', ')}${more})` };
    }
    return this.#uncounted === 0 ? shown : [...shown, { message: `${this.#uncounted} more warnings of this kind were left out` }];
  }
}
