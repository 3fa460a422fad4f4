// GraphiQL in a real browser: it loads from the service alone, runs what is typed, streams over WebSocket and shows the documentation.
// Skipped, with the reason, where no Chromium is installed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page, WebSocket } from 'playwright-core';
import { findBrowser, startBrowser } from './support/browser.ts';
import { startService, type Service } from './support/service.ts';

const PATIENCE_MS = 30_000;
const ROWS = 500;
const executable = findBrowser();
const skip = executable === undefined ? 'no Chromium here: install one, or name it in CHROMIUM' : false;

describe('GraphiQL', { skip, timeout: 4 * PATIENCE_MS }, () => {
  let service: Service;
  let browser: Browser;
  before(async () => {
    assert(executable !== undefined);
    service = await startService();
    browser = await startBrowser(executable);
  });
  after(async () => {
    await browser?.close();
    await service?.[Symbol.asyncDispose]();
  });

  it('asks nothing of anyone but the service, from the first byte to the answer of its first query', async () => {
    await using visit = await Visit.open(browser, service);
    await visit.run();
    await visit.sees('full_name');
    assert.deepEqual(visit.complaints, []);
    assert(visit.addresses.length > 1, 'the page and its query');
    const elsewhere = visit.addresses.filter((address) => new URL(address).host !== new URL(service.base).host);
    assert.deepEqual(elsewhere, []);
  });

  it('runs the query that is typed', async () => {
    await using visit = await Visit.open(browser, service);
    await visit.type('Standing', 'query Standing { health { status database version } }');
    await visit.run();
    await visit.sees('HEALTHY');
    assert.deepEqual(visit.complaints, []);
  });

  it('streams the rows and the progress of a run over WebSocket', async () => {
    const id = await startRun(service);
    await using visit = await Visit.open(browser, service);
    for (const [name, subscription, last] of [
      ['Rows', `subscription Rows { jobRows(id: "${id}") { cursor rows { index values } } }`, `"index":${ROWS - 1},`],
      ['Watch', `subscription Watch { jobProgress(id: "${id}") { status progress { done } } }`, '"status":"COMPLETED"'],
    ] as const) {
      await visit.type(name, subscription);
      const complete = visit.framesUntilComplete();
      await visit.run();
      const events = (await complete).filter((frame) => frame.includes('"type":"next"'));
      assert(events.length > 0, 'no event came');
      assert(events.at(-1)?.includes(last), `the last event is not the last: ${events.at(-1)?.slice(0, 300)}`);
    }
    await visit.sees('COMPLETED');
    assert.deepEqual(visit.complaints, []);
  });

  it('shows what everything means in the documentation', async () => {
    await using visit = await Visit.open(browser, service);
    await visit.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const book = visit.page.locator('.graphiql-doc-explorer');
    await book.getByRole('link', { name: 'Query' }).first().click();
    await book.getByText('What a definition would become, with rows, before it is saved.').waitFor();
    await book.getByRole('link', { name: 'schemas', exact: true }).click();
    await book.getByText('Only those whose name or description holds this text, in whatever case.').waitFor();
  });
});

async function startRun(service: Service): Promise<string> {
  const { data, errors } = await service.ask(
    `mutation { startTextRun(input: { source: { definition: { shorthand: { id: "int", full_name: "string" } } }, rows: ${ROWS}, seed: 1 }) { ... on TextJob { id } } }`,
  );
  const { id } = (data?.['startTextRun'] ?? {}) as { id?: string }; // the query's own shape
  assert(id !== undefined, `no run began: ${JSON.stringify(errors)}`);
  return id;
}

/** One open page, and all that it asked for or complained of. */
class Visit implements AsyncDisposable {
  readonly page: Page;
  /** Of every request and socket; what the page keeps in itself (blob:, data:) is none. */
  readonly addresses: string[] = [];
  readonly complaints: string[] = [];

  #frames: string[] = [];
  #complete: (frames: readonly string[]) => void = () => {};

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.context().on('request', (request) => void (/^(blob|data):/.test(request.url()) || this.addresses.push(request.url())));
    page.on('websocket', (socket) => this.#listen(socket));
    page.on('pageerror', (error) => void this.complaints.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && this.complaints.push(message.text())));
  }

  static async open(browser: Browser, service: Service): Promise<Visit> {
    const visit = new Visit(await browser.newPage());
    await visit.page.goto(`${service.base}/graphql`);
    await visit.#editor().waitFor();
    return visit;
  }

  /** Puts a document in place of the one in the editor, and waits until the page knows its operation by name. */
  async type(name: string, document: string): Promise<void> {
    await this.#editor().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete'); // a brace over a selection would be put round it
    await this.page.keyboard.insertText(document);
    await this.page.locator('.graphiql-tab-button').getByText(name, { exact: true }).waitFor();
  }

  async run(): Promise<void> {
    await this.page.getByRole('button', { name: /^Execute query/ }).click();
  }

  /** Waits until the answer holds the text. */
  async sees(text: string): Promise<void> {
    await this.page.locator('.result-window .view-lines').getByText(text).first().waitFor();
  }

  /** What sockets bring from now on, until an operation is complete. */
  framesUntilComplete(): Promise<readonly string[]> {
    this.#frames = [];
    return new Promise((resolve) => (this.#complete = resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }

  #listen(socket: WebSocket): void {
    this.addresses.push(socket.url());
    socket.on('framereceived', ({ payload }) => {
      this.#frames.push(String(payload));
      if (String(payload).includes('"type":"complete"')) this.#complete(this.#frames);
    });
  }

  #editor() {
    return this.page.locator('.graphiql-query-editor .monaco-editor').first();
  }
}
