// A prompt as the model's own chat template renders it, in pieces: what all orders of a lane share, the order's own text, what comes
// after it, and what the model's answer begins with. A caller's text never becomes a special token, whatever it says.
import { LlamaText, resolveChatWrapper, SpecialToken, type ChatWrapper, type LlamaModel, type Token, type Tokenizer } from 'node-llama-cpp';
import type { Prompt } from '../engine.ts';

/** What stands around an order's own text. */
export interface Frame {
  readonly shared: LlamaText;
  /** The end of the user's message, and the beginning of the model's. */
  readonly after: LlamaText;
}

export interface Rendered extends Frame {
  readonly own: LlamaText;
  /** What the model's message begins with. */
  readonly lead: LlamaText;
}

/** Stands for the order's own text while the template is filled; private use, so that no text of ours has it. */
const MARK = '\u{F0000}';

/** How a model wants to be spoken to. */
export interface Template {
  readonly wrapper: ChatWrapper;
  /** Whether a text begins with a token that says so; Qwen's does not, although the vocabulary has one. */
  readonly hasStart: boolean;
}

export function templateOf(model: LlamaModel): Template {
  return { wrapper: resolveChatWrapper(model), hasStart: model.tokens.shouldPrependBosToken };
}

/** The template, filled: a millisecond, and the same for all orders that share a prompt. */
export function frameOf({ wrapper, hasStart }: Template, { system, shared }: Pick<Prompt, 'system' | 'shared'>): Frame {
  const { contextText } = wrapper.generateContextState({
    chatHistory: [{ type: 'system', text: withoutMark(system) }, { type: 'user', text: withoutMark(shared) + MARK }, { type: 'model', response: [''] }],
  });
  const values = contextText.values.filter((value) => hasStart || !(value instanceof SpecialToken && value.value === 'BOS'));
  const at = values.findIndex((value) => typeof value === 'string' && value.includes(MARK));
  const holder = values[at];
  if (typeof holder !== 'string') throw new Error('the chat template leaves the user\'s message out');
  const [before = '', ...rest] = holder.split(MARK);
  return { shared: LlamaText(values.slice(0, at), before), after: LlamaText(rest.join(''), values.slice(at + 1)) };
}

export function renderPrompt(frame: Frame, { own, lead = '' }: Pick<Prompt, 'own' | 'lead'>): Rendered {
  return { ...frame, own: LlamaText(withoutMark(own)), lead: LlamaText(withoutMark(lead)) };
}

function withoutMark(text: string): string {
  return text.replaceAll(MARK, '');
}

/** The tokens of a text that goes on after others: no space is put before it, and none taken. */
export function tokensOf(text: LlamaText, tokenizer: Tokenizer): readonly Token[] {
  return text.tokenize(tokenizer, 'trimLeadingSpace');
}
