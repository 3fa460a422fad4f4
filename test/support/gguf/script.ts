// Makes a model of made-up weights write texts like those of a corpus: its last feed-forward layer becomes a table of which token follows which.
// A neuron answers to the embedding of one token, and turns it into a mix of its followers' embeddings, so that the scores come out as the
// logarithms of how often each followed. All shapes stay as they are, and so does the work of every step.
import { Stream } from '../../../src/domain/random.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The size of a scripted token's embedding, component by component; each is plus or minus this, which every layout keeps. */
export const AMPLITUDE = 0.02;
/** The score of a follower that stands alone: high enough to be near certain at temperature 1. */
const GAIN = 60;
/** Gate times up of a neuron at its own token: 30 by 1. */
const GATE = 30;
const MOST_FOLLOWERS = 16;

type Counts = ReadonlyMap<number, number>;

export class Script {
  /** The token that each neuron answers to, the most frequent first. */
  readonly neurons: readonly number[];
  /** The last norm's weights. */
  readonly outputScale: number;
  readonly #followers: ReadonlyMap<number, Counts>;
  readonly #signs: ReadonlyMap<number, Float32Array>;
  readonly #width: number;

  /** Of at most `neurons` tokens, in a model of that width. */
  constructor(corpus: string, vocabulary: Vocabulary, { seed, width, neurons }: { readonly seed: number; readonly width: number; readonly neurons: number }) {
    const followers = followersIn(vocabulary.encoder.encode(corpus));
    this.#followers = followers;
    this.neurons = [...followers.keys()].sort((a, b) => total(followers.get(b)) - total(followers.get(a))).slice(0, neurons);
    const tokens = new Set([...this.neurons, ...this.neurons.flatMap((token) => [...this.#mostFrequent(token).keys()])]);
    this.#signs = new Map(Array.from(tokens, (token, rank) => [token, signsOf(rank, width, Stream.of(seed, 'signs'))]));
    this.outputScale = GAIN / (AMPLITUDE * width);
    this.#width = width;
  }

  /** None for a token that is not in the script. */
  embedding(token: number): Float32Array | undefined {
    return this.#signs.get(token)?.map((sign) => AMPLITUDE * sign);
  }

  /** The gate's and the up's row of a neuron. */
  keys(token: number): { readonly gate: Float32Array; readonly up: Float32Array } {
    const up = this.#signsOf(token).map((sign) => sign / this.#width);
    return { gate: up.map((value) => GATE * value), up };
  }

  /** What a neuron adds: its token's embedding taken away, its followers' put in its place. */
  value(token: number): Float32Array {
    const mix = this.#signsOf(token).map((sign) => -AMPLITUDE * sign);
    for (const [follower, share] of sharesOf(this.#mostFrequent(token))) {
      const signs = this.#signsOf(follower);
      for (let i = 0; i < mix.length; i++) mix[i] = (mix[i] ?? 0) + 3 * AMPLITUDE * share * (signs[i] ?? 0);
    }
    return mix.map((value) => value / GATE);
  }

  #signsOf(token: number): Float32Array {
    const signs = this.#signs.get(token);
    if (signs === undefined) throw new Error(`expected a token of the script, got ${token}`);
    return signs;
  }

  #mostFrequent(token: number): Counts {
    return new Map([...(this.#followers.get(token) ?? [])].sort(([, a], [, b]) => b - a).slice(0, MOST_FOLLOWERS));
  }
}

/**
 * The signs of the rank-th token. Walsh functions under common random signs: at right angles to one another, for as many tokens as the greatest
 * power of two that divides the width (256 of 256, 512 of 1536); the next as many have other random signs, and are nearly so.
 */
function signsOf(rank: number, width: number, draws: Stream): Float32Array {
  const order = width & -width;
  return Float32Array.from({ length: width }, (_, i) => (isOdd(rank % order & i) === ((draws.bits(Math.floor(rank / order), i) & 1) === 1) ? 1 : -1));
}

/** Whether the number has an odd number of bits. */
function isOdd(bits: number): boolean {
  let folded = bits;
  for (let by = 16; by > 0; by >>= 1) folded ^= folded >>> by;
  return (folded & 1) === 1;
}

function followersIn(tokens: readonly number[]): Map<number, Counts> {
  const followers = new Map<number, Map<number, number>>();
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (next === undefined) return;
    const counts = followers.get(token) ?? new Map<number, number>();
    followers.set(token, counts.set(next, (counts.get(next) ?? 0) + 1));
  });
  return followers;
}

function total(counts: Counts | undefined): number {
  return [...(counts ?? new Map<number, number>()).values()].reduce((sum, count) => sum + count, 0);
}

/**
 * Shares in a mix, such that the scores give back the counts. A score is GAIN times a share divided by the length of all shares together
 * (the last norm sees to that), which depends on the shares again: so the slope is sought in rounds.
 */
function sharesOf(counts: Counts): [token: number, share: number][] {
  const most = Math.max(...counts.values());
  let shares: [number, number][] = [];
  for (let slope = GAIN, round = 0; round < 30; round++) {
    shares = Array.from(counts, ([token, count]) => [token, Math.max(0.1, 1 + Math.log(count / most) / slope)]);
    slope = GAIN / Math.hypot(...shares.map(([, share]) => share));
  }
  return shares;
}
