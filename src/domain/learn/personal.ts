// What tells that a column is about a person: its name, or what its cells look like. When in doubt it is: its values are then made anew.

/** Names of columns, in snake case, whose values identify someone. */
export const PERSONAL_NAMES = /(^|_)((first|last|middle|full|given|family|sur|maiden|nick|user|display|contact|customer|client|employee|patient|person|author|owner|student|teacher|driver|guest|member|passenger|recipient|sender|buyer|seller|holder)_?name|e_?mail(_?address)?|phone(_?(number|no))?|mobile|telephone|fax|street(_?(address|name))?|address(_?line_?\d)?|ssn|social_security(_number)?|passport(_(no|number))?|iban|credit_card(_number)?|card_number|license_plate|ip(_?address)?|biography|bio)$/;

export const EMAIL = /^[^\s@,;]{1,64}@[^\s@,;]{1,190}\.[A-Za-z]{2,24}$/;

/** Seven digits at the least, and marks that only phone numbers have about them. */
export const PHONE = /^(?=(?:\D*\d){7,15}\D*$)(?:\+\d[\d\s().-]{5,24}|\(\d{2,5}\)\s?[\d\s.-]{4,16}|\d{3}[-. ]\d{3,4}[-. ]\d{4}(?:\s?x\d{1,6})?)$/;
