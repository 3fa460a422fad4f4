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
const NONE = `\`${NO_MODEL}\` where there is none.`;

const HealthType = builder.objectRef<HealthRecord>('Health').implement({
  description: 'How the service is, and how much it has to do.',
  fields: (t) => ({
    status: t.field({ type: HealthStatusEnum, description: 'In one word.', resolve: (health) => (health.database === 'up' ? 'HEALTHY' : 'DEGRADED') }),
    textModel: t.string({ description: `${inUse('text')}; ${NONE}`, resolve: ({ textModel }) => wordsOf(textModel) }),
    imageModel: t.string({ description: `${inUse('image')}, and what it draws where it is the small one that came with this version; ${NONE}`, resolve: ({ imageModel }) => wordsOf(imageModel) }),
    database: t.exposeString('database', { description: '`up` or `down`.' }),
    jobsInProgress: t.exposeInt('jobsInProgress', { description: 'Your jobs that are worked on.' }),
    jobsQueued: t.exposeInt('jobsQueued', { description: 'Your jobs that wait.' }),
    version: t.exposeString('version', { description: 'Version of the service.' }),
  }),
});

function inUse(kind: string): string {
  return `The ${kind} model that is in use, and the device where it is loaded`;
}

function wordsOf(model: HealthRecord['textModel']): string {
  if (model === undefined) return NO_MODEL;
  const state = model.device !== null ? `loaded: ${model.device}` : model.installed ? 'not loaded' : 'not whole';
  return `${model.id} (${model.shipped ? `${model.name}; came with this version, ` : ''}${state})`;
}

builder.queryField('health', (t) =>
  t.field({
    type: HealthType,
    description: 'How the service is.',
    resolve: (_root, _args, context) => context.health.check(context.viewer),
  }));
