// The limits on what an operation may look like, checked before anything is validated or run, each refusal with its code. The cost
// of what it asks for is bounded in builder.ts (MAX_COMPLEXITY), the size of a request in server/.
import { GraphQLError, Kind, Lexer, parse, Source, TokenKind, type DocumentNode, type FragmentDefinitionNode, type ParseOptions, type SelectionSetNode } from 'graphql';

/** Most characters of a document; long texts belong into variables. */
export const MAX_DOCUMENT_LENGTH = 1_000_000;
/** Most lexical tokens of a document. */
export const MAX_TOKENS = 10_000;
/** Most brackets of whatever kind inside one another: the parser calls itself for each. */
export const MAX_NESTING = 100;
/** Most selections written in a document: validation compares fields pairwise. */
export const MAX_SELECTIONS = 1_000;
/** Most levels of fields inside one another. GraphiQL's introspection has 15. */
export const MAX_DEPTH = 20;
/** Most aliases of an operation, fragments counted where they are spread. */
export const MAX_ALIASES = 30;
/** Most items of one list in the variables. */
export const MAX_VARIABLE_LIST = 100_000;
/** Most levels of lists and objects inside one another in the variables. */
export const MAX_VARIABLE_DEPTH = 64;

/**
 * A document, if it keeps to the limits.
 * @throws GraphQLError with code GRAPHQL_PARSE_FAILED, or the code of the limit.
 */
export function parseLimited(text: string | Source, options?: ParseOptions): DocumentNode {
  const source = typeof text === 'string' ? new Source(text) : text;
  if (source.body.length > MAX_DOCUMENT_LENGTH) {
    throw refusal('DOCUMENT_TOO_LONG', `The document has ${source.body.length} characters, and the most is ${MAX_DOCUMENT_LENGTH}. Put long texts into variables.`);
  }
  try {
    checkTokens(source);
    const document = parse(source, options);
    checkShape(document);
    return document;
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions['code'] !== undefined) throw error;
    throw new GraphQLError(error.message, {
      source: error.source ?? null,
      positions: error.positions ?? null,
      extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } },
    });
  }
}

/**
 * Checks how deep variables are nested and how long their lists are, without recursion: they come from JSON of any depth, and the
 * map of a multipart request can make a list of any length out of nothing, which would exhaust memory when it is walked.
 * @throws GraphQLError with code VARIABLES_TOO_DEEP or LIST_TOO_LONG.
 */
export function checkVariables(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_VARIABLE_DEPTH) throw refusal('VARIABLES_TOO_DEEP', `The variables are nested more than ${MAX_VARIABLE_DEPTH} levels deep. Flatten them.`);
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value) && value.length > MAX_VARIABLE_LIST) throw refusal('LIST_TOO_LONG', `A list in the variables has ${value.length} items, and the most is ${MAX_VARIABLE_LIST}.`);
      if (isContainer(value)) for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
}

/** A list or object; a file of a multipart request is neither, and no JSON value has functions. */
function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !('arrayBuffer' in value && typeof value.arrayBuffer === 'function');
}

/** Reads the tokens without the parser, whose calls nest as the brackets do. */
function checkTokens(source: Source): void {
  const lexer = new Lexer(source);
  let count = 0;
  let nesting = 0;
  while (lexer.advance().kind !== TokenKind.EOF) {
    if (++count > MAX_TOKENS) throw refusal('TOO_MANY_TOKENS', `The document has more than ${MAX_TOKENS} tokens. Put data into variables, or ask in several operations.`);
    nesting += NESTING[lexer.token.kind] ?? 0;
    if (nesting > MAX_NESTING) throw refusal('TOO_DEEP', `The document has more than ${MAX_NESTING} brackets inside one another. Put data into variables, or ask in several operations.`);
  }
}

const NESTING: Partial<Record<TokenKind, number>> = {
  [TokenKind.BRACE_L]: 1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.PAREN_L]: 1,
  [TokenKind.BRACE_R]: -1,
  [TokenKind.BRACKET_R]: -1,
  [TokenKind.PAREN_R]: -1,
};

interface Shape {
  readonly depth: number;
  readonly aliases: number;
}

const NOTHING: Shape = { depth: 0, aliases: 0 };

function checkShape(document: DocumentNode): void {
  const selections = countSelections(document);
  if (selections > MAX_SELECTIONS) {
    throw refusal('TOO_MANY_FIELDS', `The document selects ${selections} fields and fragments, and the most is ${MAX_SELECTIONS}. Ask in several operations.`);
  }
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases } = measure(definition.selectionSet);
    if (depth > MAX_DEPTH) throw refusal('TOO_DEEP', `The operation is ${depth} levels deep, and the most is ${MAX_DEPTH}. Ask in several operations.`);
    if (aliases > MAX_ALIASES) throw refusal('TOO_MANY_ALIASES', `The operation has ${aliases} aliases, and the most is ${MAX_ALIASES}. Ask in several operations.`);
  }
}

function countSelections(document: DocumentNode): number {
  let count = 0;
  const waiting: SelectionSetNode[] = [];
  for (const definition of document.definitions) if ('selectionSet' in definition && definition.selectionSet !== undefined) waiting.push(definition.selectionSet);
  for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
    count += set.selections.length;
    for (const selection of set.selections) if ('selectionSet' in selection && selection.selectionSet !== undefined) waiting.push(selection.selectionSet);
  }
  return count;
}

/** Measures a selection with its fragments. Each fragment is measured once, so spreads of spreads cost nothing; a cycle is validation's to refuse. */
function createMeasure(document: DocumentNode): (set: SelectionSetNode) => Shape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Shape>();

  function ofFragment(name: string): Shape {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const shape = fragment === undefined ? NOTHING : ofSet(fragment.selectionSet);
    measured.set(name, shape);
    return shape;
  }

  function ofSet(set: SelectionSetNode): Shape {
    let depth = 0;
    let aliases = 0;
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD;
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : selection.selectionSet === undefined ? NOTHING : ofSet(selection.selectionSet);
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
      aliases += inner.aliases + (isField && selection.alias !== undefined ? 1 : 0);
    }
    return { depth, aliases };
  }

  return ofSet;
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { spec: true, status: 400 } } });
}
