// The vocabularies: values of one row agree, codes have right check digits, nothing is longer than its field, and a tag makes any text unique.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InvalidInput } from '../src/domain/errors.ts';
import { SEMANTICS } from '../src/domain/generator.ts';
import type { Semantic } from '../src/domain/generator.ts';
import type { Sampler } from '../src/domain/samplers/sampler.ts';
import type { Field, Value } from '../src/domain/schema.ts';
import { CITIES, COUNTRIES } from '../src/domain/vocabulary/gazetteer.ts';
import { COUNTRY_CODES, LISTED_COUNTRIES } from '../src/domain/vocabulary/listings.ts';
import { LOCALES } from '../src/domain/vocabulary/names.ts';
import { makeSemantic, uniqueSemantic } from '../src/domain/vocabulary/semantic.ts';
import { cutText, fitText, foldToAscii, slugOf } from '../src/domain/vocabulary/text.ts';

const REFERENCE = '2026-02-28T12:00:00Z';
const ROWS = 400;

interface Asked {
  readonly of: Semantic;
  readonly role?: string;
  readonly locale?: string;
  readonly maxLength?: number;
  readonly type?: Field['type'];
  readonly seed?: number;
}

function sampler({ of, role, locale, maxLength, type = 'STRING', seed = 11 }: Asked): Sampler {
  const field: Field = { name: of.toLowerCase(), type, nullable: false, ...(maxLength === undefined ? {} : { maxLength }) };
  return makeSemantic({ kind: 'semantic', of, ...(role === undefined ? {} : { role }), ...(locale === undefined ? {} : { locale }) }, field, { seed, table: 'people', field: field.name, reference: REFERENCE, locale: 'en' });
}

function valueOf(make: Sampler, index: number, attempt = 0): Value {
  return make({ index, attempt, read: () => null });
}

/** The values of several semantics, row by row, as texts. */
function rowsOf<Name extends Semantic>(names: readonly Name[], more: Omit<Asked, 'of'> = {}): readonly Record<Name, string>[] {
  const samplers = names.map((of) => [of, sampler({ of, ...more })] as const);
  return Array.from({ length: ROWS }, (_, index) => Object.fromEntries(samplers.map(([of, make]) => [of, String(valueOf(make, index))])) as Record<Name, string>); // fromEntries forgets its keys
}

describe('vocabularies: a row agrees with itself', () => {
  for (const locale of LOCALES) {
    it(`gives one person by every field in ${locale}`, () => {
      for (const row of rowsOf(['FIRST_NAME', 'LAST_NAME', 'FULL_NAME', 'EMAIL', 'USERNAME', 'WORK_EMAIL'], { locale })) {
        assert.equal(row.FULL_NAME, locale === 'ja' ? `${row.LAST_NAME} ${row.FIRST_NAME}` : `${row.FIRST_NAME} ${row.LAST_NAME}`);
        assert.match(row.EMAIL, /^[a-z0-9][a-z0-9._]*@(mail\.|post\.|inbox\.)?(example\.(com|net|org)|home\.example)$/);
        assert.match(row.WORK_EMAIL, /^[a-z0-9][a-z0-9._]*@[a-z0-9-]+\.example$/);
        if (locale === 'ja' || locale === 'de') continue; // the folded form is not that of the letters
        const letters = row.EMAIL.split('@')[0]?.replace(/\d+$/, '') ?? '';
        const [first, last] = [slugOf(row.FIRST_NAME), slugOf(row.LAST_NAME)];
        assert.ok([first, `${first.charAt(0)}.${last}`, `${first.charAt(0)}${last}`, `${first}_${last}`, `${first}.${last}`, `${last}.${first}`].includes(letters), `${row.EMAIL} of ${row.FULL_NAME}`);
      }
    });
  }

  it('gives titles that fit the gender, and another person for another role', () => {
    const rows = rowsOf(['GENDER', 'TITLE_OF_COURTESY']);
    for (const { GENDER, TITLE_OF_COURTESY } of rows) {
      if (GENDER === 'Male') assert.ok(['Mr.', 'Dr.'].includes(TITLE_OF_COURTESY));
      if (GENDER === 'Female') assert.ok(['Ms.', 'Mrs.', 'Dr.'].includes(TITLE_OF_COURTESY));
    }
    assert.ok(rows.filter(({ GENDER }) => GENDER === 'Female').length > ROWS / 3);
    const [own, other] = [rowsOf(['FULL_NAME']), rowsOf(['FULL_NAME'], { role: 'manager' })];
    assert.ok(own.filter((row, index) => row.FULL_NAME === other[index]?.FULL_NAME).length < ROWS / 20);
  });

  it('makes people as old as their birth date says, and hires none before 18', () => {
    const reference = new Date(REFERENCE);
    for (const { AGE, BIRTH_DATE, HIRE_DATE } of rowsOf(['AGE', 'BIRTH_DATE', 'HIRE_DATE'])) {
      const birth = new Date(`${BIRTH_DATE}T00:00:00Z`);
      const hadBirthday = reference.getUTCMonth() * 100 + reference.getUTCDate() >= birth.getUTCMonth() * 100 + birth.getUTCDate();
      assert.equal(reference.getUTCFullYear() - birth.getUTCFullYear() - (hadBirthday ? 0 : 1), Number(AGE));
      const adult = `${birth.getUTCFullYear() + 18}${BIRTH_DATE.slice(4)}`;
      assert.ok(HIRE_DATE >= adult || HIRE_DATE === REFERENCE.slice(0, 10), `${BIRTH_DATE} hired ${HIRE_DATE}`);
      assert.ok(HIRE_DATE <= REFERENCE.slice(0, 10));
    }
  });

  it('gives one place by every field', () => {
    const names = ['CITY', 'REGION', 'REGION_CODE', 'COUNTRY', 'COUNTRY_CODE', 'POSTAL_CODE', 'PHONE', 'FAX', 'TIME_ZONE', 'CURRENCY_CODE', 'LATITUDE', 'LONGITUDE', 'NATIONALITY'] as const;
    for (const row of rowsOf(names, { role: 'billing' })) {
      const city = CITIES.find(({ name, region, country }) => name === row.CITY && region === row.REGION && country.name === row.COUNTRY);
      assert.ok(city !== undefined, `${row.CITY} in ${row.REGION}, ${row.COUNTRY}`);
      assert.deepEqual([row.REGION_CODE, row.COUNTRY_CODE, row.TIME_ZONE, row.CURRENCY_CODE, row.NATIONALITY], [city.regionCode, city.country.code, city.timeZone, city.country.currency, city.country.demonym]);
      assert.ok(row.PHONE.startsWith(`+${city.country.dial} `) && row.FAX.startsWith(`+${city.country.dial} `) && row.PHONE !== row.FAX);
      assert.ok(Math.abs(Number(row.LATITUDE) - city.latitude) <= 0.06 && Math.abs(Number(row.LONGITUDE) - city.longitude) <= 0.06);
      assert.match(row.POSTAL_CODE, new RegExp(`^${city.postalCode.replaceAll('#', '\\d').replaceAll('!', '[2-9]').replaceAll('@', '[A-Z]')}$`));
    }
  });

  it('settles most people of a locale in its countries', () => {
    const german = rowsOf(['COUNTRY_CODE'], { locale: 'de' }).filter((row) => ['DE', 'AT', 'CH'].includes(row.COUNTRY_CODE));
    assert.ok(german.length > ROWS * 0.7);
  });

  it('gives a company one domain, and a product one category', () => {
    for (const row of rowsOf(['DOMAIN', 'URL', 'WORK_EMAIL', 'COMPANY_EMAIL'])) {
      assert.ok(row.URL.startsWith(`https://www.${row.DOMAIN}/`) && row.WORK_EMAIL.endsWith(`@${row.DOMAIN}`) && row.COMPANY_EMAIL.endsWith(`@${row.DOMAIN}`));
    }
    const codes = new Map<string, string>();
    for (const row of rowsOf(['SKU', 'PRODUCT_CATEGORY', 'PRODUCT', 'BRAND', 'MATERIAL', 'PRODUCT_DESCRIPTION'])) {
      const code = row.SKU.slice(0, 3);
      assert.equal(codes.get(code) ?? row.PRODUCT_CATEGORY, row.PRODUCT_CATEGORY);
      codes.set(code, row.PRODUCT_CATEGORY);
      const noun = row.PRODUCT.split(' ').at(-1)?.toLowerCase() ?? '';
      assert.ok(row.PRODUCT_DESCRIPTION.toLowerCase().includes(noun) || row.PRODUCT_DESCRIPTION.startsWith('Built from'), `${row.PRODUCT}: ${row.PRODUCT_DESCRIPTION}`);
    }
    assert.ok(codes.size > 15);
  });

  it('depends on seed, row and attempt, and on nothing else', () => {
    const make = sampler({ of: 'FULL_NAME' });
    const forwards = Array.from({ length: 50 }, (_, index) => valueOf(make, index));
    const again = sampler({ of: 'FULL_NAME' });
    assert.deepEqual(Array.from({ length: 50 }, (_, index) => valueOf(again, 49 - index)).reverse(), forwards);
    assert.notDeepEqual(Array.from({ length: 50 }, (_, index) => valueOf(make, index, 1)), forwards);
    assert.notDeepEqual(Array.from({ length: 50 }, (_, index) => valueOf(sampler({ of: 'FULL_NAME', seed: 12 }), index)), forwards);
  });
});

describe('vocabularies: the gazetteer', () => {
  it('knows 40 countries and 250 cities or more, each complete', () => {
    assert.ok(COUNTRIES.length >= 40 && CITIES.length >= 250);
    for (const city of CITIES) {
      assert.ok(city.name !== '' && city.region !== '' && city.regionCode !== '' && city.postalCode !== '', JSON.stringify(city));
      assert.ok(Math.abs(city.latitude) <= 90 && Math.abs(city.longitude) <= 180, JSON.stringify(city));
      assert.ok(COUNTRY_CODES.includes(city.country.code) && /^[A-Z]{3}$/.test(city.country.currency) && /^\d{1,3}$/.test(city.country.dial));
      const listed = LISTED_COUNTRIES.find(({ code }) => code === city.country.code);
      assert.deepEqual([listed?.name, listed?.currency], [city.country.name, city.country.currency]);
      assert.doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: city.timeZone }), city.timeZone);
    }
  });
});

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function mod97(iban: string): bigint {
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((character) => Number.parseInt(character, 36)).join('');
  return BigInt(digits) % 97n;
}

function gtin(digits: string): boolean {
  return [...digits].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}

describe('vocabularies: codes', () => {
  it('computes check digits right, drawn or tagged', () => {
    const tests: readonly (readonly [Semantic, (text: string) => boolean])[] = [
      ['IBAN', (text) => mod97(text) === 1n], ['CREDIT_CARD_NUMBER', (text) => luhn(text) && /^\d{15,16}$/.test(text)],
      ['BARCODE', (text) => gtin(text) && text.length === 13], ['ISBN', (text) => gtin(text) && /^97\d{11}$/.test(text)],
      ['VIN', (text) => /^[0-9A-HJ-NPR-Z]{17}$/.test(text)], ['BIC', (text) => /^[A-Z]{6}[A-Z0-9]{5}$/.test(text)],
    ];
    for (const [of, right] of tests) {
      const field: Field = { name: 'code', type: 'STRING', nullable: false };
      const unique = uniqueSemantic({ kind: 'semantic', of }, field, { seed: 1, table: 't', field: 'code', reference: REFERENCE, locale: 'en' });
      for (const row of rowsOf([of])) assert.ok(right(row[of]), `${of} ${row[of]}`);
      fc.assert(fc.property(fc.nat(0xffff_ffff), (tag) => assert.ok(right(unique({ index: 1, attempt: 0, read: () => null }, tag.toString(36))))), { numRuns: 50 });
    }
  });

  it('puts the bank of an account into its own country', () => {
    for (const row of rowsOf(['IBAN', 'BIC', 'ACCOUNT_NUMBER', 'COUNTRY_CODE'])) {
      assert.equal(row.BIC.slice(4, 6), row.COUNTRY_CODE);
      assert.ok(row.IBAN.startsWith(row.COUNTRY_CODE) || row.IBAN.startsWith('GB'));
      assert.ok(row.IBAN.endsWith(row.ACCOUNT_NUMBER));
    }
  });
});

describe('vocabularies: room', () => {
  it('fits every value into its field', () => {
    fc.assert(fc.property(fc.constantFrom(...SEMANTICS), fc.integer({ min: 1, max: 80 }), fc.constantFrom(...LOCALES), fc.nat(100_000), (of, maxLength, locale, index) => {
      const value = valueOf(sampler({ of, maxLength, locale }), index);
      assert.ok(typeof value === 'string' && value.length <= maxLength && value.length > 0, `${of} ${maxLength}: ${JSON.stringify(value)}`);
      assert.ok(value.isWellFormed() && value === value.trim());
    }), { numRuns: 3000 });
  });

  it('gives numbers where the field is one', () => {
    assert.equal(typeof valueOf(sampler({ of: 'AGE', type: 'INTEGER' }), 1), 'number');
    assert.equal(typeof valueOf(sampler({ of: 'LATITUDE', type: 'FLOAT' }), 1), 'number');
  });

  it('makes different tags different texts, each within its field', () => {
    const tags = fc.uniqueArray(fc.nat(0xffff_ffff), { minLength: 2, maxLength: 60 });
    const indices = fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 });
    fc.assert(fc.property(fc.constantFrom(...SEMANTICS), fc.option(fc.integer({ min: 7, max: 60 }), { nil: undefined }), tags, indices, (of, maxLength, numbers, rows) => {
      const field: Field = { name: 'f', type: 'STRING', nullable: false, ...(maxLength === undefined ? {} : { maxLength }) };
      const make = uniqueSemantic({ kind: 'semantic', of }, field, { seed: 1, table: 't', field: 'f', reference: REFERENCE, locale: 'en' });
      const texts = numbers.map((tag, place) => make({ index: rows[place] ?? 0, attempt: 0, read: () => null }, tag.toString(36)));
      assert.equal(new Set(texts).size, texts.length, `${of}: ${texts.join(' | ')}`);
      assert.ok(texts.every((text) => text.length <= (maxLength ?? Infinity)), `${of} ${maxLength}: ${texts.join(' | ')}`);
    }), { numRuns: 2000 });
  });

  it('tells 200,000 tagged e-mails of few people apart', () => {
    const make = uniqueSemantic({ kind: 'semantic', of: 'EMAIL' }, { name: 'email', type: 'STRING', nullable: false, maxLength: 30 }, { seed: 1, table: 't', field: 'email', reference: REFERENCE, locale: 'sv' });
    const texts = new Set<string>();
    for (let tag = 0; tag < 200_000; tag++) texts.add(make({ index: tag % 50, attempt: 0, read: () => null }, tag.toString(36)));
    assert.equal(texts.size, 200_000);
  });

  it('refuses a field that has no room for the tag, and says what to do', () => {
    const make = uniqueSemantic({ kind: 'semantic', of: 'TITLE' }, { name: 'f', type: 'STRING', nullable: false, maxLength: 3 }, { seed: 1, table: 't', field: 'f', reference: REFERENCE, locale: 'en' });
    assert.throws(() => make({ index: 0, attempt: 0, read: () => null }, 'zzzz'), (error) => error instanceof InvalidInput && /room for 4 characters.*got 3/.test(error.message));
  });

  it('refuses an unknown locale and names those it has', () => {
    assert.throws(() => sampler({ of: 'CITY', locale: 'tlh' }), (error) => error instanceof InvalidInput && error.message.includes('pt_BR') && error.message.includes('"tlh"'));
  });
});

describe('vocabularies: small work on texts', () => {
  it('folds to ASCII', () => {
    assert.equal(foldToAscii('Łódź Ærø Größe Åsa Ñandú'), 'Lodz Aero Grosse Asa Nandu');
    assert.equal(slugOf("Anne-Marie O'Neil", '-'), 'anne-marie-oneil');
    assert.equal(slugOf('佐藤'), '');
  });

  it('cuts at words, and never through a character', () => {
    assert.equal(fitText('a long walk home', 12), 'a long walk');
    assert.equal(fitText('Donaudampfschiff', 6), 'Donaud');
    assert.equal(cutText('ab😀', 3), 'ab');
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
      const cut = fitText(text, maxLength);
      assert.ok(cut.length <= maxLength && cut.isWellFormed() && text.startsWith(cut));
    }));
  });
});
