// The product of a row: name, category, brand, material, colour and article number of one role agree, and so does what
// prose.ts writes about it.
import { Stream } from '../random.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import { GOODS } from './goods.ts';
import type { GoodsCategory } from './goods.ts';
import { RowDraws } from './row-draws.ts';

const COLORS: readonly string[] = [
  'Black', 'White', 'Grey', 'Navy', 'Blue', 'Sky Blue', 'Teal', 'Turquoise', 'Green', 'Olive', 'Mint', 'Yellow', 'Mustard', 'Orange', 'Coral', 'Red', 'Burgundy', 'Pink', 'Purple', 'Lavender', 'Brown', 'Beige', 'Cream', 'Silver', 'Gold', 'Charcoal',
];
const SIZES = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
export const UNITS: readonly string[] = ['piece', 'box', 'pack', 'kg', 'g', 'litre', 'ml', 'metre', 'pair', 'set', 'roll', 'bottle', 'bag', 'dozen'];
const BRANDS = (
  'Alderwick Brightvale Corvana Dunmore Elmhurst Fernlea Gloamwood Halden Ivora Juneberry Kestrelle Lumora Marlow Norvik Oakline Pellworth Quillon Rowanne Solvane Tarnbrook Umbra Velden Westmere Yarrow Zephira Arbel Bexley Calder Dorrin Esker Fallow Grenna Hollin Istra Jarrow Kelda Lindor Morwen Nessa Orrin'
).split(' ');
const PACKS = ['#! boxes x #! bags', '!4 - !50 g pkgs.', '1! - !00 ml bottles', '!0 - 1 kg pkgs.', '1! boxes', '!4 - 1! oz bottles', '1 kg pkg.', '!0 - !50 g jars', '3! bottles', '1! - 1 l cartons', '!0 bags x ! pieces', '4! pieces'];

const DRAW = { category: 0, noun: 1, adjective: 2, material: 3, style: 4, brand: 5, color: 6, size: 7, unit: 8, pack: 9, sku: 16, packDigits: 24 } as const;

/** What can be asked about the product of a row: one of the products of a role in a table. */
export class Product {
  readonly #draws: RowDraws;

  constructor(context: SamplerContext, role: string) {
    this.#draws = new RowDraws(Stream.of(context.seed, context.table, 'product', role));
  }

  category(row: Cursor): GoodsCategory {
    return this.#draws.pick(GOODS, row, DRAW.category); // GOODS is not empty
  }

  noun(row: Cursor): string {
    return this.#draws.pick(this.category(row).nouns, row, DRAW.noun);
  }

  adjective(row: Cursor): string {
    return this.#draws.pick(this.category(row).adjectives, row, DRAW.adjective);
  }

  material(row: Cursor): string {
    return this.#draws.pick(this.category(row).materials, row, DRAW.material);
  }

  name(row: Cursor): string {
    const style = this.#draws.unit(row, DRAW.style);
    const noun = this.noun(row);
    if (style < 0.4) return `${this.brand(row)} ${noun}`;
    const adjective = this.adjective(row);
    const plain = noun.includes(adjective) ? noun : `${adjective} ${noun}`;
    return style < 0.7 ? plain : `${this.brand(row)} ${plain}`;
  }

  brand(row: Cursor): string {
    return this.#draws.pick(BRANDS, row, DRAW.brand);
  }

  color(row: Cursor): string {
    return this.#draws.pick(COLORS, row, DRAW.color);
  }

  size(row: Cursor): string {
    return this.#draws.pick(SIZES, row, DRAW.size);
  }

  unit(row: Cursor): string {
    return this.#draws.pick(UNITS, row, DRAW.unit);
  }

  quantityPerUnit(row: Cursor): string {
    // `#` may be 0 at the front: "08 boxes" reads wrong, so that zero becomes a one.
    return this.#draws.fill(this.#draws.pick(PACKS, row, DRAW.pack), row, DRAW.packDigits).replace(/\b0(?=\d)/g, '1');
  }

  /** `KIT-48213`: the category's letters, then digits. */
  sku(row: Cursor): string {
    return `${this.category(row).code}-${this.#draws.fill('#####', row, DRAW.sku)}`;
  }
}
