// What the sources of one field draw on: the person, place, company and product of the row, for the field's role. Each is made
// when first asked for; all fields of a role in a table see the same ones.
import type { GeneratorOf, Semantic } from '../generator.ts';
import { Stream } from '../random.ts';
import type { Cursor, SamplerContext } from '../samplers/sampler.ts';
import type { Field } from '../schema.ts';
import { Company } from './company.ts';
import { localeOf } from './names.ts';
import type { Locale } from './names.ts';
import { Person } from './person.ts';
import { Place } from './place.ts';
import { Product } from './product.ts';
import { RowDraws } from './row-draws.ts';

/** How one semantic's texts are made. */
export interface TextSource {
  readonly text: (row: Cursor) => string;
  /** A shorter form, tried where `text` does not fit; left out: cut at a word. */
  readonly shorter?: (row: Cursor, maxLength: number) => string;
  /** The same value with a tag that no other row has; left out: the tag stands at the end, after a space. */
  readonly tagged?: (row: Cursor, tag: string, maxLength: number) => string;
}

/** The semantics that a source file makes. */
export type Sources = Partial<Record<Semantic, (facts: Facts) => TextSource>>;

export class Facts {
  readonly context: SamplerContext;
  readonly role: string;
  readonly locale: Locale;
  readonly maxLength: number;
  #person: Person | undefined;
  #place: Place | undefined;
  #company: Company | undefined;
  #product: Product | undefined;

  /** Throws InvalidInput for a locale that we do not have. */
  constructor(generator: GeneratorOf<'semantic'>, field: Field, context: SamplerContext) {
    this.context = context;
    this.role = generator.role ?? '';
    this.locale = localeOf(generator.locale ?? context.locale);
    this.maxLength = field.maxLength ?? Infinity;
  }

  get person(): Person {
    return (this.#person ??= new Person(this.context, this.role, this.locale));
  }

  get place(): Place {
    return (this.#place ??= new Place(this.context, this.role, this.locale));
  }

  get company(): Company {
    return (this.#company ??= new Company(this.context, this.role, this.locale));
  }

  get product(): Product {
    return (this.#product ??= new Product(this.context, this.role));
  }

  /** Draws of the field's own, or (by another `name`) of what several fields of a role share. */
  draws(name = this.context.field): RowDraws {
    return new RowDraws(Stream.of(this.context.seed, this.context.table, 'facts', this.role, name));
  }
}
