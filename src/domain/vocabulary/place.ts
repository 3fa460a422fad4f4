// The place of a row: one city for each role, and all else of an address drawn to fit it.
import { Stream } from '../random.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import { CITIES } from './gazetteer.ts';
import type { City } from './gazetteer.ts';
import { namesOf } from './names.ts';
import type { Locale } from './names.ts';
import { streetStyleOf } from './streets.ts';
import { RowDraws } from './row-draws.ts';

/** Of the rows of a locale that has countries of its own, this share lies in them. */
const SHARE_AT_HOME = 0.85;
/** How far from the city's centre a place may lie, in degrees each way: some 5 km. */
const SPREAD_DEGREES = 0.05;

// Draw numbers; the patterns take several from theirs on.
const DRAW = { home: 0, city: 1, street: 2, number: 3, latitude: 4, longitude: 5, secondLine: 6, secondDigits: 8, postal: 16 } as const;

/** What can be asked about the place of a row: one of the places of a role in a table. */
export class Place {
  readonly #draws: RowDraws;
  readonly #home: readonly City[];

  constructor(context: SamplerContext, role: string, locale: Locale) {
    this.#draws = new RowDraws(Stream.of(context.seed, context.table, 'place', role));
    const { countries } = namesOf(locale);
    this.#home = CITIES.filter((city) => countries.includes(city.country.code));
  }

  city(row: Cursor): City {
    const atHome = this.#home.length > 0 && this.#draws.unit(row, DRAW.home) < SHARE_AT_HOME;
    const cities = atHome ? this.#home : CITIES;
    return this.#draws.pick(cities, row, DRAW.city);
  }

  street(row: Cursor): string {
    const style = streetStyleOf(this.city(row).country.language);
    const name = this.#draws.pick(style.names, row, DRAW.street);
    // Squared: low house numbers are the common ones.
    const number = 1 + Math.floor(this.#draws.unit(row, DRAW.number) ** 2 * (style.numberFirst ? 999 : 180));
    return style.numberFirst ? `${number} ${name}` : `${name}${style.separator}${number}`;
  }

  secondLine(row: Cursor): string {
    const { secondLines } = streetStyleOf(this.city(row).country.language);
    const pattern = this.#draws.pick(secondLines, row, DRAW.secondLine);
    return this.#draws.fill(pattern, row, DRAW.secondDigits);
  }

  postalCode(row: Cursor): string {
    return this.#draws.fill(this.city(row).postalCode, row, DRAW.postal);
  }

  /** Degrees, to 6 places. */
  latitude(row: Cursor): number {
    return rounded(this.city(row).latitude + (this.#draws.unit(row, DRAW.latitude) * 2 - 1) * SPREAD_DEGREES);
  }

  longitude(row: Cursor): number {
    return rounded(this.city(row).longitude + (this.#draws.unit(row, DRAW.longitude) * 2 - 1) * SPREAD_DEGREES);
  }

  fullAddress(row: Cursor): string {
    const { name, regionCode, country } = this.city(row);
    const town = country.code === 'US' || country.code === 'CA' ? `${name}, ${regionCode} ${this.postalCode(row)}` : `${this.postalCode(row)} ${name}`;
    return `${this.street(row)}, ${town}, ${country.name}`;
  }
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
