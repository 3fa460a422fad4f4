// How large a schema may be: bounds that every importer and the validation share.

/** Most tables of one schema. */
export const MAX_TABLES = 1_000;
/** Most fields of one table: PostgreSQL's own limit. */
export const MAX_FIELDS = 1_600;
/** Most fields of all tables together. */
export const MAX_FIELDS_IN_ALL = 20_000;
/** Longest name of a table or field, in UTF-16 units; PostgreSQL's names have 63 bytes, and a table's may have its schema's before it. */
export const MAX_NAME_LENGTH = 126;
/** Most values of one category, over all its groups. */
export const MAX_CHOICES = 10_000;
/** Most bytes that a binary value may have: a page of a thousand rows stays below 100 MB. */
export const MAX_BINARY_BYTES = 65_536;
/** Most digits after a number's point: as many as JavaScript can write. */
export const MAX_PLACES = 100;
/** Longest prefix, and most digits, of a sequence's text. */
export const MAX_SEQUENCE_TEXT = 200;
/** Most values that one JSON value is made of, those inside its arrays and objects counted. */
export const MAX_JSON_VALUES = 2_000;
/** How deep generators may stand inside one another (conditional, object, array, mixture). */
export const MAX_GENERATOR_DEPTH = 8;
