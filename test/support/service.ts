// The whole service, as a user starts it, in a folder of its own: real Postgres, real sockets. And a small client of its API.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createApp } from '../../src/server/app.ts';
import { readConfig, type Environment } from '../../src/server/config.ts';
import { temporaryFolder } from './postgres.ts';

export interface Service extends AsyncDisposable {
  /** http://127.0.0.1:<port> */
  readonly base: string;
  readonly folder: string;
  /** Sends an operation; answers the whole response body. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>>; readonly path?: readonly unknown[] }[];
}

/** Starts it on a free port. Dispose it to stop it and to remove its folder. */
export async function startService(environment: Environment = {}): Promise<Service> {
  const folder = temporaryFolder();
  // A dot-folder: no output can lie there.
  const app = await createApp(readConfig({ PORT: '0', DATA_DIR: folder.path, MODEL_DIR: join(folder.path, '.models'), LOG_LEVEL: 'silent', ...environment }));
  assert(app.address !== undefined);
  const base = app.address.replace(/\/graphql$/, '');
  return {
    base,
    folder: folder.path,
    ask: (query, variables) => ask(base, query, variables),
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

async function ask(base: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer> {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Follows a job to its end over server-sent events; answers its last state. */
export async function finished(service: Service, jobId: string): Promise<Readonly<Record<string, unknown>>> {
  const query = 'subscription($id: ID!) { jobProgress(id: $id) { id status failure { message } outputs { id fileName bytes sha256 mediaType url } progress { done total percent } } }';
  const response = await fetch(`${service.base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables: { id: jobId } }),
  });
  const events = (await response.text()).split('\n\n').flatMap((event) => /^data: (\{.*\})$/m.exec(event)?.[1] ?? []);
  const answers = events.map((event) => JSON.parse(event) as Answer);
  const last = answers.at(-1)?.data?.['jobProgress'];
  assert(last !== undefined, `no state of job ${jobId} came: ${JSON.stringify(answers)}`);
  return last as Readonly<Record<string, unknown>>; // the query's own shape
}
