// The semantics of person, place, company and product: one line each, from the row's facts.
import type { Cursor } from '../samplers/sampler.ts';
import type { Facts, Sources, TextSource } from './facts.ts';
import type { City } from './gazetteer.ts';
import { serialOf } from './tags.ts';
import { fitText, padDigits } from './text.ts';

/** The semantics whose values agree within a row. */
export const AGREEING: Sources = {
  FIRST_NAME: ({ person }) => ({ text: (row) => person.first(row) }),
  MIDDLE_NAME: ({ person }) => ({ text: (row) => person.middle(row), shorter: (row, maxLength) => (maxLength < 3 ? person.middle(row).slice(0, 1) : fitText(person.middle(row), maxLength)) }),
  LAST_NAME: ({ person }) => ({ text: (row) => person.last(row) }),
  FULL_NAME: ({ person }) => ({
    text: (row) => person.full(row),
    shorter: (row, maxLength) => {
      const initial = `${person.first(row).slice(0, 1)}. ${person.last(row)}`;
      return initial.length <= maxLength ? initial : fitText(person.last(row), maxLength);
    },
  }),
  GENDER: ({ person }) => ({
    text: (row) => person.gender(row),
    shorter: (row) => ({ Female: 'F', Male: 'M', 'Non-binary': 'X' })[person.gender(row)],
  }),
  TITLE_OF_COURTESY: ({ person }) => ({ text: (row) => person.title(row) }),
  JOB_TITLE: ({ person }) => ({ text: (row) => person.jobTitle(row) }),
  DEPARTMENT: ({ person }) => ({ text: (row) => person.department(row) }),
  NATIONALITY: ofCity(({ country }) => country.demonym),
  LANGUAGE: ofCity(({ country }) => country.language),

  PHONE: phone,
  FAX: phone,
  STREET_ADDRESS: ({ place }) => ({ text: (row) => place.street(row) }),
  ADDRESS_LINE_2: ({ place }) => ({ text: (row) => place.secondLine(row) }),
  CITY: ofCity(({ name }) => name),
  REGION: ofCity(({ region }) => region, ({ regionCode }) => regionCode),
  REGION_CODE: ofCity(({ regionCode }) => regionCode),
  POSTAL_CODE: ({ place }) => ({ text: (row) => place.postalCode(row), shorter: (row, maxLength) => place.postalCode(row).replace(/[^A-Z0-9]/g, '').slice(0, maxLength) }),
  COUNTRY: ofCity(({ country }) => country.name, ({ country }) => country.code),
  COUNTRY_CODE: ofCity(({ country }) => country.code),
  CONTINENT: ofCity(({ country }) => country.continent),
  TIME_ZONE: ofCity(({ timeZone }) => timeZone, () => 'UTC'),
  FULL_ADDRESS: ({ place }) => ({ text: (row) => place.fullAddress(row), shorter: (row, maxLength) => fitText(place.street(row), maxLength) }),
  CURRENCY_CODE: ofCity(({ country }) => country.currency),

  COMPANY: ({ company }) => ({ text: (row) => company.name(row), shorter: (row, maxLength) => fitText(company.name(row), maxLength) }),
  INDUSTRY: ({ company }) => ({ text: (row) => company.industry(row) }),
  CATCH_PHRASE: ({ company }) => ({ text: (row) => company.catchPhrase(row) }),

  BRAND: ({ product }) => ({ text: (row) => product.brand(row) }),
  PRODUCT: ({ product }) => ({
    text: (row) => product.name(row),
    shorter: (row, maxLength) => {
      const noun = product.noun(row);
      return noun.length <= maxLength ? noun : fitText(noun, maxLength);
    },
  }),
  PRODUCT_CATEGORY: ({ product }) => ({ text: (row) => product.category(row).name }),
  COLOR: ({ product }) => ({ text: (row) => product.color(row) }),
  SIZE: ({ product }) => ({ text: (row) => product.size(row) }),
  MATERIAL: ({ product }) => ({ text: (row) => product.material(row) }),
  UNIT_OF_MEASURE: ({ product }) => ({ text: (row) => product.unit(row) }),
  QUANTITY_PER_UNIT: ({ product }) => ({ text: (row) => product.quantityPerUnit(row) }),
};

function ofCity(read: (city: City) => string, short?: (city: City) => string): (facts: Facts) => TextSource {
  return ({ place }) => ({
    text: (row) => read(place.city(row)),
    ...(short === undefined ? {} : {
      shorter: (row: Cursor, maxLength: number) => {
        // A name that is a little too long is cut; in a field for codes the code stands.
        const code = short(place.city(row));
        return maxLength <= code.length + 1 ? code.slice(0, maxLength) : fitText(read(place.city(row)), maxLength);
      },
    }),
  });
}

/** In the international form, `+49 30 12345678`. The digits are the field's own: two numbers of one place differ. */
function phone(facts: Facts): TextSource {
  const { place } = facts;
  const draws = facts.draws();
  const text = (row: Cursor): string => {
    const { dial, phone: national } = place.city(row).country;
    return `+${dial} ${draws.fill(national, row)}`;
  };
  return {
    text,
    // Without spaces, then without the dialling code.
    shorter: (row, maxLength) => {
      const whole = text(row);
      const bare = `+${whole.replace(/\D/g, '')}`;
      return bare.length <= maxLength ? bare : whole.replace(/^\+\d+ /, '').replace(/\D/g, '').slice(-maxLength);
    },
    tagged: (row, tag, maxLength) => {
      const digits = padDigits(serialOf(tag), 10);
      const spaced = `+${place.city(row).country.dial} ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
      return spaced.length <= maxLength ? spaced : digits;
    },
  };
}
