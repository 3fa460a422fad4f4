// Addresses and names of the net: mail, web, machines, files. Only names reserved for examples (RFC 2606, RFC 6761), only addresses
// reserved for private use or documentation (RFC 1918, RFC 3849): nothing that is made here reaches anyone.
import type { Cursor } from '../samplers/sampler.ts';
import type { Facts, Sources, TextSource } from './facts.ts';
import { proseOf } from './prose.ts';
import type { RowDraws } from './row-draws.ts';
import { serialOf, slugWithTag, type Slug } from './tags.ts';
import { slugOf } from './text.ts';

const PATHS = ['about', 'news', 'products', 'team', 'contact', 'shop', 'blog', 'careers', 'support', 'events'];
const FOLDERS = ['reports', 'invoices', 'exports', 'photos', 'contracts', 'uploads', 'backups', 'drafts', 'manuals', 'scans'];
const FILE_STEMS = ['report', 'invoice', 'summary', 'photo', 'contract', 'notes', 'budget', 'minutes', 'offer', 'plan', 'draft', 'manual', 'scan', 'receipt'];
/** Ending and media type belong together. */
const FILE_KINDS = [
  ['pdf', 'application/pdf'], ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'], ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['csv', 'text/csv'], ['txt', 'text/plain'], ['jpg', 'image/jpeg'], ['png', 'image/png'], ['zip', 'application/zip'], ['json', 'application/json'], ['mp4', 'video/mp4'], ['html', 'text/html'],
] as const;
const PLATFORMS = ['Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7', 'X11; Linux x86_64', 'iPhone; CPU iPhone OS 18_1 like Mac OS X', 'Linux; Android 15; Pixel 8'];
const LANGUAGE_CODES: Readonly<Record<string, string>> = {
  English: 'en', German: 'de', French: 'fr', Spanish: 'es', Portuguese: 'pt', Italian: 'it', Dutch: 'nl', Polish: 'pl', Swedish: 'sv', Norwegian: 'nb', Danish: 'da', Finnish: 'fi', Icelandic: 'is',
  Czech: 'cs', Slovak: 'sk', Hungarian: 'hu', Romanian: 'ro', Bulgarian: 'bg', Greek: 'el', Ukrainian: 'uk', Croatian: 'hr', Slovenian: 'sl', Serbian: 'sr', Estonian: 'et', Latvian: 'lv',
  Lithuanian: 'lt', Japanese: 'ja', Chinese: 'zh', Korean: 'ko', Hindi: 'hi', Indonesian: 'id', Thai: 'th', Vietnamese: 'vi', Filipino: 'fil', Malay: 'ms', Turkish: 'tr', Hebrew: 'he', Arabic: 'ar', Swahili: 'sw',
};

/** Tokens are hexadecimal, of this length unless the field is shorter. */
const TOKEN_LENGTH = 40;
/** Places for the tag at the end of a token: every tag has them, zeros before it. */
const TAG_PLACES = 8;
const BCRYPT_HEAD = '$2b$12$';
const BCRYPT_LENGTH = 60;
const BCRYPT_LETTERS = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The semantics of the net. */
export const INTERNET: Sources = {
  EMAIL: (facts) => {
    const { person } = facts;
    const draws = facts.draws();
    return mail(draws, (row, bits) => person.mailbox(row, bits), (_row, bits) => person.mailDomain(bits));
  },
  WORK_EMAIL: (facts) => mail(facts.draws(), (row, bits) => facts.person.mailbox(row, bits), (row) => facts.company.domain(row)),
  COMPANY_EMAIL: (facts) => mail(facts.draws(), (row) => facts.company.mailbox(row), (row) => facts.company.domain(row)),
  USERNAME: (facts) => {
    const { person } = facts;
    const draws = facts.draws();
    return {
      text: (row) => person.username(row, draws.bits(row)),
      shorter: (row, maxLength) => person.username(row, draws.bits(row)).slice(0, maxLength).replace(/[._]+$/, ''),
      tagged: (row, tag, maxLength) => slugWithTag({ before: person.mailbox(row, draws.bits(row)).replaceAll('.', '_'), separator: '_' }, tag, maxLength),
    };
  },
  DOMAIN: ({ company }) => ({
    text: (row) => company.domain(row),
    tagged: (row, tag, maxLength) => slugWithTag({ before: stemOf(company.domain(row)), separator: '-', after: '.example' }, tag, maxLength),
  }),
  URL: (facts) => {
    const draws = facts.draws();
    return {
      text: (row) => `https://www.${facts.company.domain(row)}/${draws.pick(PATHS, row)}`,
      shorter: (row, maxLength) => shortUrl(facts.company.domain(row), maxLength),
      tagged: (row, tag, maxLength) => slugWithTag({ before: `https://${stemOf(facts.company.domain(row))}`, separator: '-', after: '.example' }, tag, maxLength),
    };
  },
  IMAGE_URL: (facts) => {
    const draws = facts.draws();
    const digits = (row: Cursor): string => draws.hex(12, row);
    return {
      text: (row) => `https://images.example.com/${digits(row)}.jpg`,
      shorter: (row, maxLength) => `${digits(row)}.jpg`.slice(-maxLength),
      tagged: (_row, tag, maxLength) => slugWithTag({ before: 'https://images.example.com/photo', separator: '-', after: '.jpg' }, tag, maxLength),
    };
  },
  IP_ADDRESS: (facts) => numbered(facts, (serial) => {
    // Past the 2^24 private ones (only where they must be unique) come the others: 2^32 in all.
    const address = (0x0a000000 + serial) % 0x1_0000_0000;
    return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
  }, 0x100_0000),
  IPV6_ADDRESS: (facts) => numbered(facts, (serial) => `2001:db8:0:0:0:${groups(serial, 3, 16, 4).join(':')}`, 0x1_0000_0000_0000),
  // 02: a locally administered address, given to no maker.
  MAC_ADDRESS: (facts) => numbered(facts, (serial) => `02:${groups(serial, 5, 8, 2).join(':')}`, 0x100_0000_0000),
  USER_AGENT: (facts) => {
    const draws = facts.draws();
    return { text: (row) => `Mozilla/5.0 (${draws.pick(PLATFORMS, row, 0)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + draws.below(22, row, 1)}.0.0.0 Safari/537.36` };
  },
  TOKEN: (facts) => token(facts),
  PASSWORD_HASH: (facts) => (facts.maxLength < BCRYPT_LENGTH ? token(facts) : bcryptLike(facts)),
  SLUG: (facts) => {
    const title = proseOf('TITLE', facts.context, facts.role, Infinity);
    return {
      text: (row) => slugOf(title(row), '-'),
      shorter: (row, maxLength) => slugOf(title(row), '-').slice(0, maxLength).replace(/-[^-]*$/, ''),
      tagged: (row, tag, maxLength) => slugWithTag({ before: slugOf(title(row), '-'), separator: '-' }, tag, maxLength),
    };
  },
  FILE_NAME: (facts) => {
    const draws = facts.draws('file');
    return { text: (row) => fileName(row, draws), tagged: (row, tag, maxLength) => slugWithTag(fileSlug('', row, draws), tag, maxLength) };
  },
  FILE_PATH: (facts) => {
    const draws = facts.draws('file');
    const folder = (row: Cursor): string => `/${draws.pick(FOLDERS, row, 3)}/${2020 + draws.below(6, row, 4)}/`;
    return { text: (row) => folder(row) + fileName(row, draws), tagged: (row, tag, maxLength) => slugWithTag(fileSlug(folder(row), row, draws), tag, maxLength) };
  },
  MIME_TYPE: (facts) => {
    const draws = facts.draws('file');
    return { text: (row) => draws.pick(FILE_KINDS, row, 1)[1], tagged: (_row, tag, maxLength) => slugWithTag({ before: 'application/x', separator: '-' }, tag, maxLength) };
  },
  SEMVER: (facts) => {
    const draws = facts.draws();
    return {
      text: (row) => `${draws.below(6, row, 0)}.${draws.below(20, row, 1)}.${draws.below(30, row, 2)}`,
      tagged: (row, tag) => `${draws.below(6, row, 0)}.${draws.below(20, row, 1)}.${serialOf(tag)}`,
    };
  },
  LOCALE_CODE: (facts) => ({
    text: (row) => `${languageCode(facts, row)}-${facts.place.city(row).country.code}`,
    shorter: (row, maxLength) => languageCode(facts, row).slice(0, maxLength),
  }),
};

/** A mail address: its form is drawn by the field, so that two fields of one person differ. */
function mail(draws: RowDraws, mailbox: (row: Cursor, bits: number) => string, domain: (row: Cursor, bits: number) => string): TextSource {
  return {
    text: (row) => {
      const bits = draws.bits(row);
      return `${mailbox(row, bits)}@${domain(row, bits)}`;
    },
    shorter: (row, maxLength) => {
      const bits = draws.bits(row);
      const own = domain(row, bits);
      const at = `@${own.length + 5 <= maxLength ? own : 'x.example'}`;
      return `${mailbox(row, bits).slice(0, Math.max(1, maxLength - at.length)).replace(/[._]+$/, '')}${at}`.slice(0, maxLength);
    },
    // The tag ends at the @, and no domain holds one: it can be read off again.
    tagged: (row, tag, maxLength) => {
      const bits = draws.bits(row);
      const own = `@${domain(row, bits)}`;
      return slugWithTag({ before: mailbox(row, bits), separator: '.', after: own.length + tag.length + 2 <= maxLength ? own : '@x.example' }, tag, maxLength);
    },
  };
}

function stemOf(domain: string): string {
  return domain.replace(/\.example$/, '');
}

function shortUrl(domain: string, maxLength: number): string {
  const full = `https://${domain}`;
  return full.length <= maxLength ? full : domain.slice(-maxLength).replace(/^[.-]+/, '');
}

/** An address that is a number written out; `size`: how many are drawn from. */
function numbered(facts: Facts, write: (serial: number) => string, size: number): TextSource {
  const draws = facts.draws();
  return { text: (row) => write(draws.below(size, row)), tagged: (_row, tag) => write(serialOf(tag)) };
}

/** A number as groups of hexadecimal digits, the highest first. */
function groups(serial: number, count: number, bits: number, digits: number): string[] {
  const parts: string[] = [];
  for (let left = serial, place = 0; place < count; place++, left = Math.floor(left / 2 ** bits)) parts.unshift((left % 2 ** bits).toString(16).padStart(digits, '0'));
  return parts;
}

function token(facts: Facts): TextSource {
  const draws = facts.draws();
  const length = Math.min(TOKEN_LENGTH, facts.maxLength);
  const digits = (row: Cursor, count: number): string => draws.hex(count, row);
  return {
    text: (row) => digits(row, length),
    // Every token has the same length before its tag, so the tag can be read off again.
    tagged: (row, tag, maxLength) => (length > TAG_PLACES ? digits(row, length - TAG_PLACES) + tag.padStart(TAG_PLACES, '0') : slugWithTag({ before: '', separator: '' }, tag, maxLength)),
  };
}

function bcryptLike(facts: Facts): TextSource {
  const draws = facts.draws();
  const letters = (row: Cursor, count: number): string => {
    let text = '';
    for (let place = 0; place < count; place++) text += BCRYPT_LETTERS.charAt(draws.below(64, row, place));
    return text;
  };
  const free = BCRYPT_LENGTH - BCRYPT_HEAD.length;
  return { text: (row) => BCRYPT_HEAD + letters(row, free), tagged: (row, tag) => BCRYPT_HEAD + letters(row, free - TAG_PLACES) + tag.padStart(TAG_PLACES, '0') };
}

function fileName(row: Cursor, draws: RowDraws): string {
  return `${draws.pick(FILE_STEMS, row, 0)}-${draws.below(10_000, row, 2)}.${draws.pick(FILE_KINDS, row, 1)[0]}`;
}

/** The tag stands between the last `-` and the ending, where no other text has it. */
function fileSlug(folder: string, row: Cursor, draws: RowDraws): Slug {
  return { before: folder + draws.pick(FILE_STEMS, row, 0), separator: '-', after: `.${draws.pick(FILE_KINDS, row, 1)[0]}` };
}

function languageCode(facts: Facts, row: Cursor): string {
  return LANGUAGE_CODES[facts.place.city(row).country.language] ?? 'en';
}
