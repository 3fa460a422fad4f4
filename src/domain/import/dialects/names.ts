// Names of tables and columns in dialects that ignore case: each is spelled as where it was made, and a table keeps the schema or
// database before it where that is not the script's own.
import type { OtherDialect } from '../dialects.ts';
import { quotedIdentifier } from '../../sql-identifiers.ts';
import type { Known } from './expressions.ts';
import type { Token } from './tokens.ts';

export interface KnownTable {
  /** As PostgreSQL's SQL names it. */
  readonly sql: string;
  /** By their names in lower case. */
  readonly columns: Map<string, Known>;
  /** Names in lower case. */
  readonly notNull: Set<string>;
  /** Fields in quotes of unique keys that are still to be looked at for nulls. */
  readonly uniques: (readonly string[])[];
}

/** Schemas whose names are left out before a table's. */
const OWN: Readonly<Record<OtherDialect, readonly string[]>> = { MYSQL: [], SQLITE: ['main', 'temp'], SQLSERVER: ['dbo'] };

export class Names {
  readonly #tables = new Map<string, KnownTable>();
  readonly #own: Set<string>;
  readonly #dialect: OtherDialect;
  /** The database that names without one mean, where that is not the script's own. */
  #database: string | undefined;

  constructor(dialect: OtherDialect) {
    this.#dialect = dialect;
    this.#own = new Set(OWN[dialect]);
  }

  /** USE: the first database is the script's own. */
  use(database: string): void {
    if (this.#dialect !== 'MYSQL') return;
    if (this.#own.size === 0) this.#own.add(database.toLowerCase());
    this.#database = this.#own.has(database.toLowerCase()) ? undefined : database;
  }

  /** To the script's beginning, for another pass over it. */
  rewind(): void {
    this.#database = undefined;
  }

  /** Makes a table known under the name that stands here. */
  declare(path: readonly Token[]): KnownTable {
    const { key, sql } = this.#named(path);
    const known = this.#tables.get(key) ?? unknown(sql);
    this.#tables.set(key, known);
    return known;
  }

  /** The table of that name; of one that the script does not make, its name as it is written. */
  table(path: readonly Token[]): KnownTable {
    const { key, sql } = this.#named(path);
    return this.#tables.get(key) ?? unknown(sql);
  }

  has(path: readonly Token[]): boolean {
    return this.#tables.has(this.#named(path).key);
  }

  #named(path: readonly Token[]): { readonly key: string; readonly sql: string } {
    const written = path.at(-2)?.value ?? this.#database;
    const schema = written === undefined || this.#own.has(written.toLowerCase()) ? undefined : written;
    const name = path.at(-1)?.value ?? '';
    return { key: JSON.stringify([schema, name]).toLowerCase(), sql: schema === undefined ? quotedIdentifier(name) : `${quotedIdentifier(schema)}.${quotedIdentifier(name)}` };
  }
}

function unknown(sql: string): KnownTable {
  return { sql, columns: new Map(), notNull: new Set(), uniques: [] };
}

/** A column's name in quotes, as its table spells it. */
export function columnIn(table: KnownTable, token: Token | undefined): string {
  const name = token?.value ?? '';
  return quotedIdentifier(table.columns.get(name.toLowerCase())?.name ?? name);
}
