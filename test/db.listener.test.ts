// Notifications over a real server, with their connection cut.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { notify, type NotificationHandler } from '../src/db/listener.ts';
import { openTestDatabase } from './support/postgres.ts';

const database = await openTestDatabase();
after(() => database[Symbol.asyncDispose]());

/** Counts what it is told, and says when. */
class Ear implements NotificationHandler {
  readonly heard: string[] = [];
  resyncs = 0;
  #next = Promise.withResolvers<void>();

  onNotification(payload: string): void {
    this.heard.push(payload);
    this.#tell();
  }

  onResync(): void {
    this.resyncs += 1;
    this.#tell();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.#next.promise;
  }

  #tell(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }
}

async function cutListener(): Promise<void> {
  const { rows } = await database.pool.query<{ gone: boolean }>(`SELECT pg_terminate_backend(pid, 60000) AS gone FROM pg_stat_activity WHERE application_name = 'verisim listener'`);
  assert.deepEqual(rows, [{ gone: true }], 'one connection, which is gone by now');
}

describe('notifications', () => {
  it('arrive as text, in order, on their own channel only', async () => {
    const jobs = new Ear();
    const others = new Ear();
    await using _jobs = await database.listen('test_jobs', jobs);
    await using _others = await database.listen('test_others', others);
    for (const payload of ['one', 'two "quoted"', '']) await notify(database.prisma, 'test_jobs', payload);
    await jobs.until(() => jobs.heard.length === 3);
    assert.deepEqual(jobs.heard, ['one', 'two "quoted"', '']);
    assert.deepEqual(others.heard, []);
  });

  it('are sent when their transaction commits, and not at all when it is rolled back', async () => {
    const ear = new Ear();
    await using _listening = await database.listen('test_commit', ear);
    await assert.rejects(database.prisma.$transaction(async (transaction) => {
      await notify(transaction, 'test_commit', 'lost');
      throw new Error('rolled back');
    }));
    await database.prisma.$transaction((transaction) => notify(transaction, 'test_commit', 'kept'));
    await ear.until(() => ear.heard.length > 0);
    assert.deepEqual(ear.heard, ['kept']);
  });

  it('go on after their connection was cut, and tell to read again', async () => {
    const ear = new Ear();
    await using _listening = await database.listen('test_cut', ear);
    for (let cut = 1; cut <= 3; cut += 1) {
      await cutListener();
      await ear.until(() => ear.resyncs === cut);
      await notify(database.prisma, 'test_cut', `after ${cut}`);
      await ear.until(() => ear.heard.includes(`after ${cut}`));
    }
    assert.deepEqual(ear.heard, ['after 1', 'after 2', 'after 3']);
  });

  it('reach a handler that comes while the connection is cut', async () => {
    const cut = cutListener();
    const ear = new Ear();
    await using _listening = await database.listen('test_late', ear);
    await cut;
    await notify(database.prisma, 'test_late', 'here');
    // Heard, or told to read again, which comes to the same.
    await ear.until(() => ear.heard.length > 0 || ear.resyncs > 0);
  });

  it('end for a handler that is disposed, and stay for the other', async () => {
    const leaving = new Ear();
    const staying = new Ear();
    const left = await database.listen('test_leave', leaving);
    await using _staying = await database.listen('test_leave', staying);
    await left[Symbol.asyncDispose]();
    await notify(database.prisma, 'test_leave', 'news');
    await staying.until(() => staying.heard.length === 1);
    assert.deepEqual(leaving.heard, []);
  });

  it('are refused when PostgreSQL could not carry them', async () => {
    await assert.rejects(notify(database.prisma, 'test_jobs', 'x'.repeat(8_000)), /at most 7999 bytes, got 8000/);
    await notify(database.prisma, 'test_jobs', 'x'.repeat(7_999));
  });
});
