// A picture with its boxes drawn over it, for people to look at: each label in a colour of its own, with its score. The picture itself stays as it is.
import sharp from 'sharp';
import type { Annotation } from '../domain/images/plan.ts';
import { Stream } from '../domain/random.ts';
import { shortened } from '../lib/shortened.ts';

/** Of a picture's longer side: letters that can be read at a glance. */
const FONT_SHARE = 1 / 32;
const LEAST_FONT_PIXELS = 9;
/** Of a letter's height, about: what a letter of a sans-serif font takes, with some air. */
const LETTER_WIDTH = 0.62;
const MOST_LETTERS = 40;

/**
 * The boxes over a PNG file, as a PNG file. Labels need a font on the machine; where there is none, their boxes and colours are there all the same.
 * The best boxes lie on top.
 */
export async function drawnOver(png: Uint8Array, annotations: readonly Annotation[]): Promise<Uint8Array> {
  const picture = sharp(png);
  const { width, height } = await picture.metadata();
  return await picture.composite([{ input: Buffer.from(svgOf(annotations, { width, height })) }]).removeAlpha().png().toBuffer();
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function svgOf(annotations: readonly Annotation[], size: Size): string {
  const font = Math.max(LEAST_FONT_PIXELS, Math.max(size.width, size.height) * FONT_SHARE);
  const upwards = annotations.toReversed();
  // No frame crosses a tag.
  const drawn = [...upwards.map((one) => frameOf(one, font)), ...upwards.map((one) => tagOf(one, font, size))];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="${font}">${drawn.join('')}</svg>`;
}

function frameOf({ label, bbox }: Annotation, font: number): string {
  return `<rect ${placeOf(bbox)} fill="none" stroke="${colourOf(label)}" stroke-width="${font / 6}"/>`;
}

/** Over the top edge, or under it where the picture ends there. */
function tagOf({ label, bbox: [x, y], score }: Annotation, font: number, picture: Size): string {
  const text = `${shortened(label, MOST_LETTERS)} ${score.toFixed(2)}`;
  const [width, height] = [text.length * font * LETTER_WIDTH, font * 1.4];
  const left = Math.max(0, Math.min(x, picture.width - width));
  const top = y >= height ? y - height : y;
  return `<rect ${placeOf([left, top, width, height])} fill="${colourOf(label)}"/><text x="${left + width / 2}" y="${top + font}" text-anchor="middle" fill="white">${escaped(text)}</text>`;
}

function placeOf([x, y, width, height]: Annotation['bbox']): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`;
}

/** The same for a label in every picture; dark enough for white letters. */
function colourOf(label: string): string {
  return `hsl(${Stream.of(0, label).bits(0) % 360}, 75%, 36%)`;
}

/** As text of XML 1.0, which has no place for control characters. */
function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
