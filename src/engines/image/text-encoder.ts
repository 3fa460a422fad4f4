// The text encoder of a pipeline: what a prompt means, as the UNet reads it.
import { portOf, INTEGERS, FLOATS, requirePorts } from './ports.ts';
import { floatsOf, numberTensor, type ElementType, type Session } from './runtime.ts';
import { Tokenizer, type TokenizerData } from './tokenizer.ts';

/** What the text encoder makes of a text. */
export interface Embedding {
  /** Positions x width, row by row. */
  readonly hidden: Float32Array;
  /** Tokens that there was no room for. */
  readonly truncatedTokens: number;
}

export class TextEncoder {
  /** Of an embedding at one position; undefined: the model does not say. */
  readonly width: number | undefined;
  readonly #session: Session;
  readonly #tokenizer: Tokenizer;
  readonly #idType: ElementType;

  /** Throws EngineFailed where the model is not CLIP's text encoder, or makes embeddings of another width. */
  constructor(name: string, session: Session, { tokenizer, width }: { readonly tokenizer: TokenizerData; readonly width: number | undefined }) {
    requirePorts(name, session, {
      inputs: { input_ids: { types: INTEGERS, shapes: [[1, tokenizer.length]] } },
      outputs: { last_hidden_state: { types: FLOATS, shapes: [[1, tokenizer.length, width ?? 'any']] } },
    });
    const made = portOf(session.outputs, 'last_hidden_state').dims[2];
    this.width = width ?? (typeof made === 'number' ? made : undefined);
    this.#session = session;
    this.#tokenizer = new Tokenizer(tokenizer);
    this.#idType = portOf(session.inputs, 'input_ids').type;
  }

  async embed(text: string): Promise<Embedding> {
    const { ids, truncated } = this.#tokenizer.encode(text);
    const { last_hidden_state: hidden } = await this.#session.run({ input_ids: numberTensor(this.#idType, ids, [1, ids.length]) }, ['last_hidden_state']);
    return { hidden: floatsOf(hidden), truncatedTokens: truncated };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
