// How the service is.
import type { HealthRecord } from './context.ts';
import { builder } from './builder.ts';

const HealthStatusEnum = builder.enumType('HealthStatus', {
  description: 'How the service is.',
  values: {
    HEALTHY: { value: 'HEALTHY', description: 'All is well.' },
    DEGRADED: { value: 'DEGRADED', description: 'Something is away; work waits until it is back.' },
  } as const,
});

const NO_MODEL = 'none installed';

const HealthType = builder.objectRef<HealthRecord>('Health').implement({
  description: 'How the service is, and how much it has to do.',
  fields: (t) => ({
    status: t.field({ type: HealthStatusEnum, description: 'In one word.', resolve: (health) => (health.database === 'up' ? 'HEALTHY' : 'DEGRADED') }),
    textModel: t.string({ description: inUse('text'), resolve: ({ textModel }) => wordsOf(textModel) }),
    imageModel: t.string({ description: inUse('image'), resolve: ({ imageModel }) => wordsOf(imageModel) }),
    database: t.exposeString('database', { description: '`up` or `down`.' }),
    jobsInProgress: t.exposeInt('jobsInProgress', { description: 'Your jobs that are worked on.' }),
    jobsQueued: t.exposeInt('jobsQueued', { description: 'Your jobs that wait.' }),
    version: t.exposeString('version', { description: 'Version of the service.' }),
  }),
});

function inUse(kind: string): string {
  return `The ${kind} model that is in use, the device where it is loaded, and whether it is only the small one that came with this version; \`${NO_MODEL}\` where there is none.`;
}

function wordsOf(model: HealthRecord['textModel']): string {
  if (model === undefined) return NO_MODEL;
  const state = model.device === null ? 'not loaded' : `loaded: ${model.device}`;
  return `${model.id} (${model.shipped ? 'came with this version, ' : ''}${state})`;
}

builder.queryField('health', (t) =>
  t.field({
    type: HealthType,
    description: 'How the service is.',
    resolve: (_root, _args, context) => context.health.check(context.viewer),
  }));
