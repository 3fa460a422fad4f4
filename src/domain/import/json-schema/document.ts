// Where the references of a JSON Schema lead: by JSON pointer (RFC 6901), by anchor, or by the $id of a schema inside the document. Nothing is ever fetched.
import { isObject, refusal, shown, type Place } from './keywords.ts';

/** What identifiers are relative to where the root has none. */
const NO_BASE = 'schema:///';

type Target = Omit<Place, 'trail'>;

/** One document, whose identifiers are looked for when the first reference needs one. */
export class SchemaDocument {
  readonly #root: unknown;
  #named: ReadonlyMap<string, unknown> | undefined;

  constructor(root: unknown) {
    this.#root = root;
  }

  /** What `ref` leads to; `pointer` is where it stands. Throws InvalidInput where it leads nowhere, or out of the document. */
  target(ref: string, pointer: string): Target {
    const hash = ref.includes('#') ? ref.indexOf('#') : ref.length;
    const fragment = ref.slice(hash + 1);
    const isPointer = fragment === '' || fragment.startsWith('/');
    const name = isPointer ? ref.slice(0, hash) : ref;
    const start = name === '' ? this.#root : this.#byName(name);
    if (start === undefined) throw refusal(pointer, `$ref ${shown(ref)} leads to nothing in this document; expected one such as #/$defs/address: put the schema there`);
    let found = start;
    for (const segment of isPointer ? decoded(fragment).split('/').slice(1).map(unescaped) : []) {
      const inside: unknown = typeof found === 'object' && found !== null && Object.hasOwn(found, segment) ? (found as Readonly<Record<string, unknown>>)[segment] : undefined;
      if (inside === undefined) throw refusal(pointer, `$ref ${shown(ref)} leads nowhere: there is no ${shown(segment)}; mend the reference`);
      found = inside;
    }
    return { schema: found, pointer: ref };
  }

  #byName(name: string): unknown {
    this.#named ??= namedIn(this.#root);
    return this.#named.get(absolute(name, absolute(idOf(this.#root), NO_BASE)));
  }
}

/** Every schema that has an identifier or an anchor, by its absolute address. */
function namedIn(root: unknown): ReadonlyMap<string, unknown> {
  const named = new Map<string, unknown>();
  // Without recursion: a document may be nested as deeply as it is long.
  const waiting: { readonly value: unknown; readonly around: string }[] = [{ value: root, around: NO_BASE }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, around } = next;
    if (typeof value !== 'object' || value === null) continue;
    const id = idOf(value);
    const base = id === '' ? around : absolute(id, around).replace(/#$/, '');
    if (id !== '') named.set(base, value);
    const { $anchor, $dynamicAnchor } = value as Readonly<Record<string, unknown>>;
    for (const anchor of [$anchor, $dynamicAnchor]) if (typeof anchor === 'string') named.set(absolute(`#${anchor}`, base), value);
    for (const inside of Object.values(value)) waiting.push({ value: inside, around: base });
  }
  return named;
}

/** '' where there is none; draft 4 has `id`. */
function idOf(schema: unknown): string {
  const id = isObject(schema) ? (schema['$id'] ?? schema['id']) : undefined;
  return typeof id === 'string' ? id : '';
}

function absolute(name: string, base: string): string {
  return URL.canParse(name, base) ? new URL(name, base).href : name;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment; // a % that stands for itself
  }
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
