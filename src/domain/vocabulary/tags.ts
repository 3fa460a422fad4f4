// Texts that carry a tag: different tags always give different texts, because the tag can be read off the text again. Where room
// is short, the words give way and the tag never does.
import { InvalidInput } from '../errors.ts';
import { cutText, fitText } from './text.ts';

/** Serial numbers that codes can carry: whole numbers below this, which is more than tags have. */
export const SERIALS = 1e10;

/** Throws InvalidInput where even the bare tag is longer than the field. */
function checkRoom(tag: string, maxLength: number): void {
  if (tag.length > maxLength) {
    throw InvalidInput.at(['maxLength'], `unique text needs room for ${tag.length} characters or more, got ${maxLength}. Give the field a longer type, or a pattern or category as its generator.`);
  }
}

/** `Silver River 4F2`: the words cut to fit, then a space and the tag in capitals. */
export function wordsWithTag(words: string, tag: string, maxLength: number): string {
  checkRoom(tag, maxLength);
  const room = maxLength - tag.length - 1;
  return room > 0 && words !== '' ? `${fitText(words, room)} ${tag.toUpperCase()}` : tag.toUpperCase();
}

/** What stands round a tag. */
export interface Slug {
  /** Cut to fit. */
  readonly before: string;
  readonly separator: string;
  /** The same for every row, or ends in none of a tag's letters. */
  readonly after?: string;
}

/** `before` + separator + tag + after. */
export function slugWithTag({ before, separator, after = '' }: Slug, tag: string, maxLength: number): string {
  checkRoom(tag, maxLength);
  const room = maxLength - tag.length - separator.length - after.length;
  if (room < 1) return tag;
  return `${cutText(before, room).replace(/[._-]+$/, '')}${separator}${tag}${after}`;
}

/** The tag as a number below SERIALS. Throws InvalidInput for a tag past it. */
export function serialOf(tag: string): number {
  const serial = Number.parseInt(tag, 36);
  if (serial < SERIALS) return serial;
  throw InvalidInput.at(['tag'], `a unique code needs a serial number below ${SERIALS}, got ${tag} (base 36). Ask for fewer rows.`);
}
