// Draws values from one generator, as a table's row maker would: by row, by attempt, with a fixed seed.
import type { Generator } from '../../src/domain/generator.ts';
import { makeSampler } from '../../src/domain/samplers/make.ts';
import type { Cursor, Sampler, SamplerContext } from '../../src/domain/samplers/sampler.ts';
import type { Field, FieldType, Value } from '../../src/domain/schema.ts';

export function fieldOf(type: FieldType, more: Partial<Field> = {}): Field {
  return { name: 'field', type, nullable: false, ...more };
}

export function contextOf(seed = 42, field = 'field'): SamplerContext {
  return { seed, table: 'table', field, reference: '2026-01-01T00:00:00Z', locale: 'en' };
}

export function cursorOf(index: number, attempt = 0, values: Readonly<Record<string, Value>> = {}): Cursor {
  return { index, attempt, read: (name) => values[name] ?? null };
}

export function samplerOf(generator: Generator, field: Field, seed?: number): Sampler {
  return makeSampler(generator, field, contextOf(seed));
}

/** The values of rows 0 to count - 1. */
export function sampleOf(generator: Generator, field: Field, count: number, seed?: number): readonly Value[] {
  const make = samplerOf(generator, field, seed);
  return Array.from({ length: count }, (_, index) => make(cursorOf(index)));
}

export function numbersOf(generator: Generator, field: Field, count: number): readonly number[] {
  return sampleOf(generator, field, count).map(Number);
}

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

export function deviationOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  return Math.sqrt(meanOf(numbers.map((number) => (number - mean) ** 2)));
}
