// What can go wrong with an engine, apart from bugs.

/** The order can never be met: its prompt does not fit the model's context, or the endpoint refuses it. Not worth another try. */
export class OrderRefused extends Error {
  override readonly name = 'OrderRefused';
}

/** The model answered, and no answer did, however often it was told what is wrong. Another try may do better. */
export class OrderFailed extends Error {
  override readonly name = 'OrderFailed';
}

/** The engine cannot work now: no memory, a broken file, an endpoint that does not answer. Another try, later or elsewhere, may do better. */
export class EngineFailed extends Error {
  override readonly name: string = 'EngineFailed';
}

/** For want of memory: less at once may do. */
export class OutOfMemory extends EngineFailed {
  override readonly name = 'OutOfMemory';
}
