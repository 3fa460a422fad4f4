// Which model elsewhere, and how it is reached. The settings themselves are read in server/config.ts.

/** `openai`: whatever speaks OpenAI's chat completions: OpenAI itself, vLLM, Ollama, llama.cpp's server, most hosts of models. */
export const REMOTE_PROVIDERS = ['openai', 'azure', 'bedrock'] as const;
export type RemoteProvider = (typeof REMOTE_PROVIDERS)[number];

/** Whether answers are asked for by JSON Schema; `auto`: until the endpoint refuses that. */
export const STRUCTURED_CHOICES = ['auto', 'yes', 'no'] as const;
export type StructuredChoice = (typeof STRUCTURED_CHOICES)[number];

export interface RemoteSettings {
  readonly provider: RemoteProvider;
  /** The endpoint's own name of the model; Azure's deployment. */
  readonly model: string;
  /** Without a slash at its end; only Bedrock may leave it out. */
  readonly endpoint: string | undefined;
  readonly apiKey: string | undefined;
  /** AWS's. */
  readonly region: string | undefined;
  /** Requests at once. */
  readonly places: number;
  readonly structured: StructuredChoice;
}

/** The model's id in this service. */
export function remoteId({ model }: RemoteSettings): string {
  return `remote:${model}`;
}

/** Where requests go; `/chat/completions` and the like come behind it. */
export function addressOf({ provider, endpoint, region = '' }: RemoteSettings): string {
  if (endpoint === undefined) return `https://bedrock-runtime.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // Azure's portal shows the bare address of a resource.
  return provider === 'azure' && new URL(endpoint).pathname === '/' ? `${endpoint}/openai/v1` : endpoint;
}

/** What an AWS request is signed with. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A key of the form ACCESS_KEY_ID:SECRET_ACCESS_KEY[:SESSION_TOKEN]; null: it is one that is sent as it is. */
export function awsKeyIn(apiKey: string): AwsKey | null {
  const [, accessKeyId, secretAccessKey, sessionToken] = /^([A-Z0-9]{16,128}):([^:]+)(?::([^:]+))?$/.exec(apiKey) ?? [];
  if (accessKeyId === undefined || secretAccessKey === undefined) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
