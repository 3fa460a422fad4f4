// The key that makes an order unique.
import { refuseUnstorable } from '../db/storable.ts';
import { InvalidInput } from '../domain/errors.ts';

const MAX_KEY_LENGTH = 200;

/** @throws InvalidInput, with paths from the order's root, for one that cannot be kept. */
export function checkKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH) throw InvalidInput.at(['idempotencyKey'], `expected at most ${MAX_KEY_LENGTH} characters, got ${key.length}`);
  refuseUnstorable(['idempotencyKey'], key);
}
