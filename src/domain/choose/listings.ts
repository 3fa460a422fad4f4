// Tables that list what the world has: a table of countries, of the states of the USA. One column is drawn, and the others say what belongs to
// it; so a country's name is that of its code, whatever row it stands in.
import type { Generator } from '../generator.ts';
import type { Table } from '../schema.ts';
import { LISTED_COUNTRIES, US_STATES } from '../vocabulary/listings.ts';
import type { Column } from './column.ts';
import { meetsChecks } from './fit-texts.ts';
import { snakeCase } from './names.ts';

interface Listing {
  /** The whole of a table's name, in snake case, without its schema. */
  readonly table: RegExp;
  /** What its columns hold, by their names, the surest first: the first two tell entries apart. */
  readonly parts: readonly (readonly [reading: RegExp, values: readonly string[]])[];
  /** Where the table is about something more general, its words are drawn in the usual way unless they must be unique. */
  readonly onlyUnique: boolean;
}

const LISTINGS: readonly Listing[] = [
  {
    table: /^(.+_)?(country|countries)$/,
    parts: [
      [/^(iso_?)?(code|iso|code_?2|iso_?2|alpha_?2|abbreviation)$|^country_(code|iso)$/, LISTED_COUNTRIES.map(({ code }) => code)],
      [/^name$|^country(_name)?$/, LISTED_COUNTRIES.map(({ name }) => name)],
      [/^currency(_?code)?$/, LISTED_COUNTRIES.map(({ currency }) => currency)],
    ],
    onlyUnique: true,
  },
  {
    table: /^(.+_)?us_?states?$/,
    parts: [
      [/^name$|^state(_name)?$/, US_STATES.map(({ name }) => name)],
      [/^(state_)?(code|abbr|abbreviation)$/, US_STATES.map(({ code }) => code)],
      [/^(state_)?region$/, US_STATES.map(({ region }) => region)],
    ],
    onlyUnique: false,
  },
];

/** Generators of the columns that a list fills: the first of them to be unique is drawn, else the first. Empty where the table is no list. */
export function listingsOf(table: Table, columns: readonly Column[]): ReadonlyMap<string, Generator> {
  const name = snakeCase(table.name.slice(table.name.lastIndexOf('.') + 1));
  const listing = LISTINGS.find((candidate) => candidate.table.test(name));
  const found = (listing?.parts ?? []).flatMap(([reading, values], place) => {
    const column = columns.find(({ readings }) => readings.some(({ text }) => reading.test(text)));
    return column !== undefined && takes(column, values) ? [{ column, values, tellsApart: place < 2 }] : [];
  });
  const anchor = found.find(({ column, tellsApart }) => tellsApart && column.key === 'alone') ?? (listing?.onlyUnique === false ? found.find(({ tellsApart }) => tellsApart) : undefined);
  if (anchor === undefined) return new Map();
  return new Map(found.map(({ column, values }) => [column.field.name, column === anchor.column ? listed(values) : belonging(anchor.column, anchor.values, values)]));
}

/** A text column in no key with others, in which every value has room and passes its CHECKs. */
function takes(column: Column, values: readonly string[]): boolean {
  const { field, key, maxLength } = column;
  return (field.type === 'STRING' || field.type === 'TEXT') && key !== 'part' && values.every((value) => value.length <= maxLength) && meetsChecks(listed(values), column);
}

function listed(values: readonly string[]): Generator {
  return { kind: 'category', values: values.map((value) => ({ value, weight: 1 })) };
}

function belonging(to: Column, keys: readonly string[], values: readonly string[]): Generator {
  return { kind: 'subcategory', field: to.field.name, groups: keys.map((when, place) => ({ when, values: [{ value: values[place] ?? null, weight: 1 }] })) };
}
