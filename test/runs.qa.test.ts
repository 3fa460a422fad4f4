// Runs of question-answer pairs over the whole service, with a made-up model: as many pairs as were asked for, each with a sentence of the text, the
// same again whoever is killed meanwhile; and what cannot be done is said. What the model writes has no sense: nothing here depends on that.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Job, PairBatch, VerisimClient } from '../src/client/client.ts';
import { accepted } from '../src/client/failures.ts';
import { CancelJobDocument, DeleteJobDocument, ExportJobDocument, JobDocument, JobsDocument, PairsPageDocument, RetryJobDocument, StartQaRunDocument, type PairPartsFragment, type PairsPageQuery, type QaRunInput } from '../src/client/generated/graphql.ts';
import { collect } from './support/collect.ts';
import { startDuckDb } from './support/duckdb.ts';
import { sampleRows } from './support/gguf.ts';
import { modelFolder, type ModelFolder } from './support/made-up-models.ts';
import { startScriptedModel, type ModelAnswer, type ModelRequest } from './support/scripted-model.ts';
import { ended, filesOf, jobOf, seen, startRun, textOf } from './support/runs.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';

const MAKERS = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ivy', 'Juniper', 'Kapok', 'Larch'];
/** Some 5 kB in Markdown: more than one chunk. */
const CONTEXT = MAKERS.map((name, index) => `## ${index + 1}. ${name}\n\n${name} & Sons was founded in ${1900 + index} by Mr. ${name}. It makes ${index % 2 === 0 ? 'chairs' : 'tables'} of oak, and sells them\r\nin ${index + 3} towns. "Nobody makes more!", they say.\n\n- Its workshop is open on weekdays, e.g. on Monday.\n- The shop costs ${index * 7 + 1} euros a day… 木材は北から来る。机も作る。\n\n`).join('');

function order(pairs: number, more: Partial<QaRunInput> = {}): QaRunInput {
  return { context: { text: CONTEXT }, pairs, seed: 5, ...more };
}

async function startQa(client: VerisimClient, input: QaRunInput): Promise<Job> {
  return accepted((await client.ask(StartQaRunDocument, { input })).startQaRun);
}

async function finished(client: VerisimClient, input: QaRunInput): Promise<Job> {
  return ended(client, (await startQa(client, input)).id);
}

type Pair = Omit<PairPartsFragment, 'index'>;

function linesOf(folder: string, job: Pick<Job, 'outputPath'>, name: string): readonly unknown[] {
  return textOf(folder, job, name).trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
}

function pairsOf(folder: string, job: Pick<Job, 'outputPath'>): readonly Pair[] {
  return linesOf(folder, job, 'qa.jsonl') as readonly Pair[];
}

async function pages(client: VerisimClient, id: string): Promise<readonly PairPartsFragment[]> {
  const pairs: PairPartsFragment[] = [];
  for (let cursor: string | null | undefined; ; ) {
    const { job }: PairsPageQuery = await client.ask(PairsPageDocument, { id, first: 7, after: cursor });
    assert(job != null && 'pairs' in job);
    pairs.push(...job.pairs.edges.map(({ node }) => node));
    if (!job.pairs.pageInfo.hasNextPage) return pairs;
    cursor = job.pairs.pageInfo.endCursor;
  }
}

/** Fails where one is missing, comes twice, or is not as it was ordered. */
function assertPairs(pairs: readonly Pair[], count: number, text = CONTEXT): void {
  assert.equal(pairs.length, count);
  let chunk = 0;
  for (const pair of pairs) {
    assert.deepEqual(Object.keys(pair), ['question', 'answer', 'evidence', 'chunk', 'grounded']);
    assert(pair.question.trim() !== '' && pair.question.length <= 200 && pair.answer.trim() !== '' && pair.answer.length <= 400);
    assert(pair.evidence.trim() !== '' && text.includes(pair.evidence), `not in the text: ${JSON.stringify(pair.evidence)}`);
    assert(pair.chunk === chunk || pair.chunk === chunk + 1, 'chunk by chunk');
    chunk = pair.chunk;
  }
}

const inOrder = (batches: readonly PairBatch[]): readonly Pair[] => batches.flatMap((batch) => batch.pairs).toSorted((a, b) => a.index - b.index).map(({ index: _, ...pair }) => pair);

let models: ModelFolder;
before(async () => {
  const answers = CONTEXT.split(/(?<=[.!])\s/).map((sentence, index) => `<|im_start|>assistant\n${JSON.stringify([index % 9, `What about ${MAKERS[index % 12]}?`, sentence])}<|im_end|>`).join('');
  models = await modelFolder({ script: answers.repeat(4) + sampleRows(1, 100) });
});
after(() => models[Symbol.dispose]());

function start(environment: Readonly<Record<string, string>> = {}, more: object = {}): Promise<ServiceProcess> {
  return startServiceProcess({ environment: { ...models.environment, ...environment }, ...more });
}

describe('a question-answer run', () => {
  let service: ServiceProcess;
  before(async () => {
    service = await start();
  });
  after(() => service?.[Symbol.asyncDispose]());

  it('delivers as many pairs as were asked for, each with a sentence of the text, the same in files, pages and streams', async () => {
    const { client, folder } = service;
    const { id, outputPath, __typename } = await startQa(client, order(90));
    assert.equal(__typename, 'QaJob');
    assert.match(outputPath, /^qa_data_/);
    const streamed = await collect(client.followPairs(id));
    const job = await ended(client, id);
    assert.deepEqual(job.outputs.map(({ fileName, format }) => [fileName, format]), [['qa.jsonl', 'JSONL']]);
    const pairs = pairsOf(folder, job);
    assertPairs(pairs, 90);
    assert.deepEqual(inOrder(streamed), pairs);
    assert.deepEqual((await pages(client, id)).map(({ index, ...pair }, at) => (assert.equal(index, at), pair)), pairs);
    const shares = [...Map.groupBy(pairs, ({ chunk }) => chunk).values()].map((own) => own.length);
    assert(shares.length >= 2, 'the text takes more than one chunk');
    assert(Math.max(...shares) - Math.min(...shares) <= 1, `shared out as ${shares.join(', ')}`);
    assert.equal(job.report?.groundedShare, pairs.filter(({ grounded }) => grounded).length / 90);
    assert.deepEqual(job.report.diversity.map(({ table, field, texts }) => [table, field, texts]), [['pairs', 'question', 90], ['pairs', 'answer', 90]]);
    assert((job.progress.tokens ?? 0) > 90);
    assert.deepEqual((job.input as { context: unknown }).context, { text: CONTEXT });
    filesOf(folder, job);
  });

  it('writes conversations for chat models, and other formats, at once or later', async () => {
    const { client, folder } = service;
    const { id } = await startQa(client, order(10, { outputs: [{ format: 'CHAT_JSONL' }, { format: 'JSONL' }, { format: 'CSV' }, { format: 'PARQUET' }] }));
    const job = await ended(client, id);
    assert.deepEqual(job.outputs.map(({ fileName }) => fileName), ['chat.jsonl', 'qa.jsonl', 'qa.csv', 'qa.parquet']);
    const pairs = pairsOf(folder, job);
    const chats = pairs.map(({ question, answer }) => ({ messages: [{ role: 'user', content: question }, { role: 'assistant', content: answer }] }));
    assert.deepEqual(linesOf(folder, job, 'chat.jsonl'), chats);
    using duck = await startDuckDb();
    const parquet = await duck.rows(`SELECT question, answer, evidence, chunk::INTEGER, grounded FROM '${path.join(folder, job.outputPath, 'qa.parquet')}'`);
    assert.deepEqual(parquet, pairs.map(({ question, answer, evidence, chunk, grounded }) => [question, answer, evidence, chunk, grounded]));
    assert.equal(textOf(folder, job, 'qa.csv').split('\r\n')[0], 'question,answer,evidence,chunk,grounded');
    const exported = accepted((await client.ask(ExportJobDocument, { id, output: { format: 'JSON' } })).exportJob);
    assert.equal(exported.__typename, 'QaJob');
    const done = await ended(client, id);
    assert.deepEqual(JSON.parse(textOf(folder, done, 'qa.json')), pairs);
  });

  it('takes a file, sent along or ahead, and answers what its text does', async () => {
    const { base, client, folder } = service;
    const uploaded = await fetch(`${base}/uploads?name=${encodeURIComponent('makers.MD')}`, { method: 'PUT', body: CONTEXT });
    const { uploadId } = (await uploaded.json()) as { uploadId: string };
    const ahead = await finished(client, order(12, { context: { file: { uploadId } } }));
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: 'mutation($input: QaRunInput!) { startQaRun(input: $input) { ... on QaJob { id } ... on Error { message } } }', variables: { input: { ...order(12), context: { file: { file: null } } } } }));
    form.set('map', JSON.stringify({ 0: ['variables.input.context.file.file'] }));
    form.set('0', new File([`\uFEFF${CONTEXT}`], 'makers.txt'));
    const { data } = (await (await fetch(`${base}/graphql`, { method: 'POST', body: form, headers: { 'apollo-require-preflight': 'true' } })).json()) as { data: { startQaRun: { id: string } } };
    const along = await ended(client, data.startQaRun.id);
    const text = await finished(client, order(12));
    for (const job of [ahead, along]) assert.deepEqual(filesOf(folder, job), filesOf(folder, text));
    for (const job of [ahead, along]) assert.deepEqual(job.input, text.input);
  });

  it('is cancelled with what it has, goes on to the same end when it is retried, and can be deleted', async () => {
    const { client, folder } = service;
    const whole = await finished(client, order(400));
    const { id } = await startQa(client, order(400));
    await seen(client, id, (job) => job.progress.done > 20);
    assert.equal(accepted((await client.ask(CancelJobDocument, { id })).cancelJob).__typename, 'QaJob');
    const kept = pairsOf(folder, await ended(client, id, 'CANCELLED'));
    assert(kept.length > 0 && kept.length < 400);
    assert.deepEqual(kept, pairsOf(folder, whole).slice(0, kept.length));
    assert.equal(accepted((await client.ask(RetryJobDocument, { id })).retryJob).__typename, 'QaJob');
    assert.deepEqual(filesOf(folder, await ended(client, id)), filesOf(folder, whole));
    accepted((await client.ask(DeleteJobDocument, { id })).deleteJob);
    assert.equal((await client.ask(JobDocument, { id })).job, null);
  });

  it('stands among the jobs with its own type, and is nothing else', async () => {
    const { client } = service;
    const qa = await finished(client, order(1, { outputs: [] }));
    const { id: textId } = await startRun(client, { source: { definition: { shorthand: { a: 'int' } } }, rows: 1, engine: 'SAMPLER', outputs: [] });
    await ended(client, textId);
    const { jobs } = await client.ask(JobsDocument, { first: 2 });
    assert.deepEqual(jobs.edges.map(({ node }) => [node.id, node.__typename]), [[textId, 'TextJob'], [qa.id, 'QaJob']]);
    const otherKind = Buffer.from(Buffer.from(qa.id, 'base64').toString().replace('QaJob', 'TextJob')).toString('base64');
    const node = async (id: string): Promise<unknown> => {
      const response = await fetch(service.address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'query($id: ID!) { node(id: $id) { __typename } }', variables: { id } }) });
      return ((await response.json()) as { data: { node: unknown } }).data.node;
    };
    assert.deepEqual([await node(qa.id), await node(otherKind)], [{ __typename: 'QaJob' }, null]);
    for (const stream of [client.followPairs(textId), client.followRows(qa.id)]) await assert.rejects(collect<unknown>(stream), /no such job|not found/i);
  });

  it('is started once for a key', async () => {
    const [first, again] = [await startQa(service.client, order(3, { idempotencyKey: 'once' })), await startQa(service.client, order(3, { idempotencyKey: 'once' }))];
    assert.equal(first.id, again.id);
    const other = (await service.client.ask(StartQaRunDocument, { input: order(4, { idempotencyKey: 'once' }) })).startQaRun;
    assert(other.__typename === 'InvalidInputError');
  });

  it('refuses what it cannot do, with its place in the input', async () => {
    const { base, client } = service;
    const upload = async (name: string, body: string | Uint8Array<ArrayBuffer>): Promise<{ file: { uploadId: string } }> => {
      const { uploadId } = (await (await fetch(`${base}/uploads?name=${name}`, { method: 'PUT', body })).json()) as { uploadId: string };
      return { file: { uploadId } };
    };
    const cases: readonly (readonly [Partial<QaRunInput>, string, RegExp])[] = [
      [{ pairs: 0 }, 'pairs', /1 or more, got 0/],
      [{ pairs: 200_000_000 }, 'pairs', /MAX_ROWS_PER_JOB/],
      [{ context: { text: '' } }, 'context', /words/],
      [{ context: { text: ' --- … ' } }, 'context', /words/],
      [{ context: { text: 'a'.repeat(2_000_001) } }, 'context', /at most 2000000 bytes/],
      [{ context: { text: 'bad \u0000' } }, 'context', /./],
      [{ context: await upload('a.pdf', 'text') }, 'context.file.uploadId', /\.txt or \.md/],
      [{ context: await upload('a.txt', new Uint8Array([0xff, 0xfe, 0xff])) }, 'context.file.uploadId', /UTF-8/],
      [{ context: { file: { uploadId: 'none' } } }, 'context.file.uploadId', /./],
      [{ outputs: [{ format: 'SQL' }] }, 'outputs.0.format', /JSONL, CHAT_JSONL, JSON, CSV, PARQUET, got SQL/],
      [{ outputs: [{ format: 'JSONL' }, { format: 'ZIP' }] }, 'outputs.1.format', /got ZIP/],
    ];
    for (const [more, place, message] of cases) {
      const answer = (await client.ask(StartQaRunDocument, { input: order(2, more) })).startQaRun;
      assert(answer.__typename === 'InvalidInputError', `${place}: ${JSON.stringify(answer).slice(0, 200)}`);
      assert.equal(answer.issues[0]?.path.join('.'), place, answer.message);
      assert.match(answer.message, message);
    }
    const missing = (await client.ask(StartQaRunDocument, { input: order(2, { model: 'nobody' }) })).startQaRun;
    assert.equal(missing.__typename, 'ModelUnavailableError');
    const { id } = await startRun(client, { source: { definition: { shorthand: { a: 'int' } } }, rows: 1, engine: 'SAMPLER', outputs: [] });
    await ended(client, id);
    const chat = (await client.ask(ExportJobDocument, { id, output: { format: 'CHAT_JSONL' } })).exportJob;
    assert(chat.__typename === 'InvalidInputError' && /question-answer runs/.test(chat.message));
  });
});

/** Answers about the sentence that it is asked to look at, in its words; or with another word, for each third. */
function attentive({ number, body }: ModelRequest): ModelAnswer {
  const told = body.messages.map(({ content }) => content).join('\n');
  const evidence = Number(/about what sentence (\d+) of/.exec(told)?.[1]);
  const sentence = new RegExp(`^${evidence}\\. (.*)$`, 'm').exec(told)?.[1] ?? '';
  return { content: { evidence, question: `What is told in place ${number}?`, answer: (number % 3 === 0 ? `Zebras: ${sentence}` : sentence).slice(0, 400) } };
}

describe('a model that reads', () => {
  it('has its evidence where it looked, and the pairs told as grounded whose words are there', async () => {
    await using model = await startScriptedModel(attentive);
    await using service = await startServiceProcess({ environment: { REMOTE_ENDPOINT: model.endpoint, REMOTE_MODEL: 'reader' } });
    const job = await finished(service.client, order(40));
    const pairs = pairsOf(service.folder, job);
    assertPairs(pairs, 40);
    for (const { answer, evidence, grounded } of pairs) {
      const said = answer.replace('Zebras: ', '');
      assert.equal(said, evidence.replace(/\s+/g, ' ').slice(0, said.length));
      assert.equal(grounded, said === answer, answer);
    }
    const share = job.report?.groundedShare ?? 0;
    assert(share > 0.5 && share < 0.8, String(share));
  });

  it('and asks the same all the time is asked again, a few times, and delivers all the same', async () => {
    await using model = await startScriptedModel(({ number }) => ({ content: { evidence: 1, question: ['Who makes chairs?', 'Who is making a chair?', 'What do they sell?'][number % 3] ?? '', answer: 'They do.' } }));
    await using service = await startServiceProcess({ environment: { REMOTE_ENDPOINT: model.endpoint, REMOTE_MODEL: 'parrot' } });
    const job = await finished(service.client, order(8));
    assertPairs(pairsOf(service.folder, job), 8);
    assert(model.asked.length > 8 + 6 && model.asked.length <= 8 * 4, `${model.asked.length} requests`);
    assert(model.asked.some(({ body }) => body.messages.some(({ content }) => /say this already.*"Who (?:makes chairs|is making a chair)\?"/.test(content))));
  });
});

describe('a service without a model', () => {
  it('refuses question-answer runs, with the way to get one', async () => {
    await using service = await startServiceProcess();
    const { startQaRun: answer } = await service.client.ask(StartQaRunDocument, { input: order(2) });
    assert(answer.__typename === 'ModelUnavailableError');
    assert.match(answer.message, /npm run models -- pull/);
  });
});

describe('a worker that is killed while pairs are written', () => {
  it('is gone on after: every pair once, the same bytes, whatever the shards', async () => {
    const first = await start({ SHARD_ROWS: '64' });
    const { folder, port } = first;
    try {
      const undisturbed = filesOf(folder, await finished(first.client, order(110)));
      const { id } = await startQa(first.client, order(110));
      await seen(first.client, id, (job) => job.progress.done > 30);
      await first.kill();
      await using second = await start({ SHARD_ROWS: '1024', WORKER_PLACES: '1', PORT: String(port) }, { folder });
      const streamed = collect(second.client.followPairs(id));
      const done = await ended(second.client, id);
      assert.deepEqual(filesOf(folder, done), undisturbed);
      assert.deepEqual(inOrder(await streamed), pairsOf(folder, done));
      assertPairs(pairsOf(folder, done), 110);
      assert.equal((await jobOf(second.client, id)).progress.done, 110);
      assert.match(readFileSync(path.join(folder, done.outputPath, 'manifest.json'), 'utf8'), /"pairs"/);
    } finally {
      await first[Symbol.asyncDispose]();
    }
  });
});
