// A small look at a picture, for a page to show as it comes: a WebP as a data URL.
import sharp from 'sharp';
import type { Pixels } from './png.ts';

/** Of the longer side: so large, even noise takes no more bytes than a notification of PostgreSQL holds. */
const MOST_PIXELS = 96;
const QUALITY = 60;

/** The picture, no larger than a thumbnail; 7,500 characters at most. */
export async function previewUrl({ rgb, width, height }: Pixels): Promise<string> {
  const small = sharp(rgb, { raw: { width, height, channels: 3 } }).resize(MOST_PIXELS, MOST_PIXELS, { fit: 'inside', withoutEnlargement: true });
  return `data:image/webp;base64,${(await small.webp({ quality: QUALITY }).toBuffer()).toString('base64')}`;
}
