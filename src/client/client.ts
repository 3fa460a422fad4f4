// A client of Verisim over one WebSocket, as anybody could write it: it knows the service by its printed API alone.
// A connection that is cut comes back by itself; `followRows` then goes on right behind the last row, so none is lost or repeated.
// A mutation is never sent twice. Runs in Node 22 or later and in browsers.
import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import { requestFailed } from './failures.ts';
import { Feed } from './feed.ts';
import { JobImagesDocument, JobPairsDocument, JobProgressDocument, JobRowsDocument } from './generated/graphql.ts';
import type { JobImagesSubscription, JobPairsSubscription, JobPartsFragment, JobRowsSubscription, JobRowsSubscriptionVariables, TypedDocumentString } from './generated/graphql.ts';

export type Job = JobPartsFragment;
export type RowBatch = JobRowsSubscription['jobRows'];
export type PairBatch = JobPairsSubscription['jobPairs'];
export type ImageBatch = JobImagesSubscription['jobImages'];

export interface ClientOptions {
  /** Where the API is: what the service prints when it is ready, such as http://127.0.0.1:4000/graphql. */
  readonly address: string;
  /** Tries to connect in a row, at most 2 s apart, before what waits for an answer fails. Default: DEFAULT_RETRY_ATTEMPTS, about a minute. */
  readonly retryAttempts?: number;
}

export interface FollowRowsOptions {
  /** Rows of this table only. Left out: of all. */
  readonly table?: string;
  /** Goes on right behind this cursor. Left out: from the first row. */
  readonly after?: string;
  /** Most rows in one batch. Left out: the service's default. */
  readonly maxBatch?: number;
}

export const DEFAULT_RETRY_ATTEMPTS = 35;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;
const PING_EVERY_MS = 10_000;
/** A socket that answers no ping for this long is dead, however open it looks. */
const PONG_WITHIN_MS = 8_000;

/** Connects at once, and stays connected. Dispose it to close the connection; what still waits then fails. */
export class VerisimClient implements AsyncDisposable {
  readonly #address: string;
  readonly #socket: Client;
  /** For mutations: without a second try, since nobody can know whether the first one was carried out. */
  readonly #onceSocket: Client;
  #closed = false;

  constructor({ address, retryAttempts = DEFAULT_RETRY_ATTEMPTS }: ClientOptions) {
    this.#address = address;
    this.#socket = openSocket(address, retryAttempts);
    this.#onceSocket = openSocket(address, 0);
  }

  /**
   * The answer to a query or mutation.
   * @throws RequestFailed where there is none, or errors come with it.
   */
  ask<Result, Variables extends Record<string, unknown>>(document: TypedDocumentString<Result, Variables>, variables: Variables): Promise<Result> {
    const query = document.toString();
    const socket = query.trimStart().startsWith('mutation') ? this.#onceSocket : this.#socket;
    return new Promise((resolve, reject) => {
      this.#subscribe<Result>(socket, { query, variables }, { next: resolve, end: () => reject(requestFailed(this.#address, new Error('no answer came'))), fail: reject });
    });
  }

  /**
   * The events of a subscription. After a cut connection, or when the reader lags by many, it starts anew.
   * The feed throws RequestFailed where it cannot go on.
   */
  watch<Result, Variables extends Record<string, unknown>>(document: TypedDocumentString<Result, Variables>, variables: Variables): Feed<Result> {
    return new Feed((sink) => this.#subscribe(this.#socket, { query: document.toString(), variables }, sink));
  }

  /** A job as it is, then with every change, until it has ended. */
  followProgress(id: string): Feed<Job> {
    return new Feed((sink) =>
      this.#subscribe<{ readonly jobProgress: Job }>(this.#socket, { query: JobProgressDocument.toString(), variables: { id } }, { ...sink, next: ({ jobProgress }) => sink.next(jobProgress) }),
    );
  }

  /** Every row of a job, each once, in batches, until it has ended: those there are, then the others as they come. */
  followRows(id: string, { table, after, maxBatch }: FollowRowsOptions = {}): Feed<RowBatch> {
    const variables: JobRowsSubscriptionVariables = { id, table, after, maxBatch };
    return this.#followBatches(JobRowsDocument, variables, ({ jobRows }) => jobRows);
  }

  /** The same for the pairs of a question-answer run. */
  followPairs(id: string, { after }: Pick<FollowRowsOptions, 'after'> = {}): Feed<PairBatch> {
    return this.#followBatches(JobPairsDocument, { id, after }, ({ jobPairs }) => jobPairs);
  }

  /** The same for the images of a run, with previews of those under way between them. */
  followImages(id: string, { after }: Pick<FollowRowsOptions, 'after'> = {}): Feed<ImageBatch> {
    return this.#followBatches(JobImagesDocument, { id, after }, ({ jobImages }) => jobImages);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    // One that failed to connect rejects, and has nothing to close.
    await Promise.allSettled([this.#socket.dispose(), this.#onceSocket.dispose()]);
  }

  #followBatches<Result, Variables extends { after?: string | null | undefined }, Batch extends { readonly cursor: string }>(document: TypedDocumentString<Result, Variables>, variables: Variables, batchOf: (result: Result) => Batch): Feed<Batch> {
    // Sent again as they are with every reconnection; so the cursor in them moves with every batch that was taken.
    return new Feed((sink) =>
      this.#subscribe<Result>(this.#socket, { query: document.toString(), variables }, {
        ...sink,
        next: (result) => {
          const batch = batchOf(result);
          if (sink.next(batch)) variables.after = batch.cursor;
        },
      }),
    );
  }

  #subscribe<Result>(socket: Client, payload: SubscribePayload, { next, end, fail }: { next(data: Result): void; end(): void; fail(error: Error): void }): () => void {
    return socket.subscribe<Result>(payload, {
      next: ({ data, errors }) => {
        if (errors !== undefined) fail(requestFailed(this.#address, errors));
        else if (data !== undefined && data !== null) next(data);
      },
      error: (problem) => fail(requestFailed(this.#address, problem)),
      complete: () => (this.#closed ? fail(requestFailed(this.#address, new Error('this client was closed'))) : end()),
    });
  }
}

function openSocket(address: string, retryAttempts: number): Client {
  let pongTimeout: ReturnType<typeof setTimeout> | undefined;
  const socket = createClient({
    url: address.replace(/^http/, 'ws'),
    retryAttempts,
    // Without this a service that is being restarted, and refuses connections, would end every subscription.
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** retries))),
    keepAlive: PING_EVERY_MS,
    // Open until disposed: a socket that closes when idle may take a call with it, unanswered.
    lazy: false,
    onNonLazyError: () => {}, // whoever calls is told
    on: {
      ping: (received) => {
        if (!received) pongTimeout = setTimeout(() => socket.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimeout);
      },
      closed: () => clearTimeout(pongTimeout),
    },
  });
  return socket;
}
