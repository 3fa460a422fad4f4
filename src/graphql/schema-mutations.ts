// What can be done to saved schemas: save, change, remove. A change makes a new revision; jobs keep the plan of theirs.
import { InvalidInput, ModelUnavailable, NotFound } from '../domain/errors.ts';
import { builder, WORK_COST } from './builder.ts';
import { SchemaDefinition } from './definition-input.ts';
import { DeletedType } from './deleted.ts';
import { decodeId } from './node-id.ts';
import { forgetExample, readNamedDefinition } from './read-definition.ts';
import { given } from './read-generator.ts';
import { SchemaType } from './saved-schema.ts';

const CreateSchemaInput = builder.inputType('CreateSchemaInput', {
  description: 'A schema to save.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What to call it.' }),
    description: t.string({ description: 'What it is for.' }),
    definition: t.field({ type: SchemaDefinition, required: true, description: 'What to generate.' }),
  }),
});

const UpdateSchemaInput = builder.inputType('UpdateSchemaInput', {
  description: 'A change to a saved schema. What is left out stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Its id.' }),
    name: t.string({ description: 'What to call it from now on.' }),
    description: t.string({ description: 'What it is for; null removes it.' }),
    definition: t.field({ type: SchemaDefinition, description: 'What to generate from now on.' }),
  }),
});

builder.mutationFields((t) => ({
  createSchema: t.field({
    type: SchemaType,
    description: 'Saves a schema.',
    errors: { types: [InvalidInput, ModelUnavailable] },
    args: { input: t.arg({ type: CreateSchemaInput, required: true, description: 'The schema.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { input }, context) => {
      const definition = await readNamedDefinition(input.definition, context);
      const schema = await context.schemas.create(context.viewer, { name: input.name, definition, ...given({ description: input.description }) }, context.signal);
      await forgetExample(input.definition, definition, context);
      return schema;
    },
  }),
  updateSchema: t.field({
    type: SchemaType,
    description: 'Changes a saved schema, as a new revision.',
    errors: { types: [InvalidInput, NotFound, ModelUnavailable] },
    args: { input: t.arg({ type: UpdateSchemaInput, required: true, description: 'The change.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { input }, context) => {
      const definition = input.definition == null ? undefined : await readNamedDefinition(input.definition, context);
      const schema = await context.schemas.update(context.viewer, decodeId(input.id, 'schema', 'Schema'), {
        ...given({ name: input.name, definition }),
        ...(input.description === undefined ? {} : { description: input.description }),
      }, context.signal);
      if (input.definition != null && definition !== undefined) await forgetExample(input.definition, definition, context);
      return schema;
    },
  }),
  deleteSchema: t.field({
    type: DeletedType,
    description: 'Removes a saved schema. Its jobs stay, with the plan that they started with.',
    errors: { types: [NotFound] },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    complexity: WORK_COST,
    resolve: async (_root, { id }, context) => {
      await context.schemas.remove(context.viewer, decodeId(id, 'schema', 'Schema'));
      return { id };
    },
  }),
}));
