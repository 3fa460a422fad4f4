// The person of a row: one for each role, the same whichever field asks. Name, e-mail, gender, age and birth date agree,
// because all are read from the same draws.
import { addInterval, parseDate, SECONDS_PER_DAY } from '../calendar.ts';
import { Stream } from '../random.ts';
import { dateText } from '../samplers/moments.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import { JOBS } from './jobs.ts';
import { namesOf } from './names.ts';
import type { Locale } from './names.ts';
import { RowDraws } from './row-draws.ts';

/** Years of age that people have here, both inclusive. */
export const MINIMUM_AGE = 18;
export const MAXIMUM_AGE = 82;
const LONGEST_SERVICE_YEARS = 15;

const DOMAINS = ['example.com', 'example.com', 'example.net', 'example.org', 'mail.example.com', 'post.example.net', 'inbox.example.org', 'home.example'];

// Draw numbers of the person's stream, one for each thing that is drawn.
const DRAW = { first: 0, last: 1, middle: 3, title: 4, age: 5, birthday: 6, job: 7, gender: 8, hired: 9 } as const;

/** What can be asked about the person of a row: one of the people of a role in a table. */
export class Person {
  readonly #draws: RowDraws;
  readonly #names;
  /** The reference's day, since 1970. */
  readonly #today: number;

  constructor(context: SamplerContext, role: string, locale: Locale) {
    this.#draws = new RowDraws(Stream.of(context.seed, context.table, 'person', role));
    this.#names = namesOf(locale);
    this.#today = parseDate(context.reference) ?? 0; // every plan's reference begins with a date
  }

  /** Below 0.5 the first name is a woman's: one draw gives the list and the place in it. */
  #name(row: Cursor, draw: number, key: 'names' | 'slugs'): string {
    const unit = this.#draws.unit(row, draw);
    const female = unit < 0.5;
    const { names, slugs } = female ? this.#names.femaleFirst : this.#names.maleFirst;
    const list = key === 'names' ? names : slugs; // not [key]: a property by a name that varies is looked up each time
    return list[Math.floor((female ? unit : unit - 0.5) * 2 * list.length)] ?? '';
  }

  #family(row: Cursor, key: 'names' | 'slugs'): string {
    const female = this.#names.femaleLast === this.#names.maleLast || this.#draws.unit(row, DRAW.first) < 0.5;
    const { names, slugs } = female ? this.#names.femaleLast : this.#names.maleLast;
    const list = key === 'names' ? names : slugs;
    return this.#draws.pick(list, row, DRAW.last);
  }

  first(row: Cursor): string {
    return this.#name(row, DRAW.first, 'names');
  }

  middle(row: Cursor): string {
    const female = this.#draws.unit(row, DRAW.first) < 0.5;
    const list = (female ? this.#names.femaleFirst : this.#names.maleFirst).names;
    return this.#draws.pick(list, row, DRAW.middle);
  }

  last(row: Cursor): string {
    return this.#family(row, 'names');
  }

  full(row: Cursor): string {
    return this.#names.familyFirst ? `${this.last(row)} ${this.first(row)}` : `${this.first(row)} ${this.last(row)}`;
  }

  gender(row: Cursor): 'Female' | 'Male' | 'Non-binary' {
    if (this.#draws.unit(row, DRAW.gender) < 0.015) return 'Non-binary';
    return this.#draws.unit(row, DRAW.first) < 0.5 ? 'Female' : 'Male';
  }

  title(row: Cursor): string {
    if (this.#draws.unit(row, DRAW.gender) < 0.015) return this.#names.familyFirst ? '様' : 'Mx.';
    const titles = this.#draws.unit(row, DRAW.first) < 0.5 ? this.#names.femaleTitles : this.#names.maleTitles;
    return this.#draws.pick(titles, row, DRAW.title);
  }

  /** What stands before the @ in an e-mail of theirs; `bits` are 32 drawn ones, which choose its form. */
  mailbox(row: Cursor, bits: number): string {
    const first = this.#name(row, DRAW.first, 'slugs');
    const last = this.#family(row, 'slugs');
    switch (bits & 7) {
      case 0: return `${first}${(bits >>> 8) % 1000}`;
      case 1: return `${first.charAt(0)}.${last}`;
      case 2: return `${first.charAt(0)}${last}${(bits >>> 8) % 100}`;
      case 3: return `${first}_${last}`;
      case 4: return `${first}.${last}${(bits >>> 8) % 100}`;
      case 5: return `${last}.${first}`;
      default: return `${first}.${last}`;
    }
  }

  mailDomain(bits: number): string {
    return DOMAINS[(bits >>> 3) & 7] ?? '';
  }

  username(row: Cursor, bits: number): string {
    const first = this.#name(row, DRAW.first, 'slugs');
    const last = this.#family(row, 'slugs');
    switch (bits & 3) {
      case 0: return `${first}${(bits >>> 8) % 1000}`;
      case 1: return `${first.charAt(0)}${last}`;
      case 2: return `${first}_${last}`;
      default: return `${first}.${last}${(bits >>> 8) % 100}`;
    }
  }

  age(row: Cursor): number {
    const unit = (this.#draws.unit(row, DRAW.age) + this.#draws.unit(row, DRAW.birthday)) / 2;
    // The mean of two draws has a hump; taken to 1.3, it leans to the young, as people at work and in shops do.
    return MINIMUM_AGE + Math.floor(unit ** 1.3 * (MAXIMUM_AGE - MINIMUM_AGE + 1));
  }

  /** ISO date; the person is `age` years old at the plan's reference. */
  birthDate(row: Cursor): string {
    return dateText(this.#birthday(row));
  }

  #birthday(row: Cursor): number {
    // At most 364 days before the day that makes `age` years: never a year more.
    return this.#yearsBefore(this.age(row)) - Math.floor(this.#draws.unit(row, DRAW.birthday) * 365);
  }

  /** The reference's day, so many years ago; 28 February for a 29th that was none. */
  #yearsBefore(years: number): number {
    return Math.floor(addInterval(this.#today * SECONDS_PER_DAY, { months: -12 * years, days: 0, seconds: 0 }) / SECONDS_PER_DAY);
  }

  /** ISO date between the 18th birthday and the plan's reference, at most LONGEST_SERVICE_YEARS before it. */
  hireDate(row: Cursor): string {
    const grownUp = this.#birthday(row) + MINIMUM_AGE * 365.25 + 1;
    const first = Math.min(Math.max(grownUp, this.#yearsBefore(LONGEST_SERVICE_YEARS)), this.#today);
    return dateText(Math.floor(first + this.#draws.unit(row, DRAW.hired) * (this.#today - first)));
  }

  #job(row: Cursor): (typeof JOBS)[number] {
    return this.#draws.pick(JOBS, row, DRAW.job);
  }

  jobTitle(row: Cursor): string {
    return this.#job(row).title;
  }

  department(row: Cursor): string {
    return this.#job(row).department;
  }
}
