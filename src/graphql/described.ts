// The values of an enum from its names and the words that describe them, so that no value is printed without its description.

/** For `builder.enumType({ values })`. */
export function described<const Name extends string>(words: Readonly<Record<Name, string>>): Record<Name, { value: Name; description: string }> {
  const entries = Object.entries<string>(words).map(([name, description]) => [name, { value: name, description }]);
  return Object.fromEntries(entries) as Record<Name, { value: Name; description: string }>; // fromEntries forgets its keys
}
