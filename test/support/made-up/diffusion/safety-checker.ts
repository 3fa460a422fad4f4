// A stand-in for the safety checker, in the layout of diffusers' older export: what is bright all over is called unsafe.
import type { Graph } from '../onnx/graph.ts';

/** CLIP's side of a picture, in pixels. */
const SIDE = 224;
/** Of a picture's values as CLIP has them: 0 is a middling grey. */
const TOO_BRIGHT = 1.2;

export function safetyChecker(g: Graph): void {
  const clip = g.input('clip_input', g.type, ['batch', 3, SIDE, SIDE]);
  const pictures = g.input('images', g.type, ['batch', 'height', 'width', 'channels']);
  const brightness = g.node('ReduceMean', [clip], { attributes: { axes: [1, 2, 3], keepdims: 0 } });
  g.output(pictures, 'out_images', g.type, ['batch', 'height', 'width', 'channels']);
  g.output(g.node('Greater', [brightness, g.floats([TOO_BRIGHT], [])]), 'has_nsfw_concepts', 'bool', ['batch']);
}
