// A call of one of our functions, as an SQL expression asks for it, and the refusal of what is not understood.
import { InvalidInput } from '../errors.ts';
import { arity, type Expression } from '../expression.ts';
import { functionNamed } from '../functions/registry.ts';

/** What is told of an expression that is not understood. */
export function refused(reason: string): InvalidInput {
  return InvalidInput.at([], `the expression is not understood: ${reason}`);
}

/** Throws InvalidInput where there is no such function, or where it takes another number of arguments. */
export function call(name: string, ...args: readonly Expression[]): Expression {
  const found = functionNamed(name);
  if (found === undefined) throw refused(`${name} is not a function or operator that is known here`);
  if (args.length < found.minimum || args.length > found.maximum) throw refused(`${name} takes ${arity(found)} arguments, got ${args.length}`);
  return { kind: 'call', name, args };
}
