// What a file of a definition holds, found out while it streams past, whatever its encoding: a .csv or .tsv file is an example to learn from; a .json file is a JSON Schema; a .txt file is lines `name: type` where its
// first line says so, else it is an SQL script like the others.
import { InvalidInput } from '../errors.ts';
import { CSV_FILE, learnFile, type LearnedTable } from '../learn/csv.ts';
import type { DialectHints } from '../learn/dialect.ts';
import { decodedText } from '../learn/encoding.ts';
import type { SqlDialect } from '../sql-dialects.ts';
import { dialectOf, MAX_LOOKED_AT as MAX_DIALECT } from './dialects.ts';
import type { JsonSchema, LinesText } from './draft.ts';
import { DataStripper, type Script } from './dump.ts';
import { MAX_JSON_SCHEMA_LENGTH } from './json-schema/read.ts';
import { looksLikeLines, MAX_LINES_LENGTH } from './lines.ts';
import { MAX_SQL_LENGTH } from './sql.ts';

/** File names that hold a definition. */
export const DEFINITION_FILE = /\.(?:sql|txt|ddl|csv|tsv|json)$/i;
/** Of a .txt file this much is looked at for its first line. */
const MAX_LOOKED_AT = 65_536;

export type FileContent = ({ readonly kind: 'sql'; readonly dialect: SqlDialect } & Script) | Pick<LinesText, 'kind' | 'text'> | JsonSchema | LearnedTable;

/** What is said of a file beside its name; what is left out is found out. A .txt file whose delimiter or header is said is a CSV. */
export interface FileHints extends DialectHints {
  /** Of an SQL script. */
  readonly dialect?: SqlDialect;
}

/** Takes a file piece by piece. */
interface Reader {
  push(piece: string): void;
  end(): FileContent;
}

/** The file's content, read in bounded memory; of a CSV what is learned from it. Throws InvalidInput where its bytes are not of one encoding, too much is left of it, or it is no CSV that can be learned from. */
export async function readFileContent(name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, { dialect, ...hints }: FileHints = {}): Promise<FileContent> {
  if (CSV_FILE.test(name) || (/\.txt$/i.test(name) && (hints.delimiter ?? hints.header) !== undefined)) return { kind: 'learned', learned: await learnFile(name, chunks, hints) };
  let reader = /\.txt$/i.test(name) ? undefined : /\.json$/i.test(name) ? schemaReader() : scriptReader(dialect);
  let beginning = '';
  for await (const piece of decodedText(chunks)) {
    if (reader === undefined) {
      beginning += piece;
      const isLines = looksLikeLines(beginning.slice(0, MAX_LOOKED_AT));
      if (isLines === undefined && beginning.length < MAX_LOOKED_AT) continue;
      reader = readerOf(isLines, beginning, dialect);
    } else reader.push(piece);
  }
  return (reader ?? readerOf(looksLikeLines(`${beginning}\n`), beginning, dialect)).end();
}

function readerOf(isLines: boolean | undefined, beginning: string, dialect: SqlDialect | undefined): Reader {
  const reader = isLines === true ? linesReader() : scriptReader(dialect);
  reader.push(beginning);
  return reader;
}

/** Left out, the dialect is found out from the script's beginning. */
function scriptReader(said: SqlDialect | undefined): Reader {
  let beginning = '';
  let found: { readonly dialect: SqlDialect; readonly stripper: DataStripper } | undefined;
  const begin = (): { readonly dialect: SqlDialect; readonly stripper: DataStripper } => {
    if (beginning.includes('\0')) throw InvalidInput.at([], 'expected an SQL script as text in UTF-8, UTF-16 or Windows-1252, got bytes with NUL characters; unpack the file or save it as text');
    const dialect = said ?? dialectOf(beginning);
    const stripper = new DataStripper(MAX_SQL_LENGTH, dialect);
    stripper.push(beginning);
    return { dialect, stripper };
  };
  return {
    push: (piece) => {
      if (found !== undefined) return found.stripper.push(piece);
      beginning += piece;
      if (beginning.length >= MAX_DIALECT) found = begin();
    },
    end: () => {
      const { dialect, stripper } = (found ??= begin());
      return { kind: 'sql', dialect, ...stripper.end() };
    },
  };
}

function linesReader(): Reader {
  return wholeReader(MAX_LINES_LENGTH, (text) => ({ kind: 'lines', text }));
}

function schemaReader(): Reader {
  return wholeReader(MAX_JSON_SCHEMA_LENGTH, (text) => ({ kind: 'jsonSchema', schema: text }));
}

/** Takes all of a text that has at most so many characters. */
function wholeReader(maxLength: number, contentOf: (text: string) => FileContent): Reader {
  let text = '';
  return {
    push: (piece) => {
      text += piece;
      if (text.length > maxLength) throw InvalidInput.at([], `expected a text of at most ${maxLength} characters, got more; cut the file`);
    },
    end: () => contentOf(text),
  };
}
