// An endpoint, spoken to through the Vercel AI SDK: one question, one answer. Loaded when the first order comes, since the SDK is not small;
// each provider's package is loaded only where it is the one. What is tried again, and when, is the engine's to say: the SDK tries nothing twice.
import { generateText, type LanguageModel, type OutputInterface } from 'ai';
import type { JsonSchema } from '../../../domain/text/json-schema.ts';
import { addressOf, awsKeyIn, type RemoteSettings } from './settings.ts';
import { Refusal, wireTo } from './wire.ts';

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export interface Question {
  readonly system: string;
  readonly messages: readonly Message[];
  /** The endpoint is to hold the answer to it. */
  readonly schema?: JsonSchema;
  readonly seed?: number;
  readonly temperature?: number;
  readonly maxTokens?: number;
}

export interface Reply {
  readonly text: string;
  /** Tokens, as the endpoint says; undefined: it does not. */
  readonly read: number | undefined;
  readonly written: number | undefined;
}

export interface Endpoint {
  /** Rejects with a Refusal, or with the signal's reason. */
  ask(question: Question, signal: AbortSignal): Promise<Reply>;
}

export async function openEndpoint(settings: RemoteSettings, timeoutMs: number): Promise<Endpoint> {
  globalThis.AI_SDK_LOG_WARNINGS = false; // else it writes to the console that a provider knows no seeds
  const model = await modelOf(settings, timeoutMs);
  return { ask: (question, signal) => ask(model, question, signal) };
}

async function modelOf(settings: RemoteSettings, timeoutMs: number): Promise<LanguageModel> {
  const { provider, model, apiKey = '', region = '' } = settings;
  const baseURL = addressOf(settings);
  const aws = awsKeyIn(apiKey);
  const fetch = wireTo({ origin: new URL(baseURL).origin, secrets: aws === null ? [apiKey] : [aws.secretAccessKey, aws.sessionToken ?? '', aws.accessKeyId], timeoutMs });
  switch (provider) {
    case 'openai': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({ name: 'remote', baseURL, apiKey, fetch, supportsStructuredOutputs: true }).chatModel(model);
    }
    case 'azure': {
      const { createAzure } = await import('@ai-sdk/azure');
      return createAzure({ baseURL, apiKey, fetch }).chat(model);
    }
    case 'bedrock': {
      const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
      // An empty key: else the SDK would look for one in the environment.
      return createAmazonBedrock({ baseURL, region, fetch, ...(aws === null ? { apiKey } : { apiKey: '', ...aws }) })(model);
    }
    default: return provider satisfies never;
  }
}

async function ask(model: LanguageModel, { system, messages, schema, seed, temperature, maxTokens }: Question, signal: AbortSignal): Promise<Reply> {
  try {
    const { text, usage } = await generateText({
      model,
      instructions: system,
      messages: messages.map((message) => ({ ...message })),
      maxRetries: 0,
      abortSignal: signal,
      telemetry: { isEnabled: false },
      ...(schema === undefined ? {} : { output: textOf(schema) }),
      ...(seed === undefined ? {} : { seed }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    });
    return { text, read: usage.inputTokens, written: usage.outputTokens };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refusal) throw error;
    throw new Refusal('answered something that makes no sense'); // the SDK's error holds request and answer
  }
}

/** Asks for JSON by a schema, and leaves it to us to read it: the SDK's own way throws away what was answered where it is not right. */
function textOf(schema: JsonSchema): OutputInterface<string, string, never> {
  return {
    name: 'answer',
    responseFormat: Promise.resolve({ type: 'json', name: 'answer', schema: { ...schema } }),
    parseCompleteOutput: ({ text }) => Promise.resolve(text),
    parsePartialOutput: ({ text }) => Promise.resolve({ partial: text }),
    createElementStreamTransform: () => undefined,
  };
}
