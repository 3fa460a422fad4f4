// Models: what is installed, what can be pulled, and how far a pull is. They belong to the machine, not to a viewer; their ids are plain, the
// same here, on the command line and in the inputs of runs.
import { InvalidState, NotFound } from '../domain/errors.ts';
import type { ModelKind } from '../engines/models/manifest.ts';
import type { Model } from '../engines/models/models.ts';
import { builder, WORK_COST } from './builder.ts';
import { DeletedType } from './deleted.ts';
import { described } from './described.ts';

const KIND_WORDS: Readonly<Record<ModelKind, string>> = { TEXT: 'Writes text.', IMAGE: 'Makes pictures.', DETECTOR: 'Finds things in pictures.', SAFETY: 'Says of a picture whether it is fit to be shown.' };

const ModelKindEnum = builder.enumType('ModelKind', {
  description: 'What a model does.',
  values: described(KIND_WORDS),
});

const ModelType = builder.objectRef<Model>('Model').implement({
  description: 'A model, in the model folder of the process that answers, or come with its version.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Plain, as `npm run models` has it.' }),
    kind: t.expose('kind', { type: ModelKindEnum, description: 'What it does.' }),
    name: t.exposeString('name', { description: 'For people.' }),
    quantization: t.exposeString('quantization', { nullable: true, description: 'How its weights are packed, such as Q4_0; null where that is not said.' }),
    context: t.exposeInt('context', { nullable: true, description: 'Tokens that it was trained to look back on; null where that is not said.' }),
    isDefault: t.exposeBoolean('isDefault', { description: 'It is taken where a run names none: the first choice of its kind where that is here, else one that was pulled or added, else the one that came with this version. A detector that came with it is taken for drawings by the image model beside it alone.' }),
    shipped: t.exposeBoolean('shipped', { description: 'It came with this version: it is here without a pull, and cannot be removed.' }),
    notes: t.exposeString('notes', { nullable: true, description: 'What it can do and cannot; null where nobody has said.' }),
    installed: t.exposeBoolean('installed', { description: 'It is here, whole.' }),
    pulling: t.exposeBoolean('pulling', { description: 'It is on its way: pulled or added, by this process or another one.' }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it is not here although it was pulled or added, or came with this version, and what to do; null where there is nothing to tell.' }),
    loaded: t.exposeBoolean('loaded', { description: 'It is in memory, ready for work.' }),
    device: t.exposeString('device', { nullable: true, description: 'Where it is loaded; null where it is not.' }),
    bytes: t.expose('bytes', { type: 'SafeInt', nullable: true, description: 'Of all its files; null where nobody has said yet.' }),
    pulledBytes: t.expose('pulledBytes', { type: 'SafeInt', nullable: true, description: 'Bytes of it that are here; null where there are none.' }),
    license: t.exposeString('license', { description: 'Under which it is given away.' }),
    source: t.exposeString('source', { description: 'Where it comes from.' }),
  }),
});

const ID_WORDS = 'Its id, as `models` gives it.';

builder.queryField('models', (t) =>
  t.field({
    type: [ModelType],
    description: 'Those that came with this version, installed ones, and known ones that can be pulled.',
    resolve: async (_root, _args, context) => [...(await context.models.list())],
  }));

builder.mutationFields((t) => ({
  pullModel: t.field({
    type: ModelType,
    description: 'Begins to download a model, in the background of the process that answers; an earlier pull is taken up where it ended. One that is here already, or on its way, is answered as it is. Watch it with `modelProgress`; `removeModel` stops it.',
    errors: { types: [NotFound, InvalidState] },
    args: { id: t.arg.id({ required: true, description: ID_WORDS }) },
    complexity: WORK_COST,
    resolve: (_root, { id }, context) => context.models.pull(id),
  }),
  removeModel: t.field({
    type: DeletedType,
    description: 'Removes a model from the model folder, and what was pulled of it. One that is loaded stays, and so does one that came with this version.',
    errors: { types: [NotFound, InvalidState] },
    args: { id: t.arg.id({ required: true, description: ID_WORDS }) },
    complexity: WORK_COST,
    resolve: async (_root, { id }, context) => {
      await context.models.remove(id);
      return { id };
    },
  }),
}));

builder.subscriptionField('modelProgress', (t) =>
  t.field({
    type: ModelType,
    description: 'The model as it is, then with every change while it is on its way (at most four a second). Completes when it is installed, or with its `failure`; at once where nobody pulls it.',
    args: { id: t.arg.id({ required: true, description: ID_WORDS }) },
    subscribe: (_root, { id }, context) => context.models.follow(id),
    resolve: (model) => model,
  }));
