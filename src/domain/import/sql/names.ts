// Names of types, tables and sequences in DDL, which may have their schema's before them. A database's name before that plays no part.

/** The schema, where one is named, and the name itself. */
export function splitName(names: readonly string[]): readonly [schema: string | undefined, name: string] {
  return [names.at(-2), names.at(-1) ?? ''];
}
