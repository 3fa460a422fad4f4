// Half-precision floats (IEEE 754 binary16) as unsigned 16-bit integers and back. Node 20 has no Float16Array, and what is computed with them shall
// not depend on Node's version.

/** To the nearest half, the even one where two are as near; beyond the range: infinity. */
export function floatsToHalves(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = toHalf(bits[i] ?? 0);
  return halves;
}

export function halvesToFloats(halves: Uint16Array): Float32Array {
  const table = (allHalves ??= tabulated());
  const values = new Float32Array(halves.length);
  for (let i = 0; i < values.length; i++) values[i] = table[halves[i] ?? 0] ?? 0;
  return values;
}

/** Of the bits of a float (binary32). */
function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and above
  if (magnitude >= 0x38800000) return sign | ((roundedShift(magnitude, 13) - 0x1c000) & 0x7fff); // the exponent's bias: 127 becomes 15
  const shift = 126 - (magnitude >>> 23); // below 2 ** -14: a multiple of 2 ** -24
  return shift > 24 ? sign : sign | roundedShift((magnitude & 0x7fffff) | 0x800000, shift);
}

/** Shifted right, to the nearest, ties to even; without a branch, which would be guessed wrong half of the time. */
function roundedShift(value: number, by: number): number {
  return (value + (1 << (by - 1)) - 1 + ((value >>> by) & 1)) >>> by;
}

let allHalves: Float32Array | undefined;

/** The float of each of the 65,536 halves. */
function tabulated(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  });
}
