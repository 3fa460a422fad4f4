// The company of a row: name, domain, industry and slogan of one role agree. Every domain ends in `.example`, which nobody can own.
import { Stream } from '../random.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import { namesOf } from './names.ts';
import type { Locale, LocaleNames } from './names.ts';
import { foldToAscii } from './text.ts';
import { RowDraws } from './row-draws.ts';

const words = (text: string): readonly string[] => text.split(' ');

const HEADS = words(
  'Bright North South Silver Golden Blue Green Red Clear Swift Summit River Stone Iron Oak Cedar Maple Falcon Eagle Harbor Coast Alpine Lunar Solar Nova Quantum Vertex Apex Pioneer Liberty Granite Crystal Ember Frost Meadow Ocean Prime True Urban Vista Wild Zenith Cobalt Copper Delta Echo Fern Grove Haven Indigo Juniper Keystone Lark Monarch Nimbus Onyx Pine Raven Sable Tidal Umber Verdant Willow Aurora Birch Cascade Drift');
const TAILS = words(
  'peak line works field bridge light gate wood ford stone port mark point craft path way wind forge crest view dale mill yard house lake ridge source loop span leaf shore hill cove brook spring star grid');
const TRADES: readonly (readonly [industry: string, ...names: readonly string[]])[] = [
  ['Software', 'Software', 'Systems', 'Labs', 'Technologies', 'Digital'],
  ['Retail', 'Trading', 'Stores', 'Market', 'Supply'],
  ['Food & Beverage', 'Foods', 'Bakery', 'Farms', 'Kitchen', 'Beverages'],
  ['Logistics', 'Logistics', 'Freight', 'Shipping', 'Transport'],
  ['Manufacturing', 'Industries', 'Manufacturing', 'Components', 'Tools'],
  ['Healthcare', 'Health', 'Medical', 'Care', 'Pharma'],
  ['Finance', 'Capital', 'Financial', 'Partners', 'Insurance'],
  ['Energy', 'Energy', 'Power', 'Solar'],
  ['Construction', 'Construction', 'Builders', 'Engineering'],
  ['Media', 'Media', 'Publishing', 'Studios', 'Press'],
  ['Education', 'Academy', 'Learning', 'Education'],
  ['Consulting', 'Consulting', 'Advisors', 'Associates'],
  ['Hospitality', 'Hotels', 'Travel', 'Resorts'],
  ['Telecommunications', 'Networks', 'Telecom', 'Mobile'],
  ['Automotive', 'Motors', 'Automotive', 'Auto Parts'],
];

const SLOGAN_VERBS = ['Making', 'Building', 'Delivering', 'Rethinking', 'Simplifying', 'Powering', 'Growing', 'Connecting', 'Shaping', 'Bringing you'];
const SLOGAN_ADJECTIVES = ['better', 'reliable', 'smarter', 'everyday', 'sustainable', 'honest', 'faster', 'modern', 'safer', 'simpler', 'thoughtful', 'local'];
const SLOGAN_NOUNS: Readonly<Record<string, readonly string[]>> = {
  Software: ['software', 'tools', 'data', 'automation'], Retail: ['shopping', 'choices', 'value'], 'Food & Beverage': ['food', 'flavour', 'meals'],
  Logistics: ['deliveries', 'supply chains', 'transport'], Manufacturing: ['parts', 'machines', 'production'], Healthcare: ['care', 'health', 'medicine'],
  Finance: ['finance', 'investing', 'banking'], Energy: ['energy', 'power'], Construction: ['homes', 'buildings', 'spaces'], Media: ['stories', 'media', 'news'],
  Education: ['learning', 'skills', 'teaching'], Consulting: ['decisions', 'strategy', 'advice'], Hospitality: ['journeys', 'stays', 'travel'],
  Telecommunications: ['connections', 'networks', 'calls'], Automotive: ['driving', 'mobility', 'cars'],
};
const SLOGAN_ENDS = ['since day one', 'for everyone', 'without compromise', 'for a changing world', 'one step at a time', 'at scale', 'for the people who need it', 'the way it should be', 'every single day', 'around the corner'];

const MAILBOXES = ['info', 'contact', 'office', 'hello', 'sales', 'support', 'team', 'mail'];

const DRAW = { head: 0, tail: 1, trade: 2, form: 3, style: 4, slogan: 5, mailbox: 6 } as const;

/** What can be asked about the company of a row: one of the companies of a role in a table. */
export class Company {
  readonly #draws: RowDraws;
  readonly #names: LocaleNames;

  constructor(context: SamplerContext, role: string, locale: Locale) {
    this.#draws = new RowDraws(Stream.of(context.seed, context.table, 'company', role));
    this.#names = namesOf(locale);
  }

  /** A short name of it, as brands are called. */
  brand(row: Cursor): string {
    return this.#draws.pick(HEADS, row, DRAW.head) + this.#draws.pick(TAILS, row, DRAW.tail);
  }

  name(row: Cursor): string {
    const style = this.#draws.unit(row, DRAW.style);
    const form = this.#draws.pick(this.#names.legalForms, row, DRAW.form);
    if (style < 0.25) return `${this.#draws.pick(this.#names.maleLast.names, row, DRAW.head)} ${form}`;
    if (style < 0.4) return `${this.#draws.pick(this.#names.maleLast.names, row, DRAW.head)} & ${this.#draws.pick(this.#names.maleLast.names, row, DRAW.tail)}`;
    if (style < 0.75) return `${this.brand(row)} ${this.#tradeName(row)}`;
    return `${this.brand(row)} ${form}`;
  }

  /** `brightpeak.example`: its own, though two companies may share one by chance. */
  domain(row: Cursor): string {
    const style = this.#draws.unit(row, DRAW.style);
    const last = this.#names.maleLast.slugs;
    if (style < 0.25) return `${this.#draws.pick(last, row, DRAW.head)}.example`;
    if (style < 0.4) return `${this.#draws.pick(last, row, DRAW.head)}-${this.#draws.pick(last, row, DRAW.tail)}.example`;
    if (style < 0.75) return `${this.brand(row).toLowerCase()}-${foldToAscii(this.#tradeName(row)).toLowerCase().replaceAll(' ', '')}.example`;
    return `${this.brand(row).toLowerCase()}.example`;
  }

  #trade(row: Cursor): (typeof TRADES)[number] {
    return this.#draws.pick(TRADES, row, DRAW.trade);
  }

  #tradeName(row: Cursor): string {
    const [, ...names] = this.#trade(row);
    return this.#draws.pick(names, row, DRAW.form);
  }

  industry(row: Cursor): string {
    return this.#trade(row)[0];
  }

  catchPhrase(row: Cursor): string {
    const bits = this.#draws.bits(row, DRAW.slogan);
    const at = (list: readonly string[], shift: number): string => list[(bits >>> shift) % list.length] ?? '';
    return `${at(SLOGAN_VERBS, 0)} ${at(SLOGAN_ADJECTIVES, 7)} ${at(SLOGAN_NOUNS[this.industry(row)] ?? ['work'], 14)} ${at(SLOGAN_ENDS, 21)}`;
  }

  /** `info`, `sales` ...: what stands before the @. */
  mailbox(row: Cursor): string {
    return this.#draws.pick(MAILBOXES, row, DRAW.mailbox);
  }
}
