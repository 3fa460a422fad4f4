// The machines of a run of series: as the caller wrote them, from the catalogue by the name of an industry, or of an industry that is not in it from the
// answers of a text model to small constrained questions (domain/series/planning.ts), whatever the model says.
import { InvalidInput } from '../domain/errors.ts';
import { findIndustry, INDUSTRIES } from '../domain/series/catalogue/industries.ts';
import { machinesOf } from '../domain/series/catalogue/units.ts';
import { MAX_MACHINES } from '../domain/series/limits.ts';
import { KIND_PLACES, kindsPlaces, MAX_PLANNED_KINDS, MAX_PLANNED_SIGNALS, readKind, readKinds, readSignal, signalPlaces, UNITS } from '../domain/series/planning.ts';
import { plannedMachine } from '../domain/series/planned-machine.ts';
import type { MachineSpec } from '../domain/series/specification.ts';
import { kindPrompt, kindsPrompt, signalPrompt } from '../domain/text/machine-prompts.ts';
import { ModelPlanning, type ModelPlanningParts, type PlanOptions, type Questions } from './model-planning.ts';
import type { MachinesOrder } from './records.ts';

/** Machines, and what is to be said of where they come from. */
export interface PlannedMachines {
  readonly machines: readonly MachineSpec[];
  readonly warnings: readonly string[];
}

export class MachinePlanner {
  readonly #models: ModelPlanningParts['models'];
  readonly #planning: ModelPlanning;

  constructor(parts: ModelPlanningParts) {
    this.#models = parts.models;
    this.#planning = new ModelPlanning(parts, { what: 'plant', path: ['industry', 'name'], about: 'which industry or plant the machines are of', instead: 'give the machines themselves, as `specs`' });
  }

  /**
   * The machines of an order, each unit a little unlike the others of its kind by the seed; a model that is named is asked though the catalogue has the
   * industry. Throws InvalidInput (paths from the order's root), and what ModelPlanning.plan throws.
   */
  async plan(order: MachinesOrder, { seed, ...options }: PlanOptions & { readonly seed: number }): Promise<PlannedMachines> {
    if (order.kind === 'specs') return { machines: order.specs, warnings: [] };
    const { name, count } = order;
    if (!Number.isInteger(count) || count < 1 || count > MAX_MACHINES) throw InvalidInput.at(['industry', 'count'], `expected 1 to ${MAX_MACHINES} machines, got ${count}${count > MAX_MACHINES ? ': start several runs' : ''}`);
    const known = options.model === undefined ? findIndustry(name) : null;
    if (known !== null) return { machines: machinesOf(known, count, seed), warnings: [] };
    await this.#requireModel(name, options);
    return this.#planning.plan(name, options, async (questions) => ({
      machines: machinesOf({ name, aliases: [], description: name, machines: await kindsFor(questions, count) }, count, seed),
      warnings: [`machines planned from ${JSON.stringify(questions.description)} by the model ${questions.model}: look at their signals, ranges and behaviour before you rely on them`],
    }));
  }

  /** Throws InvalidInput where there is nobody to ask. */
  async #requireModel(name: string, { model }: PlanOptions): Promise<void> {
    if (model !== undefined || (await this.#models.standard('TEXT')) !== undefined) return;
    const names = INDUSTRIES.map((industry) => industry.name).join(', ');
    throw InvalidInput.at(['industry', 'name'], `expected one of ${names}, got ${JSON.stringify(name.slice(0, 80))}; with a text model installed (\`npm run models -- pull\` gets one) any other can be named; or give the machines themselves, as \`specs\``);
  }
}

async function kindsFor(questions: Questions, count: number): Promise<readonly MachineSpec[]> {
  const { description } = questions;
  const names = readKinds(await questions.ask(['machines'], kindsPrompt(description, Math.min(count, MAX_PLANNED_KINDS)), kindsPlaces(count)));
  const kinds = await questions.each(names, async (name) => ({ name, ...readKind(await questions.ask(['machine', name], kindPrompt(description, names, name, MAX_PLANNED_SIGNALS), KIND_PLACES)) }));
  const signals = await questions.each(kinds.flatMap((kind) => kind.signals.map((signal) => ({ kind, signal }))), async ({ kind, signal }) => {
    const others = kind.signals.filter((other) => other !== signal);
    return { kind, answer: readSignal(await questions.ask(['signal', kind.name, signal], signalPrompt(description, kind, signal, UNITS), signalPlaces(others))) };
  });
  return kinds.map((kind) => plannedMachine(kind.name, kind, signals.flatMap((one) => (one.kind === kind ? [one.answer] : []))));
}
