// The formats of JSON Schema's texts that are followed, and how each is made.
import type { Generator } from '../../generator.ts';
import type { FieldType } from '../../schema.ts';

const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z';
/** What each format is made by, and the type of a column of it. */
export const FORMATS: Readonly<Record<string, { readonly type: FieldType; readonly generator: Generator }>> = {
  date: { type: 'DATE', generator: { kind: 'date', from: '2000-01-01', to: '2025-12-31' } },
  'date-time': { type: 'DATETIME', generator: { kind: 'datetime', from: '2020-01-01T00:00:00Z', to: '2025-12-31T23:59:59Z' } },
  time: { type: 'STRING', generator: { kind: 'pattern', regex: CLOCK } },
  duration: { type: 'STRING', generator: { kind: 'pattern', regex: 'P[1-9]D|PT[1-9][0-9]?M|P[1-9]M' } },
  email: { type: 'STRING', generator: { kind: 'semantic', of: 'EMAIL' } },
  'idn-email': { type: 'STRING', generator: { kind: 'semantic', of: 'EMAIL' } },
  hostname: { type: 'STRING', generator: { kind: 'semantic', of: 'DOMAIN' } },
  'idn-hostname': { type: 'STRING', generator: { kind: 'semantic', of: 'DOMAIN' } },
  uri: { type: 'STRING', generator: { kind: 'semantic', of: 'URL' } },
  'uri-reference': { type: 'STRING', generator: { kind: 'semantic', of: 'URL' } },
  iri: { type: 'STRING', generator: { kind: 'semantic', of: 'URL' } },
  'iri-reference': { type: 'STRING', generator: { kind: 'semantic', of: 'URL' } },
  ipv4: { type: 'STRING', generator: { kind: 'semantic', of: 'IP_ADDRESS' } },
  ipv6: { type: 'STRING', generator: { kind: 'semantic', of: 'IPV6_ADDRESS' } },
  uuid: { type: 'UUID', generator: { kind: 'uuid' } },
  'json-pointer': { type: 'STRING', generator: { kind: 'pattern', regex: '(?:/[a-z]{2,8}){1,3}' } },
  regex: { type: 'STRING', generator: { kind: 'pattern', regex: '[a-z]{1,8}' } },
};
