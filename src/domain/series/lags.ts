// How far back a machine's signals are looked at: lags add up where one signal drives another, and that one a third.
import type { SignalSpec } from './specification.ts';

/** By name, the seconds that other signals look back at a signal at most, over all ways on which it drives them. Drivers in a circle count once. */
export function longestLags(signals: readonly SignalSpec[]): ReadonlyMap<string, number> {
  const driven = new Map<string, { readonly name: string; readonly seconds: number }[]>();
  for (const { name, drivers = [] } of signals) {
    for (const { signal, lagSeconds = 0 } of drivers) driven.set(signal, [...(driven.get(signal) ?? []), { name, seconds: lagSeconds }]);
  }
  const longest = new Map<string, number>();
  const under = new Set<string>();
  const lagOf = (name: string): number => {
    const known = longest.get(name);
    if (known !== undefined || under.has(name)) return known ?? 0;
    under.add(name);
    const lag = Math.max(0, ...(driven.get(name) ?? []).map((one) => one.seconds + lagOf(one.name)));
    longest.set(name, lag);
    return lag;
  };
  return new Map(signals.map(({ name }) => [name, lagOf(name)]));
}
