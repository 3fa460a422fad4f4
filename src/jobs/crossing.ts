// Errors that cross from a worker thread. Structured clone keeps no class and no fields, so a thread answers what the caller can act on
// as a value, and it is thrown again on this side. Anything else stays a plain error: a bug, with its stack.
import { InvalidInput, NotFound, RowFailure, type InputIssue } from '../domain/errors.ts';
import { StorageFull } from '../files/storage.ts';

type Fault =
  | { readonly kind: 'InvalidInput'; readonly issues: readonly InputIssue[] }
  | { readonly kind: 'NotFound'; readonly message: string }
  | { readonly kind: 'RowFailure'; readonly table: string; readonly field: string; readonly rowIndex: number; readonly message: string }
  | { readonly kind: 'StorageFull'; readonly freeBytes: number | null; readonly floorBytes: number };

/** What a thread's function answers. */
export type Crossed<T> = { readonly value: T } | { readonly fault: Fault };

/** Makes a thread's function answer its known errors as values. */
export function crossing<Args extends readonly unknown[], T>(run: (...args: Args) => T | Promise<T>): (args: Args) => Promise<Crossed<T>> {
  return async (args) => {
    try {
      return { value: await run(...args) };
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) throw error;
      return { fault };
    }
  };
}

/** The value; or throws the error that the thread met. */
export function crossed<T>(answer: Crossed<T>): T {
  if ('value' in answer) return answer.value;
  const { fault } = answer;
  switch (fault.kind) {
    case 'InvalidInput':
      throw new InvalidInput(fault.issues);
    case 'NotFound':
      throw new NotFound(fault.message);
    case 'RowFailure':
      throw new RowFailure(fault.table, fault.field, fault.rowIndex, fault.message);
    case 'StorageFull':
      throw new StorageFull('the next part of an output', fault);
    default:
      throw new Error(`unknown fault ${JSON.stringify(fault satisfies never)}`);
  }
}

function faultOf(error: unknown): Fault | null {
  if (error instanceof InvalidInput) return { kind: 'InvalidInput', issues: error.issues };
  if (error instanceof NotFound) return { kind: 'NotFound', message: error.message };
  if (error instanceof RowFailure) {
    return { kind: 'RowFailure', table: error.table, field: error.field, rowIndex: error.rowIndex, message: error.message };
  }
  if (error instanceof StorageFull) return { kind: 'StorageFull', freeBytes: error.freeBytes, floorBytes: error.floorBytes };
  return null;
}
