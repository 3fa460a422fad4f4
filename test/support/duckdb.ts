// DuckDB as an independent reader of output files: every value as text, in one form for all formats.
import { DuckDBInstance } from '@duckdb/node-api';

export interface DuckDb {
  /** The rows of a query; values as JavaScript's own or DuckDB's. */
  rows(query: string): Promise<readonly (readonly unknown[])[]>;
  [Symbol.dispose](): void;
}

/** A database of its own in memory, in UTC. */
export async function startDuckDb(): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    rows: async (query) => (await connection.runAndReadAll(query)).getRowsJS(),
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
