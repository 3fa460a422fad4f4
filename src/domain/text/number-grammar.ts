// Numbers between two bounds, digit by digit: no zeros in front, no -0, exactly so many digits after the point. And what is left to choose of
// one that has been begun.
import type { Steps } from './constraint.ts';
import { inRow, literal, oneOfCharacters, times, type Rules } from './gbnf.ts';

/** Every number of the range as it is written, `-12.50`. */
export function numberGrammar(rules: Rules, { low, high, places }: Steps): string {
  const below = low < 0n ? [inRow(literal('-'), magnitudes(rules, high < 0n ? -high : 1n, -low, places))] : [];
  const above = high >= 0n ? [magnitudes(rules, low > 0n ? low : 0n, high, places)] : [];
  return rules.oneOf([...below, ...above]);
}

/**
 * The only number of the range whose text begins so, in steps; null where there are several, or none. A text that may end or go on is several:
 * of 1 to 12, `1` is 1, 10, 11 or 12. Digits past the places are zeros that a text may have behind, and say nothing.
 */
export function onlyNumber({ low, high, places }: Steps, begun: string): bigint | null {
  const negative = begun.startsWith('-');
  const [whole = '', behind] = begun.replace('-', '').split('.');
  const fraction = behind?.slice(0, places);
  let only: bigint | null = null;
  const count = (from: bigint, to: bigint): boolean => {
    const [first, last] = [from > low ? from : low, to < high ? to : high];
    if (first > last) return true;
    if (only !== null || first < last) return false;
    only = first;
    return true;
  };
  if (whole === '') return count(low, negative ? -1n : high) ? only : null;
  const digits = BigInt(whole + (fraction ?? ''));
  const longest = String(high > -low ? high : -low).length;
  const [fewest, most] = fraction !== undefined ? [places - fraction.length, places - fraction.length] : [places, whole === '0' ? places : longest];
  for (let more = fewest; more <= most; more++) {
    const unit = 10n ** BigInt(more);
    const [first, last] = [digits * unit, digits * unit + unit - 1n];
    if (!(negative ? count(-last, -first) : count(first, last))) return null;
  }
  return only;
}

/** From `low` to `high`, neither below 0. */
function magnitudes(rules: Rules, low: bigint, high: bigint, places: number): string {
  const shortest = places + 1;
  const lengthOf = (steps: bigint): number => Math.max(String(steps).length, shortest);
  const ways: string[] = [];
  // Lengths of which every number is in the range are one way together.
  const full: number[] = [];
  for (let length = lengthOf(low); length <= lengthOf(high); length++) {
    const [least, most] = [length === shortest ? 0n : 10n ** BigInt(length - 1), 10n ** BigInt(length) - 1n];
    if (low <= least && high >= most && length > shortest) full.push(length);
    else ways.push(between(rules, padded(low > least ? low : least, length), padded(high < most ? high : most, length), places));
  }
  const [from, to] = [full[0], full.at(-1)];
  if (from !== undefined && to !== undefined) ways.push(inRow('[1-9]', times('[0-9]', from - 1 - places, to - 1 - places), places === 0 ? '' : inRow(literal('.'), times('[0-9]', places, places))));
  return rules.oneOf(ways);
}

function padded(steps: bigint, length: number): string {
  return String(steps).padStart(length, '0');
}

/** Digits from `low` to `high`, equally many; the point stands before the last `places`. */
function between(rules: Rules, low: string, high: string, places: number): string {
  const count = low.length;
  if (count === 0) return '';
  if (/^0*$/.test(low) && /^9*$/.test(high)) {
    const whole = count > places ? times('[0-9]', count - places, count - places) : '';
    const point = count > places && places > 0 ? literal('.') : '';
    return inRow(whole, point, times('[0-9]', Math.min(count, places), Math.min(count, places)));
  }
  const behind = (from: string, to: string): string => inRow(from.length === places && places > 0 ? literal('.') : '', between(rules, from, to, places));
  const [nines, zeros] = ['9'.repeat(count - 1), '0'.repeat(count - 1)];
  const [first, last] = [Number(low[0]), Number(high[0])];
  if (first === last) return inRow(literal(String(first)), behind(low.slice(1), high.slice(1)));
  const ways: string[] = [];
  const [lowIsFull, highIsFull] = [low.slice(1) === zeros, high.slice(1) === nines];
  if (!lowIsFull) ways.push(inRow(literal(String(first)), behind(low.slice(1), nines)));
  const middle = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => digit >= (lowIsFull ? first : first + 1) && digit <= (highIsFull ? last : last - 1));
  if (middle.length > 0) ways.push(inRow(oneOfCharacters(middle.map(String)), behind(zeros, nines)));
  if (!highIsFull) ways.push(inRow(literal(String(last)), behind(zeros, high.slice(1))));
  return rules.oneOf(ways);
}
