// Signed addresses of outputs and images: whoever has one may fetch that one file until it expires. The secret lies in the data folder, so that
// every process over the same data signs and checks alike.
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isCode } from '../lib/disk.ts';

export const DOWNLOADS_PATH = '/downloads/';
/** How long an address is good, at least. */
export const ADDRESS_VALID_MS = 24 * 60 * 60 * 1_000;
/** Addresses made within the same hour are alike, so that clients that ask again can keep the one they have. */
const EXPIRY_STEP_MS = 60 * 60 * 1_000;
const SECRET_BYTES = 32;
const SECRET_FILE = '.download-secret';

/** What an address is good for. */
export interface Ticket {
  /** An output's id; or `<job's id>/<index>/<look>` for an image. */
  readonly subject: string;
  readonly ownerId: string;
}

export class Signer {
  readonly #secret: Buffer;
  readonly #now: () => number;

  constructor(secret: Buffer, now: () => number) {
    this.#secret = secret;
    this.#now = now;
  }

  /** An address under a base such as http://127.0.0.1:4000; the file's name is for people, and says nothing. */
  url(baseUrl: string, { fileName, ...ticket }: Ticket & { readonly fileName: string }): string {
    const expires = Math.ceil((this.#now() + ADDRESS_VALID_MS) / EXPIRY_STEP_MS) * EXPIRY_STEP_MS;
    const query = new URLSearchParams({ owner: ticket.ownerId, expires: String(expires), signature: this.#sign(ticket, expires) });
    return `${baseUrl}${DOWNLOADS_PATH}${ticket.subject}/${encodeURIComponent(basename(fileName))}?${query}`;
  }

  /** What an address is good for; 'expired' or 'forged' where it is good for nothing. */
  read(url: URL): Ticket | 'expired' | 'forged' {
    const subject = /^\/downloads\/([0-9a-f-]{36}(?:\/\d{1,9}\/(?:plain|overlay))?)\/[^/]*$/.exec(url.pathname)?.[1];
    const ownerId = url.searchParams.get('owner');
    const expires = Number(url.searchParams.get('expires'));
    const signature = Buffer.from(url.searchParams.get('signature') ?? '', 'base64url');
    if (subject === undefined || ownerId === null || !Number.isSafeInteger(expires)) return 'forged';
    const expected = Buffer.from(this.#sign({ subject, ownerId }, expires), 'base64url');
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return 'forged';
    return expires < this.#now() ? 'expired' : { subject, ownerId };
  }

  #sign({ subject, ownerId }: Ticket, expires: number): string {
    return createHmac('sha256', this.#secret).update(JSON.stringify(['download', subject, ownerId, expires])).digest('base64url');
  }
}

/** The secret of a data folder, made at the first call. Processes that start at once end up with the same one. */
export async function openSecret(dataFolder: string): Promise<Buffer> {
  const path = join(dataFolder, SECRET_FILE);
  const known = await readSecret(path);
  if (known !== null) return known;
  await mkdir(dataFolder, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole, and fails where another process was quicker.
    await link(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readSecret(path);
  if (made === null) throw new Error(`${path} was removed while it was made; start again`);
  return made;
}

async function readSecret(path: string): Promise<Buffer | null> {
  try {
    const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
    if (secret.length !== SECRET_BYTES) throw new Error(`${path} should hold ${SECRET_BYTES} bytes in hexadecimal, and does not; remove it, and a new one is made`);
    return secret;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}
