// Loads a detector from a folder as it comes from Hugging Face: config.json says what it is, preprocessor_config.json how it sees, vocab.json and
// merges.txt how it reads; each fault is told with its remedy.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isCode } from '../../../lib/disk.ts';
import { messageOf } from '../../../lib/message.ts';
import { EngineFailed } from '../../failures.ts';
import { readConfig, readText } from '../../models/config-files.ts';
import { DETECTOR_REMEDY, isOpen, labelsOf, readDetectorConfig, type DetectorConfig } from '../../models/detector-config.ts';
import { hashesOf } from '../fingerprint.ts';
import type { PipelineOptions } from '../pipeline.ts';
import { preprocessorConfig, type PreprocessorConfig } from '../pixel-values.ts';
import { FLOATS, INTEGERS, requirePorts, type ExpectedPort, type ExpectedPorts } from '../ports.ts';
import { Session } from '../runtime.ts';
import { END, START, type TokenizerData } from '../tokenizer.ts';
import { closedSet } from './closed-set.ts';
import { LoadedDetector } from './detector.ts';
import { openVocabulary } from './open-vocabulary.ts';

/** Of OWL-ViT and OWLv2. */
const POSITIONS = 16;
/** Fills what a text leaves empty; OWL-ViT's tokenizers have no other. */
const PADDING = '!';
const MODEL = 'model.onnx';
const WEIGHTS = 'model.onnx_data';
/** Where exports have their model: optimum's in the folder itself, those for transformers.js one deeper. */
const MODEL_FILES = [MODEL, `onnx/${MODEL}`] as const;

const ANSWERS: ExpectedPorts = { logits: { types: FLOATS, shapes: [['any', 'any', 'any']] }, pred_boxes: { types: FLOATS, shapes: [['any', 'any', 4]] } };

/** Throws EngineFailed with what to do about it. */
export async function loadDetector(folder: string, options: PipelineOptions): Promise<LoadedDetector> {
  const config = await readDetectorConfig(folder);
  const preprocessing = await readConfig(folder, 'preprocessor_config.json', preprocessorConfig, DETECTOR_REMEDY);
  const tokenizer = isOpen(config) ? await readTokenizer(folder, config) : null;
  const [model, weights] = await modelFiles(folder);
  const hashes = await hashesOf(folder, ['config.json', 'preprocessor_config.json', ...(tokenizer === null ? [] : ['vocab.json', 'merges.txt']), model, weights], options.expected);
  const session = await Session.open(model, path.join(folder, model), options);
  try {
    requirePorts(model, session, { inputs: inputsFor(preprocessing, tokenizer), outputs: ANSWERS, remedy: DETECTOR_REMEDY });
    const head = tokenizer === null ? closedSet(labelsOf(config)) : openVocabulary(tokenizer, session.inputs);
    return new LoadedDetector({ session, head, pixels: { config: preprocessing, isSquare: config.model_type === 'owlv2' }, sha256: hashes[weights] ?? '' }); // it was asked for
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** A picture of the size that its preprocessing makes, and texts of the length that its tokenizer makes, if any. */
function inputsFor({ size: { height, width } }: PreprocessorConfig, tokenizer: TokenizerData | null): ExpectedPorts {
  const pictures: ExpectedPorts = { pixel_values: { types: FLOATS, shapes: [[1, 3, height, width]] } };
  if (tokenizer === null) return pictures;
  const texts: ExpectedPort = { types: INTEGERS, shapes: [['any', tokenizer.length]] };
  return { ...pictures, input_ids: texts, attention_mask: texts };
}

async function readTokenizer(folder: string, { text_config }: DetectorConfig): Promise<TokenizerData> {
  const vocabulary = await readConfig(folder, 'vocab.json', z.record(z.string(), z.int().nonnegative()), DETECTOR_REMEDY);
  for (const token of [START, END, PADDING]) if (vocabulary[token] === undefined) throw new EngineFailed(`vocab.json: expected a token ${token}, got none. ${DETECTOR_REMEDY}`);
  return { vocabulary, merges: await readText(folder, 'merges.txt'), length: text_config?.max_position_embeddings ?? POSITIONS, padding: PADDING };
}

/** Its model, and the file that holds the weights: the same, where they do not lie beside it. */
async function modelFiles(folder: string): Promise<readonly [model: string, weights: string]> {
  for (const model of MODEL_FILES) {
    const names = await filesBeside(path.join(folder, model));
    if (names.includes(MODEL)) return [model, names.includes(WEIGHTS) ? path.posix.join(path.posix.dirname(model), WEIGHTS) : model];
  }
  throw new EngineFailed(`${MODEL}: expected a file of the model ${path.basename(folder)}, in its folder or in onnx/, but it is missing. Pull or add the model again`);
}

async function filesBeside(file: string): Promise<readonly string[]> {
  try {
    return await readdir(path.dirname(file));
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw new EngineFailed(`${path.basename(path.dirname(file))}: expected a folder of a model, but ${messageOf(error)}. Pull or add the model again`, { cause: error });
  }
}
