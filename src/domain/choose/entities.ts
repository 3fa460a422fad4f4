// What things are called: the semantic of "name" for each kind of thing, and which things are people or companies.
import type { Semantic } from '../generator.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const PEOPLE = words(`customer client user employee person member student teacher author patient doctor contact owner manager agent driver guest passenger player actor director composer writer reviewer recipient sender buyer seller
 guardian spouse candidate applicant subscriber staff worker instructor professor lead holder cardholder host attendee participant voter citizen profile account physician nurse donor volunteer friend child parent lecturer trainer coach
 assignee reporter approver rep representative salesperson accountant tenant resident father mother beneficiary visitor shopper signatory supervisor pilot captain mechanic technician lawyer judge borrower speaker emergency billing bill ship shipping`);

export const COMPANIES = words(`company supplier vendor shipper manufacturer organization organisation org employer business merchant partner carrier bank insurer agency store shop branch warehouse hotel restaurant school university hospital clinic
 provider distributor firm studio label club airline retailer corporation franchise producer factory office pharmacy library museum gym team venue workspace institution station guild clan plant`);

const OTHERS: Readonly<Record<string, Semantic>> = {
  product: 'PRODUCT', item: 'PRODUCT', article: 'PRODUCT', good: 'PRODUCT', goods: 'PRODUCT', part: 'PRODUCT', sku: 'PRODUCT', line: 'PRODUCT', equipment: 'PRODUCT', asset: 'PRODUCT', gift: 'PRODUCT',
  category: 'PRODUCT_CATEGORY', subcategory: 'PRODUCT_CATEGORY', collection: 'PRODUCT_CATEGORY', aisle: 'PRODUCT_CATEGORY',
  artist: 'ARTIST', band: 'ARTIST', musician: 'ARTIST', genre: 'GENRE', album: 'ALBUM', record: 'ALBUM', track: 'SONG', song: 'SONG', movie: 'MOVIE', film: 'MOVIE', show: 'MOVIE', episode: 'MOVIE', book: 'BOOK', publisher: 'PUBLISHER',
  city: 'CITY', town: 'CITY', country: 'COUNTRY', nation: 'COUNTRY', region: 'REGION', state: 'REGION', province: 'REGION', county: 'REGION', territory: 'CITY', location: 'CITY', continent: 'CONTINENT', street: 'STREET_ADDRESS', timezone: 'TIME_ZONE',
  brand: 'BRAND', make: 'BRAND', department: 'DEPARTMENT', dept: 'DEPARTMENT', division: 'DEPARTMENT', industry: 'INDUSTRY', sector: 'INDUSTRY', job: 'JOB_TITLE', position: 'JOB_TITLE', occupation: 'JOB_TITLE',
  color: 'COLOR', colour: 'COLOR', size: 'SIZE', material: 'MATERIAL', unit: 'UNIT_OF_MEASURE', language: 'LANGUAGE', currency: 'CURRENCY_CODE', file: 'FILE_NAME', document: 'FILE_NAME', attachment: 'FILE_NAME', image: 'FILE_NAME',
  photo: 'FILE_NAME', tag: 'WORD', keyword: 'WORD', label: 'WORD', topic: 'WORD', animal: 'ANIMAL', pet: 'FIRST_NAME', species: 'ANIMAL', vehicle: 'VEHICLE', car: 'VEHICLE', food: 'FOOD', dish: 'FOOD', recipe: 'FOOD', meal: 'FOOD',
  menu_item: 'FOOD', domain: 'DOMAIN', website: 'DOMAIN', site: 'DOMAIN', host: 'DOMAIN', server: 'DOMAIN', account_holder: 'FULL_NAME',
};

/** The semantic of a thing's name; null where we know no such thing. Compound things go by their last word. */
export function nameOf(entity: string): Semantic | null {
  for (const name of [entity, entity.split('_').at(-1) ?? '']) {
    const other = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
    if (other !== undefined) return other;
    if (COMPANIES.has(name)) return 'COMPANY';
    if (PEOPLE.has(name)) return 'FULL_NAME';
  }
  return null;
}

/** Whether the last word of a subject or role is a person. */
export function isPerson(entity: string): boolean {
  return PEOPLE.has(entity) || PEOPLE.has(entity.split('_').at(-1) ?? '');
}

export function isCompany(entity: string): boolean {
  return COMPANIES.has(entity) || COMPANIES.has(entity.split('_').at(-1) ?? '');
}
