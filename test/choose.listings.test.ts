// Rows that look right to whoever knows the world: countries with their own names, people hired as grown-ups, shares as their column has them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseGenerators } from '../src/domain/choose.ts';
import { freezePlan } from '../src/domain/freeze.ts';
import { importSql } from '../src/domain/import/sql.ts';
import { REFERENCE_INSTANT } from '../src/domain/plan.ts';
import type { Value } from '../src/domain/schema.ts';
import { LISTED_COUNTRIES, US_STATES } from '../src/domain/vocabulary/listings.ts';
import { allRows } from './support/plans.ts';

async function rowsOf(sql: string, table: string, rows: number): Promise<readonly Readonly<Record<string, Value>>[]> {
  const { schema } = await importSql(sql);
  const { plan } = freezePlan({ schema: chooseGenerators(schema), rows, rowsPerTable: {}, seed: 11, reference: REFERENCE_INSTANT, maxRows: 1e6 });
  return allRows(plan, table);
}

describe('a table of countries', () => {
  it('has for each code the name and currency of its country, whichever columns are unique', async () => {
    const known = new Map(LISTED_COUNTRIES.map(({ code, name, currency }) => [code as Value, { name, currency }]));
    for (const columns of ['code char(2) PRIMARY KEY, name varchar(80) NOT NULL UNIQUE', 'code char(2) PRIMARY KEY, name varchar(80) NOT NULL', 'id serial PRIMARY KEY, country_name text NOT NULL UNIQUE, code varchar(3) NOT NULL', 'id serial PRIMARY KEY, iso_code char(2) NOT NULL UNIQUE, country text NOT NULL UNIQUE']) {
      const rows = await rowsOf(`CREATE TABLE geo.countries (${columns}, currency char(3) NOT NULL)`, 'geo.countries', 240);
      assert.equal(new Set(rows.map((row) => row['name'] ?? row['country_name'] ?? row['country'])).size, 240, columns);
      for (const row of rows) assert.deepEqual({ name: row['name'] ?? row['country_name'] ?? row['country'], currency: row['currency'] }, known.get(row['code'] ?? row['iso_code'] ?? null), columns);
    }
  });

  it('keeps names unique where they have no room, and leaves keys with others alone', async () => {
    const short = await rowsOf('CREATE TABLE country (code char(2) PRIMARY KEY, name varchar(20) NOT NULL UNIQUE)', 'country', 249);
    assert.equal(new Set(short.map((row) => row['name'])).size, 249);
    const parts = await rowsOf('CREATE TABLE country (code char(2), name text, PRIMARY KEY (code, name))', 'country', 300);
    assert.equal(new Set(parts.map((row) => JSON.stringify(row))).size, 300);
  });
});

describe('a table of the states of the USA', () => {
  it('has for each name its abbreviation and region', async () => {
    const known = new Map(US_STATES.map(({ code, name, region }) => [name as Value, [code, region]]));
    for (const row of await rowsOf('CREATE TABLE us_states (state_id smallint PRIMARY KEY, state_name varchar(100), state_abbr varchar(2), state_region varchar(50))', 'us_states', 200)) {
      if (row['state_name'] === null) continue;
      const [code, region] = known.get(row['state_name'] ?? null) ?? [];
      assert.ok(row['state_abbr'] === null || row['state_abbr'] === code, JSON.stringify(row));
      assert.ok(row['state_region'] === null || row['state_region'] === region, JSON.stringify(row));
    }
  });
});

describe('a CHECK that people are born before other things', () => {
  it('leaves them years to grow up, and hires nobody after today', async () => {
    for (const row of await rowsOf('CREATE TABLE employee (id serial PRIMARY KEY, birth_date date NOT NULL, hired_on date NOT NULL, CHECK (hired_on > birth_date))', 'employee', 500)) {
      const years = (Date.parse(String(row['hired_on'])) - Date.parse(String(row['birth_date']))) / (365.25 * 86_400_000);
      assert.ok(years >= 18 && String(row['hired_on']) <= REFERENCE_INSTANT, JSON.stringify(row));
    }
  });
});

describe('a review', () => {
  it('fits the stars beside it, whatever their scale', async () => {
    for (const [type, best] of [['smallint NOT NULL CHECK (rating BETWEEN 1 AND 5)', 5], ['smallint CHECK (rating IN (1, 2, 3, 4, 5))', 5], ['smallint NOT NULL CHECK (rating IN (2, 4, 6, 8, 10))', 10]] as const) {
      const rows = await rowsOf(`CREATE TABLE review (id serial PRIMARY KEY, rating ${type}, review_text text NOT NULL, title varchar(80))`, 'review', 400);
      const glad = (row: Readonly<Record<string, Value>>): boolean => /works without|solid|lovely|easy to set up|promises|perfectly|quieter|held up|easier|great value|every day|still looks|Five stars|loves it|Better than|second one already|not give it back/.test(String(row['review_text']));
      const sorry = (row: Readonly<Record<string, Value>>): boolean => /^(Sadly|I sent it back|Would not buy|Looks better in the pictures|It (stopped|arrived|feels rather|is smaller|has a strong|came without|was hard|faded|is too|does not))/.test(String(row['review_text']));
      const rated = rows.filter((row) => row['rating'] !== null);
      assert.ok(rated.some((row) => Number(row['rating']) >= best * 0.8) && rated.some((row) => Number(row['rating']) < best * 0.4), type);
      for (const row of rated) {
        if (Number(row['rating']) >= best * 0.8) assert.ok(glad(row) && !sorry(row), JSON.stringify(row));
        if (Number(row['rating']) < best * 0.4) assert.ok(sorry(row), JSON.stringify(row));
      }
    }
  });
});

describe('a discount', () => {
  it('is in percent where its column takes more than 1', async () => {
    const rows = await rowsOf('CREATE TABLE offer (id serial PRIMARY KEY, discount numeric(5,2) NOT NULL CHECK (discount BETWEEN 0 AND 100), discount_rate numeric(5,2) NOT NULL)', 'offer', 200);
    assert.ok(rows.some((row) => Number(row['discount']) > 20));
    assert.ok(rows.every((row) => Number(row['discount']) <= 100 && Number(row['discount_rate']) <= 0.3));
  });
});
