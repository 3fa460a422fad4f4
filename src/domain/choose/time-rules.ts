// Rules for DATE, TIME and DATETIME columns: when such things happen, and which of a row's moments comes after which.
import { SECONDS_PER_DAY } from '../calendar.ts';
import type { Generator, GeneratorOf } from '../generator.ts';
import type { Field, FieldType } from '../schema.ts';
import type { Column } from './column.ts';
import { snakeCase } from './names.ts';
import { rule } from './rules.ts';
import type { Make, Rule } from './rules.ts';

/** The days that lie behind, ahead, or far behind. Fixed, so that choosing never looks at a clock. */
const PAST = { from: '2023-01-01', to: '2025-12-31' } as const;
const FUTURE = { from: '2026-01-01', to: '2028-12-31' } as const;
const LONG_PAST = { from: '1950-01-01', to: '2020-12-31' } as const;
const RELEASES = { from: '1990-01-01', to: '2025-12-31' } as const;

/** A span of days as the field's type has it. */
function span({ from, to }: { readonly from: string; readonly to: string }, type: FieldType): GeneratorOf<'date' | 'datetime'> {
  return type === 'DATE' ? { kind: 'date', from, to } : { kind: 'datetime', from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` };
}

function days(range: { readonly from: string; readonly to: string }): Make {
  return ({ field }) => (field.type === 'DATE' || field.type === 'DATETIME' ? span(range, field.type) : null);
}

function workingDays(range: { readonly from: string; readonly to: string }): Make {
  return ({ field }) => {
    if (field.type !== 'DATE' && field.type !== 'DATETIME') return null;
    const made = span(range, field.type);
    return made.kind === 'date' ? made : { ...made, businessHours: true };
  };
}

function hours(from: string, to: string): Make {
  return ({ field }) => (field.type === 'TIME' ? { kind: 'time', from, to } : null);
}

export const TIME_RULES: readonly Rule[] = [
  rule('(date_of_)?birth(_?date|_?day)?|dob|born(_on|_at)?|birthday|birthdate', ({ field }, { role }) => (field.type === 'TIME' ? null : { kind: 'semantic', of: 'BIRTH_DATE', ...(role === '' ? {} : { role }) })),
  rule('hire_?date|hired(_at|_on)?|date_hired|date_of_hire|employment_(start_)?date|join(ing)?_date|date_joined_company', ({ field }, { role }) => (field.type === 'TIME' ? null : { kind: 'semantic', of: 'HIRE_DATE', ...(role === '' ? {} : { role }) })),
  rule('founded(_at|_on|_date)?|established(_at|_on|_date)?|founding_date|date_founded|construction_date|built_(at|on)', days(LONG_PAST)),
  rule('(release|publication|premiere|published)_?date|released(_at|_on)?|date_released', days(RELEASES)),
  rule('(.*_)?(expires?|expiry|expiration|valid_(until|to|through)|due|deadline|renewal|renews|scheduled|next|best_before|effective_to)(_.*)?', days(FUTURE)),
  rule('(.*_)?(appointment|meeting|interview|call)(_(at|date|time|on))?', workingDays(PAST)),
  rule('(open(s|ing)?|start(s)?|begin)(_(at|time|hour|hours))?', hours('06:00:00', '10:00:00')),
  rule('(clos(e|es|ing)|end(s)?|finish)(_(at|time|hour|hours))?', hours('16:00:00', '23:00:00')),
  rule('.*', ({ field }) => (field.type === 'TIME' ? { kind: 'time', from: '00:00:00', to: '23:59:59' } : span(PAST, field.type))),
];

/** Moments kept as text: by their names alone. */
export const textTime: Make = ({ maxLength }, { text }) => {
  if (/^(date_of_birth|birth_?date|birthday|dob)$/.test(text) && maxLength >= 10) return { kind: 'semantic', of: 'BIRTH_DATE' };
  if (/_at$|_?timestamp$|_?datetime$/.test(text) && maxLength >= 20) return span(PAST, 'DATETIME');
  if (/(^|_)date$|_on$|^date_/.test(text) && maxLength >= 10) return span(PAST, 'DATE');
  return null;
};

interface Succession {
  readonly later: RegExp;
  /** What it follows, the nearest first. */
  readonly earlier: readonly string[];
  readonly minDays: number;
  readonly maxDays: number;
  /** Only for fields of this type. */
  readonly type?: FieldType;
}

const CREATED = ['created', 'creation', 'inserted', 'added', 'registered', 'registration', 'signup', 'joined', 'enrolled', 'submitted', 'reported', 'requested', 'posted', 'ordered', 'order', 'opened'];
const ORDERED = ['order', 'ordered', 'purchase', 'purchased', 'placed', 'sale', 'sold', 'booking', 'booked', 'created'];
const STARTED = ['start', 'started', 'starts', 'begin', 'began', 'begins', 'from', 'valid_from', 'effective', 'effective_from', 'check_in', 'checkin', 'departure', 'opened', 'open', 'issued', 'issue', 'admission', 'admitted', 'hire', 'hired', 'rental', 'loan', 'borrowed', 'enrollment', 'enrolled'];

/** Each word that is later than others of its row. No word is, even through others, later than itself. */
const SUCCESSIONS: readonly Succession[] = [
  { later: /^(update|updated|modified|changed|edited|last_updated?|last_modified|last_changed)$/, earlier: CREATED, minDays: 0, maxDays: 365 },
  { later: /^(deleted|archived|removed|deactivated|cancell?ed|suspended|unsubscribed)$/, earlier: [...CREATED, 'start', 'started', 'valid_from', 'from'], minDays: 1, maxDays: 500 },
  { later: /^(last_login|last_seen|last_active|last_activity|last_visit|last_sign_in|verified|confirmed|activated|email_verified|last_order|last_purchase|first_order)$/, earlier: CREATED, minDays: 0, maxDays: 365 },
  { later: /^(published|approved|reviewed|processed|assigned|accepted|rejected)$/, earlier: CREATED, minDays: 0, maxDays: 30 },
  { later: /^(required|due|expected|promised|deadline|needed)$/, earlier: [...ORDERED, 'invoice', 'issued', 'issue', 'borrowed', 'loan', 'rental', 'start', 'assigned'], minDays: 7, maxDays: 42 },
  { later: /^(paid|payment)$/, earlier: ['invoice', 'invoiced', 'issued', 'issue', ...ORDERED], minDays: 0, maxDays: 30 },
  { later: /^(ship|shipped|shipping|shipment|dispatched|dispatch|sent)$/, earlier: ORDERED, minDays: 1, maxDays: 10 },
  { later: /^(deliver|delivered|delivery|received|receipt)$/, earlier: ['shipped', 'ship', 'shipping', 'shipment', 'dispatched', 'dispatch', 'sent', ...ORDERED], minDays: 1, maxDays: 12 },
  { later: /^(read|seen|viewed|clicked)$/, earlier: ['delivered', 'sent', 'created'], minDays: 0, maxDays: 3 },
  { later: /^(return|returned|refunded|refund)$/, earlier: ['delivered', 'delivery', 'received', 'rental', 'rented', 'borrowed', 'loan', 'checkout', ...ORDERED], minDays: 1, maxDays: 30 },
  { later: /^(resolved|closed|completed|solved|answered|responded|first_response|completion)$/, earlier: ['started', 'start', ...CREATED], minDays: 0, maxDays: 45 },
  { later: /^(discharge|discharged)$/, earlier: ['admission', 'admitted'], minDays: 1, maxDays: 30 },
  // Instants that begin and end are of games, calls and outages; days are of contracts.
  { later: /^(end|ended|ends|finish|finished|stop|stopped)$/, earlier: ['start', 'started', 'starts', 'begin', 'began', 'begins'], minDays: 0, maxDays: 2, type: 'DATETIME' },
  { later: /^(end|ended|ends|finish|finished|until|to|through|valid_to|valid_until|effective_to|expires?|expired|expiry|expiration|check_out|checkout|arrival|arrived|termination|terminated|left|exit|discharge|discharged|renewal|closing|close)$/, earlier: [...STARTED, ...CREATED], minDays: 1, maxDays: 365 },
  { later: /^(death|died|deceased)$/, earlier: ['birth', 'born'], minDays: 9000, maxDays: 33_000 },
];

/** `valid_from_date` is `valid_from` of nothing; `contract_start` is `start` of `contract`. */
function stemOf(name: string): string {
  return snakeCase(name).replace(/^date_(of_)?/, '').replace(/_?(at|on|date|time|datetime|timestamp|ts|day|utc|dt)$/, '').replace(/_(at|on|date)$/, '');
}

/** `after` generators for the row's later moments: by name, for fields of one type. */
export function successionsOf(columns: readonly Column[]): ReadonlyMap<string, Generator> {
  const moments = columns.filter(({ field }) => field.type === 'DATE' || field.type === 'DATETIME')
    .map(({ field }) => ({ field, stem: stemOf(field.name) })).sort((a, b) => (a.field.name < b.field.name ? -1 : 1));
  const found = new Map<string, Generator>();
  for (const { field, stem } of moments) {
    for (const { later, earlier, minDays, maxDays, type } of SUCCESSIONS) {
      if (type !== undefined && type !== field.type) continue;
      const word = lastWords(stem).find((words) => later.test(words));
      if (word === undefined) continue;
      const owner = stem.slice(0, stem.length - word.length);
      const base = earlierMoment(moments, field, owner, earlier);
      if (base !== undefined) found.set(field.name, after(base, field, { minDays, maxDays }));
      break;
    }
  }
  return found;
}

/** The last two words, then the last: `last_login`, `login`. */
function lastWords(stem: string): readonly string[] {
  const words = stem.split('_');
  return words.length > 1 ? [words.slice(-2).join('_'), words.slice(-1).join('')] : [stem];
}

interface NamedMoment {
  readonly field: Field;
  readonly stem: string;
}

/** The nearest earlier moment; of several, one of the same type. */
function earlierMoment(moments: readonly NamedMoment[], field: Field, owner: string, words: readonly string[]): Field | undefined {
  for (const word of words) {
    for (const stem of owner === '' ? [word] : [`${owner}${word}`, word]) {
      const bases = moments.filter((moment) => moment.stem === stem && moment.field.name !== field.name);
      const base = bases.find((moment) => moment.field.type === field.type) ?? bases[0];
      if (base !== undefined) return base.field;
    }
  }
  return undefined;
}

/** A moment after another of the row. */
export function after(base: Field, field: Field, { minDays, maxDays }: { readonly minDays: number; readonly maxDays: number }): Generator {
  // An instant "0 days later" is a second later at least: equal instants look wrong. A date on the day of an instant is its midnight, before it.
  const minSeconds = minDays > 0 ? minDays * SECONDS_PER_DAY : field.type === 'DATETIME' ? 1 : base.type === 'DATETIME' ? SECONDS_PER_DAY : 0;
  return { kind: 'after', field: base.name, minSeconds, maxSeconds: maxDays * SECONDS_PER_DAY };
}
