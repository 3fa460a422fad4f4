// Where the draws of a value lie: in its field's own stream, and apart from those of the row's other attempts.
import { Stream } from '../random.ts';
import { DRAWS_PER_ATTEMPT, type Cursor, type SamplerContext } from './sampler.ts';

/** The stream that a field's values are drawn from; its other draws (its nulls, its tags) have streams of their own. */
export function valueStream({ seed, table, field }: Pick<SamplerContext, 'seed' | 'table' | 'field'>): Stream {
  return Stream.of(seed, table, field, 'value');
}

/** The number of the attempt's draw `number`, below DRAWS_PER_ATTEMPT. */
export function drawOf(row: Pick<Cursor, 'attempt'>, number = 0): number {
  return row.attempt * DRAWS_PER_ATTEMPT + number;
}
