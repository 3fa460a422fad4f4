// Text cut for people: never longer than asked, never in the middle of a character, and with a sign that something is missing.

/** The text, or its beginning with three dots; at most `length` UTF-16 units, 3 or more. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 3;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}...`;
}
