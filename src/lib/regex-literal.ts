// A text as a regular expression that matches it and nothing else.

/** With a backslash before every sign that has a meaning, `/` and `-` among them. */
export function regexLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
