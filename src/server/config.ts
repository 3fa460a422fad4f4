// The settings: the only reader of the environment and of `.env`. Read once at start, checked all together, so that one message
// names every setting that is wrong.
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { DEVICE_CHOICES, type DeviceChoice } from '../engines/device.ts';
import { SAFETY_CHOICES, type SafetyChoice } from '../engines/image/engine.ts';
import { REMOTE_PROVIDERS, STRUCTURED_CHOICES, type RemoteProvider, type RemoteSettings } from '../engines/text/remote/settings.ts';
import { LOG_LEVELS } from '../lib/log.ts';

/** Where models are pulled from where HF_ENDPOINT says nothing. */
const DEFAULT_HUB = 'https://huggingface.co';
const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

const CORES = Math.max(1, availableParallelism());
/** The passes of an image model last for seconds: a core is left to what serves, where there are more than two. */
const SPARED = CORES > 2 ? 1 : 0;

const MB = 1024 * 1024;
const GB = 1024 * MB;

/** Thrown when settings are wrong; the message names each of them. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/** A whole number between two, with what it is counted in for the message. */
function whole(unit: string, minimum: number, maximum: number, standard: number) {
  return number(unit, minimum, maximum).default(standard);
}

function number(unit: string, minimum: number, maximum: number) {
  const expected = `expected ${unit}, a whole number from ${minimum} to ${maximum}`;
  return z.string().regex(/^\d{1,16}$/, expected).transform(Number).refine((value) => value >= minimum && value <= maximum, expected);
}

function oneOf<const Word extends string>(words: readonly [Word, ...Word[]], standard: Word) {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` }).default(standard as never); // a word of the list, which zod's type cannot see
}

const ENDPOINT_EXPECTED = 'expected an address such as https://huggingface.co, without user name, query or fragment (a token is set by HF_TOKEN)';
/** What the settings of a remote model are, told also where one is missing. */
const REMOTE_EXPECTED = {
  REMOTE_ENDPOINT: 'expected an address such as https://api.openai.com/v1, without user name, query or fragment',
  REMOTE_MODEL: 'expected the name of a model there, without spaces',
  REMOTE_API_KEY: 'expected a key, without spaces',
  REMOTE_REGION: 'expected a region of AWS such as us-east-1',
} as const;
type RemoteSetting = keyof typeof REMOTE_EXPECTED;
const REMOTE_NEEDS: Readonly<Record<RemoteProvider, readonly RemoteSetting[]>> = { openai: ['REMOTE_ENDPOINT'], azure: ['REMOTE_ENDPOINT', 'REMOTE_API_KEY'], bedrock: ['REMOTE_REGION', 'REMOTE_API_KEY'] };
const ORIGIN_EXPECTED = 'expected origins such as https://app.example.com, separated by commas';

/** Every setting: its meaning is in its comment, its default in its last argument. */
const settings = z.object({
  /** Port to listen on; 0: any that is free. */
  PORT: whole('a port', 0, 65_535, 4000),
  /** Address to listen on. */
  HOST: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'expected an address or a host name such as 127.0.0.1 or 0.0.0.0').default('127.0.0.1'),
  /** Origins of web pages that may call, besides the service's own. */
  CORS_ORIGINS: z.string().transform(splitList).refine((origins) => origins.every(isOrigin), ORIGIN_EXPECTED).default([]),
  /** Host names that requests may name besides loopback names, HOST and those of CORS_ORIGINS: the name behind which a proxy serves us. */
  ALLOWED_HOSTS: z.string().transform((text) => splitList(text.toLowerCase())).refine((hosts) => hosts.every((host) => /^[a-z0-9.:[\]_-]+$/.test(host)), 'expected host names without ports, separated by commas').default([]),
  /** Where clients reach us, for addresses that we hand out, where that differs from what their requests name. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected an address such as https://data.example.com' }).optional(),
  /** A PostgreSQL server; left out: the embedded one. */
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/, error: 'expected postgresql://user:password@host:5432/database, or nothing for the embedded database' }).optional(),
  /** Where outputs, uploads and the embedded database lie. */
  DATA_DIR: folder('generated_data'),
  /** Where models lie. */
  MODEL_DIR: folder('models'),
  /** Hub that models are pulled from: Hugging Face, or a mirror of it. */
  HF_ENDPOINT: z.url({ protocol: /^https?$/, error: ENDPOINT_EXPECTED }).refine((text) => isPlainAddress(text), ENDPOINT_EXPECTED).default(DEFAULT_HUB),
  /** Token for models that the hub does not give to everybody. */
  HF_TOKEN: z.string().regex(/^[\x21-\x7e]{1,1000}$/, 'expected a token, without spaces').optional(),
  /** Where models run. */
  DEVICE: oneOf(DEVICE_CHOICES, 'auto'),
  /** Threads of a model's pass on the CPU, no more than there are cores. Left out: all of them for text, whose passes are short; see SPARED for images. */
  MODEL_THREADS: number('threads', 1, 256).optional(),
  /** Tokens that a text model holds for one row: its prompt and its answer. */
  MODEL_CONTEXT: whole('tokens', 256, 1_048_576, 2_048),
  /** What is done about pictures that the safety checker takes for unsafe: they are marked, or not kept; off: none is looked at. */
  SAFETY: oneOf(SAFETY_CHOICES, 'off'),
  /** A model that nobody asks is unloaded after so long. */
  MODEL_IDLE_SECONDS: whole('seconds', 1, 2_000_000, 600),
  /** What a model elsewhere is reached through; see engines/text/remote/settings.ts. */
  REMOTE_PROVIDER: oneOf(REMOTE_PROVIDERS, 'openai'),
  /** Azure: the resource's address; Bedrock: left out, AWS's own of the region. */
  REMOTE_ENDPOINT: z.url({ protocol: /^https?$/, error: REMOTE_EXPECTED.REMOTE_ENDPOINT }).refine((text) => isPlainAddress(text), REMOTE_EXPECTED.REMOTE_ENDPOINT).optional(),
  /** The endpoint's name of the model, which is `remote:` and that name here; left out: there is no remote model. */
  REMOTE_MODEL: z.string().regex(/^[\x21-\x7e]{1,200}$/, REMOTE_EXPECTED.REMOTE_MODEL).optional(),
  /** Bedrock: an API key, or ACCESS_KEY_ID:SECRET_ACCESS_KEY, with :SESSION_TOKEN behind it where there is one. */
  REMOTE_API_KEY: z.string().regex(/^[\x21-\x7e]{1,8000}$/, REMOTE_EXPECTED.REMOTE_API_KEY).optional(),
  /** AWS's. */
  REMOTE_REGION: z.string().regex(/^[a-z0-9-]{1,50}$/, REMOTE_EXPECTED.REMOTE_REGION).optional(),
  /** Requests at once. */
  REMOTE_PLACES: whole('requests', 1, 1_000, 8),
  /** Whether answers are asked for by JSON Schema; auto: until the endpoint refuses that. */
  REMOTE_STRUCTURED: oneOf(STRUCTURED_CHOICES, 'auto'),
  /** What this process does: serve, work, or both. */
  ROLE: oneOf(ROLES, 'all'),
  LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
  /** Most rows of one job, over all its tables. */
  MAX_ROWS_PER_JOB: whole('rows', 1, 2 ** 40, 100_000_000),
  /** Most jobs of one owner that are neither done nor failed nor cancelled. */
  MAX_JOBS_PER_OWNER: whole('jobs', 1, 1_000_000, 20),
  /** Most bytes of one upload over the upload route. */
  MAX_UPLOAD_BYTES: whole('bytes', 1, 2 ** 50, GB),
  /** Bytes that stay free on the data folder's disk; work pauses below. */
  MIN_FREE_DISK_BYTES: whole('bytes', 0, 2 ** 50, 256 * MB),
  /** Tasks that a worker takes on side by side. */
  WORKER_PLACES: whole('places', 1, 256, CORES),
  /** Rows of a shard, in whole blocks of 64. */
  SHARD_ROWS: whole('rows', 64, 64_000_000, 262_144),
});

/** The embedded database is its process's own: a second process could not join it, and tasks would wait for ever. */
const NO_SHARED_DATABASE = (role: Role): string =>
  `Wrong settings, in the environment or in .env:\n  DATABASE_URL: expected a PostgreSQL server, since ROLE=${role} shares its work with other processes, got nothing.\nSet DATABASE_URL to postgresql://user:password@host:5432/database for every process, or leave ROLE out to have all in one.`;

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly corsOrigins: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Absolute. */
  readonly dataFolder: string;
  /** Absolute. */
  readonly modelFolder: string;
  /** The endpoint has no slash at its end. */
  readonly hub: { readonly endpoint: string; readonly token: string | undefined };
  readonly models: { readonly device: DeviceChoice; readonly threads: number; readonly contextTokens: number; readonly idleMs: number };
  readonly images: { readonly device: DeviceChoice; readonly threads: number; readonly safety: SafetyChoice; readonly idleMs: number };
  /** Null: there is none. */
  readonly remote: RemoteSettings | null;
  readonly role: Role;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly maxRowsPerJob: number;
  readonly maxJobsPerOwner: number;
  readonly maxUploadBytes: number;
  readonly minFreeDiskBytes: number;
  readonly workerPlaces: number;
  readonly shardRows: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings of an environment. An empty value counts as left out.
 * @throws InvalidSettings naming every wrong one.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = settings.safeParse(given);
  const missing = missingRemote(given);
  if (!result.success || missing.length > 0) throw new InvalidSettings(describeIssues([...(result.error?.issues ?? []), ...missing], given));
  const values = result.data;
  if (values.ROLE !== 'all' && values.DATABASE_URL === undefined) throw new InvalidSettings(NO_SHARED_DATABASE(values.ROLE));
  const common = { device: values.DEVICE, idleMs: values.MODEL_IDLE_SECONDS * 1_000 };
  return {
    port: values.PORT,
    host: values.HOST,
    corsOrigins: values.CORS_ORIGINS,
    allowedHosts: values.ALLOWED_HOSTS,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: values.DATABASE_URL,
    dataFolder: values.DATA_DIR,
    modelFolder: values.MODEL_DIR,
    hub: { endpoint: values.HF_ENDPOINT.replace(/\/+$/, ''), token: values.HF_TOKEN },
    models: { ...common, threads: values.MODEL_THREADS ?? CORES, contextTokens: values.MODEL_CONTEXT },
    images: { ...common, threads: values.MODEL_THREADS ?? CORES - SPARED, safety: values.SAFETY },
    remote: remoteOf(values),
    role: values.ROLE,
    logLevel: values.LOG_LEVEL,
    maxRowsPerJob: values.MAX_ROWS_PER_JOB,
    maxJobsPerOwner: values.MAX_JOBS_PER_OWNER,
    maxUploadBytes: values.MAX_UPLOAD_BYTES,
    minFreeDiskBytes: values.MIN_FREE_DISK_BYTES,
    workerPlaces: values.WORKER_PLACES,
    shardRows: Math.ceil(values.SHARD_ROWS / 64) * 64,
  };
}

/** The settings of this process: its environment, and `.env` in the folder it was started from where the environment is silent. */
export function loadConfig(): Config {
  const file = resolve('.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return readConfig({ ...fromFile, ...process.env });
}

const SECRET: ReadonlySet<string> = new Set(['DATABASE_URL', 'HF_ENDPOINT', 'HF_TOKEN', 'REMOTE_ENDPOINT', 'REMOTE_API_KEY']);

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

function describeIssues(issues: readonly Issue[], given: Environment): string {
  const lines = issues.map((issue) => {
    const name = String(issue.path[0]);
    // An address may hold a password, and this message ends in logs.
    const got = given[name] === undefined ? 'nothing' : SECRET.has(name) ? 'something else' : JSON.stringify(given[name].slice(0, 80));
    return `  ${name}: ${issue.message}, got ${got}`;
  });
  return `Wrong settings, in the environment or in .env:\n${[...new Set(lines)].join('\n')}\nCorrect them and start again; a setting that is left out has a default.`;
}

/** Settings of a remote model that the others of it call for. */
function missingRemote(given: Environment): readonly Issue[] {
  const other = ['REMOTE_PROVIDER', 'REMOTE_ENDPOINT', 'REMOTE_API_KEY', 'REMOTE_REGION'].find((name) => given[name] !== undefined);
  const needed = (name: RemoteSetting, why: string): Issue[] => (given[name] === undefined ? [{ path: [name], message: `${REMOTE_EXPECTED[name]}, since ${why}` }] : []);
  if (given['REMOTE_MODEL'] === undefined) return other === undefined ? [] : needed('REMOTE_MODEL', `${other} is set`);
  const provider = REMOTE_PROVIDERS.find((each) => each === (given['REMOTE_PROVIDER'] ?? 'openai'));
  return provider === undefined ? [] : REMOTE_NEEDS[provider].flatMap((name) => needed(name, `REMOTE_MODEL is set and REMOTE_PROVIDER is ${provider}`));
}

function remoteOf(values: z.infer<typeof settings>): RemoteSettings | null {
  if (values.REMOTE_MODEL === undefined) return null;
  return {
    provider: values.REMOTE_PROVIDER,
    model: values.REMOTE_MODEL,
    endpoint: values.REMOTE_ENDPOINT?.replace(/\/+$/, ''),
    apiKey: values.REMOTE_API_KEY,
    region: values.REMOTE_REGION,
    places: values.REMOTE_PLACES,
    structured: values.REMOTE_STRUCTURED,
  };
}

function folder(standard: string) {
  return z.string().refine((path) => !path.includes('\0'), 'expected a folder').default(standard).transform((path) => resolve(path));
}

function splitList(text: string): string[] {
  return text.split(',').map((item) => item.trim()).filter((item) => item !== '');
}

function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

function isOrigin(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '') && URL.parse(text)?.origin === text;
}
