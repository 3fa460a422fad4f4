// A small interpreter of llama.cpp's grammar notation, as far as ours use it: draws sentences of a grammar, and says whether a text is one, or
// begins one. Written apart from the code that it judges; llama.cpp itself judges both where it is installed.
import assert from 'node:assert/strict';

type Node =
  | { readonly kind: 'range'; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'oneOf'; readonly ways: readonly Node[] }
  | { readonly kind: 'times'; readonly part: Node; readonly least: number; readonly most: number };

/** What is still to come, the nearest first; null: nothing. */
type Rest = { readonly node: Node; readonly then: Rest } | null;

export type Verdict = 'whole' | 'begun' | 'refused';

/** A longest word drawn from `*` and `+`. */
const MOST_DRAWN = 6;

export class Gbnf {
  readonly #rules = new Map<string, Node>();
  #source = '';
  #at = 0;

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, name = '', body = ''] = /^([a-z][a-z0-9-]*) ::= (.*)$/s.exec(line) ?? assert.fail(`no rule: ${line}`);
      this.#source = body;
      this.#at = 0;
      this.#rules.set(name, this.#alternatives());
      assert.equal(this.#at, body.length, `not read to its end: ${line}`);
    }
  }

  get size(): number {
    return this.#rules.size;
  }

  /** A sentence; `pick` chooses a whole number in [0, size). */
  draw(pick: (size: number) => number): string {
    const drawn = (node: Node): string => {
      switch (node.kind) {
        case 'range': {
          const [first, last] = node.ranges[pick(node.ranges.length)] ?? assert.fail('an empty class');
          return String.fromCodePoint(first + pick(last - first + 1));
        }
        case 'rule': return drawn(this.#rule(node.name));
        case 'row': return node.parts.map(drawn).join('');
        case 'oneOf': return drawn(node.ways[pick(node.ways.length)] ?? assert.fail('no way'));
        case 'times': {
          const count = node.least + pick(Math.min(node.most, node.least + MOST_DRAWN) - node.least + 1);
          return Array.from({ length: count }, () => drawn(node.part)).join('');
        }
      }
    };
    return drawn(this.#rule('root'));
  }

  judge(text: string): Verdict {
    let states = this.#opened({ node: this.#rule('root'), then: null });
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      const next = states.filter((state) => state?.node.kind === 'range' && state.node.ranges.some(([first, last]) => code >= first && code <= last));
      states = next.flatMap((state) => (state === null ? [] : this.#opened(state.then)));
      if (states.length === 0) return 'refused';
    }
    return states.includes(null) ? 'whole' : 'begun';
  }

  /** All ways on, each to its next character. */
  #opened(rest: Rest): Rest[] {
    if (rest === null) return [null];
    const { node, then } = rest;
    switch (node.kind) {
      case 'range': return [rest];
      case 'rule': return this.#opened({ node: this.#rule(node.name), then });
      case 'row': return this.#opened(node.parts.reduceRight<Rest>((after, part) => ({ node: part, then: after }), then));
      case 'oneOf': return node.ways.flatMap((way) => this.#opened({ node: way, then }));
      case 'times': {
        if (node.most === 0) return this.#opened(then);
        const again: Rest = { node: { ...node, least: Math.max(node.least - 1, 0), most: node.most - 1 }, then };
        const once = this.#opened({ node: node.part, then: again });
        return node.least > 0 ? once : [...once, ...this.#opened(then)];
      }
    }
  }

  #rule(name: string): Node {
    return this.#rules.get(name) ?? assert.fail(`no rule ${name}`);
  }

  #alternatives(): Node {
    const ways = [this.#row()];
    while (this.#take('| ') || this.#take(' | ')) ways.push(this.#row());
    return ways.length === 1 && ways[0] !== undefined ? ways[0] : { kind: 'oneOf', ways };
  }

  #row(): Node {
    const parts: Node[] = [];
    for (;;) {
      const next = this.#source[this.#at];
      if (next === undefined || this.#source.startsWith(' |', this.#at)) return { kind: 'row', parts };
      if (this.#take(' ')) continue;
      parts.push(this.#repeated(this.#element(next)));
    }
  }

  #element(next: string): Node {
    if (next === '"') return this.#literal();
    if (next === '[') return this.#class();
    const [name = assert.fail(`what is ${next}?`)] = /^[a-z][a-z0-9-]*/.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += name.length;
    return { kind: 'rule', name };
  }

  #literal(): Node {
    this.#at++;
    const parts: Node[] = [];
    while (!this.#take('"')) {
      const code = this.#code();
      parts.push({ kind: 'range', ranges: [[code, code]] });
    }
    return { kind: 'row', parts };
  }

  #class(): Node {
    this.#at++;
    assert.notEqual(this.#source[this.#at], '^', 'a negated class lets bytes through');
    const ranges: [number, number][] = [];
    while (!this.#take(']')) {
      const first = this.#code();
      const last = this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']' && this.#take('-') ? this.#code() : first;
      ranges.push([first, last]);
    }
    return { kind: 'range', ranges };
  }

  #repeated(part: Node): Node {
    const [mark = '', least, comma, most] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += mark.length;
    switch (mark[0]) {
      case undefined: return part;
      case '*': return { kind: 'times', part, least: 0, most: Infinity };
      case '+': return { kind: 'times', part, least: 1, most: Infinity };
      case '?': return { kind: 'times', part, least: 0, most: 1 };
      default: return { kind: 'times', part, least: Number(least), most: comma === '' ? Number(least) : Number(most === '' ? Infinity : most) };
    }
  }

  #code(): number {
    const escape = /^\\(?:x([0-9A-F]{2})|u([0-9A-F]{4})|U([0-9A-F]{8})|([nrt"\\[\]]))/.exec(this.#source.slice(this.#at));
    if (escape === null) {
      const code = this.#source.codePointAt(this.#at) ?? assert.fail('the grammar ends in a text');
      assert.notEqual(this.#source[this.#at], '\\', 'an escape that llama.cpp does not know');
      this.#at += code > 0xffff ? 2 : 1;
      return code;
    }
    this.#at += escape[0].length;
    const hex = escape[1] ?? escape[2] ?? escape[3];
    if (hex !== undefined) return Number.parseInt(hex, 16);
    return ({ n: '\n', r: '\r', t: '\t' }[escape[4] ?? ''] ?? escape[4] ?? '').charCodeAt(0);
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }
}
