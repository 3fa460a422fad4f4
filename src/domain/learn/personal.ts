// What tells that a column is about a person: its name, or what its cells look like. When in doubt it is: its values are then made anew.
import { snakeCase } from '../choose/names.ts';
import { isGivenName } from '../vocabulary/names.ts';
import { foldToAscii } from '../vocabulary/text.ts';

/** Names of columns, in snake case, whose values identify someone. */
const PERSONAL_NAMES = /(^|_)((first|last|middle|full|given|family|sur|maiden|nick|user|display|contact|customer|client|employee|patient|person|author|owner|student|teacher|driver|guest|member|passenger|recipient|sender|buyer|seller|holder)_?name|e_?mail(_?address)?|phone(_?(number|no))?|mobile|telephone|fax|street(_?(address|name))?|address(_?line_?\d)?|ssn|social_security(_number)?|passport(_(no|number))?|iban|credit_card(_number)?|card_number|license_plate|ip(_?address)?|biography|bio)$/;
/** The same in German, French, Spanish, Italian and Portuguese, which nobody but this knows: with what their values are. */
const ELSEWHERE: readonly (readonly [names: RegExp, of: Personal])[] = [
  [/(^|_)(vorname|prenom)$/, 'FIRST_NAME'],
  [/(^|_)((nach|zu|familien|geburts)name|nom_de_famille|apellidos?|cognome|sobrenome)$/, 'LAST_NAME'],
  [/(^|_)ansprechpartner(in)?$/, 'FULL_NAME'],
  [/(^|_)(strasse|anschrift|adresse|direccion|indirizzo|endereco)$/, 'STREET_ADDRESS'],
  [/(^|_)((telefon|handy)(nummer)?|telefono|telefone)$/, 'PHONE'],
  [/(^|_)(courriel|correo)$/, 'EMAIL'],
];

/** Whether a column of that name holds what identifies someone, in English: those who choose generators by names know what it is. */
export function isPersonalName(name: string): boolean {
  return PERSONAL_NAMES.test(snakeCase(name));
}

/** What a column of that name holds, in other languages; null: its name does not tell. */
export function personalNamed(name: string): Personal | null {
  const read = snakeCase(foldToAscii(name));
  return ELSEWHERE.find(([names]) => names.test(read))?.[1] ?? null;
}

const EMAIL = /^[^\s@,;]{1,64}@[^\s@,;]{1,190}\.[A-Za-z]{2,24}$/;

/** Seven digits at the least, and marks that only phone numbers have about them. */
const PHONE = /^(?=(?:\D*\d){7,15}\D*$)(?:\+\d[\d\s().-]{5,24}|\(\d{2,5}\)\s?[\d\s.-]{4,16}|\d{3}[-. ]\d{3,4}[-. ]\d{4}(?:\s?x\d{1,6})?)$/;

const NAME_WORD = "\\p{Lu}[\\p{L}'’-]+";
/** Someone's name with titles before it, the given name first. */
const FULL_NAME = new RegExp(`^(?:(?:Mrs?|Ms|Dr|Prof|Herr|Frau|Mme|Sra?|Sig)\\.? )*(${NAME_WORD})(?: (?:${NAME_WORD}|\\p{Lu}\\.?|van|von|de|der|den|da|dos|la|di|bin|al)){1,4}$`, 'u');

/** Kinds of values that are somebody's. */
export type Personal = 'EMAIL' | 'PHONE' | 'FULL_NAME' | 'FIRST_NAME' | 'LAST_NAME' | 'STREET_ADDRESS';

/** What reaches somebody; null: the cell is no such thing. */
export function addressIn(cell: string): 'EMAIL' | 'PHONE' | null {
  return EMAIL.test(cell) ? 'EMAIL' : PHONE.test(cell) ? 'PHONE' : null;
}

/** Whether a cell is the name of a person: one that people are given, and another word at the least. */
export function isFullName(cell: string): boolean {
  const [last, first] = cell.split(', ', 2);
  const given = FULL_NAME.exec(first === undefined ? cell : `${first} ${last}`)?.[1];
  return given !== undefined && isGivenName(given);
}
