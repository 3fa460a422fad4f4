// Small work on texts that every vocabulary needs: folding to ASCII, cutting to a length, filling digit patterns.
// Never breaks a character, and never leaves a half word where a whole one fits.
import type { Stream } from '../random.ts';

/** Letters that NFD does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i',
};

/** The text in ASCII letters, accents dropped: `Łódź` is `Lodz`. What has no such form is left out. */
export function foldToAscii(text: string): string {
  return text.replace(/[ßæÆœŒøØłŁđĐðÐþÞı]/g, (letter) => LETTERS[letter] ?? '').normalize('NFD').replace(/[^\x20-\x7e]/g, '');
}

/** Lower-case ASCII letters and digits, words joined by `separator`; '' where nothing is left. */
export function slugOf(text: string, separator = ''): string {
  return foldToAscii(text).toLowerCase().replace(/['.]/g, '').replace(/[^a-z0-9]+/g, ' ').trim().replaceAll(' ', separator);
}

/** The first `maxLength` UTF-16 units or fewer, without half of a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}

/** As `cutText`, but at the end of a word where that keeps half of the room or more; nothing dangles at the end. */
export function fitText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = cutText(text, maxLength);
  const space = text.charAt(maxLength) === ' ' ? maxLength : cut.lastIndexOf(' ');
  const words = space * 2 >= maxLength ? cut.slice(0, space) : cut;
  return words.replace(/[\s,;:&(–-]+$/u, '') || cut;
}

/** Digits of a value below 2^53, zeros before it to `width`. */
export function padDigits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

const UPPER_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Fills a pattern: `#` any digit, `!` a digit from 2, `@` a capital letter; all else stays. Uses draws from `number` on, one per 4 places. */
export function fillPattern(pattern: string, stream: Stream, row: number, number: number): string {
  let filled = '';
  let left = 0;
  let bits = 0;
  let draw = number;
  for (const character of pattern) {
    if (character !== '#' && character !== '!' && character !== '@') {
      filled += character;
      continue;
    }
    if (left === 0) {
      bits = stream.bits(row, draw++);
      left = 4;
    }
    const byte = bits & 0xff;
    bits >>>= 8;
    left -= 1;
    if (character === '#') filled += String((byte * 10) >> 8);
    else if (character === '!') filled += String(2 + ((byte * 8) >> 8));
    else filled += UPPER_CASE.charAt((byte * 26) >> 8);
  }
  return filled;
}

/** `count` lower-case hexadecimal digits from draws `number` on, one per 8. */
export function hexDigits(count: number, stream: Stream, row: number, number: number): string {
  let digits = '';
  for (let draw = number; digits.length < count; draw++) digits += stream.bits(row, draw).toString(16).padStart(8, '0');
  return digits.slice(0, count);
}
