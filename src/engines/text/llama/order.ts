// The order of sequences in a pass. llama.cpp splits a batch into several passes over the weights unless sequences come in the order of their
// ids with equal token counts; the library keeps the order of its queue, so the slot's number travels as the priority, by which this sorts.
import type { CustomBatchingPrioritizationStrategy, EvaluationPriority } from 'node-llama-cpp';

export const inSlotOrder: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
  let left = size;
  return items
    .toSorted((a, b) => a.evaluationPriority - b.evaluationPriority)
    .map((item) => {
      const processAmount = Math.min(item.tokens.length, left);
      left -= processAmount;
      return { item, processAmount };
    })
    .filter(({ processAmount }) => processAmount > 0);
};

/** The option that says which slot an evaluation is of. The type allows 1 to 5 only; the library hands any number on. */
export function ofSlot(slot: number): { readonly evaluationPriority: EvaluationPriority } {
  return { evaluationPriority: slot as EvaluationPriority };
}
