// What a deletion answers.
import { builder } from './builder.ts';

export const DeletedType = builder.objectRef<{ readonly id: string }>('Deleted').implement({
  description: 'Something that is no more.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that it had.' }) }),
});
