// Codes with an inner order: bank accounts, cards, bar codes, books, vehicles. All carry a serial number of up to 10 digits, drawn
// or given, so that different serials give different codes; every check digit is right. None belongs to anyone but by chance.
import type { Cursor } from '../samplers/sampler.ts';
import type { Facts, Sources, TextSource } from './facts.ts';
import type { RowDraws } from './row-draws.ts';
import { serialOf, SERIALS } from './tags.ts';
import { padDigits } from './text.ts';

/** A code that carries the serial, made otherwise of what the row draws. */
type CodeMaker = (row: Cursor, serial: number, draws: RowDraws) => string;

/** Digits of an IBAN after its check digits (`@`: a letter), by country; each ends in 10 digits or more. */
const ACCOUNT_FORMATS: Readonly<Record<string, string>> = {
  AT: '################', BE: '############', CH: '#################', DE: '##################', DK: '##############', ES: '####################', FI: '##############',
  FR: '#######################', GB: '@@@@##############', IE: '@@@@##############', IT: '@######################', NL: '@@@@##########', NO: '###########',
  PL: '########################', PT: '#####################', SE: '####################',
};
const CARD_TYPES = [
  { name: 'Visa', prefix: '4', length: 16 },
  { name: 'Mastercard', prefix: '51', length: 16 },
  { name: 'American Express', prefix: '37', length: 15 },
  { name: 'Discover', prefix: '6011', length: 16 },
] as const;
const VIN_DIGITS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';
const VIN_MAKERS = ['1HG', '1FT', '2T1', '3VW', 'JTD', 'KMH', 'SAL', 'VF1', 'WBA', 'WDB', 'YV1', 'ZFA'];

/** The codes by semantic. */
export const CODES: Sources = {
  IBAN: (facts) => code(facts, 'bank', (row, serial, draws) => iban(facts.place.city(row).country.code, row, serial, draws)),
  BIC: (facts) => {
    const source = code(facts, 'bank', (row, serial, draws) => bic(facts.place.city(row).country.code, row, serial, draws));
    return { ...source, shorter: (row, maxLength) => source.text(row).slice(0, maxLength) };
  },
  ACCOUNT_NUMBER: (facts) => code(facts, 'bank', (_row, serial) => padDigits(serial, 10)),
  TAX_ID: (facts) => code(facts, 'tax', (row, serial) => `${facts.place.city(row).country.code}${padDigits(serial, 10)}`),
  CREDIT_CARD_NUMBER: (facts) => code(facts, 'card', cardNumber),
  CREDIT_CARD_TYPE: (facts) => {
    const draws = facts.draws('card');
    return { text: (row) => cardType(row, draws).name };
  },
  BARCODE: (facts) => code(facts, 'barcode', (_row, serial) => withGtinDigit(`40${padDigits(serial, 10)}`)),
  ISBN: (facts) => ({ ...code(facts, 'isbn', (_row, serial) => isbn(serial)), text: isbnDrawn(facts) }),
  VIN: (facts) => code(facts, 'vin', vin),
  LICENSE_PLATE: (facts) => {
    const draws = facts.draws('plate');
    return {
      text: (row) => draws.fill('@@@ ####', row),
      shorter: (row, maxLength) => draws.fill('@@@####', row).slice(0, maxLength),
    };
  },
  SKU: (facts) => ({
    text: (row) => facts.product.sku(row),
    tagged: (row, tag) => `${facts.product.category(row).code}-${tag.toUpperCase()}`,
  }),
};

/** A code whose serial is drawn, or the tag's. One too long for its field is a bare number: part of a code is none. */
function code(facts: Facts, stream: string, make: CodeMaker): TextSource {
  const draws = facts.draws(stream);
  const drawn = (row: Cursor): number => Math.floor(draws.fine(row, 1) * SERIALS);
  return {
    text: (row) => make(row, drawn(row), draws),
    shorter: (row, maxLength) => padDigits(drawn(row), 10).slice(-maxLength),
    tagged: (row, tag) => make(row, serialOf(tag), draws),
  };
}

function iban(country: string, row: Cursor, serial: number, draws: RowDraws): string {
  const known = country in ACCOUNT_FORMATS ? country : 'GB';
  const format = ACCOUNT_FORMATS[known] ?? '';
  const account = draws.fill(format.slice(0, -10), row, 8) + padDigits(serial, 10);
  return `${known}${padDigits(98 - remainder97(`${account}${known}00`), 2)}${account}`;
}

/** ISO 7064 mod 97-10 over a text whose letters count 10 to 35. */
function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** Bank letters, country, place and branch: each serial has its own pair of the 26^4 banks and 36^3 branches. */
function bic(country: string, row: Cursor, serial: number, draws: RowDraws): string {
  const banks = 26 ** 4;
  let letters = '';
  for (let left = serial % banks, place = 0; place < 4; place++, left = Math.floor(left / 26)) letters += String.fromCharCode(65 + (left % 26));
  const place = draws.fill('@@', row, 8);
  return `${letters}${country}${place}${Math.floor(serial / banks).toString(36).toUpperCase().padStart(3, '0')}`;
}

function cardType(row: Cursor, draws: RowDraws): (typeof CARD_TYPES)[number] {
  return draws.pick(CARD_TYPES, row, 0);
}

/** A number with its Luhn digit (ISO/IEC 7812). */
function cardNumber(row: Cursor, serial: number, draws: RowDraws): string {
  const { prefix, length } = cardType(row, draws);
  const free = '#'.repeat(length - prefix.length - 11);
  const digits = prefix + draws.fill(free, row, 8) + padDigits(serial, 10);
  return digits + luhnDigit(digits);
}

function luhnDigit(digits: string): string {
  let sum = 0;
  for (let place = digits.length - 1, double = true; place >= 0; place--, double = !double) {
    const digit = Number(digits[place]) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Twelve digits with the check digit of GTIN-13 (EAN, ISBN). */
function withGtinDigit(digits: string): string {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) sum += Number(digits[place]) * (place % 2 === 0 ? 1 : 3);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Prefixes by the serial's billions. Books have the first two only; serials that need more get numbers of the same form beside them. */
const BOOK_PREFIXES = ['978', '979', '977', '976', '975', '974', '973', '972', '971', '970'];
const BILLION = 1e9;

function isbn(serial: number): string {
  return withGtinDigit(`${BOOK_PREFIXES[Math.floor(serial / BILLION)]}${padDigits(serial % BILLION, 9)}`);
}

function isbnDrawn(facts: Facts): (row: Cursor) => string {
  const draws = facts.draws('isbn');
  return (row) => isbn(draws.below(BILLION, row));
}

/** Seventeen places with North America's check digit (49 CFR 565.15) at the ninth; the last eight hold the serial. */
function vin(row: Cursor, serial: number, draws: RowDraws): string {
  const maker = draws.pick(VIN_MAKERS, row, 0);
  let model = '';
  for (let place = 0; place < 5; place++) model += VIN_DIGITS.charAt(draws.below(VIN_DIGITS.length, row, 8 + place));
  let end = '';
  for (let place = 0, left = serial; place < 8; place++, left = Math.floor(left / VIN_DIGITS.length)) end = VIN_DIGITS.charAt(left % VIN_DIGITS.length) + end;
  return `${maker}${model}${vinDigit(`${maker}${model}0${end}`)}${end}`;
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VIN_VALUES: Readonly<Record<string, number>> = {
  A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9,
};

function vinDigit(vinText: string): string {
  let sum = 0;
  for (const [place, weight] of VIN_WEIGHTS.entries()) {
    const character = vinText.charAt(place);
    sum += weight * (VIN_VALUES[character] ?? Number(character));
  }
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}
