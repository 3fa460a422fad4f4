// SQL as files: in whatever encoding, in any pieces, and without the data of dumps of any size, by the dialect that is said or found out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InvalidInput } from '../src/domain/errors.ts';
import { importDefinition } from '../src/domain/import/definition.ts';
import { readFileContent, type FileContent, type FileHints } from '../src/domain/import/file.ts';
import type { Imported } from '../src/domain/schema.ts';
import type { SqlDialect } from '../src/domain/sql-dialects.ts';
import { cpuMsOf } from './support/cpu.ts';

type SqlContent = Extract<FileContent, { kind: 'sql' }>;

async function contentOf(bytes: Buffer | Iterable<Uint8Array>, hints: FileHints = {}): Promise<SqlContent> {
  const content = await readFileContent('script.sql', Buffer.isBuffer(bytes) ? [bytes] : bytes, hints);
  assert(content.kind === 'sql');
  return content;
}

async function importedFrom(bytes: Buffer | Iterable<Uint8Array>, hints?: FileHints): Promise<Imported> {
  return importDefinition(await contentOf(bytes, hints));
}

function piecesOf(bytes: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

describe('a script in a file', () => {
  const script = "CREATE TABLE [dbo].[Kunde](\r\n\t[Straße] [nvarchar](50) NULL,\r\n\t[PLZ] [int] NOT NULL\r\n)\r\nGO\r\nINSERT [dbo].[Kunde] ([PLZ]) VALUES (1)\r\nGO\r\nCREATE TABLE [Größe] (a nothing_known)\r\nGO\r\n";

  it('is read in UTF-8, in UTF-16 as SQL Server Management Studio saves it, and in Windows-1252', async () => {
    const utf16 = Buffer.from(`\ufeff${script}`, 'utf16le');
    for (const bytes of [Buffer.from(script), Buffer.from(`\ufeff${script}`), utf16, Buffer.from(utf16).swap16(), utf16.subarray(2), Buffer.from(script, 'latin1')]) {
      for (const size of [1, 7, bytes.length]) {
        const { schema, warnings } = await importedFrom(piecesOf(bytes, size));
        assert.deepEqual(schema.tables.map(({ name, fields }) => [name, fields[0]?.name]), [['Kunde', 'Straße'], ['Größe', 'a']]);
        assert.deepEqual(warnings.map(({ line }) => line), [8]);
      }
    }
  });

  it('that is no text, or changes its encoding, is refused', async () => {
    for (const [bytes, expected] of [
      [gzipSync(script), /expected an SQL script as text .* got bytes with NUL/],
      [Buffer.concat([Buffer.from('-- é\n'.repeat(1_000)), Buffer.from([0xff])]), /expected text in UTF-8, .* further on they are something else/],
      [Buffer.concat([Buffer.from(`\ufeff${script}`, 'utf16le'), Buffer.from([0x00, 0xd8, 0x41, 0x00])]), /expected text in UTF-16LE/],
      [Buffer.from(''), /no table is made/],
    ] as const) await assert.rejects(importedFrom(piecesOf(bytes, 1_000)), (error: unknown) => error instanceof InvalidInput && expected.test(error.message), String(expected));
  });
});

describe('a dump with its data in a file', () => {
  /** What makes no table, a piece of data that comes again and again, and what stands behind it. */
  const dumps: Readonly<Record<SqlDialect, readonly [string, string, string]>> = {
    POSTGRESQL: ["CREATE TABLE a (id bigserial);\nCOPY public.a (id, note) FROM stdin;\n", "1\tit's; GONE\n", '\\.\nCREATE TABLE z (id int REFERENCES a);\n'],
    MYSQL: ['CREATE TABLE `a` (`id` int PRIMARY KEY) ENGINE=InnoDB;\nINSERT INTO `a` VALUES (0)', ",(1,'it\\'s; GONE')", ';\nCREATE TABLE `z` (id int);\n'],
    SQLITE: ['PRAGMA foreign_keys=OFF;\nCREATE TABLE a (id int);\n', "INSERT INTO a VALUES(1,'it''s; GONE');\n", 'CREATE TABLE z (id int);\n'],
    SQLSERVER: ['CREATE TABLE [dbo].[a] (id int)\nGO\nSET IDENTITY_INSERT [dbo].[a] ON\n', "INSERT [dbo].[a] ([id], [b]) VALUES (1, N'it''s; GONE')\nGO\n", 'CREATE TABLE [z] (id int)\nGO\n'],
  };

  function* endlessly([head, row, tail]: readonly [string, string, string], bytes: number): Generator<Uint8Array> {
    yield Buffer.from(head);
    const rows = Buffer.from(row.repeat(Math.ceil(65_536 / row.length)));
    for (let made = 0; made < bytes; made += rows.length) yield rows;
    yield Buffer.from(tail);
  }

  for (const [dialect, dump] of Object.entries(dumps) as [SqlDialect, readonly [string, string, string]][]) {
    it(`keeps nothing of the data, in time in proportion to it, in ${dialect}`, async () => {
      let content: SqlContent | undefined;
      const tookMs = await cpuMsOf(async () => (content = await contentOf(endlessly(dump, 40_000_000))));
      assert(tookMs < 20_000, `${tookMs} ms`);
      assert.equal(content?.dialect, dialect);
      assert(content.text.length < 200, content.text.slice(0, 300));
      assert.deepEqual((await importDefinition(content)).schema.tables.map(({ name }) => name), ['a', 'z']);
    });
  }

  it('is read by the dialect that is said, also where its beginning looks like another', async () => {
    const script = Buffer.from("CREATE TABLE a (id int);\nINSERT INTO a VALUES ('it\\'s; CREATE TABLE never (a int);');\nCREATE TABLE b (id int);");
    await assert.rejects(importedFrom(script), InvalidInput);
    const { schema } = await importedFrom(script, { dialect: 'MYSQL' });
    assert.deepEqual(schema.tables.map(({ name }) => name), ['a', 'b']);
  });
});
