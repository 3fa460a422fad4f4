// Small plans with rows made by hand, and whole outputs of them: laid out, written in parts, joined, read back.
import { GENERATORS_VERSION, type Plan } from '../../src/domain/plan.ts';
import type { Field, FieldType, Table, Value } from '../../src/domain/schema.ts';
import { layoutOutput, type OutputFile } from '../../src/files/layout.ts';
import { joinParts, type NamedPart, partsOf, type RowRanges, rowsOfPart, writePart } from '../../src/files/parts.ts';
import type { OutputRequest } from '../../src/files/request.ts';
import type { Storage } from '../../src/files/storage.ts';
import { Bucket } from './bucket.ts';
import { collect } from './collect.ts';

/** Rows by table; a row's index is its place. */
export type RowsByTable = Readonly<Record<string, readonly (readonly Value[])[]>>;

export function fieldOf(name: string, type: FieldType, more: Partial<Field> = {}): Field {
  return { name, type, nullable: false, ...more };
}

export function tableFor(name: string, fields: readonly Field[], more: Partial<Table> = {}): Table {
  return { name, fields, primaryKey: fields.slice(0, 1).map((field) => field.name), uniqueKeys: [], foreignKeys: [], checks: [], ...more };
}

export function planFor(tables: readonly Table[], rows: RowsByTable): Plan {
  return {
    generators: GENERATORS_VERSION,
    seed: 7,
    reference: '2026-03-29T00:30:00Z',
    locale: 'en',
    tables: tables.map((table) => ({ ...table, rows: rows[table.name]?.length ?? 0 })),
  };
}

export function allRows(rows: RowsByTable): RowRanges {
  return Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, [{ first: 0, last: list.length }]]));
}

export interface WrittenFile {
  readonly file: OutputFile;
  readonly name: string;
  readonly content: Buffer;
  readonly bytes: number;
  readonly sha256: string;
}

export interface OutputOrder {
  readonly tables: readonly Table[];
  readonly rows: RowsByTable;
  readonly request: OutputRequest;
  /** Left out: all rows. */
  readonly ranges?: RowRanges;
  readonly storage?: Storage;
  /** The order in which the parts are written; left out: their own. */
  readonly shuffled?: (count: number) => readonly number[];
}

/** Writes the whole output and reads it back. */
export async function writeOutput({ tables, rows, request, ranges = allRows(rows), storage = new Bucket(), shuffled }: OutputOrder): Promise<readonly WrittenFile[]> {
  const plan = planFor(tables, rows);
  const written: WrittenFile[] = [];
  // A layout is kept as JSON between its steps.
  const files = JSON.parse(JSON.stringify(layoutOutput(plan, request))) as readonly OutputFile[];
  for (const [fileIndex, file] of files.entries()) {
    const parts = partsOf(file, ranges);
    const named: NamedPart[] = [];
    for (const index of shuffled?.(parts.length) ?? parts.keys()) {
      const part = parts[index];
      if (part === undefined) continue;
      const name = `parts/${fileIndex}/${index}`;
      const source = rows[part.table] ?? [];
      await writePart(storage, name, { plan, file, part, rows: rowsOfPart(part, ({ first, last }) => source.slice(first, last)) });
      named[index] = { section: part.section, name };
    }
    const name = `runs/${file.fileName}`;
    const stored = await joinParts(storage, name, { file, parts: named });
    written.push({ file, name, content: Buffer.concat(await collect(storage.get(name))), ...stored });
  }
  return written;
}

/** The one file of an output, as text. */
export async function writeText(order: OutputOrder): Promise<string> {
  const [only] = await writeOutput(order);
  return only?.content.toString('utf8') ?? '';
}
