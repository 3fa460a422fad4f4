// The texts that made-up models are made of: rows as a model would write them, and the English of prompts, so that these take few tokens.
import { Stream } from '../../../src/domain/random.ts';

const FIRST_NAMES = ['Alice', 'Bruno', 'Carla', 'David', 'Elena', 'Farid', 'Grace', 'Hugo', 'Irene', 'Jonas', 'Karim', 'Laura', 'Marta', 'Nadia', 'Oscar', 'Paula', 'Quentin', 'Rosa', 'Simon', 'Tara'];
const LAST_NAMES = ['Adams', 'Brown', 'Costa', 'Diaz', 'Evans', 'Fischer', 'Garcia', 'Haddad', 'Ito', 'Jensen', 'Keller', 'Lopez', 'Moreau', 'Novak', 'Olsen', 'Patel', 'Quinn', 'Rossi', 'Silva', 'Tanaka'];
const CATEGORIES = ['books', 'toys', 'garden', 'food'];
const REVIEWS = ['Works well and looks good.', 'Not what I expected, but the service was friendly.', 'My children love it.', 'Too small for the price.', 'Arrived late, still worth the money.'];
const FIRST_DAY = Date.UTC(2020, 0, 1);
const DAY_MS = 24 * 60 * 60 * 1000;

/** English of the kind that prompts are written in. */
export const PROSE = `You are a helpful assistant. You write realistic synthetic data for the rows of a table, one row at a time.
Each row is a JSON array with the values of these fields in this order. Write only the values, without any explanation.
The table is called customers and describes the customers of an online shop. Use different names, cities and countries for every row.
Field name: text of at most 40 characters. Field age: a whole number between 18 and 90. Field price: a number with two decimals.
Field category: one of the following values. Field date: a day in the form year-month-day. Field active: true or false.
Do not repeat the values of other rows. The review should fit the product, its rating and the words of the customer.
Answer the question with the sentence of the context that supports it. Every question must have an answer in the text.
The following text is the context: the company was founded in the north, and its people make tools, furniture and food for export.`;

/** Answers with a row of six fields and a review: a model with this script writes turns like these. The same for the same seed. */
export function sampleRows(seed: number, count = 1500): string {
  const draws = Stream.of(seed, 'sample rows');
  return Array.from({ length: count }, (_, row) => `<|im_start|>assistant\n${rowText(draws, row)}<|im_end|>`).join('');
}

function rowText(draws: Stream, row: number): string {
  const values = {
    name: `${draws.pick(FIRST_NAMES, row, 0)} ${draws.pick(LAST_NAMES, row, 1)}`,
    age: 18 + draws.below(72, row, 2),
    price: (100 + draws.below(20_000, row, 3)) / 100,
    category: draws.pick(CATEGORIES, row, 4),
    date: new Date(FIRST_DAY + draws.below(2000, row, 5) * DAY_MS).toISOString().slice(0, 10),
    active: draws.below(2, row, 6) === 0,
    review: draws.pick(REVIEWS, row, 7),
  };
  return JSON.stringify(draws.below(2, row, 8) === 0 ? values : Object.values(values));
}
