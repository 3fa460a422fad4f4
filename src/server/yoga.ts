// The GraphQL engine behind HTTP and WebSocket alike: schema, context, limits and masking, put together once. Knows nothing of
// routes; http.ts and ws.ts hand it requests.
import { createFetch } from '@whatwg-node/fetch';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { imageFileName } from '../domain/images/plan.ts';
import { LOCAL_VIEWER } from '../jobs/records.ts';
import { Batch } from '../graphql/batch.ts';
import type { Context, Services } from '../graphql/context.ts';
import { checkVariables, parseLimited } from '../graphql/limits.ts';
import { createMaskError } from '../graphql/masking.ts';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../lib/log.ts';
import { DocumentCache } from './document-cache.ts';
import { inFull, MAX_REQUEST_BYTES } from './request-body.ts';
import type { Ticket } from './signature.ts';

export const GRAPHQL_PATH = '/graphql';
const MAX_FILES = 10;
const MAX_FORM_FIELDS = 20;

/** What http.ts and ws.ts know of the client. */
export interface Caller {
  /** Scheme and host under which this client reaches us, without a slash at the end. */
  readonly baseUrl: string;
  /** Aborted once the client is gone; left out: the request says it. */
  readonly gone?: AbortSignal;
}

export interface YogaOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly log: Log;
  /** A signed address under that base. */
  readonly downloadUrl: (baseUrl: string, file: Ticket & { readonly fileName: string }) => string;
}

export type Api = YogaServerInstance<Caller, Context>;

export function createApi({ schema, services, log, downloadUrl }: YogaOptions): Api {
  const maskError = createMaskError(log);
  return createYoga<Caller, Context>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    context: ({ baseUrl, gone, request }) => createContext(services, gone ?? request.signal, (file) => downloadUrl(baseUrl, file)),
    plugins: [limits()],
    parserAndValidationCache: { documentCache: new DocumentCache(), errorCache: new DocumentCache() },
    maskedErrors: { maskError: (error) => inFull(maskError(error)) },
    maxRequestBodySize: MAX_REQUEST_BYTES,
    fetchAPI: createFetch({ formDataLimits: { files: MAX_FILES, fields: MAX_FORM_FIELDS, fieldSize: MAX_REQUEST_BYTES } }),
    // These are http.ts's: one guard for every route, and a page that is compressed once.
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: yogaLog(log),
  });
}

/** A context of its own for one operation. */
function createContext(services: Services, signal: AbortSignal, downloadUrl: (file: Parameters<YogaOptions['downloadUrl']>[1]) => string): Context {
  const viewer = LOCAL_VIEWER;
  return {
    ...services,
    viewer,
    signal,
    downloadUrl: ({ id, fileName }) => downloadUrl({ subject: id, fileName, ...viewer }),
    imageUrl: ({ jobId, index }, look) => downloadUrl({ subject: `${jobId}/${index}/${look}`, fileName: imageFileName(index), ...viewer }),
    schemaById: new Batch((ids) => services.schemas.getMany(viewer, ids)),
    outputsByJob: new Batch((ids) => services.runs.outputs(ids)),
    inputByJob: new Batch((ids) => services.runs.inputs(ids)),
    reportByJob: new Batch((ids) => services.runs.reports(ids)),
    imageByKey: new Batch((keys) => services.runs.imagesByKey(keys)),
  };
}

function limits(): Plugin {
  return {
    onParams: ({ params }) => checkVariables(params.variables),
    onParse: ({ setParseFn }) => setParseFn(parseLimited),
  };
}

/** What goes wrong is logged by masking.ts with its id; Yoga's own lines are for the debug level. */
function yogaLog(log: Log) {
  const debug = (...parts: unknown[]) => log.debug({ parts }, 'graphql engine');
  return { debug, info: debug, warn: debug, error: debug };
}
