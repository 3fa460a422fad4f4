// What our rows are compared with: the ways that node-llama-cpp's own documentation leads to, on the same model with the same threads. What they
// write is prepared: each step's next token gets a bias that decides, so they sample as many tokens as a real model would, and their grammars
// run on the fast path. A row that came out otherwise is no measurement.
import { getLlama, LlamaChatSession, LlamaJsonSchemaGrammar, LlamaLogLevel, TokenBias, type Llama, type LlamaContextSequence, type LlamaGrammar, type LlamaModel } from 'node-llama-cpp';
import { CATEGORIES, nameAt } from './text-model.ts';

const DECIDES = { logit: 1_000 };
/** A grammar of the library ends with these. */
const GRAMMAR_END = '\n\n\n\n';
const CONTEXT_TOKENS = 1_024;
const DECODED_TOKENS = 48;
const SYSTEM = 'You are a helpful assistant. You write realistic synthetic data for the rows of a table.';
const ASKED = `The table is called customers and describes the customers of an online shop. Use different names for every row. The fields of a row are:
name: the full name of a person, text of at most 40 characters; age: a whole number between 18 and 90; price: a number between 1 and 99.99 with two decimals;
category: one of ${CATEGORIES.join(', ')}; date: a day between 1970-01-01 and 2026-12-31, in the form year-month-day; active: true or false.`;
const ROW = {
  type: 'object',
  properties: {
    name: { type: 'string' }, age: { type: 'integer' }, price: { type: 'number' }, category: { enum: CATEGORIES },
    date: { type: 'string', format: 'date' }, active: { type: 'boolean' },
  },
} as const;

/** How fast one of them wrote, and in how many tokens. */
export interface Contended {
  readonly rowsPerSecond: number;
  /** Means of a row. */
  readonly sampledTokens: number;
  readonly readTokens: number;
}

export interface ContenderOptions {
  readonly file: string;
  readonly device: 'cpu' | 'cuda';
  readonly threads: number;
  /** For each of the two. */
  readonly rows: number;
}

export interface Contenders {
  readonly session: Contended;
  readonly array: Contended;
  /** One sequence, without a grammar. */
  readonly decodedPerSecond: number;
}

/** Measures all of them, one after the other. Throws where one did not write what was prepared. */
export async function contend({ file, device, threads, rows }: ContenderOptions): Promise<Contenders> {
  const llama = await getLlama({ gpu: device === 'cuda' ? 'cuda' : false, build: 'never', skipDownload: true, progressLogs: false, maxThreads: threads, logLevel: LlamaLogLevel.error });
  try {
    const model = await llama.loadModel({ modelPath: file });
    const bench = new Bench(llama, model, threads);
    await bench.sessions(1); // warm: pages of the model, the library's own code
    return { session: await bench.sessions(rows), array: await bench.array(rows), decodedPerSecond: await bench.decoded() };
  } finally {
    await llama.dispose();
  }
}

class Bench {
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  readonly #threads: number;

  constructor(llama: Llama, model: LlamaModel, threads: number) {
    this.#llama = llama;
    this.#model = model;
    this.#threads = threads;
  }

  /** A session of its own for each row. */
  async sessions(rows: number): Promise<Contended> {
    const grammar = new LlamaJsonSchemaGrammar(this.#llama, ROW);
    const context = await this.#context();
    const total = { sampled: 0, read: 0 };
    const startedMs = performance.now();
    for (let row = 0; row < rows; row++) {
      const sequence = context.getSequence();
      await this.#ask(sequence, `${ASKED}\nWrite one row as JSON.`, grammar, rowText(row), total);
      sequence.dispose();
    }
    const seconds = (performance.now() - startedMs) / 1_000;
    await context.dispose();
    return { rowsPerSecond: rows / seconds, sampledTokens: total.sampled / rows, readTokens: total.read / rows };
  }

  /** One session, asked once for all of them. */
  async array(rows: number): Promise<Contended> {
    const grammar = new LlamaJsonSchemaGrammar(this.#llama, { type: 'array', items: ROW, minItems: rows, maxItems: rows });
    const context = await this.#context();
    const total = { sampled: 0, read: 0 };
    const startedMs = performance.now();
    await this.#ask(context.getSequence(), `${ASKED}\nWrite ${rows} rows as a JSON array.`, grammar, `[${Array.from({ length: rows }, (_, row) => rowText(row)).join(', ')}]`, total);
    const seconds = (performance.now() - startedMs) / 1_000;
    await context.dispose();
    return { rowsPerSecond: rows / seconds, sampledTokens: total.sampled / rows, readTokens: total.read / rows };
  }

  async decoded(): Promise<number> {
    const context = await this.#context();
    let tokens = 0;
    let startedMs = NaN;
    for await (const _ of context.getSequence().evaluate(this.#model.tokenize(ASKED), { temperature: 0.9, seed: 1, yieldEogToken: true })) {
      if (tokens === 0) startedMs = performance.now(); // the prompt is read
      if (tokens++ === DECODED_TOKENS) break;
    }
    const perSecond = DECODED_TOKENS / ((performance.now() - startedMs) / 1_000);
    await context.dispose();
    return perSecond;
  }

  #context(): ReturnType<LlamaModel['createContext']> {
    return this.#model.createContext({ contextSize: CONTEXT_TOKENS, sequences: 1, threads: this.#threads });
  }

  async #ask(contextSequence: LlamaContextSequence, prompt: string, grammar: LlamaGrammar, text: string, total: { sampled: number; read: number }): Promise<void> {
    const session = new LlamaChatSession({ contextSequence, systemPrompt: SYSTEM });
    const before = contextSequence.tokenMeter.getState();
    const answer = await session.prompt(prompt, { grammar, temperature: 0.9, seed: 1, tokenBias: this.#towards(text) });
    if (answer.trim() !== text) throw new Error(`expected the prepared row ${text}, got ${answer}`);
    const { usedInputTokens, usedOutputTokens } = contextSequence.tokenMeter.diff(before);
    total.sampled += usedOutputTokens;
    total.read += usedInputTokens;
    session.dispose();
  }

  /** A bias for each step: the library asks once for every token that it samples. */
  #towards(text: string): () => TokenBias {
    const tokens = [...this.#model.tokenize(text), ...this.#model.tokenize(GRAMMAR_END)];
    let at = 0;
    return () => new TokenBias(this.#model.tokenizer).set(tokens[Math.min(at++, tokens.length - 1)] ?? [], DECIDES);
  }
}

/** A row as JSON, as models like to write it. */
function rowText(row: number): string {
  const values = {
    name: nameAt(row), age: 18 + (row * 7) % 72, price: (1_025 + row * 137) / 100, category: CATEGORIES[row % CATEGORIES.length],
    date: `20${10 + (row % 16)}-0${1 + (row % 9)}-${10 + (row % 18)}`, active: row % 2 === 0,
  };
  return `{${Object.entries(values).map(([key, value]) => `"${key}": ${key === 'price' ? Number(value).toFixed(2) : JSON.stringify(value)}`).join(', ')}}`;
}
