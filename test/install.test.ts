// What `npm ci` brings: one package of the language model's libraries, the CPU's of this very machine, one of the image models', one of sharp, and no
// address of a registry.
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
  readonly libc?: readonly string[] | string;
}

const VERSION = '3.22.1';
const ONNXRUNTIME_VERSION = '1.30.0';

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}

// The lock file and package.json of this very repository: their shape is npm's.
const { packages } = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };
const { dependencies, scripts, allowScripts } = readJson('package.json') as Readonly<Record<'dependencies' | 'scripts', Readonly<Record<string, string>>>> & { readonly allowScripts: Readonly<Record<string, boolean>> };

/** The packages of that scope that npm installs there, with glibc, as `name@version`. */
function librariesOn(os: string, cpu: string, scope = '@node-llama-cpp/'): string[] {
  const suits = (wanted: readonly string[] | string | undefined, it: string): boolean => wanted === undefined || [wanted].flat().includes(it);
  return Object.entries(packages)
    .filter(([place, locked]) => place.includes(scope) && suits(locked.os, os) && suits(locked.cpu, cpu) && suits(locked.libc, 'glibc'))
    .map(([place, { version }]) => `${place.replace(`node_modules/${scope}`, '')}@${version}`);
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

  it('has one version of onnxruntime, of which no script runs: what is in the package is enough for the CPU', () => {
    assert.equal(dependencies['onnxruntime-node'], ONNXRUNTIME_VERSION);
    const copies = Object.entries(packages).filter(([place]) => /(?:^|\/)onnxruntime-(?:node|common)$/.test(place));
    assert.deepEqual(copies.map(([place, { version }]) => [place, version]), [['node_modules/onnxruntime-common', ONNXRUNTIME_VERSION], ['node_modules/onnxruntime-node', ONNXRUNTIME_VERSION]]);
    assert.equal(allowScripts['onnxruntime-node'], false);
    assert.match(readFileSync(new URL('../.npmrc', import.meta.url), 'utf8'), /^onnxruntime-node-install=skip$/m);
  });

  it('adds CUDA to onnxruntime by its environment: npm hands on the .npmrc in it, which would win over a flag', () => {
    assert.match(scripts['cuda'] ?? '', / && ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules\/onnxruntime-node\/script\/install && /);
  });

  for (const [os, cpu] of [['linux', 'x64'], ['linux', 'arm64'], ['darwin', 'arm64'], ['darwin', 'x64']] as const) it(`brings sharp's libraries of the machine, and of no other, to ${os} on ${cpu}`, () => {
    // Besides `colour`, which is JavaScript, and the one that is WebAssembly, which other platforms' packages ask for.
    const libraries = librariesOn(os, cpu, '@img/').filter((name) => !/^colour@|wasm32@/.test(name));
    assert.deepEqual(libraries.map((name) => name.replace(/@.*$/, '')), [`sharp-${os}-${cpu}`, `sharp-libvips-${os}-${cpu}`].sort());
  });

  it('takes every package from whichever registry npm is set to', () => {
    assert.deepEqual(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined), []);
  });
});
