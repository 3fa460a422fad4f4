// The demo's shop, 1,000 rows a table, loaded into a PostgreSQL made from the same script: what `npm run demo` shows must be true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { countOf, csvDifferences, jsonDifferences, loadSql, orphansIn, prepare, type Prepared } from './support/loading.ts';
import { startTestPostgres, temporaryFolder } from './support/postgres.ts';

const DDL = readFileSync(path.join(import.meta.dirname, '../src/demo/shop.sql'), 'utf8');
const ROWS = 1000;

describe('the shop in PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startTestPostgres>>;
  let client: pg.Client;
  let shop: Prepared;
  before(async () => {
    server = await startTestPostgres();
    client = new pg.Client(server.connection);
    await client.connect();
    shop = await prepare(DDL, { rows: ROWS, seed: 20_260_101 });
    await client.query(`SET TimeZone = 'UTC'; ${DDL}`);
    await loadSql(client, shop.plan);
  });
  after(async () => {
    await client.end();
    await server[Symbol.asyncDispose]();
  });

  it('is taken over whole: nothing of the script is warned about, and only what cannot be 1,000 is capped', () => {
    assert.deepEqual(shop.importWarnings, []);
    assert.deepEqual(shop.planWarnings.filter((warning) => !warning.includes('capped from')), []);
    assert.ok(shop.planWarnings.length <= 1, shop.planWarnings.join('\n'));
  });

  it('loads with as many rows as the plan says, and no orphan', async () => {
    for (const table of shop.plan.tables) assert.equal(await countOf(client, table), table.rows, table.name);
    assert.deepEqual(await orphansIn(client), []);
  });

  it('has the same values in the JSON, generated columns included', async () => {
    assert.deepEqual(await jsonDifferences(client, shop.plan), []);
  });

  it('has the same values in the CSV, generated columns included', async () => {
    using folder = temporaryFolder();
    assert.deepEqual(await csvDifferences(client, shop.plan, folder.path), []);
  });

  it('goes on by itself after the load: the next serial and identity values are free', async () => {
    await client.query("INSERT INTO category (name, slug) VALUES ('after the load', 'after-the-load')");
    await client.query("INSERT INTO supplier (company_name, email, country_code) SELECT 'after the load', 'a@b.example', code FROM country LIMIT 1");
    const { rows } = await client.query("INSERT INTO product (sku, name, category_id, price, cost, introduced) SELECT 'AFTER-1', 'n', category_id, 2, 1, '2020-01-01' FROM category LIMIT 1 RETURNING product_id, margin::text");
    assert.deepEqual(rows, [{ product_id: ROWS + 1000, margin: '1.00' }]);
  });
});
