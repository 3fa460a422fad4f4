// Plain lists: what needs no more than one of several words.
import { faker as en } from '@faker-js/faker/locale/en';
import type { Sources } from './facts.ts';

const { animal, food, music, book, vehicle } = en.rawDefinitions;

const ANIMALS = animal?.type ?? [];
const DISHES = food?.dish ?? [];
const GENRES = music?.genre ?? [];
const PUBLISHERS = book?.publisher ?? [];
const MAKERS = vehicle?.manufacturer ?? [];
const MODELS = vehicle?.model ?? [];
const PAYMENT_METHODS = ['Credit card', 'Debit card', 'Bank transfer', 'PayPal', 'Invoice', 'Cash', 'Direct debit', 'Apple Pay', 'Google Pay', 'Gift card'];
const WORDS = 'amber anchor apple arrow aspen atlas autumn basin beacon birch bloom breeze bronze canyon cedar charm cliff clover comet copper coral crane creek dawn delta dune ember falcon fern field flint forest garden glade gold grove harbor hazel heron hill honey horizon indigo iris island ivory jade lagoon lantern lark leaf lemon lilac linen lotus maple marble meadow mint mist moss mountain north oak ocean olive opal orchid pearl pebble pine planet plum prairie quartz quill rain raven reed ridge river robin ruby sage sand sienna silver sky slate snow spark spring star stone storm summit sun thistle tide timber topaz trail tulip valley velvet violet walnut wave willow wind winter wren'.split(' ');

function listed(words: readonly string[]): NonNullable<Sources['WORD']> {
  return (facts) => {
    const draws = facts.draws();
    const fitting = words.filter((word) => word.length <= facts.maxLength);
    const list = fitting.length > 0 ? fitting : words;
    return { text: (row) => draws.pick(list, row) };
  };
}

/** The semantics that are lists. */
export const WORD_LISTS: Sources = {
  WORD: listed(WORDS),
  ANIMAL: listed(ANIMALS),
  FOOD: listed(DISHES),
  GENRE: listed(GENRES),
  PUBLISHER: listed(PUBLISHERS),
  VEHICLE: (facts) => {
    const draws = facts.draws();
    return { text: (row) => `${draws.pick(MAKERS, row, 0)} ${draws.pick(MODELS, row, 1)}`, shorter: (row) => draws.pick(MAKERS, row, 0) };
  },
  PAYMENT_METHOD: listed(PAYMENT_METHODS),
  HEX_COLOR: (facts) => {
    const draws = facts.draws();
    return { text: (row) => `#${draws.hex(6, row)}`, shorter: (row, maxLength) => draws.hex(maxLength, row) };
  },
};
