// What to do about an endpoint that refuses, in words: which setting to look at.
import type { RemoteSettings } from './settings.ts';

/** For HTTP's status; null: no answer came. */
export function remedyFor(status: number | null, { model, provider, structured }: RemoteSettings): string {
  if (status === null || status >= 500 || status === 408) return 'see whether it is up and REMOTE_ENDPOINT right, and try later';
  if (status === 429) return 'it allows no more for now: try later, set REMOTE_PLACES lower, or raise the limits there';
  if (status === 401) return 'set REMOTE_API_KEY to a key that it accepts';
  if (status === 403) return `set REMOTE_API_KEY to a key that may use REMOTE_MODEL=${model}${provider === 'bedrock' ? ', in REMOTE_REGION' : ''}`;
  if (status === 404) return `set REMOTE_MODEL to a model that it has, ${model} may be none${provider === 'azure' ? ' (a deployment)' : ''}, and REMOTE_ENDPOINT with its whole path, such as https://api.openai.com/v1`;
  if (status >= 300 && status < 400) return 'set REMOTE_ENDPOINT to where it sends on to; a key is not sent after it';
  if (status === 413) return 'ask for fewer or shorter values at once, or set REMOTE_MODEL to one with a larger context';
  return `see what it says, and whether REMOTE_MODEL=${model} takes such requests${structured === 'yes' ? '; REMOTE_STRUCTURED=auto does without structured output where there is none' : ''}`;
}
