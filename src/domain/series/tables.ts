// The tables of a series run, and their rows: readings and labels of each machine, and the anomalies of all. They are computed by block, not by field, so
// they stand beside rows.ts and answer as its tables do.
import { Recent } from '../../lib/recent.ts';
import { formatDateTime } from '../calendar.ts';
import type { Plan, PlannedTable } from '../plan.ts';
import type { PlanRows, TableRows } from '../rows.ts';
import type { Field, FieldType, Value } from '../schema.ts';
import { Clocks } from './clocks.ts';
import { Machine } from './machine.ts';
import type { PlannedMachine, SeriesPlan } from './plan.ts';
import { pieceAt } from './following.ts';
import { BLOCK_POINTS, instantOf, localWriter, offsetAt, offsetText } from './timeline.ts';
import type { SignalSpec } from './specification.ts';

/** Machines that are kept ready: parts of outputs are made in the order of time, all tables' at one time one after the other. */
const KEPT_MACHINES = 16;

/** The table of the anomalies of all machines. */
export const ANOMALIES = 'anomalies';
/** Fields of the table of a machine's labels. */
export const LABEL_FIELDS = ['Timestamp', 'UtcOffset', 'Mode', 'Anomaly', 'Kinds', 'Signals'] as const;
/** Fields of the table of all anomalies. Start and End are the first and the last reading in it. */
export const ANOMALY_FIELDS = ['Machine', 'Kind', 'Signals', 'Start', 'End', 'StartUtc', 'EndUtc', 'Points', 'Severity'] as const;

/** The table of a machine's labels. */
export function labelsOf(machine: string): string {
  return `${machine}_labels`;
}

/** Between the names of signals in one text. */
const NAMES_SEPARATOR = ';';

/** The tables of machines that were checked. */
export function seriesTables({ machines, points }: SeriesPlan): readonly PlannedTable[] {
  return [
    ...machines.flatMap(({ spec, readings, labels }) => [tableOf(readings, points, [LOCAL_TIME('Timestamp'), ...spec.signals.map(signalField)]), tableOf(labels, points, LABELS)]),
    tableOf(ANOMALIES, machines.reduce((sum, { anomalies }) => sum + anomalies, 0), ANOMALY_COLUMNS),
  ];
}

function tableOf(name: string, rows: number, fields: readonly Field[]): PlannedTable {
  return { name, rows, fields, primaryKey: [], uniqueKeys: [], foreignKeys: [], checks: [] };
}

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({ name, type, nullable: false, ...more });
/** What clocks show: no moment of its own, where they are put back. */
const LOCAL_TIME = (name: string): Field => field(name, 'DATETIME', { sqlType: 'timestamp' });
const LABELS: readonly Field[] = [LOCAL_TIME('Timestamp'), field('UtcOffset', 'STRING'), field('Mode', 'STRING'), field('Anomaly', 'INTEGER', { minimum: 0, maximum: 1 }), field('Kinds', 'STRING', { nullable: true }), field('Signals', 'STRING', { nullable: true })];
const ANOMALY_COLUMNS: readonly Field[] = [
  field('Machine', 'STRING'), field('Kind', 'STRING'), field('Signals', 'STRING'), LOCAL_TIME('Start'), LOCAL_TIME('End'), field('StartUtc', 'DATETIME'), field('EndUtc', 'DATETIME'), field('Points', 'INTEGER'), field('Severity', 'FLOAT'),
];

function signalField({ name, unit, description, minimum, maximum, dropouts }: SignalSpec): Field {
  const words = [...(description === undefined ? [] : [description]), ...(unit === '' ? [] : [`in ${unit}`])].join(', ');
  return field(name, 'FLOAT', { nullable: dropouts !== undefined, minimum, maximum, ...(words === '' ? {} : { description: words }) });
}

/** What makes the rows of a series run; it keeps machines ready between calls. */
export class SeriesTables implements PlanRows {
  readonly #plan: Plan;
  readonly #series: SeriesPlan;
  readonly #machines = new Recent<Machine>(KEPT_MACHINES);
  readonly #clocks: Clocks;

  constructor(plan: Plan, series: SeriesPlan) {
    this.#plan = plan;
    this.#series = series;
    this.#clocks = new Clocks(series);
  }

  table(name: string): TableRows {
    const table = this.#plan.tables.find((one) => one.name === name);
    if (table === undefined) throw new Error(`table ${name} is not in the plan`);
    return new SeriesTableRows(table, this.#rowsOf(name));
  }

  /** Never asked for: only counts of rows that are still open depend on keys. */
  keys(name: string): never {
    throw new Error(`table ${name} is a series', and those have no keys`);
  }

  /** A machine, ready to be read. */
  machine(planned: PlannedMachine): Machine {
    return this.#machines.of(planned.spec.name, () => new Machine(planned, this.#series, { seed: this.#plan.seed, clocks: this.#clocks }));
  }

  #rowsOf(name: string): BlockRows {
    if (name === ANOMALIES) return this.#anomalyRows();
    const machine = this.#series.machines.find(({ readings, labels }) => readings === name || labels === name) as PlannedMachine; // any other table is a machine's
    return name === machine.readings ? this.#readingRows(machine) : this.#labelRows(machine);
  }

  #readingRows(planned: PlannedMachine): BlockRows {
    const names = planned.spec.signals.map(({ name }) => name);
    return (block) => {
      const machine = this.machine(planned);
      const columns = names.map((name) => machine.readings(name, block));
      const times = this.#clocks.texts(block);
      return (at) => {
        const row = new Array<Value>(1 + columns.length);
        row[0] = times[at] as string;
        for (let place = 0; place < columns.length; place++) {
          const reading = (columns[place] as Float64Array)[at] as number;
          row[place + 1] = Number.isNaN(reading) ? null : reading;
        }
        return row;
      };
    };
  }

  #labelRows(planned: PlannedMachine): BlockRows {
    return (block) => {
      const machine = this.machine(planned);
      const { spec, schedule, anomalies } = machine;
      const times = this.#clocks.texts(block);
      const first = block * BLOCK_POINTS;
      let piece = pieceAt(schedule.from, first);
      let next = machine.anomalyFrom(first);
      let offset = '';
      let [offsetFrom, offsetUntil] = [1, 0];
      return (at) => {
        const point = first + at;
        const instant = instantOf(this.#series, point);
        if (instant < offsetFrom || instant >= offsetUntil) {
          offset = offsetText(offsetAt(this.#series, instant));
          [offsetFrom, offsetUntil] = [instant, this.#series.offsets.find(({ from }) => from > instant)?.from ?? Infinity];
        }
        while (point >= (schedule.from[piece + 1] ?? Infinity)) piece++;
        while (point >= (anomalies[next]?.last ?? Infinity)) next++;
        const anomaly = anomalies[next];
        const isIn = anomaly !== undefined && point >= anomaly.first;
        return [times[at] as string, offset, spec.modes[schedule.mode[piece] as number]?.name ?? '', isIn ? 1 : 0, isIn ? anomaly.kind : null, isIn ? anomaly.signals.join(NAMES_SEPARATOR) : null];
      };
    };
  }

  #anomalyRows(): BlockRows {
    const write = localWriter();
    const local = (point: number): string => {
      const instant = instantOf(this.#series, point);
      return write(instant + offsetAt(this.#series, instant));
    };
    const utc = (point: number): Value => formatDateTime(instantOf(this.#series, point));
    return (block) => {
      const rows: Value[][] = [];
      let passed = -block * BLOCK_POINTS;
      for (const planned of this.#series.machines) {
        if (passed >= BLOCK_POINTS) break;
        if (passed + planned.anomalies > 0) {
          for (const { kind, signals, first, last, severity } of this.machine(planned).anomalies.slice(Math.max(0, -passed), BLOCK_POINTS - passed)) {
            rows.push([planned.spec.name, kind, signals.join(NAMES_SEPARATOR), local(first), local(last - 1), utc(first), utc(last - 1), last - first, severity]);
          }
        }
        passed += planned.anomalies;
      }
      return (at) => rows[at] as Value[];
    };
  }
}

/** Makes a block of rows: the row at a place in it, which is asked for in ascending order. */
type BlockRows = (block: number) => (at: number) => Value[];

class SeriesTableRows implements TableRows {
  readonly table: PlannedTable;
  readonly #blocks: BlockRows;

  constructor(table: PlannedTable, blocks: BlockRows) {
    this.table = table;
    this.#blocks = blocks;
  }

  rows(first: number, last: number): Iterable<readonly Value[]> {
    return {
      [Symbol.iterator]: () => {
        let index = first;
        let [start, end] = [0, 0];
        let rowAt: ReturnType<BlockRows>;
        return {
          next: () => {
            if (index >= last) return { done: true, value: undefined };
            if (index >= end) {
              const block = Math.floor(index / BLOCK_POINTS);
              rowAt = this.#blocks(block);
              [start, end] = [block * BLOCK_POINTS, (block + 1) * BLOCK_POINTS];
            }
            return { done: false, value: rowAt(index++ - start) };
          },
        };
      },
    };
  }

  visit(fields: readonly string[], { first, last }: { readonly first: number; readonly last: number }, visitor: (values: readonly Value[], row: number) => void): void {
    const places = fields.map((name) => this.table.fields.findIndex((field) => field.name === name));
    let row = first;
    for (const values of this.rows(first, last)) visitor(places.map((place) => values[place] ?? null), row++);
  }

  parentOf(): number {
    return -1;
  }

  trials(): readonly [] {
    return [];
  }

  tryKeyChecks(): void {}
}
