// Which colour a part of a picture has, as people name it: for tests of models that were taught colours.
import sharp from 'sharp';

/** Left, top, width and height in pixels. */
export type Box = readonly number[];

/** Hues in degrees at which a name begins; for what has no hue, and for browns, see models/verisim-nano/train/judge.py. */
const HUES = [[0, 'red'], [14, 'orange'], [42, 'yellow'], [68, 'green'], [155, 'teal'], [196, 'blue'], [256, 'purple'], [300, 'pink'], [346, 'red']] as const;
/** Of 255: less between the highest and the lowest of red, green and blue is no colour. */
const LEAST_SPREAD = 60;

/** The name that most of its coloured pixels have; null where none has a fifth of all. */
export async function colourIn(png: Buffer, [left = 0, top = 0, width = 0, height = 0]: Box): Promise<string | null> {
  const part = { left: Math.round(left), top: Math.round(top), width: Math.max(1, Math.floor(width)), height: Math.max(1, Math.floor(height)) };
  const pixels = await sharp(png).extract(part).removeAlpha().raw().toBuffer();
  const counts = new Map<string, number>();
  for (let i = 0; i < pixels.length; i += 3) {
    const name = nameOf(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  return most !== undefined && most[1] * 5 * 3 >= pixels.length ? most[0] : null;
}

function nameOf(r: number, g: number, b: number): string | null {
  const [high, spread] = [Math.max(r, g, b), Math.max(r, g, b) - Math.min(r, g, b)];
  if (spread < LEAST_SPREAD) return null;
  const turn = high === r ? ((g - b) / spread + 6) % 6 : high === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  return HUES.findLast(([from]) => turn * 60 >= from)?.[1] ?? null;
}
