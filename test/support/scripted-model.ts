// A model behind an endpoint on loopback that speaks the chat completions protocol, over real HTTP: what it answers is a function of what it is
// asked, faults included. `await using model = await startScriptedModel(({ number }) => ({ content: { name: NAMES[number % 10] } }))`.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { JsonSchema } from '../../src/domain/text/json-schema.ts';
import { createLog } from '../../src/lib/log.ts';
import { remoteEngine, type RemoteOptions } from '../../src/engines/text/remote/engine.ts';
import type { RemoteSettings } from '../../src/engines/text/remote/settings.ts';
import type { TextEngine } from '../../src/engines/text/engine.ts';

/** A chat completion as it is asked for. */
export interface Completion {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly seed?: number;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly response_format?: { readonly type: string; readonly json_schema: { readonly schema: JsonSchema; readonly strict: boolean } };
}

export interface ModelRequest {
  /** From 0, in the order in which they came. */
  readonly number: number;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Completion;
}

export type ModelAnswer =
  /** What the model wrote; objects as JSON. `usage: null`: it does not count tokens. */
  | { readonly content: string | object; readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null; readonly finish?: string }
  /** Any other answer; objects as JSON. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string | object }
  /** Says that all of it comes, sends this, and cuts the connection. */
  | { readonly cutAfter: string }
  /** Never answers. */
  | 'hold';

export type Script = (request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>;

export const USAGE = { prompt_tokens: 30, completion_tokens: 7 };

export interface ScriptedModel extends AsyncDisposable {
  /** Such as http://127.0.0.1:40123/v1. */
  readonly endpoint: string;
  readonly asked: readonly ModelRequest[];
  /** Resolves once there is a request that is held. */
  held(): Promise<void>;
  /** Resolves once the client has dropped a request that was held. */
  dropped(): Promise<void>;
  /** An engine that asks it; to be disposed of before it. */
  engine(settings?: Partial<RemoteSettings>, options?: RemoteOptions): TextEngine;
}

export async function startScriptedModel(script: Script): Promise<ScriptedModel> {
  const running = new Running(script);
  await running.listen();
  return running;
}

/** Answers one after the other; the last for ever. */
export function inTurn(...answers: readonly [ModelAnswer, ...ModelAnswer[]]): Script {
  return ({ number }) => answers[Math.min(number, answers.length - 1)] as ModelAnswer; // there is one
}

/** Answers every schema with texts out of a few, in turn: a model that repeats itself. Other values are the least that the schema allows. */
export function repeating(texts: readonly string[]): Script {
  return ({ number, body }) => ({ content: leastOf(body.response_format?.json_schema.schema ?? {}, texts[number % texts.length] ?? '') as object }); // answers are objects
}

function leastOf(schema: JsonSchema, words: string): unknown {
  // A schema is what jsonSchemaOf makes.
  const { type, enum: choices, properties, items, minItems, minimum } = schema as { readonly type?: string; readonly enum?: readonly unknown[]; readonly properties?: Readonly<Record<string, JsonSchema>>; readonly items?: JsonSchema; readonly minItems?: number; readonly minimum?: number };
  if (choices !== undefined) return choices[0];
  if (type === 'object') return Object.fromEntries(Object.entries(properties ?? {}).map(([name, inner]) => [name, leastOf(inner, words)]));
  if (type === 'array') return Array.from({ length: minItems ?? 0 }, () => leastOf(items ?? {}, words));
  if (type === 'boolean') return true;
  return type === 'string' ? words : (minimum ?? 0);
}

class Running implements ScriptedModel {
  readonly asked: ModelRequest[] = [];
  endpoint = '';
  readonly #script: Script;
  readonly #server: Server;
  readonly #held = Promise.withResolvers<void>();
  readonly #dropped = Promise.withResolvers<void>();

  constructor(script: Script) {
    this.#script = script;
    this.#server = createServer(async (request, response) => {
      const asked: ModelRequest = { number: this.asked.length, path: request.url ?? '', headers: request.headers, body: { model: '', messages: [] } };
      this.asked.push(asked);
      const body = JSON.parse(await text(request)) as Completion; // what a test's own client sends
      const whole = { ...asked, body };
      this.asked[asked.number] = whole;
      this.#send(response, await this.#script(whole));
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`; // it listens on a port
  }

  held(): Promise<void> {
    return this.#held.promise;
  }

  dropped(): Promise<void> {
    return this.#dropped.promise;
  }

  engine(settings: Partial<RemoteSettings> = {}, options: RemoteOptions = {}): TextEngine {
    return remoteEngine({ provider: 'openai', model: 'scripted', endpoint: this.endpoint, apiKey: undefined, region: undefined, places: 8, structured: 'auto', ...settings }, createLog('silent'), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #send(response: ServerResponse, answer: ModelAnswer): void {
    if (answer === 'hold') {
      response.on('close', () => this.#dropped.resolve());
      return this.#held.resolve();
    }
    if ('cutAfter' in answer) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.cutAfter.length + 1_000 });
      return void response.write(answer.cutAfter, () => response.destroy());
    }
    if ('status' in answer) return void response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(asText(answer.body));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion(answer)));
  }
}

function completion({ content, usage = USAGE, finish = 'stop' }: Extract<ModelAnswer, { readonly content: unknown }>): object {
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 0, model: 'scripted', choices: [{ index: 0, message: { role: 'assistant', content: asText(content) }, finish_reason: finish }], ...(usage === null ? {} : { usage }) };
}

function asText(content: string | object): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
