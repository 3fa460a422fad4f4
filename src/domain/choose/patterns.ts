// Patterns for codes and keys: of a length that the field has, and with room enough that keys seldom run out.
import type { Generator } from '../generator.ts';
import type { Column } from './column.ts';
import type { Reading } from './names.ts';

/** Keys up to this long are capitals alone, as short natural keys are. */
const SHORT_KEY = 5;
const CODE_DIGITS = 6;
const KEY_DIGITS = 8;

/** A code that begins with `prefix` (capitals) where there is room: `ORD-[0-9]{6}`; short fields take `[A-Z]{n}`. */
export function codePattern({ maxLength, key }: Column, prefix: string): Generator {
  const digits = key === 'none' ? CODE_DIGITS : KEY_DIGITS;
  if (maxLength <= SHORT_KEY) return { kind: 'pattern', regex: `[A-Z]{${maxLength}}` };
  if (prefix !== '' && prefix.length + 1 + digits <= maxLength) return { kind: 'pattern', regex: `${prefix}-[0-9]{${digits}}` };
  const room = Math.min(maxLength, digits + 2);
  return { kind: 'pattern', regex: `[A-Z]{2}[0-9]{${room - 2}}` };
}

/** The words that a code's name may end in, which say nothing about what it is the code of. */
const CODE_WORDS = /_?(id|key|uid|number|no|num|ref|reference|reference_number|identifier|code)$/;

/** A code named after its column: `order_number` is `ORD-` and digits. Long identifiers of other systems look like theirs. */
export function namedCode(column: Column, { text: reading }: Reading): Generator {
  if (/^(external|stripe|google|facebook|session|request|correlation|trace|device|remote|provider)/.test(reading) && column.maxLength >= 16) {
    return { kind: 'pattern', regex: '[a-z0-9]{16}' };
  }
  const words = reading.replace(CODE_WORDS, '');
  const thing = (words === '' ? column.subject : words).replace(/[^a-z]/g, '');
  return codePattern(column, thing.slice(0, 3).toUpperCase());
}
