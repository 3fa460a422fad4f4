// Real countries and cities, with what an address needs to be believable: region, rough coordinates, postal code, dialling
// code, time zone, currency. Facts written down by hand; coordinates to a hundredth of a degree.
import { AMERICAS } from './gazetteer-americas.ts';
import { ELSEWHERE } from './gazetteer-elsewhere.ts';
import { EUROPE } from './gazetteer-europe.ts';

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
  readonly continent: string;
  readonly demonym: string;
  readonly language: string;
  readonly dial: string;
  /** ISO 4217. */
  readonly currency: string;
  /** A number inside the country, as fillPattern reads it. */
  readonly phone: string;
  readonly cities: readonly City[];
}

export interface City {
  readonly country: Omit<Country, 'cities'>;
  readonly name: string;
  readonly region: string;
  readonly regionCode: string;
  readonly latitude: number;
  readonly longitude: number;
  /** As fillPattern reads it. */
  readonly postalCode: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** All countries, in the order of the lists. */
export const COUNTRIES: readonly Country[] = [AMERICAS, EUROPE, ELSEWHERE].flatMap((list) => list.trim().split('\n\n').map(readCountry));

/** All cities, country by country: a country with more of them here is met more often. */
export const CITIES: readonly City[] = COUNTRIES.flatMap((country) => country.cities);

/** First line: code;name;continent;demonym;language;dial;currency;postal code;time zone;phone. Then cities, `|` between them. */
function readCountry(block: string): Country {
  const [head = '', ...lines] = block.split('\n');
  const [code = '', name = '', continent = '', demonym = '', language = '', dial = '', currency = '', postalCode = '', timeZone = '', phone = ''] = head.split(';');
  const country = { code, name, continent, demonym, language, dial, currency, phone };
  const cities = lines.flatMap((line) => line.split(' | ')).map((entry): City => {
    const [city = '', region = '', regionCode = '', latitude, longitude, postal = postalCode, zone = timeZone] = entry.split(';');
    return { country, name: city, region, regionCode, latitude: Number(latitude), longitude: Number(longitude), postalCode: postal, timeZone: zone };
  });
  return { ...country, cities };
}

/** ISO 4217 codes in use, most of them. */
export const CURRENCY_CODES: readonly string[] = (
  'USD EUR GBP JPY CHF CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN RSD UAH TRY ILS AED SAR QAR KWD BHD OMR EGP MAD TND DZD ZAR NGN GHS KES UGX TZS ETB XOF XAF INR PKR BDT LKR NPR ' +
  'CNY HKD TWD KRW SGD MYR THB IDR PHP VND KHR LAK MMK MNT KZT UZS GEL AMD AZN MXN BRL ARS CLP COP PEN UYU BOB PYG CRC GTQ HNL NIO DOP JMD TTD FJD'
).split(' ');
