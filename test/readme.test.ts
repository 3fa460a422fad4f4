// The README's query is real, and so is its answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { startService } from './support/service.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(README)?.[1] ?? '';
}

describe('README.md', () => {
  it('shows the answer that its query gets', async () => {
    await using service = await startService();
    const { data } = await service.ask(block('graphql'), {});
    assert.deepEqual({ data }, JSON.parse(block('json')));
  });

  it('names every setting, and none that is not there', () => {
    const config = readFileSync(new URL('../src/server/config.ts', import.meta.url), 'utf8');
    const settings = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '');
    const named = new Set([...README.matchAll(/`([A-Z][A-Z_]{3,})`/g)].map(([, name]) => name ?? ''));
    assert.deepEqual(settings.filter((name) => !named.has(name)), []);
    assert.deepEqual([...named].filter((name) => !settings.includes(name) && !['SAMPLER', 'AUTO'].includes(name)), []);
  });
});
