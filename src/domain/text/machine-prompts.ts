// Every word that we say to a model that plans machines with their sensors (domain/series/planning.ts): short sentences, and what differs from order to
// order last.
import { numbered, planningPrompt } from './planning-prompts.ts';
import type { Prompt } from './prompts.ts';

const SYSTEM = 'You are an engineer who knows industrial machines and their sensors. Names are English words in lower case, joined by underscores. You answer with the values only.';

/** A kind of machine, as far as it is known. */
export interface KindWords {
  readonly name: string;
  readonly about: string;
  readonly signals: readonly string[];
}

/** Which kinds of machines there are. */
export function kindsPrompt(description: string, most: number): Prompt {
  return planningPrompt(SYSTEM, [plant(description)], [
    `List the kinds of machines that work in it, ${most} at most, the most important first.`,
    'Write a JSON array of one value:',
    '1. machines: JSON array of their names, each one kind in the singular',
  ]);
}

/** What a kind does, and what is measured. */
export function kindPrompt(description: string, kinds: readonly string[], kind: string, mostSignals: number): Prompt {
  const values = [
    'about: what it does, in a few words',
    'modes: JSON array of what it may be doing beside its work, of idle, standby, setup, loading, warm_up, cleaning, fault',
    'hours: around_the_clock, two_shifts or one_shift',
    'maintenance: never, weekly, monthly, quarterly or half_yearly',
    `signals: JSON array of the names of what its sensors measure, ${mostSignals} at most, without units`,
  ];
  return planningPrompt(SYSTEM, [plant(description), `Its machines: ${kinds.join(', ')}.`, 'Describe one machine as a JSON array of these values, in this order:', ...numbered(values)], [`The machine: ${kind}.`]);
}

/** What a signal is, and how it behaves. `units` are those to choose from. */
export function signalPrompt(description: string, kind: KindWords, signal: string, units: readonly string[]): Prompt {
  const values = [
    'about: what it measures, in a few words',
    `unit: one of ${units.join(', ')}`,
    'lowest: the least that its sensor can measure, in that unit',
    'highest: the most that its sensor can measure',
    'usual: what it measures at work, between the two',
    'stopped: the_same, lower or nearly_off, while the machine does not work',
    'speed: how fast it changes, at_once, seconds, minutes or hours',
    'noise: quiet, ordinary or noisy',
    'rhythm: none, daily, weekly or daily_and_weekly',
    'wear: none, rises or falls, as the machine wears until it is maintained',
    'adjusted: true where an operator sets it to other values now and then',
    'follows: nothing, or the other signal that drives it',
    'how: rises_with_it or falls_with_it',
    'lag: how soon it follows, at_once, seconds, minutes or hours',
  ];
  return planningPrompt(SYSTEM, [plant(description), `Its machine ${kind.name}: ${kind.about}. The signals: ${kind.signals.join(', ')}.`, 'Describe one signal as a JSON array of these values, in this order:', ...numbered(values)], [`The signal: ${signal}.`]);
}

function plant(description: string): string {
  return `A plant: ${description}`;
}
