// Sensors that machines of every industry carry, each with what differs between them as its arguments. Levels are one for all modes, or one for each.
import { signal, type Behaviour, type SignalSheet } from './machine.ts';

type Levels = SignalSheet['levels'];

/** What a shared sensor takes beside its levels, in place of what it has by itself. */
type Rest = Partial<Behaviour>;

/** Air around the machine in °C; out of doors by far the most of it is the hour of the day. */
export function ambientTemperature(level: number, amplitude: number, rest: Rest = {}): SignalSheet {
  return signal('ambient_temperature', '°C', [-40, 60], 0.05, level, { noise: [Math.max(0.1, amplitude / 12), 3_600], daily: [amplitude, 15], ...rest });
}

/** Velocity of vibration of a bearing or housing in mm/s (r.m.s., as ISO 20816 judges it). */
export function vibration(levels: Levels, rest: Rest = {}): SignalSheet {
  return signal('vibration_velocity', 'mm/s', [0, 25], 0.005, levels, { noise: [peakOf(levels) * 0.06, 180], ...rest });
}

/** Current of the main motor in A, of a clamp that goes up to `maximum`. */
export function motorCurrent(maximum: number, levels: Levels, rest: Rest = {}): SignalSheet {
  return signal('motor_current', 'A', [0, maximum], stepOf(maximum), levels, { noise: [peakOf(levels) * 0.02, 60], settling: 5, ...rest });
}

/** A bearing's temperature in °C: it follows what loads the bearing, by ten minutes. */
export function bearingTemperature(levels: Levels, load: string, gain: number, rest: Rest = {}): SignalSheet {
  return signal('bearing_temperature', '°C', [0, 150], 0.05, levels, { noise: [0.3, 1_200], settling: 1_500, drivers: { [load]: [gain, 600] }, ...rest });
}

/** Hydraulic, lubricating or transformer oil in °C. */
export function oilTemperature(levels: Levels, rest: Rest = {}): SignalSheet {
  return signal('oil_temperature', '°C', [-20, 130], 0.05, levels, { noise: [0.3, 1_200], settling: 1_800, ...rest });
}

/** Pressure of the compressed air that a machine is fed with, in bar: everybody in the hall draws from it. */
export function airPressure(level = 6.2, rest: Rest = {}): SignalSheet {
  return signal('compressed_air_pressure', 'bar', [0, 10], 0.002, level, { noise: [0.05, 90], daily: [0.08, 3], ...rest });
}

/** Electric power drawn from the grid in kW, by a meter that goes up to `maximum`. */
export function activePower(maximum: number, levels: Levels, rest: Rest = {}): SignalSheet {
  return signal('active_power', 'kW', [0, maximum], stepOf(maximum), levels, { noise: [peakOf(levels) * 0.015, 60], settling: 10, ...rest });
}

/** The step of a sensor's display: a power of ten, of which 2,000 to 20,000 make its range. */
function stepOf(maximum: number): number {
  return 10 ** Math.floor(Math.log10(maximum / 2_000));
}

/** How much a sensor is shaken is told by where it stands at work. */
function peakOf(levels: Levels): number {
  return typeof levels === 'number' ? levels : Math.max(...levels);
}
