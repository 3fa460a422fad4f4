// A ZIP by its central directory, as any reader goes about it.
import assert from 'node:assert/strict';
import { crc32, inflateRawSync } from 'node:zlib';

/** The contents of the entries by their names, in order. Fails where a size or a checksum is wrong. */
export function unzip(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  const entries = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const isDeflated = archive.readUInt16LE(at + 10) !== 0;
    const [checksum, packed, size] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)];
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const stored = archive.subarray(start, start + packed);
    const content = isDeflated ? inflateRawSync(stored) : stored;
    assert.equal(content.length, size);
    assert.equal(crc32(content), checksum);
    entries.set(archive.toString('utf8', at + 46, at + 46 + nameLength), content);
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
