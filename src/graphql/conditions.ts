// How a caller says which rows are wanted, and how often values come. Read into the domain's words; what is in it is checked where the run is planned.
import { refuseUnstorable } from '../db/storable.ts';
import type { Balance, ConditionOrder } from '../domain/conditions.ts';
import { builder } from './builder.ts';
import { given } from './read-generator.ts';

const VALUE_WORDS = 'One of its values. Left out: null.';
const FIELD_WORDS = 'The field.';

const ValueShareInput = builder.inputType('ValueShareInput', {
  description: 'A value, and the share of rows that are to have it.',
  fields: (t) => ({
    value: t.field({ type: 'JSON', description: VALUE_WORDS }),
    share: t.float({ required: true, description: '0 to 1.' }),
  }),
});

const FieldSharesInput = builder.inputType('FieldSharesInput', {
  description: 'Shares that values of a field are to have.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD_WORDS }),
    values: t.field({ type: [ValueShareInput], required: true, description: 'Values with their shares; others keep their proportions in what is left.' }),
  }),
});

const ValueTimesInput = builder.inputType('ValueTimesInput', {
  description: 'A value, and how many times as often it comes.',
  fields: (t) => ({
    value: t.field({ type: 'JSON', description: VALUE_WORDS }),
    times: t.float({ required: true, description: '2: two rows where there would be one, against the rows of other values; 0: none.' }),
  }),
});

const FieldTimesInput = builder.inputType('FieldTimesInput', {
  description: 'How many times as often as they would values of a field come.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD_WORDS }),
    values: t.field({ type: [ValueTimesInput], required: true, description: 'Values with their times; that of others is 1.' }),
  }),
});

const BalanceInput = builder.inputType('BalanceInput', {
  description: 'How often values of a field come, beside how often they would.',
  isOneOf: true,
  fields: (t) => ({
    evenly: t.string({ description: 'All values of this field equally often; nulls stay as often as they are.' }),
    shares: t.field({ type: FieldSharesInput, description: 'So many of all rows have these values.' }),
    times: t.field({ type: FieldTimesInput, description: 'These values come so many times as often.' }),
  }),
});

export const ConditionInput = builder.inputType('ConditionInput', {
  description: 'Which rows of a table are wanted, and how often values come. Rows are drawn, whole but for their keys, until one fits: so what goes with what stays as it was, learned or planned. Conditions that fewer than 1 row in 1,000 fits are refused.',
  fields: (t) => ({
    table: t.string({ description: 'Left out: the only table.' }),
    where: t.string({ description: "Only rows for which this is true, as an SQL expression: region = 'EU' AND amount > 100." }),
    balance: t.field({ type: [BalanceInput], description: 'How often values come among these.' }),
  }),
});

/** Of the argument that takes a list of them. */
export const CONDITION_WORDS = 'Which rows are wanted, and how often values come: one for each table that has any. Keys, references and what counts rows stay as they are.';

/** The same in the domain's words; nothing where there are none. Throws InvalidInput for texts that cannot be stored. */
export function readConditions(inputs: readonly (typeof ConditionInput.$inferInput)[] | null | undefined): { readonly conditions?: readonly ConditionOrder[] } {
  if (inputs == null || inputs.length === 0) return {};
  refuseUnstorable(['conditions'], inputs);
  return { conditions: inputs.map(({ table, where, balance }) => ({ ...given({ table, where }), balance: (balance ?? []).map(readBalance) })) };
}

function readBalance({ evenly, shares, times }: typeof BalanceInput.$inferInput): Balance {
  if (evenly != null) return { kind: 'evenly', field: evenly };
  if (shares != null) return { kind: 'shares', field: shares.field, values: shares.values.map(({ value, share }) => ({ value: value ?? null, share })) };
  return { kind: 'times', field: times?.field ?? '', values: (times?.values ?? []).map(({ value, times: often }) => ({ value: value ?? null, times: often })) }; // one of the three is there
}
