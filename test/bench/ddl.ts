// The schemas that the benches import and load: the demo's shop, and two well-known ones where their files are given.
import { readFileSync } from 'node:fs';
import type { BenchOptions } from './figure.ts';
import { textOf } from './served.ts';

export interface Ddl {
  readonly name: string;
  /** null: no file was given. */
  readonly text: string | null;
}

export function ddls({ chinook, northwind }: Pick<BenchOptions, 'chinook' | 'northwind'>): readonly Ddl[] {
  return [
    { name: 'shop', text: textOf('src/demo/shop.sql') },
    { name: 'Chinook', text: chinook === undefined ? null : readFileSync(chinook, 'utf8') },
    { name: 'Northwind', text: northwind === undefined ? null : readFileSync(northwind, 'utf8') },
  ];
}

/** The DDL as a server takes it over a connection to the very database that it is for: without psql's own commands, and without making databases. */
export function forServer(ddl: string): string {
  // In capitals and at the start of a line, as dumps write statements: a comment may well speak of databases.
  return ddl.replace(/^\\.*$/gm, '').replace(/^(?:CREATE|DROP) DATABASE\b[^;/*]*;/gm, '');
}
