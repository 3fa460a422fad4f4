// Prompts with places for the values of a row: `{product} on a white background`. `{{` and `}}` stand for braces; all else stands for itself. A place
// is a field's name, letter by letter, and nothing more: no template can do anything but quote its row.
import { shortened } from '../../lib/shortened.ts';
import type { InputIssue } from '../errors.ts';
import type { Field, FieldType, Table, Value } from '../schema.ts';
import { fitText } from '../vocabulary/text.ts';

/** A text that stands for itself, or the name of a field. */
type Piece = string | { readonly field: string };

/** Escaped braces first, then places, then braces that are neither. */
const PIECES = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;
/** What nobody reads. */
const UNREADABLE: ReadonlySet<FieldType> = new Set(['BINARY', 'JSON']);
/** Fields that an issue lists. */
const SHOWN_FIELDS = 50;
/** UTF-16 units of a template that an issue shows. */
const SHOWN_LENGTH = 100;
/** Digits of a FLOAT; those behind them are noise of the arithmetic. */
const FLOAT_DIGITS = 12;

/** Everything that is wrong with a template for the rows of a table. */
export function templateIssues(template: string, path: readonly string[], table: Table): readonly InputIssue[] {
  const pieces = piecesOf(template);
  if (pieces === null) return [{ path, message: `a brace stands alone in ${JSON.stringify(shortened(template, SHOWN_LENGTH))}: close each place, as in {${table.fields[0]?.name ?? 'field'}}, and write {{ and }} for braces` }];
  const names = new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : piece.field)));
  return [...names].flatMap((name) => fieldIssues(name, path, table));
}

/** What is wrong with a field whose values are to be read by people. */
export function fieldIssues(name: string, path: readonly string[], table: Table): readonly InputIssue[] {
  const field = table.fields.find((candidate) => candidate.name === name);
  if (field !== undefined && isReadable(field)) return [];
  const fault = field === undefined ? `no field of table ${table.name}` : `${field.type}, which cannot be read as words`;
  const names = table.fields.filter(isReadable).map((readable) => readable.name);
  const more = names.length > SHOWN_FIELDS ? ', ...' : '';
  return [{ path, message: `{${name}} is ${fault}: expected one of ${names.slice(0, SHOWN_FIELDS).join(', ')}${more}` }];
}

/** The template with the values of a row, cut to `most` UTF-16 units where it is longer. It has no issues. */
export function filled(template: string, table: Table, values: Readonly<Record<string, Value>>, most: number): string {
  const typeOf = (name: string): FieldType => table.fields.find((field) => field.name === name)?.type ?? 'STRING';
  let text = '';
  for (const piece of piecesOf(template) ?? []) {
    text += typeof piece === 'string' ? piece : readable(values[piece.field] ?? null, typeOf(piece.field));
    if (text.length > most) break; // long values named many times are not put together for nothing
  }
  return fitText(text, most);
}

/** A value as people read it, on one line: null is nothing, truth is yes or no, and an instant has no letters in it. */
export function readable(value: Value, type: FieldType): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(type === 'FLOAT' ? Number(value.toPrecision(FLOAT_DIGITS)) : value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return type === 'DATETIME' ? text.replace('T', ' ').replace(/Z$/, '') : text.replaceAll(/\s+/g, ' ').trim();
}

function isReadable({ type }: Field): boolean {
  return !UNREADABLE.has(type);
}

/** Null: a brace stands alone. */
function piecesOf(template: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const [piece, field] of template.matchAll(PIECES)) {
    if (field !== undefined) pieces.push({ field });
    else if (piece === '{' || piece === '}') return null;
    else pieces.push(piece === '{{' ? '{' : piece === '}}' ? '}' : piece);
  }
  return pieces;
}
