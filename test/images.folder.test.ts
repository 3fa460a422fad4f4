// What is wrong with the folder of a pipeline is said when it is loaded: which file, what was expected, what was got, and what to do; and a model
// that cannot make what is asked for says so before it begins.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { EngineFailed, OrderRefused } from '../src/engines/failures.ts';
import { hashesOf } from '../src/engines/image/fingerprint.ts';
import { Pipeline } from '../src/engines/image/pipeline.ts';
import { writePipeline, type MadeUpPipeline } from './support/made-up/diffusion.ts';
import { Graph, type Dims } from './support/made-up/onnx/graph.ts';
import { convolution } from './support/made-up/onnx/layers.ts';
import { digestOf, imageOrder, memberOf, openPipeline, painted } from './support/painted.ts';
import { temporaryFolder } from './support/postgres.ts';

const PLACE = { device: 'cpu', threads: 1 } as const;

/** Loads a pipeline that was broken, and is expected to fail like that. */
async function refused(breakIt: (folder: string) => void, message: RegExp, options: MadeUpPipeline = {}): Promise<void> {
  using folder = temporaryFolder();
  writePipeline(folder.path, options);
  breakIt(folder.path);
  await assert.rejects(Pipeline.load(folder.path, PLACE), (error) => {
    assert(error instanceof EngineFailed, String(error));
    assert.match(error.message, message);
    assert.match(error.message, /\. (?:Pull or add|Take|Export|Free|The tokenizer|They are)/, 'no remedy');
    assert(!error.message.includes(folder.path), 'a path of this machine');
    return true;
  });
}

const remove = (file: string) => (folder: string): void => rmSync(path.join(folder, file), { recursive: true });
const cut = (file: string, bytes: number) => (folder: string): void => truncateSync(path.join(folder, file), bytes);
const put = (file: string, text: string) => (folder: string): void => writeFileSync(path.join(folder, file), text);

/** Other values in a JSON file. */
const change = (file: string, values: object) => (folder: string): void => {
  const place = path.join(folder, file);
  writeFileSync(place, JSON.stringify({ ...(JSON.parse(readFileSync(place, 'utf8')) as object), ...values }));
};

/** Another model in the place of one. */
const model = (name: string, build: (g: Graph) => void) => (folder: string): void => {
  const g = new Graph({ name, type: 'float32', seed: 1 });
  build(g);
  g.save(path.join(folder, name));
};

/** A VAE's decoder that computes what it wants of something of the right shape. */
const vae = (compute: (g: Graph, x: string) => string) => model('vae_decoder', (g) => {
  const x = convolution(g, g.input('latent_sample', 'float32', ['batch', 4, 'h', 'w']), 'conv', { from: 4, to: 3 });
  const larger = g.node('Resize', [x, '', g.floats([1, 1, 8, 8])], { attributes: { mode: 'nearest' } });
  g.output(compute(g, larger), 'sample', 'float32', ['batch', 3, 'H', 'W']);
});

/** A UNet of inputs of those shapes that predicts what it is shown. */
const unet = (dims: { readonly sample?: Dims; readonly timestep?: Dims; readonly context?: Dims; readonly stranger?: Dims }) => model('unet', (g) => {
  const sample = g.input('sample', 'float32', dims.sample ?? ['batch', 4, 'h', 'w']);
  g.input('timestep', 'int64', dims.timestep ?? []);
  g.input('encoder_hidden_states', 'float32', dims.context ?? ['batch', 'sequence', 32]);
  if (dims.stranger !== undefined) g.input('text_embeds', 'float32', dims.stranger);
  g.output(sample, 'out_sample', 'float32', dims.sample ?? ['batch', 4, 'h', 'w']);
});

describe('the folder of a pipeline is refused', () => {
  for (const file of ['model_index.json', 'scheduler/scheduler_config.json', 'tokenizer/vocab.json', 'tokenizer/merges.txt', 'text_encoder/model.onnx', 'unet/model.onnx', 'vae_decoder/model.onnx', 'unet', 'vae_decoder'])
    it(`without ${file}`, () => refused(remove(file), new RegExp(`^${file}.*: expected .*, but it is missing`)));

  it('without the weights beside a model', () => refused((folder) => {
    const g = new Graph({ name: 'text_encoder', type: 'float32', seed: 1 });
    const ids = g.input('input_ids', 'int64', ['batch', 'sequence']);
    g.output(g.node('Gather', [g.weight('w', [695, 32], 1), ids], { attributes: { axis: 0 } }), 'last_hidden_state', 'float32', ['batch', 'sequence', 32]);
    g.save(path.join(folder, 'text_encoder'), { external: true });
    remove('text_encoder/model.onnx_data')(folder);
  }, /^text_encoder\/model\.onnx: a file is missing \(.*model\.onnx_data/));

  it('with weights beside a model that were cut short', () => refused((folder) => {
    const g = new Graph({ name: 'text_encoder', type: 'float32', seed: 1 });
    const ids = g.input('input_ids', 'int64', ['batch', 'sequence']);
    g.output(g.node('Gather', [g.weight('w', [695, 32], 1), ids], { attributes: { axis: 0 } }), 'last_hidden_state', 'float32', ['batch', 'sequence', 32]);
    g.save(path.join(folder, 'text_encoder'), { external: true });
    cut('text_encoder/model.onnx_data', 5000)(folder);
  }, /^text_encoder\/model\.onnx: the file of its weights is not whole/));

  it('with a model that was cut short', () => refused(cut('unet/model.onnx', 100_000), /^unet\/model\.onnx: its file is broken \(Protobuf parsing failed\.?\)/));
  it('with an empty model', () => refused(cut('unet/model.onnx', 0), /^unet\/model\.onnx: its file is broken \(.*does not have a graph/));
  it('with text in the place of a model', () => refused(put('unet/model.onnx', 'version https://git-lfs.github.com/spec/v1\n'), /^unet\/model\.onnx: its file is broken/));
  it('with a model of nodes that the runtime does not know', () => refused(vae((g, x) => g.node('Dream', [x])), /^vae_decoder\/model\.onnx: its file is broken \(.*Dream/));
  it('with a bit of the structure of a model flipped', () => refused((folder) => {
    const file = path.join(folder, 'unet/model.onnx');
    const bytes = readFileSync(file);
    const at = bytes.indexOf('timestep');
    bytes[at + 1] = 'y'.charCodeAt(0);
    writeFileSync(file, bytes);
  }, /^unet\/model\.onnx: its file is broken \(.*tymestep/));

  it('with JSON that is none', () => refused(put('model_index.json', '{'), /^model_index\.json: expected JSON, got /));
  it('of another kind of pipeline', () => refused(change('model_index.json', { _class_name: 'StableDiffusionXLPipeline' }), /^model_index\.json: _class_name: expected StableDiffusionPipeline/));
  it('with a scheduler that cannot be', () => refused(change('scheduler/scheduler_config.json', { prediction_type: 'flow' }), /^scheduler\/scheduler_config\.json: prediction_type: expected one of epsilon, v_prediction/));
  it('with a config whose values are of another type', () => refused(change('unet/config.json', { cross_attention_dim: 'wide' }), /^unet\/config\.json: cross_attention_dim: .*expected number/));
  it('with a vocabulary that has no end of a text', () => refused(put('tokenizer/vocab.json', '{"<|startoftext|>":1}'), /^tokenizer\/vocab\.json: expected a token <\|endoftext\|>/));
  it('with a vocabulary larger than the text encoder', () => refused(change('tokenizer/vocab.json', { dogs: 50_000 }), /^tokenizer\/vocab\.json: expected tokens below 695, .*got 50000\. The tokenizer is another model's/));
  it('with a UNet that reads embeddings of another width', () => refused((folder) => { change('unet/config.json', { cross_attention_dim: 64 })(folder); unet({ context: ['batch', 'sequence', 64] })(folder); },
    /^unet\/model\.onnx: expected to read embeddings of 32 values, .*got 64/));
  it('with a config that says another width than its model', () => refused(change('unet/config.json', { cross_attention_dim: 768 }), /^unet\/model\.onnx: expected the input encoder_hidden_states to be of shape \[open, 77, 768\], got \[batch_size, sequence_length, 32\]/));
  it('with a UNet of another rank', () => refused(unet({ sample: ['batch', 4, 'pixels'] }), /^unet\/model\.onnx: expected the input sample to be of shape \[open, 4, any, any\], got \[batch, 4, pixels\]/));
  it('with a UNet for one batch size only', () => refused(unet({ sample: [2, 4, 'h', 'w'] }), /expected the input sample to be of shape \[open, 4, any, any\], got \[2, 4, h, w\]/));
  it('with a UNet for inpainting', () => refused(unet({ sample: ['batch', 9, 'h', 'w'] }), /got \[batch, 9, h, w\]/));
  it('with a UNet that needs what Stable Diffusion 1 has not', () => refused(unet({ stranger: ['batch', 1280] }), /^unet\/model\.onnx: expected the inputs sample, timestep, encoder_hidden_states, got text_embeds too/));
  it('with a model in the place of another', () => refused((folder) => writeFileSync(path.join(folder, 'vae_decoder/model.onnx'), readFileSync(path.join(folder, 'unet/model.onnx'))),
    /^vae_decoder\/model\.onnx: expected the inputs latent_sample, got sample too/));
  it('with a model of another type', () => refused(model('vae_decoder', (g) => g.output(g.input('latent_sample', 'int64', ['b', 4, 'h', 'w']), 'sample', 'int64', ['b', 4, 'h', 'w'])),
    /expected the input latent_sample to be of float32 or float16, got int64/));
});

describe('a pipeline', () => {
  it('is loaded without the configs that older exports leave out', async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path, { layout: 'diffusers' });
    await using whole = await openPipeline(folder.path);
    const expected = (await painted(whole.pipeline, [imageOrder()])).map(digestOf);
    for (const file of ['text_encoder/config.json', 'unet/config.json', 'vae_decoder/config.json', 'tokenizer/tokenizer_config.json', 'tokenizer/special_tokens_map.json']) remove(file)(folder.path);
    await using bare = await openPipeline(folder.path);
    assert.deepEqual((await painted(bare.pipeline, [imageOrder()])).map(digestOf), expected);
  });

  it('whose weights have changed since it was installed is refused, though the runtime would take them', async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path);
    const expected = await hashesOf(folder.path, ['text_encoder', 'unet', 'vae_decoder', 'tokenizer', 'scheduler', 'model_index.json']);
    await (await Pipeline.load(folder.path, { ...PLACE, expected })).release();
    const file = path.join(folder.path, 'unet/model.onnx');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte)));
    await (await Pipeline.load(folder.path, PLACE)).release();
    await assert.rejects(Pipeline.load(folder.path, { ...PLACE, expected }), { name: 'EngineFailed', message: /^unet\/model\.onnx: expected the SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}: it has changed/ });
    writeFileSync(file, bytes);
    remove('unet/config.json')(folder.path); // nothing else asks for it
    await assert.rejects(Pipeline.load(folder.path, { ...PLACE, expected }), { name: 'EngineFailed', message: /^unet\/config\.json: expected a file that was there/ });
  });

  it('makes no picture of a size that it has not', async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path);
    await using plain = await openPipeline(folder.path);
    for (const [width, height] of [[100, 64], [64, 72], [0, 64], [64, -64], [64.5, 64]] as const) {
      const member = await memberOf(plain.pipeline, imageOrder({ width, height }));
      assert.throws(() => plain.pipeline.begin([member]), (error) => error instanceof OrderRefused && error.message.startsWith(`size: expected multiples of 64, got ${width} x ${height}`));
    }
    unet({ sample: ['batch', 4, 8, 16] })(folder.path);
    await using fixed = await openPipeline(folder.path);
    const member = await memberOf(fixed.pipeline, imageOrder());
    assert.throws(() => fixed.pipeline.begin([member]), (error) => error instanceof OrderRefused && /expected 128 x 64, the only one .*got 64 x 64/.test(error.message));
    assert.equal(fixed.pipeline.begin([await memberOf(fixed.pipeline, imageOrder({ width: 128 }))]).of, 4);
  });

  for (const [what, failure, compute, message] of [
    ['are no numbers', OrderRefused, (g: Graph, x: string) => g.node('Sqrt', [g.node('Sub', [g.floats([-1], []), g.node('Abs', [x])])]), /expected a picture, got values that are no finite numbers \(NaN\)/],
    ['have no bounds', OrderRefused, (g: Graph, x: string) => g.node('Div', [x, g.floats([0], [])]), /expected a picture, got values that are no finite numbers/],
    ['are a picture of another size', EngineFailed, (g: Graph, x: string) => g.node('MaxPool', [x], { attributes: { kernel_shape: [2, 2], strides: [2, 2] } }), /expected a picture of shape \[1, 3, 64, 64\], got \[1, 3, 32, 32\]/],
  ] as const) it(`whose VAE answers with values that ${what} fails`, async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path);
    vae(compute)(folder.path);
    await using broken = await openPipeline(folder.path);
    await assert.rejects(painted(broken.pipeline, [imageOrder()]), (error) => error instanceof failure && error.message.startsWith('vae_decoder/model.onnx: ') && message.test(error.message));
  });

  it('that was released says so', async () => {
    using folder = temporaryFolder();
    writePipeline(folder.path);
    const pipeline = await Pipeline.load(folder.path, PLACE);
    await pipeline.release();
    await assert.rejects(pipeline.embed('a dog'), { name: 'EngineFailed', message: /already disposed/ });
  });
});
