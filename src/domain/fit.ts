// Makes a computed value fit its field: the type's own form, its places, its length, its bounds. Null where no value of the
// type can be made of it; it never throws.
import { formatDate, formatDateTime, formatTime, parseDate, parseDateTime, parseTime } from './calendar.ts';
import { plainNumber, toBoolean, toNumber, toText } from './functions/compiled.ts';
import { firstCharacters } from './functions/texts.ts';
import { roundTo } from './rounding.ts';
import type { Field, Value } from './schema.ts';

/** Places of a DECIMAL whose field says none: as many as a double can hold for sure. */
const SIGNIFICANT_DIGITS = 15;

type FittedField = Pick<Field, 'type' | 'maxLength' | 'precision' | 'scale' | 'minimum' | 'maximum' | 'values'>;

/** `value` as the field keeps values of its type; null stays null. */
export function fitTo(field: FittedField, value: Value): Value {
  if (value === null) return null;
  switch (field.type) {
    case 'STRING': case 'TEXT': return fitText(field, value);
    case 'INTEGER': return fitInteger(field, value);
    case 'FLOAT': return numberIn(field, value);
    case 'DECIMAL': return fitDecimal(field, value);
    case 'BOOLEAN': return toBoolean(value);
    case 'DATE': return fromText(value, parseDate, formatDate);
    case 'TIME': return fromText(value, parseTime, formatTime);
    case 'DATETIME': return fromText(value, parseDateTime, formatDateTime);
    case 'UUID': return fitUuid(value);
    case 'JSON': return value;
    case 'BINARY': return fitBinary(field, value);
    default: return field.type satisfies never;
  }
}

function fitText({ maxLength, values }: FittedField, value: Value): Value {
  const text = toText(value) ?? '';
  if (values !== undefined) return values.includes(text) ? text : null;
  return maxLength === undefined ? text : firstCharacters(text, maxLength);
}

/** The number inside the field's bounds; true and false are 1 and 0. */
function numberIn({ minimum, maximum }: FittedField, value: Value): number | null {
  const number = typeof value === 'boolean' ? Number(value) : toNumber(value);
  if (number === null) return null;
  return Math.min(Math.max(number, minimum ?? Number.NEGATIVE_INFINITY), maximum ?? Number.POSITIVE_INFINITY);
}

function fitInteger(field: FittedField, value: Value): Value {
  // Digits past 2^53 are kept as they are: a double would change them.
  if (typeof value === 'string' && /^-?\d{16,}$/.test(value) && field.minimum === undefined && field.maximum === undefined) return value;
  const number = numberIn(field, value);
  if (number === null) return null;
  const whole = roundTo(number, 0);
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole).toString();
}

function fitDecimal(field: FittedField, value: Value): Value {
  const { precision, scale } = field;
  // A decimal that already has its places stays as it is, digit for digit.
  if (typeof value === 'string' && scale !== undefined && scale > 0 && new RegExp(`^-?\\d+\\.\\d{${scale}}$`).test(value) && field.minimum === undefined && field.maximum === undefined) {
    return value;
  }
  const number = numberIn(field, value);
  if (number === null) return null;
  if (scale === undefined) return plainNumber(Number(number.toPrecision(SIGNIFICANT_DIGITS)));
  const most = precision === undefined ? Number.POSITIVE_INFINITY : (10 ** precision - 1) / 10 ** scale;
  return plainNumber(roundTo(Math.min(Math.max(number, -most), most), scale), scale);
}

function fromText(value: Value, parse: (text: string) => number | null, format: (count: number) => string | null): Value {
  if (typeof value !== 'string') return null;
  const count = parse(value);
  return count === null ? null : format(count);
}

function fitUuid(value: Value): Value {
  if (typeof value !== 'string') return null;
  const digits = value.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Base64 stays, other text becomes the base64 of its UTF-8 bytes. */
function fitBinary({ maxLength }: FittedField, value: Value): Value {
  const text = toText(value) ?? '';
  const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.from(text, 'utf8');
  return bytes.subarray(0, maxLength ?? bytes.length).toString('base64');
}
