// The queries of the README and of its pages are real, and so are their answers.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { finished, startService } from './support/service.ts';

const page = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const README = page('README.md');
const DOCS = readdirSync(new URL('../docs', import.meta.url)).filter((name) => name.endsWith('.md')).sort();
const PAGES = [README, ...DOCS.map((name) => page(`docs/${name}`))];

function blocks(language: string): readonly string[] {
  return [...PAGES.join('\n').matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
}

const [PREVIEW = '', START = '', LATER = '', SERIES = '', READINGS = ''] = blocks('graphql');
const [PREVIEWED = '', ILLUSTRATED = '', PLOTTED = ''] = blocks('json');

describe('README.md and docs/', () => {
  it('shows the answer that its query gets', async () => {
    await using service = await startService();
    const { data } = await service.ask(PREVIEW, {});
    assert.deepEqual({ data }, JSON.parse(PREVIEWED));
  });

  it('shows the row and the image that its run makes on a machine without a model', async () => {
    await using service = await startService();
    const started = (await service.ask(START)).data?.['startUnifiedRun'] as { readonly id: string }; // as the mutation asks
    await finished(service, started.id);
    const { data } = await service.ask(LATER, { id: started.id });
    assert.deepEqual({ data }, JSON.parse(ILLUSTRATED));
  });

  it('shows the readings and the anomaly that its run of series has', async () => {
    await using service = await startService();
    const started = (await service.ask(SERIES.replace('{ format: CSV }', ''))).data?.['startSeriesRun'] as { readonly id: string }; // as the mutation asks
    const { data } = await service.ask(READINGS, { id: started.id });
    assert.deepEqual({ data }, JSON.parse(PLOTTED));
  });

  it('says as many kinds of things as the detector that comes along knows', () => {
    const { id2label } = JSON.parse(page('models/verisim-nano/detector/config.json')) as { readonly id2label: object };
    const said = [...PAGES, page('models/verisim-nano/README.md')].flatMap((text) => [...text.matchAll(/(\d+) kinds of things/g)].map(([, count]) => Number(count)));
    assert(said.length >= 4);
    assert.deepEqual([...new Set(said)], [Object.keys(id2label).length]);
  });

  it('links to files that are there', () => {
    for (const from of ['README.md', ...DOCS.map((name) => `docs/${name}`), 'models/verisim-nano/README.md', 'src/README.md']) {
      for (const [, target = ''] of page(from).matchAll(/\]\((?!https?:)([^)#]+)/g)) assert(existsSync(new URL(target, new URL(`../${from}`, import.meta.url))), `${from} links to ${target}`);
    }
  });

  it('names every setting, and none that is not there', () => {
    const config = readFileSync(new URL('../src/server/config.ts', import.meta.url), 'utf8');
    const settings = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '');
    const named = new Set([...README.matchAll(/`([A-Z][A-Z_]{3,})`/g)].map(([, name]) => name ?? ''));
    assert.deepEqual(settings.filter((name) => !named.has(name)), []);
    assert.deepEqual([...named].filter((name) => !settings.includes(name) && !['SAMPLER', 'AUTO'].includes(name)), []);
  });
});
