// What `npm ci` brings: one package of the language model's libraries, the CPU's of this very machine, and no address of a registry.
//
// node-llama-cpp names 14 optional packages, 725 MB of them for Linux x64: its arm packages say that they suit an x64 too. package.json's overrides put a package
// that only AIX installs in the place of those for GPUs; in the lock file each of the others has its own processor alone. The entries for
// macOS and Windows have no hash yet, because they were made where those packages were out of reach; npm adds it where they are installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly os?: readonly string[] | string;
  readonly cpu?: readonly string[] | string;
}

const VERSION = '3.22.1';

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}

// The lock file and package.json of this very repository: their shape is npm's.
const { packages } = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };
const { dependencies, scripts } = readJson('package.json') as Readonly<Record<'dependencies' | 'scripts', Readonly<Record<string, string>>>>;

/** The packages of the language model's libraries that npm installs there, as `name@version`. */
function librariesOn(os: string, cpu: string): string[] {
  const suits = (wanted: readonly string[] | string | undefined, it: string): boolean => wanted === undefined || [wanted].flat().includes(it);
  return Object.entries(packages)
    .filter(([place, locked]) => place.includes('@node-llama-cpp/') && suits(locked.os, os) && suits(locked.cpu, cpu))
    .map(([place, { version }]) => `${place.replace('node_modules/@node-llama-cpp/', '')}@${version}`);
}

describe('an install', () => {
  for (const [os, cpu, name] of [
    ['linux', 'x64', 'linux-x64'],
    ['linux', 'arm64', 'linux-arm64'],
    ['darwin', 'arm64', 'mac-arm64-metal'],
    ['darwin', 'x64', 'mac-x64'],
    ['win32', 'x64', 'win-x64'],
    ['win32', 'arm64', 'win-arm64'],
  ] as const) it(`brings ${name} and no other library of the language model to ${os} on ${cpu}`, () => assert.deepEqual(librariesOn(os, cpu), [`${name}@${VERSION}`]));

  it('has one version of the language model, for CUDA too', () => {
    assert.equal(dependencies['node-llama-cpp'], VERSION);
    assert.deepEqual(scripts['cuda']?.match(/@node-llama-cpp\/\S+/g), [`@node-llama-cpp/linux-x64-cuda@${VERSION}`, `@node-llama-cpp/linux-x64-cuda-ext@${VERSION}`]);
  });

  it('takes every package from whichever registry npm is set to', () => {
    assert.deepEqual(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined), []);
  });
});
