// The databases that SQL outputs of other dialects are loaded into: tables made from a plan, with its keys and no CHECKs, and all values read back as
// the plan makes them. Types are the plainest that hold the values, since what is tried is the output.
import { DatabaseSync } from 'node:sqlite';
import type { Field, Table, Value } from '../../src/domain/schema.ts';
import { rulesOf, tableNameIn } from '../../src/files/encoders/sql-rules.ts';
import { type MariaDb, startMariaDb } from './mariadb.ts';

export interface SqlTarget extends AsyncDisposable {
  readonly dialect: 'SQLITE' | 'MYSQL';
  /** Makes the tables anew. */
  create(tables: readonly Table[]): Promise<void>;
  /** Throws at the first error. Foreign keys are checked. */
  load(script: string): Promise<void>;
  /** The rows as `expected` has them, in the order of the primary key's texts. */
  rows(table: Table): Promise<readonly (readonly unknown[])[]>;
}

/** What rows() answers for rows that were loaded whole: numbers as numbers, booleans as 1 and 0, moments without zone, bytes in hexadecimal. */
export function expected(table: Table, rows: Iterable<readonly Value[]>): readonly (readonly unknown[])[] {
  const kept = table.fields.map((field, index) => ({ field, index })).filter(({ field }) => field.computed === undefined);
  return sorted([...rows].map((row) => kept.map(({ field, index }) => expectedValue(field, row[index] ?? null))));
}

function expectedValue({ type }: Field, value: Value): unknown {
  if (value === null) return null;
  switch (type) {
    case 'INTEGER': case 'FLOAT': case 'DECIMAL': return Number(value);
    case 'BOOLEAN': return Number(value);
    case 'DATETIME': return String(value).replace('T', ' ').replace('Z', '');
    case 'BINARY': return Buffer.from(String(value), 'base64').toString('hex').toUpperCase();
    case 'JSON': return JSON.parse(JSON.stringify(value)) as unknown;
    default: return typeof value === 'object' ? JSON.stringify(value) : value;
  }
}

function sorted(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return rows.map((row) => [JSON.stringify(row), row] as const).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

export function startSqlite(): SqlTarget {
  let database = new DatabaseSync(':memory:');
  return {
    dialect: 'SQLITE',
    create: async (tables) => {
      database.close();
      database = new DatabaseSync(':memory:'); // foreign keys are on
      for (const table of tables) database.exec(createTable(table, 'SQLITE', foreignKeys(table, 'SQLITE')));
    },
    load: async (script) => {
      try {
        database.exec(script);
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    rows: async (table) => {
      const found = database.prepare(`SELECT ${written(table).map((field) => asJson(field, 'SQLITE')).join(', ')} FROM ${nameIn('SQLITE', table)}`);
      found.setReturnArrays(true);
      const rows = found.all() as unknown as unknown[][]; // as asked for
      return sorted(rows.map((row) => row.map((value, index) => (value !== null && written(table)[index]?.type === 'JSON' ? (JSON.parse(String(value)) as unknown) : value))));
    },
    [Symbol.asyncDispose]: async () => database.close(),
  };
}

export async function startMySql(): Promise<SqlTarget> {
  const server: MariaDb = await startMariaDb();
  const run = (script: string): Promise<string> => server.run(`CREATE DATABASE IF NOT EXISTS verisim CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; USE verisim;\n${script}`);
  return {
    dialect: 'MYSQL',
    create: async (tables) => {
      const made = tables.map((table) => createTable(table, 'MYSQL', []));
      const linked = tables.flatMap((table) => foreignKeys(table, 'MYSQL').map((key) => `ALTER TABLE ${nameIn('MYSQL', table)} ADD ${key};`));
      await server.run('DROP DATABASE IF EXISTS verisim;');
      await run([...made, ...linked].join('\n'));
    },
    load: async (script) => void (await run(script)),
    rows: async (table) => {
      const lines = await run(`SELECT JSON_ARRAY(${written(table).map((field) => asJson(field, 'MYSQL')).join(', ')}) FROM ${nameIn('MYSQL', table)}`);
      // The client doubles backslashes; JSON has nothing else that it would write otherwise.
      const found = lines.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line.replaceAll('\\\\', '\\')) as unknown[]); // arrays, as asked for
      return sorted(found.map((row) => row.map((value, index) => (value !== null && written(table)[index]?.type === 'BOOLEAN' ? Number(value) : value))));
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

type Target = SqlTarget['dialect'];

function nameIn(dialect: Target, table: Pick<Table, 'name'>): string {
  return tableNameIn(rulesOf(dialect), table);
}

function written(table: Table): readonly Field[] {
  return table.fields.filter(({ computed }) => computed === undefined);
}

function asJson({ name, type }: Field, dialect: Target): string {
  const column = rulesOf(dialect).identifier(name);
  if (type === 'BINARY') return `hex(${column})`.replace(/^.*$/, (hex) => `CASE WHEN ${column} IS NULL THEN NULL ELSE ${hex} END`);
  if (dialect === 'SQLITE') return column;
  if (type === 'DECIMAL') return `CAST(${column} AS DOUBLE)`;
  if (type === 'JSON') return `JSON_EXTRACT(${column}, '$')`;
  return column;
}

function createTable(table: Table, dialect: Target, constraints: readonly string[]): string {
  const { identifier } = rulesOf(dialect);
  const columns = table.fields.map((field) => `${identifier(field.name)} ${typeIn(dialect, field, table)}${field.nullable || field.computed !== undefined ? '' : ' NOT NULL'}`);
  const list = (names: readonly string[]): string => `(${names.map(identifier).join(', ')})`;
  const keys = [...(table.primaryKey.length === 0 ? [] : [`PRIMARY KEY ${list(table.primaryKey)}`]), ...table.uniqueKeys.map((key) => `UNIQUE ${list(key)}`)];
  return `CREATE TABLE ${nameIn(dialect, table)} (\n  ${[...columns, ...keys, ...constraints].join(',\n  ')}\n);`;
}

function foreignKeys(table: Table, dialect: Target): readonly string[] {
  const { identifier } = rulesOf(dialect);
  return table.foreignKeys.map(({ fields, table: parent, references }) => `FOREIGN KEY (${fields.map(identifier).join(', ')}) REFERENCES ${nameIn(dialect, { name: parent })} (${references.map(identifier).join(', ')})`);
}

const TYPES: Readonly<Record<Target, Readonly<Record<Field['type'], string>>>> = {
  SQLITE: { STRING: 'TEXT', TEXT: 'TEXT', INTEGER: 'INTEGER', FLOAT: 'REAL', DECIMAL: 'NUMERIC', BOOLEAN: 'INTEGER', DATE: 'TEXT', TIME: 'TEXT', DATETIME: 'TEXT', UUID: 'TEXT', JSON: 'TEXT', BINARY: 'BLOB' },
  MYSQL: { STRING: 'LONGTEXT', TEXT: 'LONGTEXT', INTEGER: 'BIGINT', FLOAT: 'DOUBLE', DECIMAL: 'DECIMAL(38, 10)', BOOLEAN: 'BOOLEAN', DATE: 'DATE', TIME: 'TIME', DATETIME: 'DATETIME', UUID: 'CHAR(36)', JSON: 'JSON', BINARY: 'LONGBLOB' },
};

function typeIn(dialect: Target, { name, type }: Field, table: Table): string {
  const isInKey = [table.primaryKey, ...table.uniqueKeys, ...table.foreignKeys.map(({ fields }) => fields)].some((key) => key.includes(name));
  return dialect === 'MYSQL' && isInKey && (type === 'STRING' || type === 'TEXT') ? 'VARCHAR(190)' : TYPES[dialect][type];
}
