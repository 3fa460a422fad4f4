// Machines of wind and solar parks and of what belongs to them. The sun is a rhythm of the day about a low level, while its mode is that of the day.
import { machine, signal, type Industry } from './machine.ts';
import { ambientTemperature, bearingTemperature, oilTemperature } from './sensors.ts';

/** When the sun is up in the mean of a year; at night its machines stand still. */
const DAYLIGHT = { days: [1, 2, 3, 4, 5, 6, 7], from: 6, until: 20, activity: 0.02 };

/** Wind, sun, gas from waste, and storage. */
export const RENEWABLE_ENERGY: Industry = {
  name: 'renewable energy',
  aliases: ['renewable', 'renewables', 'wind', 'wind power', 'wind farm', 'wind energy', 'solar', 'solar power', 'solar farm', 'photovoltaics', 'PV', 'wind and solar', 'solar and wind', 'green energy', 'clean energy', 'battery storage'],
  description: 'Wind and solar parks, battery storage, biogas and hydrogen.',
  machines: [
    machine({
      kind: 'wind turbine',
      description: 'Turbine of 3.4 MW with gearbox and 130 m rotor: below 3 m/s it idles, above 11 m/s it holds its rated power.',
      modes: { partial_load: [300, 1, { rated_load: 3, idling: 2 }], rated_load: [150, 0.35, { partial_load: 1 }], idling: [120, 0.05, { partial_load: 1 }] },
      maintenance: [180, 12, 0.1],
      signals: [
        signal('wind_speed', 'm/s', [0, 50], 0.01, [7.2, 13, 2.4, 5], { noise: [0.6, 600], settling: 600 }),
        signal('active_power', 'kW', [-100, 4_000], 1, [1_250, 3_400, -12, -15], { noise: [25, 60], settling: 240, drivers: { wind_speed: [240, 20] } }),
        signal('rotor_speed', 'rpm', [0, 20], 0.005, [9.5, 12.4, 1.2, 0], { noise: [0.08, 60], settling: 120, drivers: { wind_speed: [0.5, 10] } }),
        signal('pitch_angle', '°', [-5, 95], 0.02, [1, 9, 45, 90], { noise: [0.15, 30], settling: 60, drivers: { wind_speed: [0.4, 5] } }),
        signal('gearbox_oil_temperature', '°C', [-30, 110], 0.05, [57, 66, 40, 25], { noise: [0.3, 1_200], settling: 3_600, drivers: { active_power: [0.006, 1_200] } }),
        bearingTemperature([61, 72, 42, 24], 'active_power', 0.008, { settling: 2_400, wear: 0.02 }),
        signal('generator_speed', 'rpm', [0, 2_200], 0.5, [1_150, 1_500, 145, 0], { noise: [6, 30], settling: 120, drivers: { rotor_speed: [121, 0] } }),
        signal('nacelle_vibration', 'g', [0, 2], 0.0005, [0.06, 0.11, 0.012, 0], { noise: [0.005, 60], settling: 60, wear: 0.00008, drivers: { wind_speed: [0.006, 5] } }),
        signal('nacelle_temperature', '°C', [-40, 80], 0.05, [22, 27, 17, 15], { noise: [0.3, 1_800], settling: 3_600, daily: [1.5, 16], drivers: { active_power: [0.002, 1_800] } }),
      ],
    }),
    machine({
      kind: 'solar inverter',
      description: 'Central inverter of 1.5 MW with its field of modules: dust costs it power until they are washed.',
      modes: { generating: [240, 1, { cloudy: 1 }], cloudy: [90, 0.5, { generating: 1 }] },
      shifts: DAYLIGHT,
      maintenance: [90, 6, 0.02],
      signals: [
        signal('irradiance', 'W/m²', [-20, 1_600], 0.2, [235, 118, 0, 0], { noise: [14, 900], settling: 240, daily: [500, 13] }),
        signal('dc_power', 'kW', [-30, 2_000], 0.5, [352, 177, 0, 0], { noise: [3, 120], settling: 240, wear: -0.15, drivers: { irradiance: 1.5 } }),
        signal('dc_voltage', 'V', [0, 1_500], 0.2, [905, 930, 0, 0], { noise: [3, 120], settling: 300, drivers: { module_temperature: -2.2 } }),
        signal('active_power', 'kW', [-30, 2_000], 0.5, [345, 173, -1, -1], { noise: [2, 120], settling: 240, drivers: { dc_power: 0.975 } }),
        signal('grid_voltage', 'V', [0, 1_000], 0.1, 692, { noise: [1.6, 600], drivers: { active_power: [0.008, 0] } }),
        signal('module_temperature', '°C', [-40, 100], 0.05, [27, 20, 9, 18], { noise: [0.8, 900], settling: 1_800, drivers: { irradiance: [0.028, 300], ambient_temperature: [0.9, 300] } }),
        signal('heat_sink_temperature', '°C', [-40, 120], 0.05, [42, 34, 14, 20], { noise: [0.3, 600], settling: 1_200, wear: 0.03, drivers: { active_power: [0.025, 600] } }),
        ambientTemperature(15, 4, { settling: 7_200 }),
      ],
    }),
    machine({
      kind: 'solar tracker',
      description: 'Single-axis tracker with bifacial modules; it stows flat in strong wind.',
      modes: { tracking: [380, 1], stowed: [40, 0.6] },
      shifts: DAYLIGHT,
      maintenance: [120, 4, 0.02],
      signals: [
        signal('tracker_angle', '°', [-65, 65], 0.02, [0, 0, 0, 0], { noise: [0.2, 120], settling: 600, daily: [45, 19] }),
        signal('tracking_error', '°', [-10, 10], 0.002, 0, { noise: [0.12, 300], wear: 0.006, drivers: { wind_speed: [0.06, 0] } }),
        signal('drive_motor_current', 'A', [0, 25], 0.005, [4.6, 1.2, 0, 0], { noise: [0.15, 60], settling: 10, wear: 0.008, drivers: { wind_speed: [0.12, 0] } }),
        signal('wind_speed', 'm/s', [0, 50], 0.01, [5.5, 12, 3.5, 4.5], { noise: [0.7, 600], settling: 900 }),
        signal('front_irradiance', 'W/m²', [-20, 1_600], 0.2, [275, 205, 0, 0], { noise: [25, 900], settling: 300, daily: [560, 13] }),
        signal('rear_irradiance', 'W/m²', [-20, 600], 0.1, [37, 28, 0, 0], { noise: [2.5, 900], settling: 300, drivers: { front_irradiance: 0.13 } }),
        signal('string_current', 'A', [0, 30], 0.005, [5.2, 3.9, 0, 0], { noise: [0.05, 120], settling: 300, drivers: { front_irradiance: 0.0092 } }),
        signal('controller_battery_voltage', 'V', [0, 36], 0.005, [25.6, 25.2, 24.6, 24.8], { noise: [0.05, 900], settling: 3_600, drivers: { drive_motor_current: [-0.15, 0] }, dropouts: [0.1, 15] }),
      ],
    }),
    machine({
      kind: 'battery storage container',
      description: 'Lithium-iron-phosphate container of 2 MWh: charged at noon, discharged in the evening.',
      modes: { resting: [120, 0.3], charging: [150, 1, { resting: 1 }], discharging: [120, 1, { resting: 1 }] },
      signals: [
        signal('active_power', 'kW', [-1_500, 1_500], 0.5, [0, -720, 780], { noise: [18, 300], settling: 20 }),
        signal('state_of_charge', '%', [0, 100], 0.02, [52, 66, 38], { noise: [0.8, 3_600], settling: 5_400, daily: [4, 17] }),
        signal('string_voltage', 'V', [600, 1_000], 0.02, [824, 846, 802], { noise: [0.6, 300], settling: 300, drivers: { active_power: [-0.03, 0] } }),
        signal('string_current', 'A', [-250, 250], 0.05, [0, -85, 97], { noise: [0.6, 60], settling: 20, drivers: { active_power: 0.12 } }),
        signal('maximum_cell_temperature', '°C', [-20, 80], 0.02, [25, 29, 31], { noise: [0.1, 1_200], settling: 3_600, trend: 0.003, drivers: { string_current: [0.06, 900] } }),
        signal('cell_voltage_spread', 'mV', [0, 500], 0.1, [12, 21, 26], { noise: [0.8, 900], settling: 900, trend: 0.012, drivers: { string_current: [0.15, 60] } }),
        signal('insulation_resistance', 'kΩ', [0, 5_000], 1, [2_450, 2_400, 2_400], { noise: [25, 3_600], drivers: { container_humidity: [-18, 1_800] } }),
        signal('container_humidity', '%', [0, 100], 0.05, 42, { noise: [0.8, 3_600], daily: [3, 5] }),
      ],
    }),
    machine({
      kind: 'biogas engine',
      description: 'Gas engine of 800 kW on a digester: its gas varies with what is fed, its oil and plugs age.',
      modes: { full_load: [720, 1], part_load: [360, 0.9], stopped: [60, 0.2, { full_load: 1 }] },
      maintenance: [42, 8],
      signals: [
        signal('active_power', 'kW', [0, 1_200], 0.2, [795, 560, 0, 0], { noise: [4, 120], settling: 60, drivers: { methane_content: [6, 30] } }),
        signal('methane_content', '%', [0, 100], 0.02, [53.5, 53, 52.5, 53], { noise: [0.5, 7_200], settling: 3_600, daily: [0.6, 14] }),
        signal('hydrogen_sulfide', 'ppm', [0, 2_000], 0.2, [125, 120, 115, 120], { noise: [6, 7_200], wear: 0.8, dropouts: [0.05, 12] }),
        signal('gas_flow', 'm³/h', [0, 700], 0.1, [385, 285, 0, 0], { noise: [2.5, 120], settling: 60, drivers: { active_power: [0.45, 0], methane_content: [-6, 0] } }),
        signal('cylinder_exhaust_temperature', '°C', [0, 800], 0.2, [498, 482, 60, 25], { noise: [1.6, 180], settling: 300, wear: 0.35, drivers: { active_power: [0.3, 60] } }),
        signal('oil_pressure', 'bar', [0, 10], 0.002, [4.8, 4.7, 0, 0], { noise: [0.03, 120], settling: 10, wear: -0.006, drivers: { oil_temperature: [-0.03, 0] } }),
        oilTemperature([86, 83, 45, 30], { settling: 1_800, drivers: { active_power: [0.05, 600] } }),
        signal('coolant_temperature', '°C', [0, 120], 0.05, [88, 86, 48, 30], { noise: [0.22, 300], settling: 1_200, drivers: { active_power: [0.06, 300] } }),
      ],
    }),
    machine({
      kind: 'hydrogen electrolyzer',
      description: 'PEM electrolyzer of 1 MW that follows the surplus of a park; its cells need more voltage with the hours.',
      modes: { full_load: [240, 1], part_load: [300, 1], hot_standby: [120, 0.2] },
      maintenance: [120, 16],
      signals: [
        signal('stack_current', 'A', [0, 4_000], 0.5, [2_500, 1_200, 0, 0], { noise: [14, 300], settling: 30, daily: [60, 13] }),
        signal('stack_voltage', 'V', [0, 500], 0.05, [392, 348, 0, 0], { noise: [0.4, 120], settling: 60, wear: 0.04, drivers: { stack_current: [0.03, 0], stack_temperature: [-0.8, 60] } }),
        signal('stack_temperature', '°C', [0, 100], 0.02, [66, 58, 48, 22], { noise: [0.2, 600], settling: 1_800, drivers: { stack_current: [0.01, 600] } }),
        signal('hydrogen_flow', 'm³/h', [0, 350], 0.05, [208, 100, 0, 0], { noise: [0.8, 60], settling: 60, drivers: { stack_current: [0.083, 10] } }),
        signal('hydrogen_pressure', 'bar', [0, 50], 0.01, [30.2, 30, 29.2, 0], { noise: [0.1, 120], settling: 120, drivers: { hydrogen_flow: [0.03, 20] } }),
        signal('hydrogen_in_oxygen', '%', [0, 4], 0.0005, [0.42, 0.86, 0, 0], { noise: [0.012, 300], settling: 300, wear: 0.001, drivers: { stack_current: [-0.0003, 120] } }),
        signal('water_conductivity', 'µS/cm', [0, 10], 0.001, [0.28, 0.26, 0.24, 0], { noise: [0.006, 1_200], settling: 600, wear: 0.003, drivers: { stack_temperature: [0.008, 300] } }),
        signal('water_flow', 'm³/h', [0, 60], 0.01, [31, 31, 12, 0], { noise: [0.2, 60], settling: 20 }),
      ],
    }),
  ],
};
