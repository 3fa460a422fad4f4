// Machines of pharmaceutical plants: batches under validated conditions, with every reading on record.
import { HOLIDAYS, machine, signal, WEEKDAYS, type Industry } from './machine.ts';
import { airPressure, vibration } from './sensors.ts';

const TWO_SHIFTS = { days: WEEKDAYS, from: 6, until: 22, holidays: HOLIDAYS };

/** Medicines and what they are made of. */
export const PHARMACEUTICAL: Industry = {
  name: 'pharmaceutical',
  aliases: ['pharma', 'pharmaceuticals', 'biopharma', 'biotech', 'biotechnology', 'life sciences', 'life science', 'medicine', 'drugs', 'vaccines'],
  description: 'Medicines: cell culture, freeze drying, granulation, tablets, sterile water and sterilization.',
  machines: [
    machine({
      kind: 'bioreactor',
      description: 'Stirred fed-batch reactor of 2,000 L for mammalian cells: two weeks of growth and production, then harvest.',
      modes: { production: [11_500, 1, { harvest: 1 }], harvest: [600, 0.5, { sterilization: 1 }], sterilization: [240, 0.3, { growth: 1 }], growth: [7_200, 0.9, { production: 1 }] },
      signals: [
        signal('culture_temperature', '°C', [0, 150], 0.01, [34, 12, 121.5, 36.8], { noise: [0.05, 900], settling: 2_400 }),
        signal('acidity', 'pH', [2, 12], 0.002, [6.95, 7.1, 7.3, 7.05], { noise: [0.008, 1_200], settling: 3_600, drivers: { carbon_dioxide_flow: [-0.11, 600] } }),
        signal('dissolved_oxygen', '%', [0, 150], 0.05, [40, 60, 110, 45], { noise: [1.2, 600], settling: 1_800, drivers: { oxygen_flow: [3, 300] } }),
        signal('stirrer_speed', 'rpm', [0, 200], 0.02, [95, 30, 0, 75], { noise: [0.25, 60], settling: 20 }),
        signal('oxygen_flow', 'L/min', [0, 100], 0.02, [32, 0, 0, 12], { noise: [0.6, 600], settling: 3_600 }),
        signal('carbon_dioxide_flow', 'L/min', [0, 20], 0.005, [1.6, 0, 0, 4.2], { noise: [0.12, 900], settling: 3_600 }),
        signal('capacitance', 'pF/cm', [0, 100], 0.02, [42, 20, 0, 18], { noise: [0.4, 1_200], settling: 60_000, drivers: { culture_temperature: [3, 3_600] } }),
        signal('vessel_pressure', 'mbar', [-200, 2_500], 0.5, [220, 80, 1_150, 200], { noise: [4, 300], settling: 600 }),
        signal('bioreactor_weight', 'kg', [0, 3_000], 0.5, [1_980, 700, 60, 1_450], { noise: [2, 300], settling: 30_000 }),
      ],
    }),
    machine({
      kind: 'freeze dryer',
      description: 'Lyophilizer for vials: freezing, primary drying at low pressure, secondary drying warmer, unloading.',
      modes: { primary_drying: [2_000, 1, { secondary_drying: 1 }], secondary_drying: [540, 1, { unloading: 1 }], unloading: [300, 0.4, { freezing: 1 }], freezing: [360, 0.8, { primary_drying: 1 }] },
      maintenance: [90, 16],
      signals: [
        signal('shelf_temperature', '°C', [-70, 80], 0.02, [-20, 30, 20, -48, 21], { noise: [0.12, 600], settling: 4_500 }),
        signal('product_temperature', '°C', [-70, 80], 0.02, [-32, 26, 20, -44, 21], { noise: [0.15, 900], settling: 7_200, drivers: { shelf_temperature: [0.6, 1_200], chamber_pressure: [40, 600] } }),
        signal('chamber_pressure', 'mbar', [0, 5], 0.0005, [0.1, 0.06, 5, 5, 5], { noise: [0.0025, 120], settling: 600 }),
        signal('condenser_temperature', '°C', [-90, 40], 0.02, [-72, -70, 10, -60, 20], { noise: [0.4, 600], settling: 3_600, wear: 0.03 }),
        signal('vacuum_pump_current', 'A', [0, 40], 0.01, [14.5, 13.2, 0, 0, 0], { noise: [0.097, 60], settling: 30, drivers: { chamber_pressure: [60, 20] } }),
        signal('compressor_current', 'A', [0, 200], 0.05, [92, 84, 8, 128, 0], { noise: [1.2, 120], settling: 60, drivers: { condenser_temperature: [2, 300] } }),
        signal('silicone_oil_flow', 'L/min', [0, 200], 0.05, [118, 118, 80, 110, 0], { noise: [0.8, 120], settling: 30, wear: -0.04 }),
        signal('pirani_pressure', 'mbar', [0, 5], 0.0005, [0.155, 0.064, 5, 5, 5], { noise: [0.002, 300], settling: 1_800, drivers: { chamber_pressure: [1.5, 30] } }),
      ],
    }),
    machine({
      kind: 'tablet press',
      description: 'Rotary press with 55 stations, 200,000 tablets an hour.',
      modes: { compressing: [150, 1, { sampling_stop: 5, cleaning: 1 }], sampling_stop: [7, 0.3, { compressing: 1 }], cleaning: [80, 0.2, { compressing: 1 }] },
      shifts: TWO_SHIFTS,
      maintenance: [21, 6],
      signals: [
        signal('turret_speed', 'rpm', [0, 120], 0.02, [62, 0, 0, 0, 0], { noise: [0.12, 20], settling: 8, steps: [0.8, 6] }),
        signal('main_compression_force', 'kN', [0, 100], 0.02, [18.5, 0, 0, 0, 0], { noise: [0.25, 30], drivers: { fill_depth: [8, 0], turret_speed: [0.1, 5] } }),
        signal('pre_compression_force', 'kN', [0, 50], 0.01, [4.2, 0, 0, 0, 0], { noise: [0.08, 30], drivers: { fill_depth: 2 } }),
        signal('fill_depth', 'mm', [0, 20], 0.002, [9.4, 9.4, 4, 4, 4], { noise: [0.03, 300] }),
        signal('ejection_force', 'N', [0, 1_500], 0.2, [290, 0, 0, 0, 0], { noise: [6, 60], wear: 6, drivers: { main_compression_force: 12 } }),
        signal('tablet_weight', 'mg', [0, 800], 0.1, [351, 0, 0, 0, 0], { noise: [0.7, 30], drivers: { fill_depth: [36, 10] } }),
        signal('feeder_torque', 'N·m', [0, 20], 0.005, [5.4, 0, 0, 0, 0], { noise: [0.08, 60], wear: 0.02, drivers: { turret_speed: 0.1 } }),
        signal('turret_motor_current', 'A', [0, 60], 0.02, [24, 0, 0, 0, 0], { noise: [0.18, 30], drivers: { main_compression_force: 0.8 } }),
      ],
    }),
    machine({
      kind: 'fluid bed granulator',
      description: 'Sprays a binder onto fluidized powder, then dries it: a batch of granules every two hours.',
      modes: { spraying: [45, 1, { drying: 1 }], drying: [30, 0.9, { unloading: 1 }], unloading: [20, 0.2, { spraying: 1 }] },
      shifts: TWO_SHIFTS,
      maintenance: [30, 6],
      signals: [
        signal('inlet_air_temperature', '°C', [0, 120], 0.02, [62, 72, 30, 22, 22], { noise: [0.25, 120], settling: 240 }),
        signal('inlet_air_flow', 'm³/h', [0, 5_000], 1, [2_400, 2_900, 300, 0, 0], { noise: [20, 60], settling: 20 }),
        signal('product_temperature', '°C', [0, 100], 0.02, [33, 47, 30, 22, 22], { noise: [0.15, 180], settling: 300, drivers: { inlet_air_temperature: [0.5, 60], spray_rate: [-0.04, 60] } }),
        signal('exhaust_air_humidity', '%', [0, 100], 0.05, [76, 28, 42, 40, 40], { noise: [0.6, 120], settling: 180, drivers: { spray_rate: [0.2, 45] } }),
        signal('spray_rate', 'g/min', [0, 1_500], 0.2, [620, 0, 0, 0, 0], { noise: [6, 40], settling: 5 }),
        signal('atomizing_air_pressure', 'bar', [0, 8], 0.002, [2.5, 0.5, 0, 0, 0], { noise: [0.03, 40], settling: 4 }),
        signal('filter_differential_pressure', 'mbar', [0, 100], 0.02, [22, 26, 2, 0, 0], { noise: [0.25, 60], settling: 20, wear: 0.35, drivers: { inlet_air_flow: [0.012, 5] } }),
        signal('product_bed_differential_pressure', 'mbar', [0, 80], 0.02, [18, 15, 0, 0, 0], { noise: [0.4, 30], settling: 20, drivers: { inlet_air_flow: [0.015, 5] } }),
      ],
    }),
    machine({
      kind: 'water for injection still',
      description: 'Multiple-effect still and hot loop for water for injection, around the clock.',
      modes: { distilling: [420, 1], standby: [150, 0.4] },
      maintenance: [120, 12],
      signals: [
        signal('heating_steam_pressure', 'bar', [0, 10], 0.002, [6.2, 2, 0], { noise: [0.05, 90], settling: 60, weekly: [0.06, 7] }),
        signal('first_column_temperature', '°C', [0, 200], 0.05, [148, 118, 25], { noise: [0.3, 180], settling: 600, drivers: { heating_steam_pressure: [8, 60] } }),
        signal('distillate_flow', 'L/h', [0, 3_000], 0.5, [1_450, 0, 0], { noise: [7.1, 90], settling: 60, wear: -0.8, drivers: { heating_steam_pressure: [220, 120] } }),
        signal('distillate_conductivity', 'µS/cm', [0, 5], 0.001, [0.62, 0.8, 0], { noise: [0.012, 300], settling: 120, wear: 0.001, drivers: { distillate_flow: [0.0003, 30] } }),
        signal('loop_temperature', '°C', [0, 120], 0.02, [83, 82, 25], { noise: [0.15, 600], settling: 1_800 }),
        signal('loop_return_velocity', 'm/s', [0, 4], 0.001, [1.65, 1.65, 0], { noise: [0.02, 60], settling: 10, daily: [0.03, 3] }),
        signal('total_organic_carbon', 'ppb', [0, 1_000], 0.1, [38, 45, 0], { noise: [1.2, 900], settling: 900, drivers: { loop_temperature: [1.5, 600] }, dropouts: [0.05, 10] }),
        signal('storage_tank_level', '%', [0, 100], 0.02, [64, 72, 30], { noise: [0.5, 1_800], settling: 7_200, daily: [6, 5] }),
      ],
    }),
    machine({
      kind: 'sterilization tunnel',
      description: 'Depyrogenates glass vials at 300 °C in front of the filling line.',
      modes: { sterilizing: [200, 1], waiting: [25, 0.7] },
      shifts: { ...TWO_SHIFTS, activity: 0.4 },
      maintenance: [60, 10],
      signals: [
        signal('hot_zone_temperature', '°C', [0, 400], 0.1, [312, 310, 150, 25], { noise: [0.62, 180], settling: 1_500, drivers: { heater_power: [1.6, 90] } }),
        signal('cooling_zone_temperature', '°C', [0, 100], 0.02, [24, 23, 22, 21], { noise: [0.2, 300], settling: 900, drivers: { hot_zone_temperature: [0.25, 240] } }),
        signal('heater_power', 'kW', [0, 120], 0.02, [54, 47, 14, 0], { noise: [0.6, 60], settling: 60 }),
        signal('belt_speed', 'mm/min', [0, 500], 0.1, [210, 0, 0, 0], { noise: [0.8, 60], settling: 5, steps: [3, 12] }),
        signal('hot_zone_differential_pressure', 'Pa', [-50, 150], 0.05, [28, 28, 15, 0], { noise: [0.6, 60], settling: 20, drivers: { room_differential_pressure: [0.8, 5] } }),
        signal('room_differential_pressure', 'Pa', [-20, 80], 0.02, [17, 17, 15, 8], { noise: [0.5, 120], settling: 60 }),
        signal('filter_air_velocity', 'm/s', [0, 1], 0.0005, [0.52, 0.52, 0.25, 0], { noise: [0.006, 60], settling: 30, wear: -0.001 }),
        airPressure(6),
        vibration([0.9, 0.8, 0.2, 0], { wear: 0.006, drivers: { belt_speed: 0.01 } }),
      ],
    }),
  ],
};
