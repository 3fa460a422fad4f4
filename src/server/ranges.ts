// The Range header (RFC 9110, section 14), for one range of bytes. Several ranges, or words that are none, are answered with the whole.

export interface ByteSpan {
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
}

/** The span asked for; 'whole' where none is, 'unsatisfiable' where it lies outside. */
export function parseRange(header: string | undefined, size: number): ByteSpan | 'whole' | 'unsatisfiable' {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '');
  if (match === null) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return 'whole';
  if (first >= size) return 'unsatisfiable';
  return { first, last: to === '' ? size : Math.min(Number(to) + 1, size) };
}
