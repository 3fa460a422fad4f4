// A stream of results whose failure is its last result instead of a throw, which would end the whole socket. A class and not an
// async generator: `return` must reach the source at once, even while a value is awaited.
import type { ExecutionResult, GraphQLError } from 'graphql';

export class Unfailing implements AsyncIterableIterator<ExecutionResult> {
  readonly #source: AsyncIterator<ExecutionResult>;
  readonly #maskError: (error: unknown) => GraphQLError;
  readonly #onEnd: () => void;
  #ended = false;

  constructor(source: AsyncIterable<ExecutionResult>, maskError: (error: unknown) => GraphQLError, onEnd: () => void) {
    this.#source = source[Symbol.asyncIterator]();
    this.#maskError = maskError;
    this.#onEnd = onEnd;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    if (this.#ended) return { done: true, value: undefined };
    try {
      const step = await this.#source.next();
      if (step.done === true) this.#end();
      return step;
    } catch (error) {
      if (this.#ended) return { done: true, value: undefined };
      this.#end();
      return { done: false, value: { errors: [this.#maskError(error)] } };
    }
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#end();
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
  }
}
