// Numbers the strings of a shape, each string once, however many ways a regular expression has to spell it: a deterministic automaton is
// built (Rabin and Scott's subset construction), its paths are counted, and a rank is turned into the path of that number.
import { mix } from '../random.ts';
import { refusal, type Shape } from './pattern-syntax.ts';

/** Ranks past this could not be told apart as numbers. */
const MAX_RANKS = Number.MAX_SAFE_INTEGER;
/** What building the automaton may cost, in edges looked at; some shapes would need an exponential number. */
const MAX_WORK = 500_000;

/** Where a string is on its way: equal beginnings lead to the same state. */
export interface State {
  /** Whether the string may end here. */
  readonly accepts: boolean;
  readonly edges: readonly Edge[];
  /** How many strings can follow; past 2^53 it is near, and it may be Infinity. */
  readonly strings: number;
  /** How many ranks are given out for them. */
  readonly ranks: number;
}

export interface Edge {
  /** No two edges of a state have one in common. */
  readonly characters: readonly string[];
  readonly next: State;
  /** Ranks that each of the characters takes; fewer than next.ranks only where the strings outnumber the ranks. */
  readonly share: number;
}

/** Strings by rank. */
export class StringRanks {
  readonly root: State;

  /** Thrown: InvalidInput, where the strings of the shape are too entangled to be counted. */
  constructor(shape: Shape) {
    const automaton = new Automaton();
    automaton.finish(automaton.add(shape, automaton.start));
    this.root = new Subsets(automaton).stateOf([automaton.start]);
  }

  /** How many ranks there are: the number of strings where that is below 2^53, else a number near 2^53. */
  get size(): number {
    return this.root.ranks;
  }

  /** The string of a rank in [0, size); different ranks give different strings. */
  at(rank: number): string {
    let text = '';
    let rest = rank;
    let state = this.root;
    for (let position = 0; ; position++) {
      if (state.accepts) {
        if (rest === 0) return text;
        rest -= 1;
      }
      const edge = state.edges.find(({ characters, share }) => {
        if (rest < characters.length * share) return true;
        rest -= characters.length * share;
        return false;
      });
      if (edge === undefined) throw new RangeError(`rank ${rank} is outside of 0 to ${this.size - 1}`);
      const left = rest % edge.share;
      text += edge.characters[(rest - left) / edge.share];
      rest = spreadOut(left, edge.share, edge.next.ranks, position);
      state = edge.next;
    }
  }
}

/** Takes [0, from) into [0, into) one to one, with the gaps filled by hash, so that the characters it decides look drawn. */
function spreadOut(rank: number, from: number, into: number, position: number): number {
  const stride = Math.floor(into / from);
  if (stride <= 1) return rank;
  const hash = mix(mix((rank >>> 0) ^ Math.imul(position + 1, 0x9e3779b1)) ^ Math.floor(rank / 0x1_0000_0000));
  return rank * stride + Math.floor((hash / 0x1_0000_0000) * stride);
}

/** Thompson's automaton of a shape. It has no cycles, because every repeat has an end. */
class Automaton {
  readonly start = 0;
  /** Per state: the states that it is as good as, and the steps by one character of a set. */
  readonly free: number[][] = [[]];
  readonly steps: { readonly set: number; readonly to: number }[][] = [[]];
  readonly sets: (readonly string[])[] = [];
  readonly #setIds = new Map<string, number>();
  end = 0;

  finish(end: number): void {
    this.end = end;
  }

  /** Adds a shape after a state; answers the state after it. */
  add(shape: Shape, from: number): number {
    switch (shape.kind) {
      case 'characters': {
        const to = this.#newState();
        this.steps[from]?.push({ set: this.#setId(shape.characters), to });
        return to;
      }
      case 'sequence': return shape.parts.reduce((state, part) => this.add(part, state), from);
      case 'choice': {
        const to = this.#newState();
        for (const branch of shape.branches) this.free[this.add(branch, from)]?.push(to);
        return to;
      }
      case 'repeat': {
        const to = this.#newState();
        let state = from;
        for (let done = 0; done < shape.most; done++) {
          if (done >= shape.least) this.free[state]?.push(to);
          state = this.add(shape.part, state);
        }
        this.free[state]?.push(to);
        return to;
      }
    }
  }

  #newState(): number {
    this.steps.push([]);
    return this.free.push([]) - 1;
  }

  #setId(characters: readonly string[]): number {
    const name = characters.join('');
    const known = this.#setIds.get(name);
    if (known !== undefined) return known;
    this.#setIds.set(name, this.sets.length);
    return this.sets.push(characters) - 1;
  }
}

/** The deterministic automaton, made state by state from the end. */
class Subsets {
  readonly #automaton: Automaton;
  readonly #states = new Map<string, State>();
  /** Characters that every set has together or not at all; and per set, which of these groups it is made of. */
  readonly #groups: readonly (readonly string[])[];
  readonly #groupsOfSet: readonly (readonly number[])[];
  #work = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    const membership = new Map<string, string>();
    automaton.sets.forEach((characters, set) => {
      for (const each of characters) membership.set(each, `${membership.get(each) ?? ''},${set}`);
      this.#spend(characters.length);
    });
    const byMembership = Map.groupBy(membership.keys(), (each) => membership.get(each) ?? '');
    this.#groups = [...byMembership.values()];
    const groupsOfSet: number[][] = automaton.sets.map(() => []);
    [...byMembership.keys()].forEach((sets, group) => {
      for (const set of sets.slice(1).split(',')) groupsOfSet[Number(set)]?.push(group);
    });
    this.#groupsOfSet = groupsOfSet;
  }

  stateOf(members: readonly number[]): State {
    const closed = this.#closure(members);
    const name = closed.join();
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const targets = new Map<number, Set<number>>();
    for (const member of closed) {
      for (const { set, to } of this.#automaton.steps[member] ?? []) {
        for (const group of this.#groupsOfSet[set] ?? []) {
          this.#spend(1);
          const reached = targets.get(group);
          if (reached === undefined) targets.set(group, new Set([to]));
          else reached.add(to);
        }
      }
    }
    const characters = new Map<State, string[]>();
    for (const [group, reached] of targets) {
      const next = this.stateOf([...reached]);
      const known = characters.get(next);
      if (known === undefined) characters.set(next, [...(this.#groups[group] ?? [])]);
      else known.push(...(this.#groups[group] ?? []));
    }
    const state = counted(closed.includes(this.#automaton.end), characters);
    this.#states.set(name, state);
    return state;
  }

  /** The states themselves and all that are as good as one of them, in order. */
  #closure(members: readonly number[]): readonly number[] {
    const closed = new Set(members);
    for (const member of closed) {
      for (const other of this.#automaton.free[member] ?? []) closed.add(other);
      this.#spend(1);
    }
    return [...closed].sort((a, b) => a - b);
  }

  #spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_WORK) throw refusal('its strings are too entangled to be numbered for a unique field; use fewer repeats that can match the same characters');
  }
}

function counted(accepts: boolean, targets: ReadonlyMap<State, readonly string[]>): State {
  const own = accepts ? 1 : 0;
  let strings = own;
  let width = 0;
  for (const [next, characters] of targets) {
    strings += characters.length * next.strings;
    width += characters.length;
  }
  const edges = [...targets].map(([next, characters]): Edge => ({ characters, next, share: shareOf(next, strings, width) }));
  const ranks = edges.reduce((sum, { characters, share }) => sum + characters.length * share, own);
  return { accepts, edges, strings, ranks };
}

/** All the ranks of a next state where they can be told apart, else its part of those that can. */
function shareOf(next: State, strings: number, width: number): number {
  if (strings <= MAX_RANKS) return next.ranks;
  const part = strings < Infinity ? next.strings / strings : 1 / width;
  return Math.min(next.ranks, Math.max(1, Math.floor(part * (MAX_RANKS - width - 1))));
}
