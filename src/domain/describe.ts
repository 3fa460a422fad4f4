// Says in plain words how a generator makes its values: what Field.generator.summary shows. One short sentence without its full stop,
// whatever the size of the generator. Never parsed by anything.
import type { Generator, GeneratorOf, NumberRange, Semantic } from './generator.ts';
import type { Value } from './schema.ts';

/** Longer lists and texts are cut, with a note of what is left out. */
const LISTED_VALUES = 6;
const LONGEST_TEXT = 60;
/** Objects and conditionals inside one another are described down to this depth. */
const DEEPEST = 3;

const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const;

const NAMES: Partial<Readonly<Record<Semantic, string>>> = {
  TITLE_OF_COURTESY: 'titles such as Ms. or Dr.', PASSWORD_HASH: 'password hashes', URL: 'web addresses', IP_ADDRESS: 'IPv4 addresses', IPV6_ADDRESS: 'IPv6 addresses',
  MAC_ADDRESS: 'MAC addresses', EMAIL: 'e-mail addresses', ADDRESS_LINE_2: 'second address lines', MIME_TYPE: 'MIME types', SEMVER: 'version numbers', IMAGE_URL: 'addresses of images',
  SKU: 'stock-keeping codes', IBAN: 'IBANs', BIC: 'BICs', TAX_ID: 'tax numbers', VIN: 'vehicle identification numbers', BARCODE: 'EAN-13 barcodes', USER_AGENT: 'browser user agents',
  FOOD: 'foods', TOKEN: 'random tokens', FAX: 'fax numbers', PHONE: 'phone numbers', UNIT_OF_MEASURE: 'units of measure', QUANTITY_PER_UNIT: 'quantities per unit',
};

/** The generator in plain words, for people. */
export function summarize(generator: Generator): string {
  return capitalized(describe(generator, 0));
}

function describe(generator: Generator, depth: number): string {
  switch (generator.kind) {
    case 'sequence': return `${numbered(generator, 0)}, ${numbered(generator, 1)}, ${numbered(generator, 2)} and so on, row by row`;
    case 'uuid': return 'random UUIDs';
    case 'integer': return `whole numbers ${range(generator)}`;
    case 'float': return `numbers ${range(generator)}${generator.places === undefined ? '' : `, with up to ${places(generator.places)}`}`;
    case 'decimal': return `decimals ${range(generator)}, with ${places(generator.places)}`;
    case 'boolean': return `true in ${percent(generator.share)} of the rows, else false`;
    case 'category': return `one of ${weighted(generator.values)}`;
    case 'subcategory': return `a choice that depends on ${generator.field}${generator.groups[0] === undefined ? '' : `: where it is ${shown(generator.groups[0].when)}, one of ${weighted(generator.groups[0].values)}`}${more(generator.groups.length - 1, '; ')}`;
    case 'date': return `dates from ${generator.from} to ${generator.to}`;
    case 'time': return `times of day from ${generator.from} to ${generator.to}`;
    case 'datetime': return `instants from ${generator.from} to ${generator.to}${generator.businessHours === true ? ', Monday to Friday, 9 to 17' : ''}`;
    case 'after': return `${span(generator)} after ${generator.field}`;
    case 'pattern': return `strings of the pattern ${cut(generator.regex)}`;
    case 'semantic': return semantic(generator);
    case 'expression': return `computed: ${cut(generator.sql)}`;
    case 'conditional': return conditional(generator, depth);
    case 'constant': return `always ${shown(generator.value)}`;
    case 'bytes': return generator.minimum === generator.maximum ? `${generator.minimum} random bytes` : `${generator.minimum} to ${generator.maximum} random bytes`;
    case 'object': return object(generator, depth);
    case 'learned': return learned(generator);
    case 'array': return array(generator, depth);
    case 'mixture': return mixture(generator, depth);
    case 'reference': return `the ${generator.field} of a row of ${generator.table}${generator.skew > 0 ? ', some rows chosen more often than others' : ''}`;
    default: return generator satisfies never;
  }
}

function learned({ values, missing, scores }: GeneratorOf<'learned'>): string {
  const nulls = missing > 0 ? `; ${percent(missing)} null` : '';
  const joined = scores.length > 1 ? ', in keeping with other fields' : '';
  if (values.of === 'labels') return `as learned: one of ${weighted(values.labels)}${joined}${nulls}`;
  const [least = 0] = values.quantiles;
  const most = values.quantiles.at(-1) ?? least;
  return values.of === 'numbers' ? `as learned: numbers from ${number(least)} to ${number(most)}, spread as in the example${joined}${nulls}` : `as learned: moments spread as in the example${values.rhythm === undefined ? '' : ', in its rhythm of the week'}${joined}${nulls}`;
}

function numbered({ start, step, prefix = '', width = 0 }: GeneratorOf<'sequence'>, rank: number): string {
  return prefix + String(start + step * rank).padStart(width, '0');
}

function range({ minimum, maximum, distribution = 'UNIFORM', mean, deviation }: NumberRange): string {
  if (minimum === maximum) return `equal to ${number(minimum)}`;
  const ends = `from ${number(minimum)} to ${number(maximum)}`;
  const around = mean === undefined ? '' : ` around ${number(mean)}`;
  const wide = deviation === undefined ? '' : ` (deviation ${number(deviation)})`;
  switch (distribution) {
    case 'UNIFORM': return `${ends}, each alike`;
    case 'NORMAL': return `${ends}, most of them${around === '' ? ' in the middle' : around}${wide}`;
    case 'LOGNORMAL': return `${ends}, most of them small, few large${around === '' ? '' : `,${around}`}${wide}`;
    case 'EXPONENTIAL': return `${ends}, ever fewer the larger${mean === undefined ? '' : `, ${number(mean)} on average`}`;
    case 'POISSON': return `${ends}, counts that spread like chance events${around}`;
  }
}

function semantic({ of, locale, role }: GeneratorOf<'semantic'>): string {
  const what = NAMES[of] ?? plural(of.toLowerCase().replaceAll('_', ' '));
  return `${what}${role === undefined || role === '' ? '' : ` of the row's ${role}`}${locale === undefined ? '' : ` (${locale})`}`;
}

function plural(noun: string): string {
  if (noun.endsWith('y') && !/[aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

function conditional({ cases, otherwise }: GeneratorOf<'conditional'>, depth: number): string {
  if (depth >= DEEPEST) return 'what further conditions say';
  const first = cases[0];
  const last = otherwise === undefined ? 'null' : describe(otherwise, depth + 1);
  if (first === undefined) return last;
  return `where ${cut(first.when)}: ${describe(first.then, depth + 1)}${more(cases.length - 1, '; ')}; otherwise ${last}`;
}

function object({ fields }: GeneratorOf<'object'>, depth: number): string {
  if (depth >= DEEPEST) return 'an object';
  const parts = fields.slice(0, LISTED_VALUES).map(({ name, generator }) => `${cut(name)} (${describe(generator, depth + 1)})`);
  return `an object of ${parts.length === 0 ? 'nothing' : parts.join(', ')}${more(fields.length - parts.length, ', ')}`;
}

function array({ items, first = [], minimum, maximum, unique }: GeneratorOf<'array'>, depth: number): string {
  if (depth >= DEEPEST) return 'a list';
  const front = first.slice(0, LISTED_VALUES).map((one) => `${describe(one, depth + 1)}, then `).join('');
  return `a list of ${minimum === maximum ? minimum : `${minimum} to ${maximum}`} items${unique === true ? ', none twice' : ''} (${front}${describe(items, depth + 1)})`;
}

function mixture({ parts, role }: GeneratorOf<'mixture'>, depth: number): string {
  if (depth >= DEEPEST) return 'one of several kinds';
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const listed = parts.slice(0, LISTED_VALUES).map(({ generator, weight }) => `${describe(generator, depth + 1)} (${percent(total > 0 ? weight / total : 0)})`);
  return `${listed.join(', or ')}${more(parts.length - listed.length, ', ')}${role === undefined ? '' : `, as drawn for ${cut(role)}`}`;
}

/** Values with their shares, unless they are all alike. */
function weighted(values: GeneratorOf<'category'>['values']): string {
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  const alike = values.every(({ weight }) => weight === values[0]?.weight);
  const listed = values.slice(0, LISTED_VALUES).map(({ value, weight }) => (alike ? shown(value) : `${shown(value)} (${percent(total > 0 ? weight / total : 0)})`));
  return listed.join(', ') + more(values.length - listed.length, ', ');
}

function more(count: number, separator: string): string {
  return count > 0 ? `${separator}and ${count} more` : '';
}

function span({ minSeconds, maxSeconds }: GeneratorOf<'after'>): string {
  const [, size] = UNITS.find(([, unit]) => minSeconds % unit === 0 && maxSeconds % unit === 0) ?? UNITS[3];
  const unit = UNITS.find(([, seconds]) => seconds === size)?.[0] ?? 'second';
  const [least, most] = [minSeconds / size, maxSeconds / size];
  return least === most ? `${number(least)} ${unit}${least === 1 ? '' : 's'}` : `${number(least)} to ${number(most)} ${unit}s`;
}

function places(count: number): string {
  return count === 1 ? '1 decimal place' : `${count} decimal places`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function shown(value: Value): string {
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Cut between whole characters. */
function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${Array.from(text.slice(0, LONGEST_TEXT * 2)).slice(0, LONGEST_TEXT - 1).join('')}…`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
