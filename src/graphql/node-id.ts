// Global ids, for arguments that name one thing. An id of another kind, or no id at all, names nothing: it is not found.
import { NotFound } from '../domain/errors.ts';

export type JobNode = 'TextJob' | 'QaJob' | 'ImageJob' | 'UnifiedJob' | 'SeriesJob';
export type NodeType = 'Schema' | JobNode | 'Output' | 'Upload';

/** Jobs of every kind. */
export const JOB_NODES: readonly JobNode[] = ['TextJob', 'QaJob', 'ImageJob', 'UnifiedJob', 'SeriesJob'];

const NODES: ReadonlySet<string> = new Set<NodeType>(['Schema', ...JOB_NODES, 'Output']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function encodeId(type: NodeType, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

/** The two halves of a global id; of something that is none, halves that name nothing. */
export function splitId(globalId: string): { typename: string; id: string } {
  const text = Buffer.from(globalId, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? { typename: '', id: '' } : { typename: text.slice(0, colon), id: text.slice(colon + 1) };
}

/** True where these halves can name something that `node` finds. */
export function isNode(typename: string, id: string): boolean {
  return NODES.has(typename) && UUID.test(id);
}

/** The id inside a global id of one of these types; null where it is anything else. */
export function idOf(globalId: string, ...types: readonly NodeType[]): string | null {
  const { typename, id } = splitId(globalId);
  return types.some((type) => type === typename) && UUID.test(id) ? id : null;
}

/**
 * The same, for what must be there.
 * @throws NotFound in the words that a missing thing gets, so that nobody can tell the two apart.
 */
export function decodeId(globalId: string, what: Parameters<typeof NotFound.of>[0], ...types: readonly NodeType[]): string {
  const id = idOf(globalId, ...types);
  if (id === null) throw NotFound.of(what);
  return id;
}
